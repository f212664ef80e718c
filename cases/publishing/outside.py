"""The removal list: a file outside the database that says what must not be public after a restore.

One line for each act of the log (cases/publishing/taken.py): the record's random id and kind, what
was done, when, and of which editions and field. It holds no name, no reason and no note.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.listfile import append, numbered_lines
from cases.models import Removal

logger = logging.getLogger(__name__)
PARTS = 6
NONE = "-"


class UnreadableList(ValueError):
    """The removal list cannot be read or written; the message says what to do."""


@dataclass(frozen=True)
class Taken:
    """One act of taking something from the public; `editions` is empty for all of a record."""

    record: UUID
    record_kind: str
    kind: str
    at: datetime
    editions: tuple[int, ...]
    field: str

    def __str__(self) -> str:
        numbers = ",".join(map(str, self.editions)) or NONE
        at = self.at.isoformat()
        return f"{self.record} {self.record_kind} {self.kind} {at} {numbers} {self.field or NONE}"


def line_of(removal: Removal) -> Taken:
    """The line of an act of the log."""
    numbers = tuple(removal.editions)
    record, kind = removal.record, removal.record_kind
    return Taken(record, kind, removal.kind, removal.at, numbers, removal.field)


def removal_list() -> list[Taken]:
    """Every act on the list; none where there is no file. Raises UnreadableList."""
    path = Path(settings.REMOVAL_LIST)
    try:
        lines = list(numbered_lines(path))
    except (OSError, ValueError) as error:
        raise UnreadableList(f"The removal list {path} cannot be read: {error}.") from error
    return [_line(number, text) for number, text in lines]


def add_lines(lines: Iterable[Taken]) -> None:
    """Adds acts to the list, on the disk before this returns. Raises UnreadableList."""
    path = Path(settings.REMOVAL_LIST)
    try:
        append(path, lines)
    except OSError as error:
        raise UnreadableList(
            f"The removal list {path} cannot be written: {error}. Let the site write there, or set "
            "REMOVAL_LIST to another file; then run `manage.py take_back_again`."
        ) from error


def list_it(removal: Removal) -> None:
    """Adds an act to the list. A list that cannot be written stops nobody from being protected."""
    try:
        add_lines([line_of(removal)])
    except UnreadableList:
        # Whole, for of what is filled in the log leaves out every word.
        logger.error(
            "The removal list cannot be written, and lacks what was taken from the public just now."
            " Let the site write there, or set REMOVAL_LIST to another file; then run "
            "`manage.py take_back_again`."
        )


def unlisted_acts() -> list[Taken]:
    """The acts that the log of this database knows and the list lacks. Raises UnreadableList."""
    known = set(removal_list())
    return [one for one in map(line_of, Removal.objects.order_by("id")) if one not in known]


def complete_list() -> int:
    """Adds what the list lacks; how many lines. Raises UnreadableList."""
    fresh = unlisted_acts()
    if fresh:
        add_lines(fresh)
    return len(fresh)


def _line(number: int, text: str) -> Taken:
    parts = text.split()
    try:
        if len(parts) == PARTS and parts[2] in Removal.Kind.values:
            record, record_kind, kind, at, numbers, field = parts
            editions = () if numbers == NONE else tuple(map(int, numbers.split(",")))
            of = "" if field == NONE else field
            moment = datetime.fromisoformat(at)
            if moment.tzinfo:
                return Taken(UUID(record), record_kind, kind, moment, editions, of)
    except ValueError:
        pass
    raise UnreadableList(
        f"Line {number} of the removal list {settings.REMOVAL_LIST} is not written as it should "
        "be. Correct it from a copy."
    )
