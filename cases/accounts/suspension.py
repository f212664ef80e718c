"""Suspending an account in one act, and bringing it back."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from cases.accounts.events import What, note
from cases.accounts.sessions import end_access
from cases.exchange.waiting import cancel
from cases.history import revision
from cases.models import ImportBatch
from cases.publishing import KINDS
from cases.words import counted


@transaction.atomic
def suspend(account: User, *, by: User, reason: str, taker: User | None) -> int:
    """Closes an account at once: no log-in, no session, no calendar; its work goes to `taker`.

    With `taker` None the work is left with nobody. How many records changed hands. Second factors
    stay, for the day the person comes back. Imports that wait go: nobody else could see them. So do
    one-time links of a recovery: whoever has the account's telephone may have one.
    """
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


@transaction.atomic
def bring_back(account: User, *, by: User, reason: str) -> None:
    """Lets somebody who was suspended log in again, with the password and factors they had."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(What.RESTORED, account, by=by, detail=reason)


def reassign(giver: User, taker: User | None, by: User) -> int:
    """Gives all that is assigned to `giver` to `taker`, in one revision. How many records."""
    moved = 0
    with revision(by=by, reason=f"Reassigned from {giver} to {taker or 'nobody'}"):
        for model in KINDS:
            if any(field.name == "assigned_to" for field in model._meta.fields):
                records: Any = model._default_manager.all()
                moved += records.filter(assigned_to=giver).update(assigned_to=taker)
    return moved
