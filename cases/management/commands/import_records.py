"""`manage.py import_records`: sources and events from spreadsheets, planned first."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.exchange.apply import CannotApply, apply
from cases.exchange.plan import Plan, lines_of, make_plan
from cases.management.commands.publish import user_named
from cases.publishing import CannotPublish, publish, resting_on
from cases.rules import NotAllowed
from cases.words import counted


class Command(BaseCommand):
    """Plans an import, says what it would do, and does it, all or nothing."""

    help = (
        "Imports sources and events from CSV files. The files are told apart by their columns. "
        "Nothing is written while any cell of any file cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, and how to import them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--publish", action="store_true", help="Publish what was imported.")
        parser.add_argument("--as", dest="username", default="", help="The member of staff.")
        parser.add_argument(
            "--approved-by",
            dest="approver",
            default="",
            help="With --publish, who approved it; a colleague, unless FOUR_EYES is off.",
        )
        parser.add_argument("--reason", default="", help="Why, for the history.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with nothing written, for any problem."""
        user = user_named(options["username"])
        approver = user_named(options["approver"]) or user
        plan = make_plan(options["paths"])
        if plan.problems:
            lines = "\n".join(map(str, plan.problems))
            raise CommandError(f"Nothing was imported. {_counted(len(plan.problems))}\n{lines}")
        for line in lines_of(plan):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(f"Nothing was written. It would be: {_summary(plan)}.")
            return
        reason = options["reason"] or f"Imported from {', '.join(plan.files)}"
        printed = 0
        try:
            with transaction.atomic():
                written = apply(plan, by=user, reason=reason)
                if options["publish"]:
                    printed = len(publish(resting_on(written), by=approver))
        except (CannotApply, CannotPublish, NotAllowed) as error:
            raise CommandError(f"Nothing was imported.\n{error}") from error
        published = f" Published {counted(printed, 'edition')}." if options["publish"] else ""
        self.stdout.write(f"Imported: {_summary(plan)}.{published}")


def _summary(plan: Plan) -> str:
    return ", ".join(f"{number} {word}" for word, number in plan.count().items())


def _counted(number: int) -> str:
    return "There is one problem:" if number == 1 else f"There are {number} problems:"
