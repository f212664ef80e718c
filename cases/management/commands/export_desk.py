"""`manage.py export_desk`: everything that the desk knows, in one file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.exchange.everything import lines_of_everything
from cases.management.progress import Progress
from cases.words import counted


class Command(BaseCommand):
    """Writes the whole desk to a file that only its owner can read."""

    help = (
        "Writes every record with all its history, and what is published, to a JSONL file that "
        "`loaddata` brings back into an empty site. Passwords and uploaded files are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write it."""
        parser.add_argument("path", type=Path, metavar="FILE.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the file exists already or cannot be written."""
        path: Path = options["path"]
        if path.suffix.lower() != ".jsonl":
            raise CommandError(f"{path}: the name of an export ends in .jsonl.")
        number = 0
        try:
            with (
                open(path, "x", encoding="utf-8", opener=_for_its_owner) as file,
                Progress(self.stderr, "Written") as progress,
            ):
                for number, line in enumerate(lines_of_everything(), start=1):
                    file.write(line)
                    progress(number)
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Choose another name.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {counted(number, 'object')} to {path}.")


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
