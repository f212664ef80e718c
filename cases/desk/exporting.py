"""The whole desk to take away, for those who may see all of it."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from cases.accounts.events import What, note
from cases.accounts.proof import proof_asked
from cases.exchange.everything import lines_of_everything
from cases.keycheck import require_keys
from cases.roles import Role, roles_of
from cases.rules import NotAllowed


def may_export(user: Any) -> bool:
    """Whether this person may see everything: an administrator who is a guardian as well."""
    return roles_of(user) >= {Role.ADMINISTRATOR, Role.GUARDIAN}


def export_view(request: HttpRequest, site: Any) -> HttpResponseBase:
    """Says what the export holds; streams it on POST, after a fresh proof.

    Raises NotAllowed, CannotUnseal.
    """
    if not may_export(request.user):
        raise NotAllowed("Only an administrator who is also a guardian can export the desk.")
    return _export(request, site)


@proof_asked
def _export(request: HttpRequest, site: Any) -> HttpResponseBase:
    if request.method != "POST":
        context = {**site.each_context(request), "title": "Export the desk"}
        return TemplateResponse(request, "admin/cases/export.html", context)
    require_keys()
    user: Any = request.user
    note(What.EXPORTED, user, by=user)
    lines = lines_of_everything(identities_for=user)
    response = StreamingHttpResponse(lines, content_type="application/jsonl")
    name = f"desk-{datetime.now(UTC):%Y-%m-%d}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Accel-Buffering"] = "no"
    return response
