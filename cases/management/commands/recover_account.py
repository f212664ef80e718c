"""`manage.py recover_account`: lets somebody back in, by a link that works once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.accounts.recovery import at_the_desk, recovery_path
from cases.management.whose import active_account, reason_given


class Command(BaseCommand):
    """The only way back for somebody who cannot log in. It sends nothing: it prints."""

    help = (
        "Prints a link on which USER chooses a new password, once and within a day. The old "
        "password stops at once, all sessions end, and locks after too many tries are lifted. "
        "It is written into the log of accounts, with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, why, and whether the phone is lost too."""
        parser.add_argument("user", help="the user name")
        parser.add_argument("--reason", required=True, help="why, and how you know that it is they")
        parser.add_argument(
            "--remove-factors",
            action="store_true",
            help="also remove phone, keys and recovery codes, when they are lost or seized",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the link. Raises CommandError for an account that is not there or suspended."""
        account = active_account(options["user"])
        path = recovery_path(
            account, reason=reason_given(options), without_factors=options["remove_factors"]
        )
        self.stdout.write(at_the_desk(path))
        self.stdout.write(
            "Give it to them alone, in person or by a call: whoever opens it first has the "
            "account. It works once, and for a day."
        )
        if options["remove_factors"]:
            self.stdout.write("Their second factors are removed; they set up new ones.")
