"""All of one colleague's work for another."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from cases.accounts.events import What, note
from cases.accounts.proof import proof_asked
from cases.accounts.suspension import reassign
from cases.roles import Role, roles_of
from cases.rules import NotAllowed, takers
from cases.words import counted


def may_reassign(user: Any) -> bool:
    """Whether this person may give work to others."""
    return bool(roles_of(user) & {Role.EDITOR, Role.ADMINISTRATOR})


def reassign_view(request: HttpRequest, site: Any) -> HttpResponseBase:
    """Gives all of one colleague's work to another, after a fresh proof. Raises NotAllowed."""
    if not may_reassign(request.user):
        raise NotAllowed("Only an editor or an administrator can do this.")
    return _reassign(request, site)


@proof_asked
def _reassign(request: HttpRequest, site: Any) -> HttpResponseBase:
    by: Any = request.user
    givers = {str(one.pk): one for one in User.objects.filter(is_staff=True).order_by("username")}
    receivers = {str(one.pk): one for one in takers(by)}
    chosen = [request.POST.get("from", ""), request.POST.get("to", "")]
    if request.method == "POST":
        giver, taker = givers.get(chosen[0]), receivers.get(chosen[1])
        if giver and taker and giver != taker:
            messages.success(request, _handed_over(giver, taker, by))
            return HttpResponseRedirect(reverse("admin:index"))
        messages.error(request, "Choose two different people, both from the lists.")
    context = {
        **site.each_context(request),
        "title": "Reassign work",
        "givers": givers.values(),
        "takers": receivers.values(),
        "chosen": chosen,
    }
    return TemplateResponse(request, "admin/cases/reassign.html", context)


@transaction.atomic
def _handed_over(giver: User, taker: User, by: User) -> str:
    """Does it, in one revision, writes it into the log of accounts, and says so."""
    number = counted(reassign(giver, taker, by), "record")
    note(What.HANDED_OVER, giver, by=by, detail=f"{number} now with {taker}.")
    return f"{number} of {giver} now with {taker}."
