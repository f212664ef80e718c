"""`manage.py bring_back`: lets somebody who was suspended log in again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.accounts.suspension import bring_back
from cases.management.whose import account_named, reason_given


class Command(BaseCommand):
    """What the button at the desk does, for any account, whatever it may do."""

    help = (
        "Lets USER log in again, with the password and the second factor that they had; work that "
        "was given to others stays there. It is written into the log of accounts, with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and why."""
        parser.add_argument("user", help="the user name")
        parser.add_argument("--reason", default="By command.", help="why, for the log of accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Brings back. Raises CommandError where there is nobody to bring back."""
        account = account_named(options["user"])
        if account.is_active:
            raise CommandError(f"“{account}” is not suspended.")
        bring_back(account, by=None, reason=reason_given(options))
        self.stdout.write(f"“{account}” can log in again.")
