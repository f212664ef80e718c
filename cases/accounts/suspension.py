"""Suspending an account in one act, and bringing it back."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from cases.accounts.events import What, note
from cases.accounts.sessions import end_access
from cases.exchange.waiting import cancel
from cases.history import revision
from cases.models import ImportBatch
from cases.publishing import KINDS
from cases.roles import Role
from cases.rules import NotAllowed
from cases.words import counted

NOBODY_ADMINISTERS = (
    "Nobody is left who looks after accounts. Whoever runs the machine makes somebody with "
    "createsuperuser."
)
NOBODY_DOES_ALL = (
    "Nobody is left then who may do everything: whoever runs the machine brings them back, or "
    "makes another with createsuperuser."
)
YOU_ALONE = (
    "You are then the only one left who looks after accounts. Give the role to somebody else too, "
    "so that there is somebody who can suspend your account."
)


def cautions(account: User, by: User | None) -> list[str]:
    """What `by` should know before they suspend `account`: who is left to look after accounts."""
    left = administrators().exclude(pk=account.pk)
    if not left:
        return [NOBODY_ADMINISTERS]
    found = []
    if administrators().filter(pk=account.pk) and list(left) == [by]:
        found.append(YOU_ALONE)
    if account.is_superuser and not left.filter(is_superuser=True):
        found.append(NOBODY_DOES_ALL)
    return found


def administrators() -> QuerySet[User]:
    """Everybody who can look after accounts now."""
    holding = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR)
    return User.objects.filter(holding, is_staff=True, is_active=True).distinct()


@transaction.atomic
def suspend(account: User, *, by: User | None, reason: str, taker: User | None) -> int:
    """Closes an account at once: no log-in, no session, no calendar; its work goes to `taker`.

    With `taker` None the work is left with nobody. How many records changed hands. Second factors
    stay, for the day the person comes back. Imports that wait go: nobody else could see them. So do
    one-time links of a recovery: whoever has the account's telephone may have one.

    Raises NotAllowed for one's own account, and for somebody who was suspended in this moment: of
    two administrators who suspend each other one stays.
    """
    _refuse_whoever_is_out(account, by)
    account.is_active = False
    account.save(update_fields=["is_active"])
    if not account.has_usable_password():
        # A link fits what stood in place of the password when it was made; now that is another.
        account.set_unusable_password()
        account.save(update_fields=["password"])
    end_access(account)
    moved = reassign(account, taker, by)
    work = f"{counted(moved, 'record')} now with {taker or 'nobody'}."
    unfinished = ImportBatch.objects.filter(made_by=account, state=ImportBatch.State.WAITING)
    if unfinished:
        work += f" {counted(len(unfinished), 'unfinished import')} deleted."
    note(What.SUSPENDED, account, by=by, detail=f"{reason} {work}")
    for batch in unfinished:
        cancel(batch)
    return moved


def _refuse_whoever_is_out(account: User, by: User | None) -> None:
    if by is None:
        return
    if by.pk == account.pk:
        raise NotAllowed("Nobody suspends themselves. Ask another administrator.")
    both = User.objects.select_for_update().filter(pk__in=(account.pk, by.pk)).order_by("pk")
    if not {one.pk: one for one in both}[by.pk].is_active:
        raise NotAllowed("Your own account was suspended in this moment.")


@transaction.atomic
def bring_back(account: User, *, by: User | None, reason: str) -> None:
    """Lets somebody who was suspended log in again, with the password and factors they had."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(What.RESTORED, account, by=by, detail=reason)


def reassign(giver: User, taker: User | None, by: User | None) -> int:
    """Gives all that is assigned to `giver` to `taker`, in one revision. How many records."""
    moved = 0
    with revision(by=by, reason=f"Reassigned from {giver} to {taker or 'nobody'}"):
        for model in KINDS:
            if any(field.name == "assigned_to" for field in model._meta.fields):
                records: Any = model._default_manager.all()
                moved += records.filter(assigned_to=giver).update(assigned_to=taker)
    return moved
