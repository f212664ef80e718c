"""The page on which somebody sees where they are logged in, and ends what is not theirs.

No proof is asked for: whoever finds a stranger in their account loses no minute. It holds no
address and no name of a browser, because none is kept.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from cases.accounts.events import What, note
from cases.accounts.sessions import live_sessions, row_key
from cases.accounts.views import ENTRANCE, DeskPage
from cases.models import StaffSession
from cases.words import counted


@method_decorator(login_required, name="dispatch")
class Whereabouts(DeskPage, TemplateView):
    """One's own sessions; by POST, `end` is the one to end, or empty for all others."""

    template_name = f"{ENTRANCE}sessions.html"
    title = "Where you are logged in"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the sessions, and which is this one."""
        found = super().get_context_data(**context)
        rows = live_sessions(self.request.user)
        return {**found, "sessions": rows, "own": row_key(self.request.session.session_key)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ends one or all others, and says how many."""
        ended = end_others(request.user, request.session.session_key, request.POST.get("end", ""))
        messages.success(request, f"{counted(ended, 'other session')} ended.")
        return HttpResponseRedirect(reverse("account_sessions"))


@transaction.atomic
def end_others(account: Any, session_key: str | None, only: str = "") -> int:
    """Ends the sessions of `account` but for the one with this key; `only` the one row, if any.

    How many were ended; that is noted.
    """
    rows = StaffSession.objects.filter(account=account).exclude(pk=row_key(session_key or ""))
    if only:
        rows = rows.filter(pk=only)
    ended, _ = rows.delete()
    if ended:
        note(What.ENDED, account, by=account, detail=counted(ended, "session"))
    return ended
