"""The words that stand where something was taken back: one act may write them on many records.

A suppression takes its note to all that was printed in the same act, and many records are withdrawn
with the same words. So words that tell of one record are read beside others, and outlive it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from cases.models import Referenced, Removal, ShelvedEdition
from cases.publishing.erasing import PUBLIC_NOTE
from cases.publishing.notes import CORRECTED, REMOVED_WORDS, note_shared
from cases.publishing.places import NOTE
from cases.publishing.remaining import records_of_editions
from cases.publishing.withdrawing import HIDDEN_NOTE
from timeline.models import Edition, SuppressedField, Tombstone

NOTE_GONE = "The note that stood here was removed."
WITHDRAWN = "Withdrawn."
TAKEN_OUT = "Taken out."
# True of each record that carries them, and tell of none.
TELL_NOTHING = {
    "", REMOVED_WORDS, CORRECTED, HIDDEN_NOTE, PUBLIC_NOTE, NOTE_GONE, WITHDRAWN, TAKEN_OUT,
}  # fmt: skip


@dataclass(frozen=True)
class LeftWords:
    """Words of one record that stand on others as well, where something of them was taken back."""

    record: UUID
    text: str
    # Acts at several moments may have written them.
    moment: ClassVar[None] = None

    @property
    def key(self) -> str:
        """What to choose them by."""
        return f"left-{sha256(self.text.encode()).hexdigest()}"

    @property
    def records(self) -> list[Referenced]:
        """The other records that carry them."""
        return records_of_editions([*self._graves(), *(one.edition for one in self._fields())])

    def _graves(self) -> QuerySet[Tombstone]:
        return Tombstone.objects.filter(public_note=self.text).exclude(record=self.record)

    def _fields(self) -> QuerySet[SuppressedField]:
        same = SuppressedField.objects.filter(public_note=self.text).select_related("edition")
        return same.exclude(edition__record=self.record)

    def replace(self, words: str, by: User | None) -> None:
        """Puts other words in their place on the other records; "" for such as tell nothing.

        Needs a transaction. It is written into the log of each record.
        """
        records = self.records
        self._graves().filter(is_suppressed=False).update(public_note=words or WITHDRAWN)
        for rows in (self._graves(), self._fields()):
            rows.update(public_note=words or TAKEN_OUT)
        for record in records:
            note_shared(record, by=by, public_note=words)


def left_words(record: Referenced) -> list[LeftWords]:
    """The words of `record` that stand where something was taken back of others.

    Those too that `record` itself no longer carries: its log knows them.
    """
    pk = record.pk
    kept: tuple[QuerySet[Removal] | QuerySet[Edition] | QuerySet[ShelvedEdition], ...] = (
        Removal.objects.filter(record=pk),
        Edition.objects.filter(record=pk),
        ShelvedEdition.objects.filter(record=pk),
    )
    texts = {text for rows in kept for text in rows.order_by().values_list(NOTE, flat=True)}
    return shared_by_others(record, texts | words_left(record))


def words_left(record: Referenced) -> set[str]:
    """The notes that stand where something of `record` was taken back."""
    graves = Tombstone.objects.filter(record=record.pk)
    fields = SuppressedField.objects.filter(edition__record=record.pk)
    return {
        *graves.order_by().values_list(NOTE, flat=True),
        *fields.order_by().values_list(NOTE, flat=True),
    }


def shared_by_others(record: Referenced, texts: Collection[str]) -> list[LeftWords]:
    """Those of these words of `record` that others carry as well, but such as tell nothing."""
    return [
        one
        for one in (LeftWords(record.pk, text) for text in sorted(set(texts) - TELL_NOTHING))
        if one._graves().exists() or one._fields().exists()
    ]


def replace_words(
    words: Iterable[LeftWords], but_not: Collection[str], by: User | None, *, note: str = ""
) -> None:
    """Replaces these words on the other records, but not those of keys in `but_not`.

    `note` takes their place; without it, words that tell nothing. Needs a transaction.
    """
    for one in words:
        if one.key not in but_not:
            one.replace(note, by)
