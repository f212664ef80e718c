"""`manage.py export_desk`: everything that the desk knows, in one file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.exchange.everything import lines_of_everything
from cases.management.commands.publish import user_named
from cases.management.progress import Progress
from cases.rules import NotAllowed
from cases.sealing.keys import CannotUnseal
from cases.words import counted


class Command(BaseCommand):
    """Writes the whole desk to a file that only its owner can read."""

    help = (
        "Writes every record with all its history, and what is published, to a JSONL file that "
        "`loaddata` brings back into an empty site. Passwords and uploaded files are not in it; "
        "nor are identities, unless a guardian takes them with --identities-for. What is sealed on "
        "the desk is in the open in this file: encrypt it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write it."""
        parser.add_argument("path", type=Path, metavar="FILE.jsonl")
        parser.add_argument(
            "--identities-for",
            default="",
            metavar="USER",
            help="With identities, for this guardian; the log of readings notes it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the file exists already or cannot be written."""
        path: Path = options["path"]
        if path.suffix.lower() != ".jsonl":
            raise CommandError(f"{path}: the name of an export ends in .jsonl.")
        number = 0
        guardian = user_named(options["identities_for"])
        try:
            lines = lines_of_everything(identities_for=guardian)
        except NotAllowed as error:
            raise CommandError(f"Nothing was exported. {error}") from error
        try:
            with (
                open(path, "x", encoding="utf-8", opener=_for_its_owner) as file,
                Progress(self.stderr, "Written") as progress,
            ):
                for number, line in enumerate(lines, start=1):
                    file.write(line)
                    progress(number)
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Choose another name.") from error
        except CannotUnseal as error:
            path.unlink()
            raise CommandError(f"Nothing was exported. {error}") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {counted(number, 'object')} to {path}.")


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
