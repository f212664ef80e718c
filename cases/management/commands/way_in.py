"""`manage.py way_in`: leads one browser past somebody who guesses passwords without end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.accounts.recovery import at_the_desk, way_past_guessers
from cases.management.whose import active_account


class Command(BaseCommand):
    """Changes no password and lets nobody in; it prints, and sends nothing."""

    help = (
        "Prints a link that makes one browser known to USER for a day, so that tries of strangers "
        "do not keep them out, and lifts the limit on tries. They log in as always. It is "
        "written into the log of accounts, with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and why."""
        parser.add_argument("user", help="the user name")
        parser.add_argument("--reason", default="By command", help="why, for the log of accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the link. Raises CommandError for an account that is not there or suspended."""
        account = active_account(options["user"])
        path = way_past_guessers(account, reason=options["reason"])
        self.stdout.write(at_the_desk(path))
        self.stdout.write("Give it to them alone. They open it first, and then log in.")
