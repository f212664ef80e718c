"""The log of what happens to accounts, for administrators to read."""

from typing import Any

from django.utils import timezone

from cases.models import AccountEvent

What = AccountEvent.What


def note(what: AccountEvent.What, account: Any, *, by: Any, detail: str = "") -> None:
    """Writes down that `by` (None: the machine, or nobody known) did `what` to `account`."""
    AccountEvent.objects.create(
        at=timezone.now(), what=what, account=account, by=by, detail=detail.strip()
    )
