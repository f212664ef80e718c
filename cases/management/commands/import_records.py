"""`manage.py import_records`: spreadsheets, planned first, applied as a whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.exchange.apply import CannotApply
from cases.exchange.batches import applied_batch
from cases.exchange.headers import UTF_8, CannotMap, mappings_said
from cases.exchange.plan import File, Plan, lines_of, make_plan
from cases.management.commands.publish import AGAIN, user_named
from cases.management.progress import Progress
from cases.publishing import WARNING, CannotPublish
from cases.rules import NotAllowed
from cases.words import counted


class Command(BaseCommand):
    """Plans an import, says what it would do, and does it, all or nothing."""

    help = (
        "Imports sources, people, agreements, cases, events and citations from CSV files and XLSX "
        "workbooks. Tables are told apart by their columns. Nothing is written while any cell of "
        "any file cannot be read."
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
        parser.add_argument(
            "--despite-warnings",
            action="store_true",
            help="With --publish, publishes also what together tells who somebody is.",
        )
        parser.add_argument("--note", default="", help="With --publish, a note the public reads.")
        parser.add_argument(
            "--encoding", default="", help="Of CSV files, where it is not recognised."
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="SHEET:HEADER=COLUMN",
            help="What a header stands for, as events:Happened=date; with nothing behind the "
            "equals sign, that column is left out.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with nothing written, for any problem."""
        user = user_named(options["username"])
        approver = user_named(options["approver"]) or user
        files = [File(path, encoding=options["encoding"]) for path in options["paths"]]
        try:
            mappings = mappings_said(options["column"])
        except CannotMap as error:
            raise CommandError(str(error)) from error
        with Progress(self.stderr, "Read") as progress:
            plan = make_plan(files, by=user, mappings=mappings, progress=progress)
        for one in plan.tables:
            if one.table.encoding not in ("", UTF_8):
                self.stdout.write(
                    f"{one.table.file} is read as {one.table.encoding}. If its letters come out "
                    "wrong, name another with --encoding."
                )
        if plan.problems:
            raise CommandError(
                f"Nothing was imported. {_counted(plan.problem_count)}\n{_listed(plan)}"
            )
        for line in lines_of(plan):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(f"Nothing was written. It would be: {_summary(plan)}.")
            return
        if not plan.does_something:
            self.stdout.write(
                f"Everything is there already, and nothing was written: {_summary(plan)}."
            )
            return
        try:
            with Progress(self.stderr, "Written", plan.rows) as progress:
                batch = applied_batch(
                    plan,
                    files,
                    by=user,
                    reason=options["reason"],
                    publisher=approver,
                    publishes=options["publish"],
                    public_note=options["note"],
                    despite_warnings=options["despite_warnings"],
                    progress=progress,
                )
        except (CannotApply, NotAllowed) as error:
            raise CommandError(f"Nothing was imported.\n{error}") from error
        except CannotPublish as error:
            hint = f"\n{AGAIN}" if WARNING in str(error) else ""
            raise CommandError(f"Nothing was imported.\n{error}{hint}") from error
        published = (
            f" Published {counted(batch.published, 'edition')}." if options["publish"] else ""
        )
        self.stdout.write(f"Imported: {_summary(plan)}, as batch {batch.pk}.{published}")


def _listed(plan: Plan) -> str:
    lines = [str(one) for one in plan.problems]
    more = plan.problem_count - len(lines)
    return "\n".join(lines + ([f"… and {more:,} more."] if more > 0 else []))


def _summary(plan: Plan) -> str:
    return ", ".join(f"{number:,} {word}" for word, number in plan.count().items())


def _counted(number: int) -> str:
    return "There is one problem:" if number == 1 else f"There are {number:,} problems:"
