"""Which edition answers at an address: the one that stands, one by number, or a tombstone."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from timeline.entries import FOLDERS, KINDS_BY_FOLDER, labelled
from timeline.models import Edition, FormerAddress, Kind, Tombstone

NEAR_ENOUGH = 0.6
MOST_COMPARED = 2_000


class NothingHere(LookupError):
    """There is no such record, and the same is said of what may not be named."""


class Moved(LookupError):
    """The reference is an old one of a record that now has another."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(reference)


class Withdrawn(LookupError):
    """It was public and was taken back; the tombstone holds the note for readers."""

    def __init__(self, tombstone: Tombstone) -> None:
        self.tombstone = tombstone
        super().__init__(tombstone.reference)


def standing_edition(
    kind: str, reference: str, using: str, moment: datetime | None = None
) -> Edition:
    """The edition that stands at `moment` (None is now). Raises Moved, Withdrawn, NothingHere."""
    editions = Edition.objects.using(using).of(kind).standing(moment)
    found = editions.filter(reference=reference).first()
    if found is not None:
        return found
    record = record_at(kind, reference, using)
    present = editions.filter(record=record).first()
    if present is not None:
        raise Moved(present.reference)
    graves = Tombstone.objects.using(using).filter(record=record)
    if moment is not None:
        graves = graves.filter(first_published__lte=moment)
    if tombstone := graves.first():
        raise Withdrawn(tombstone)
    raise NothingHere(reference)


def numbered_edition(
    kind: str, reference: str, number: int, using: str, moment: datetime | None = None
) -> Edition:
    """Edition `number` of the record at this address, if it was out at `moment` (None is now).

    Raises Withdrawn, NothingHere.
    """
    record = record_at(kind, reference, using)
    found = Edition.objects.using(using).filter(record=record, number=number).first()
    if found is not None:
        if moment is not None and found.published > moment:
            raise NothingHere(f"{reference}, edition {number}")
        return found
    graves = Tombstone.objects.using(using).filter(record=record)
    covering = graves.filter(first__lte=number, last__gte=number)
    if number > 0 and (tombstone := covering.order_by("last").first()):
        raise Withdrawn(tombstone)
    raise NothingHere(f"{reference}, edition {number}")


def history_of(
    kind: str, reference: str, using: str, moment: datetime | None = None
) -> tuple[list[Edition], list[Tombstone]]:
    """The editions of the record at this address, newest first, and what was taken back.

    Of those, what was out at `moment` (None is now). Raises NothingHere.
    """
    record = record_at(kind, reference, using)
    editions = Edition.objects.using(using).filter(record=record)
    tombstones = Tombstone.objects.using(using).filter(record=record)
    if moment is not None:
        editions = editions.filter(published__lte=moment)
        tombstones = tombstones.filter(first_published__lte=moment)
    found = list(editions.order_by("-number")), list(tombstones.order_by("-last"))
    if not any(found):
        raise NothingHere(reference)
    return found


def record_at(kind: str, reference: str, using: str) -> str:
    """The id of the record that has or had this reference. Raises NothingHere."""
    for model in (Edition, Tombstone, FormerAddress):
        rows = model._default_manager.using(using).filter(kind=kind, reference=reference)
        if holder := rows.values_list("record", flat=True).first():
            return str(holder)
    raise NothingHere(reference)


@dataclass(frozen=True, slots=True)
class Near:
    """A published record whose address is much like one that leads nowhere."""

    title: str
    language: str
    path: str


def nearest(path: str, using: str, moment: datetime | None = None) -> Near | None:
    """The record, standing at `moment`, whose reference is most like the one in `path`, if any."""
    parts = [part for part in path.split("/") if part]
    folder = next((part for part in parts if part in KINDS_BY_FOLDER), None)
    reference = parts[parts.index(folder) + 1] if folder and parts[-1] != folder else ""
    if not folder or not reference:
        return None
    kind = KINDS_BY_FOLDER[folder]
    same_start = Edition.objects.using(using).standing(moment).of(kind)
    known = same_start.filter(reference__startswith=reference[:2].lower())
    found = list(known.values_list("reference", flat=True)[:MOST_COMPARED])

    def likeness(one: str) -> float:
        return SequenceMatcher(None, one, reference[:80].lower()).ratio()

    best = max(found, key=likeness, default=None)
    if best is None or likeness(best) < NEAR_ENOUGH:
        return None
    edition = same_start.get(reference=best)
    title, language = labelled(kind, edition.document)
    return Near(title, language, f"{FOLDERS[Kind(kind)]}/{best}/")
