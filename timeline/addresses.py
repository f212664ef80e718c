"""Which edition answers at an address: the one that stands, one by number, or a tombstone."""

from datetime import datetime

from timeline.models import Edition, Tombstone


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
    editions = Edition.objects.using(using).of(kind)
    found = editions.standing(moment).filter(reference=reference).first()
    if found is not None:
        return found
    former = editions.filter(reference=reference).order_by("-sequence").first()
    if former is not None:
        present = editions.standing(moment).filter(record=former.record).first()
        if present is not None:
            raise Moved(present.reference)
    tombstone = _tombstone(kind, reference, using)
    if tombstone and (moment is None or tombstone.first_published <= moment):
        raise Withdrawn(tombstone)
    raise NothingHere(reference)


def numbered_edition(kind: str, reference: str, number: int, using: str) -> Edition:
    """Edition `number` of the record at this address. Raises Withdrawn, NothingHere."""
    record = record_at(kind, reference, using)
    found = Edition.objects.using(using).filter(record=record, number=number).first()
    if found is not None:
        return found
    covering = Tombstone.objects.using(using).filter(record=record, last__gte=number)
    if number > 0 and (tombstone := covering.order_by("last").first()):
        raise Withdrawn(tombstone)
    raise NothingHere(f"{reference}, edition {number}")


def record_at(kind: str, reference: str, using: str) -> str:
    """The id of the record that has or had this reference. Raises NothingHere."""
    edition = Edition.objects.using(using).of(kind).filter(reference=reference).first()
    holder = edition or _tombstone(kind, reference, using)
    if holder is None:
        raise NothingHere(reference)
    return str(holder.record)


def _tombstone(kind: str, reference: str, using: str) -> Tombstone | None:
    return Tombstone.objects.using(using).filter(kind=kind, reference=reference).first()
