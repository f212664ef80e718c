"""The public note of an act: it stands on every edition that was printed in it.

So a note that tells of one record is read beside others as well, and outlives the one it tells of.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from cases.models import Referenced, Removal, ShelvedEdition
from cases.publishing.places import NOTE
from cases.publishing.remaining import WHOSE, records_of_editions
from cases.publishing.taken import note_removal
from cases.publishing.withdrawing import shelved
from timeline.models import Edition

REMOVED_WORDS = "[removed]"
# A correction has to say something; this is true of each, and tells of nothing.
CORRECTED = "An error was corrected."
SHARED = "The note was that of an act, and was taken out of another record too."


@dataclass(frozen=True)
class SharedNote:
    """A note of one record's edition that stands on editions of others, printed in the same act."""

    record: UUID
    moment: datetime
    text: str

    @property
    def key(self) -> str:
        """What to choose it by: the moment of the act, of which a record has one edition."""
        return self.moment.isoformat()

    @property
    def editions(self) -> QuerySet[Edition]:
        """The editions of other records that carry it."""
        same = Edition.objects.filter(published=self.moment, public_note=self.text)
        return same.exclude(record=self.record).order_by("kind", "reference")

    @property
    def records(self) -> list[Referenced]:
        """The other records that carry it."""
        return records_of_editions(self.editions.only(*WHOSE))


def shared_notes(record: Referenced) -> list[SharedNote]:
    """The notes of `record` that other records carry too, of editions that were taken back as well.

    The latest first. A note that was taken out of `record` is among them while others carry it.
    """
    known = {
        found
        for model in (Edition, ShelvedEdition)
        for found in model._default_manager.filter(record=record.pk)
        .exclude(public_note__in=("", REMOVED_WORDS, CORRECTED))
        .values_list("published", NOTE)
    }
    notes = [SharedNote(record.pk, *one) for one in sorted(known, reverse=True)]
    return [one for one in notes if one.editions.exists()]


def carried(notes: Iterable[SharedNote], but_not: Collection[str]) -> list[Edition]:
    """The editions of other records that carry these notes, but not those of keys in `but_not`."""
    return [edition for one in notes if one.key not in but_not for edition in one.editions]


def empty_notes(editions: Collection[Edition], moment: datetime, by: User | None) -> None:
    """Takes the notes out of these editions without a word for readers. Needs a transaction.

    The desk keeps them on the shelf and in the log of each record.
    """
    ShelvedEdition.objects.bulk_create(shelved(one, moment) for one in editions)
    for one in editions:
        one.public_note = CORRECTED if one.is_correction else ""
    Edition.objects.bulk_update(editions, [NOTE], batch_size=200)
    write_down(editions, by=by)


def write_down(editions: Iterable[Edition], *, by: User | None, public_note: str = "") -> None:
    """Writes into the log of each record that a note was taken out of these editions of it."""
    numbers: dict[UUID, list[int]] = {}
    kept = list(editions)
    for one in kept:
        numbers.setdefault(one.record, []).append(one.number)
    for record in records_of_editions(kept):
        note_shared(record, by=by, editions=numbers[record.pk], public_note=public_note)


def note_shared(
    record: Referenced, *, by: User | None, editions: Iterable[int] = (), public_note: str = ""
) -> None:
    """Writes into the log of a record that words were taken out which another carried as well.

    The reason that stands there is the same for all: of the other record it says nothing.
    """
    note_removal(
        record,
        Removal.Kind.SUPPRESSED,
        by=by,
        reason=SHARED,
        editions=editions,
        field=NOTE,
        public_note=public_note,
    )
