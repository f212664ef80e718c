"""The erasure list: a file outside the database that says whom to erase again after a restore.

One line an erasure: the person's random id, the request's reference, the day. It names nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from cases.erasing.rows import counted_rows
from cases.listfile import append, numbered_lines
from cases.models import ErasureRequest
from cases.publishing import UnreadableList, public_again

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


def erasure_list() -> list[Line]:
    """Every erasure that was done; none where there is no file. Raises CannotList."""
    path = _path()
    try:
        lines = list(numbered_lines(path))
    except (OSError, ValueError) as error:
        raise CannotList(f"The erasure list {path} cannot be read: {error}.") from error
    return [_line(number, text) for number, text in lines]


def add_line(line: Line) -> None:
    """Adds an erasure to the list, on the disk before this returns. Raises CannotList."""
    if line.whose in {one.whose for one in erasure_list()}:
        return
    path = _path()
    try:
        append(path, [line])
    except OSError as error:
        raise CannotList(
            f"The erasure list {path} cannot be written: {error}. Nothing was erased. Let the site "
            "write there, or set ERASURE_LIST to another file."
        ) from error


def brought_back() -> list[Line]:
    """Those on the list who are in the database, as after a restore. Raises CannotList."""
    return list(_there(erasure_list()))


def unlisted() -> list[Line]:
    """The erasures that were done and are not on the list. Raises CannotList."""
    listed = {one.whose for one in erasure_list()}
    done = ErasureRequest.objects.filter(state=ErasureRequest.State.DONE).order_by("done_at")
    lines = [Line(one.person, one.reference, one.done_at.date()) for one in done if one.done_at]
    return [one for one in lines if one.whose not in listed]


def mend_list() -> list[Line]:
    """Writes onto the list what is not on it, and says what. Raises CannotList."""
    lines = unlisted()
    for line in lines:
        add_line(line)
    return lines


def problems() -> list[str]:
    """Why the site must not start, in words: somebody is back, or might be unnoticed."""
    try:
        back, missing, taken = brought_back(), unlisted(), public_again()
    except (CannotList, UnreadableList) as error:
        return [str(error)]
    found = []
    if back:
        found.append(
            f"{len(back)} of those on the erasure list are in the database again, as after a "
            "restore, and the site would show them. Run `manage.py erase_person --replay`."
        )
    if missing:
        found.append(
            f"{len(missing)} of those who were erased are not on the erasure list {_path()}, so it "
            "is not the newest one, or another file. Put the newest copy back. If there is none, "
            "run `manage.py erase_person --mend-list`, and ask the guardians whether anybody was "
            "erased after this database was saved: nothing else knows."
        )
    if taken:
        found.append(
            f"{len(taken)} of the acts on the removal list are undone, as after a restore: what "
            "was taken from the public would be public again. Run `manage.py take_back_again`."
        )
    return found


def refuse_whom_we_erased() -> None:
    """Raises ImproperlyConfigured while somebody who was erased is back, or might be."""
    try:
        found = problems()
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"The database could not be compared with the erasure list: {str(error).strip()}. Run "
            "`manage.py migrate`, then start again."
        ) from error
    if found:
        raise ImproperlyConfigured(
            f"{' '.join(found)} Then start again. docs/erasure.md says more."
        )


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
