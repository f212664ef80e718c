"""The erasure list: a file outside the database that says whom to erase again after a restore.

One line an erasure: the person's random id, the request's reference, the day. It names nobody.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.listfile import append, numbered_lines

LINE = re.compile(r"([0-9a-f-]{36}) (\S{1,60}) (\d{4}-\d\d-\d\d)")


class CannotList(ValueError):
    """The erasure list cannot be read or written; the message says what to do."""


@dataclass(frozen=True)
class Line:
    """One erasure: of whom, by which request, on which day."""

    person: UUID
    request: str
    day: date

    def __str__(self) -> str:
        return f"{self.person} {self.request} {self.day}"

    @property
    def whose(self) -> tuple[UUID, str]:
        """What tells it from another erasure."""
        return self.person, self.request


def list_path() -> Path:
    """Where it lies."""
    return Path(settings.ERASURE_LIST)


def erasure_list() -> list[Line]:
    """Every erasure that was done; none where there is no file. Raises CannotList."""
    path = list_path()
    try:
        lines = list(numbered_lines(path))
    except (OSError, ValueError) as error:
        raise CannotList(f"The erasure list {path} cannot be read: {error}.") from error
    return [_line(number, text) for number, text in lines]


def add_line(line: Line) -> None:
    """Adds an erasure to the list, on the disk before this returns. Raises CannotList."""
    if line.whose in {one.whose for one in erasure_list()}:
        return
    path = list_path()
    try:
        append(path, [line])
    except OSError as error:
        raise CannotList(
            f"The erasure list {path} cannot be written: {error}. Nothing was erased. Let the site "
            "write there, or set ERASURE_LIST to another file."
        ) from error


def _line(number: int, text: str) -> Line:
    parts = LINE.fullmatch(text.strip())
    try:
        if parts:
            return Line(UUID(parts[1]), parts[2], date.fromisoformat(parts[3]))
    except ValueError:
        pass
    raise CannotList(
        f"Line {number} of the erasure list {list_path()} is not written as it should be: a "
        "person’s id, a request’s reference and a day, with a space between. Correct it from a "
        "copy."
    )
