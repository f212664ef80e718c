"""`manage.py suspend`: closes an account on the machine, for when no administrator is left."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.accounts.suspension import cautions, suspend
from cases.management.whose import account_named, reason_given
from cases.rules import takers
from cases.words import counted


class Command(BaseCommand):
    """What the button at the desk does, for any account, whatever it may do."""

    help = (
        "Suspends USER at once: every session ends, the password and one-time links open nothing, "
        "the calendar's address stops, and unfinished imports are deleted. Their work goes to "
        "COLLEAGUE or to nobody. It is written into the log of accounts, with the reason; "
        "bring_back undoes it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, who goes on with the work, and why."""
        parser.add_argument("user", help="the user name")
        parser.add_argument("--to", metavar="COLLEAGUE", help="who goes on with the work")
        parser.add_argument("--reason", default="By command.", help="why, for the log of accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Suspends. Raises CommandError where there is nobody to suspend or to go on."""
        account = account_named(options["user"])
        if not account.is_active:
            raise CommandError(f"“{account}” is suspended already.")
        taker = _taker(options["to"], account) if options["to"] else None
        words = cautions(account, None)
        moved = suspend(account, by=None, reason=reason_given(options), taker=taker)
        work = f"{counted(moved, 'record')} now with {taker or 'nobody'}"
        self.stdout.write(f"“{account}” is suspended; {work}.")
        for line in words:
            self.stdout.write(line)


def _taker(name: str, account: User) -> User:
    taker = account_named(name)
    if taker == account:
        raise CommandError(f"“{name}” cannot go on with their own work: name a colleague.")
    if not takers(None).filter(pk=taker.pk).exists():
        raise CommandError(f"“{name}” does not write records, or is suspended. Name somebody else.")
    return taker
