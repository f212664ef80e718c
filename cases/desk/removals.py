"""All that was taken from the public, of every record: who did it, when, and why."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from cases.models import Removal
from cases.publishing import models_by_kind
from cases.roles import Role, roles_of
from cases.rules import Deed, NotAllowed, inside, refusal

A_PAGE = 100


def may_see_removals(user: Any) -> bool:
    """Whether this person may see the list of all removals."""
    return bool(roles_of(user) & {Role.EDITOR, Role.GUARDIAN})


def removals_view(request: HttpRequest, site: Any) -> HttpResponse:
    """The log, newest first; of a record that they are not inside of only that there was something.

    Raises NotAllowed.
    """
    if not may_see_removals(request.user):
        raise NotAllowed("This log is for editors and guardians.")
    removals = Removal.objects.select_related("by")
    page = Paginator(removals, A_PAGE).get_page(request.GET.get("page"))
    models = models_by_kind()
    by_model: dict[Any, set[UUID]] = {}
    for one in page.object_list:
        by_model.setdefault(models[one.record_kind], set()).add(one.record)
    called = {
        one.pk: str(one)
        for model, pks in by_model.items()
        for one in inside(model._default_manager.filter(pk__in=pks), request.user)
    }
    rows = [_row(request, one, models[one.record_kind], called) for one in page.object_list]
    context = {**site.each_context(request), "title": "What was taken from the public"}
    context |= {"rows": rows, "page": page}
    return TemplateResponse(request, "admin/cases/removals.html", context)


def _row(request: HttpRequest, removal: Removal, model: Any, called: dict[UUID, str]) -> Any:
    """A line of the log. Whoever may allow a record again is led there, seen or not."""
    sees = removal.record in called
    name = f"admin:cases_{model._meta.model_name}"
    may_allow = removal.kind == Removal.Kind.REMOVED and not refusal(
        request.user, Deed.ALLOW, model
    )
    return {
        "removal": removal,
        "sees": sees,
        "kind": model._meta.verbose_name,
        "name": called.get(removal.record, ""),
        "history": reverse(f"{name}_history", args=[removal.record]) if sees else "",
        "allow": reverse(f"{name}_allow", args=[removal.record]) if may_allow else "",
    }
