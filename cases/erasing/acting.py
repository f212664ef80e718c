"""Erasing: all of it in one transaction under the record's lock, and the bytes after that."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.utils import timezone

from cases.collisions import was_held
from cases.erasing.choices import (
    Choices,
    begin_anew,
    decided_by_two,
    decided_on,
)
from cases.erasing.files import offered_files, unlink, waiting_files, waiting_imports
from cases.erasing.listing import brought_back
from cases.erasing.lookedfor import LookedFor, looked_for
from cases.erasing.places import found_at_desk, rewrite, sources_of, written_tables
from cases.erasing.postgresql import Busy, lock_tables
from cases.erasing.preview import would_erase
from cases.erasing.requests import require_guardian, why_anew
from cases.erasing.rows import erase_rows, keys_of_own, owners_of, renumber
from cases.erasurelist import Line, add_line
from cases.models import ErasureRequest, Source, StaffSession
from cases.names import Eraser
from cases.publishing.erasing import erase_from_record
from cases.publishing.head import lock_head

State = ErasureRequest.State


BUSY = (
    "Colleagues are saving or importing just now, and what they save may hold the name. Nothing "
    "was erased. Try again in a few minutes."
)


class CannotErase(ValueError):
    """Nothing was erased; the message says why."""


def erase(
    request: ErasureRequest, *, by: User | None, session: str | None = None, again: bool = False
) -> ErasureRequest:
    """Erases the person of a request that two have decided; the request stays as the tombstone.

    Everything in one transaction, with a line on the erasure list; then the files of the store go.
    Where something else would be looked for than was decided, or other files would go, or somebody
    who decided it is no guardian any more, the request is begun anew, unless what was erased is
    erased `again`. All sessions end but the one whose row has the key `session`: messages that
    nobody has read yet travel in them, and may name the person. The bytes go by `scrub`, which
    comes after it. Raises CannotErase, CannotList and NotAllowed, with nothing erased, and
    CannotUnseal where something that may name the person does not open.
    """
    require_guardian(by)
    with _alone():
        fresh = ErasureRequest.objects.select_for_update().get(pk=request.pk)
        if fresh.state != State.DECIDED:
            raise CannotErase("Two guardians have to decide it first.")
        known = looked_for(fresh.person, by=by, also=fresh.also_called)
        choices = decided_on(fresh)
        offered = offered_files(known.without(choices.left_out).eraser(), fresh.person)
        outdated = "" if again else why_anew(fresh, known, {one.key for one in offered})
        if outdated:
            begin_anew(fresh)
        else:
            files = [one.name for one in offered if one.key not in choices.spared]
            _close(fresh, _erase(fresh, known, choices, files))
            StaffSession.objects.exclude(session_key=session).delete()
            # Last before the commit: a list that cannot be written stops it. A name on the list
            # whose erasure fell through after all is told by the check at the start, and erased by
            # --replay.
            add_line(Line(fresh.person, fresh.reference, timezone.now().date()))
    if outdated:
        raise CannotErase(outdated)
    return ErasureRequest.objects.get(pk=fresh.pk)


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction in which nobody else writes; it waits for whoever does. Raises CannotErase."""
    try:
        with transaction.atomic():
            lock_tables(written_tables())
            lock_head()
            yield
    except Busy as error:
        raise CannotErase(BUSY) from error
    except OperationalError as error:
        if was_held(error):
            raise CannotErase(BUSY) from error
        raise


def replay(confirm: Callable[[Line, Any], bool]) -> list[Line]:
    """Erases again whomever the erasure list names and an older backup brought back.

    `confirm` is shown each with the preview, and says whether to go on. What two guardians wanted
    spared is, where the backup holds what they decided. Returns who was erased. Raises CannotList,
    CannotUnseal.
    """
    done = []
    for line in brought_back():
        request = ErasureRequest.objects.filter(reference=line.request).first()
        also = request.also_called if request else ""
        preview = would_erase(line.person, by=None, also=also, choices=decided_by_two(request))
        if confirm(line, preview):
            with transaction.atomic():
                _decided_before(line, request)
                erase(ErasureRequest.objects.get(reference=line.request), by=None, again=True)
            done.append(line)
    return done


def _decided_before(line: Line, request: ErasureRequest | None) -> None:
    """Brings a request to where it stood before it was done; makes it where the backup lacks it."""
    ErasureRequest.objects.filter(person=line.person).exclude(reference=line.request).exclude(
        state__in=[State.DONE, State.REFUSED]
    ).delete()
    if request is None:
        request = ErasureRequest(reference=line.request, person=line.person)
        request.received = request.due = line.day
        request.asked_in = "Erasure list"
        request.reason = "Erased before, and brought back by a backup from before that."
    elif request.state != State.DECIDED:
        request.choices = {}
    request.state, request.done_at, request.scrubbed_at = State.DECIDED, None, None
    request.save()


def _erase(
    request: ErasureRequest, known: LookedFor, choices: Choices, files: list[str]
) -> Counter[str]:
    """All but the request and the list."""
    person = request.person
    eraser = known.without(choices.left_out).eraser(choices.spared)
    changed: dict[Any, set[UUID]] = {}
    own = keys_of_own(person)
    counts = _erase_texts(eraser, person, own, changed)
    _erase_files(files, counts)
    counts += erase_from_record(eraser, person, choices.note)
    rows, losers = erase_rows(person)
    counts += rows
    for model, pks in losers.items():
        changed.setdefault(model, set()).update(pks)
    for model, pks in changed.items():
        for pk in pks:
            renumber(model, pk)
    return counts


def _erase_texts(
    eraser: Eraser, person: UUID, own: dict[Any, set[Any]], changed: dict[Any, set[UUID]]
) -> Counter[str]:
    """Takes the names out of the desk's texts; notes in `changed` which records had one."""
    counts = Counter[str]()
    for found in list(found_at_desk(eraser, person, own)):
        rewrite(found)
        counts[f"texts in {found.row._meta.db_table}"] += len(found.values)
        changed.setdefault(Source, set()).update(sources_of(found.row))
        for model, pk in owners_of(found.row):
            changed.setdefault(model, set()).add(pk)
    return counts


def _erase_files(files: list[str], counts: Counter[str]) -> None:
    unlink(files)
    waiting_imports().delete()
    gone = files + waiting_files()
    counts["files"] += len(gone)
    transaction.on_commit(partial(_delete, gone))


def _delete(names: list[str]) -> None:
    """One that cannot be deleted keeps none of the others: `scrub` tries again, and tells of it."""
    for name in names:
        with suppress(OSError):
            default_storage.delete(name)


def _close(request: ErasureRequest, counts: Counter[str]) -> None:
    # Its own reason may have named the person, and was gone through with the rest.
    request.refresh_from_db()
    request.state, request.done_at = State.DONE, timezone.now()
    request.also_called, request.choices = "", {}
    request.counts = dict(sorted((+counts).items()))
    request.save()
    of_the_same = ErasureRequest.objects.filter(person=request.person).exclude(pk=request.pk)
    of_the_same.update(also_called="", choices={})


__all__ = ["CannotErase", "erase", "replay", "would_erase"]
