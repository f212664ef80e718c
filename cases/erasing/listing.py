"""The erasure list: a file outside the database that says whom to erase again after a restore.

One line an erasure: the person's random id, the request's reference, the day. It names nobody.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.erasing.rows import counted_rows

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


def erasure_list() -> list[Line]:
    """Every erasure that was done; none where there is no file. Raises CannotList."""
    path = _path()
    try:
        text = path.read_text(encoding="ascii") if path.exists() else ""
    except (OSError, ValueError) as error:
        raise CannotList(f"The erasure list {path} cannot be read: {error}.") from error
    return [_line(number, one) for number, one in enumerate(text.splitlines(), 1) if one.strip()]


def add_line(line: Line) -> None:
    """Adds an erasure to the list, on the disk before this returns. Raises CannotList."""
    if line in erasure_list():
        return
    path = _path()
    try:
        with open(path, "a", encoding="ascii", opener=_for_its_owner) as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CannotList(
            f"The erasure list {path} cannot be written: {error}. Nothing was erased. Let the site "
            "write there, or set ERASURE_LIST to another file."
        ) from error


def brought_back() -> list[Line]:
    """Those on the list who are in the database, as after a restore. Raises CannotList."""
    return list(_there(erasure_list()))


def _there(lines: list[Line]) -> Iterator[Line]:
    seen = set()
    for line in lines:
        if line.person not in seen and counted_rows(line.person):
            seen.add(line.person)
            yield line


def _line(number: int, text: str) -> Line:
    parts = LINE.fullmatch(text.strip())
    try:
        if parts:
            return Line(UUID(parts[1]), parts[2], date.fromisoformat(parts[3]))
    except ValueError:
        pass
    raise CannotList(
        f"Line {number} of the erasure list {_path()} is not written as it should be: a person’s "
        "id, a request’s reference and a day, with a space between. Correct it from a copy."
    )


def _path() -> Path:
    return Path(settings.ERASURE_LIST)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
