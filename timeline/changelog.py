"""What was published, corrected and taken back, newest first, in the order of publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from timeline.entries import FOLDERS, labelled
from timeline.models import Edition, Kind, SuppressedField, Tombstone

PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """One publication, withdrawal or suppression. What was taken back has no title any more."""

    sequence: int
    moment: datetime
    kind: Kind
    reference: str
    title: str
    language: str
    number: int
    note: str
    is_correction: bool
    is_withdrawal: bool
    is_suppression: bool = False

    @property
    def path(self) -> str:
        """The record's address below the site's root."""
        return f"{FOLDERS[self.kind]}/{self.reference}/"


def reached(using: str) -> int:
    """How far the record has come: the number of the last act that can still be seen, 0 for none.

    What was removed to protect somebody counts nowhere, so this may step back. Nor does what has
    no page: it may be in sight no more, though it stands.
    """
    rows = (
        Edition.objects.using(using).filter(kind__in=FOLDERS),
        Tombstone.objects.using(using).filter(kind__in=FOLDERS),
        SuppressedField.objects.using(using).filter(edition__kind__in=FOLDERS),
    )
    return max(one.aggregate(last=Max("sequence"))["last"] or 0 for one in rows)


def acts(
    using: str,
    moment: datetime | None = None,
    *,
    before: int | None = None,
    corrections: bool = False,
    size: int = PAGE,
) -> list[Act]:
    """At most `size` acts until `moment`, those with a sequence under `before` only.

    Terms and people are printed too, but have no page; they are left out.
    """
    editions: QuerySet[Edition] = Edition.objects.using(using).filter(kind__in=FOLDERS)
    tombstones = Tombstone.objects.using(using).filter(kind__in=FOLDERS)
    if moment is not None:
        editions = editions.filter(published__lte=moment)
        tombstones = tombstones.filter(withdrawn__lte=moment)
    if before is not None:
        editions, tombstones = (
            editions.filter(sequence__lt=before),
            tombstones.filter(sequence__lt=before),
        )
    if corrections:
        editions = editions.filter(is_correction=True)
    found = [
        *_published(editions.order_by("-sequence")[:size]),
        *_withdrawn(tombstones.order_by("-sequence")[:size]),
    ]
    return sorted(found, key=lambda act: -act.sequence)[:size]


def _published(editions: Iterable[Edition]) -> Iterable[Act]:
    for one in editions:
        title, language = labelled(one.kind, one.document)
        yield Act(
            one.sequence,
            one.published,
            Kind(one.kind),
            one.reference,
            title,
            language,
            one.number,
            one.public_note,
            one.is_correction,
            is_withdrawal=False,
        )


def _withdrawn(tombstones: Iterable[Tombstone]) -> Iterable[Act]:
    for one in tombstones:
        yield Act(
            one.sequence,
            one.withdrawn,
            Kind(one.kind),
            one.reference,
            "",
            "en",
            one.last,
            one.public_note,
            is_correction=False,
            is_withdrawal=True,
            is_suppression=one.is_suppressed,
        )
