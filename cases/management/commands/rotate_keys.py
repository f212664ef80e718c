"""`manage.py rotate_keys`: everything that is sealed, sealed anew under the current key."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.keycheck import key_problems
from cases.management.progress import Progress
from cases.rotation import count_by_key, rotating
from cases.sealing.keys import CannotUnseal, keyring
from cases.words import counted


class Command(BaseCommand):
    """Rotates keys in batches; begun again after it was cut off, it goes on where it was."""

    help = (
        "Seals every note, quote, name and file, in history too, anew under the first key of "
        "DESK_KEYS. The site may run meanwhile. With --check, counts what each key has sealed and "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only to count."""
        parser.add_argument("--check", action="store_true", help="Count, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where something cannot be read with the keys that are here."""
        try:
            if not options["check"]:
                self._rotate()
            self._say(*count_by_key())
        except CannotUnseal as error:
            raise CommandError(f"Stopped. {error}") from error
        if problems := key_problems():
            raise CommandError("\n".join(map(str, problems)))

    def _rotate(self) -> None:
        cells = files = 0
        with Progress(self.stderr, "Sealed anew") as progress:
            for cells, files in rotating():
                progress(cells + files)
        self.stdout.write(
            f"Sealed {counted(cells, 'cell')} and {counted(files, 'file')} anew under the key "
            f"“{keyring().current.id}”."
        )

    def _say(self, cells: Counter[str], files: Counter[str]) -> None:
        here = {key.id for key in keyring().all}
        names = [*(key.id for key in keyring().all), *sorted({*cells, *files} - here)]
        for name in names:
            words = f"{counted(cells[name], 'cell')}, {counted(files[name], 'file')}"
            self.stdout.write(f"{name}: {words}{self._remark(name, here, cells, files)}")
        if missing := [name for name in names if name not in here]:
            raise CannotUnseal(
                f"DESK_KEYS lacks {', '.join(missing)}, with which something is sealed."
            )

    def _remark(self, name: str, here: set[str], cells: Counter[str], files: Counter[str]) -> str:
        if name == keyring().current.id:
            return " (the current key)"
        if name in here and not cells[name] + files[name]:
            return " (not needed any more on this desk; backups may still need it)"
        return "" if name in here else " (this key is not here)"
