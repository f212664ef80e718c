"""What the database says beside the erasure list: who is back, and who is not on it."""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from cases.erasing.rows import counted_rows
from cases.erasurelist import CannotList, Line, add_line, erasure_list, list_path
from cases.models import ErasureRequest
from cases.publishing import UnreadableList, public_again


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
            f"{len(missing)} of those who were erased are not on the erasure list {list_path()}, "
            "so it is not the newest one, or another file. Put the newest copy back. If there is "
            "none, run `manage.py erase_person --mend-list`, and ask the guardians whether anybody "
            "was erased after this database was saved: nothing else knows."
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
