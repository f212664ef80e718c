"""`manage.py intake_workbook`: an empty workbook for others to fill in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.exchange.intake import write_intake_workbook


class Command(BaseCommand):
    """Writes the intake workbook, with the vocabularies of now in its drop-downs."""

    help = "Writes an empty workbook whose sheets `import_records` and the desk's import know."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write it."""
        parser.add_argument("path", type=Path, metavar="FILE.xlsx")
        parser.add_argument(
            "--with-names",
            action="store_true",
            help="With columns for real names, births and contacts, which only a guardian may "
            "fill in and import.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the file exists already or cannot be written."""
        path: Path = options["path"]
        if path.suffix.lower() != ".xlsx":
            raise CommandError(f"{path}: the name of a workbook ends in .xlsx.")
        try:
            with path.open("xb") as file:
                write_intake_workbook(file, with_names=options["with_names"])
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Choose another name.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {path}.")
        if options["with_names"]:
            self.stdout.write(
                "Only a guardian may fill in who people are, and import it. The file itself is not "
                "sealed: keep it encrypted, and delete it once it is imported."
            )
