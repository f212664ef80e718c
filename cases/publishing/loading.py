"""What a file must not bring into the record: what was taken out of it, and protected names."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from cases.models import Publication, Removal
from cases.publishing.guarding import is_passed, lasting_passes
from cases.publishing.places import places_by, texts_in
from cases.publishing.protected import known
from timeline.models import (
    Edition,
    EditionFacet,
    EditionLink,
    FormerAddress,
    SuppressedField,
    Tombstone,
)

TAKEN = (
    "something of this record was taken from the public here, and no file brings it back. What may "
    "be read again is published on the desk."
)
NAMED = "a protected name stands in it, which nobody let pass here."
# What each row tells readers.
TOLD: dict[type[Any], tuple[str, ...]] = {
    Edition: ("record", "kind", "reference", "number", "public_note"),
    Tombstone: ("record", "kind", "reference", "first", "last", "is_suppressed", "public_note"),
    FormerAddress: ("record", "kind", "reference"),
    SuppressedField: ("edition_id", "field", "public_note"),
    EditionFacet: ("edition_id", "name", "value"),
    EditionLink: ("edition_id", "role", "target", "beside"),
}
WORDS = ("reference", "public_note", "value")


def kept_out(rows: Sequence[Any]) -> dict[int, str]:
    """Which of these rows of the record must not be saved, by their place, each with why.

    Rows that stand as they are may always be. Of a record that was ever hidden, withdrawn, removed
    or suppressed here no others may; nor those that hold a name that is protected here and was not
    let pass. Ask before anything of a file is saved: what is known here counts, and not what the
    file says of itself, so an empty site takes everything. Raises CannotUnseal.
    """
    printed = [(place, row) for place, row in enumerate(rows) if type(row) in TOLD]
    if not printed:
        return {}
    taken, owners = _taken(), _owners([row for _, row in printed])
    found = {}
    for place, row in printed:
        why = TAKEN if _record_of(row, owners) in taken else ""
        why = why or (NAMED if _holds_a_name(row) else "")
        if why and not _stands(row):
            found[place] = why
    editions = {rows[place].pk for place in found if isinstance(rows[place], Edition)}
    # What goes with an edition that is named already is not named beside it.
    return {
        place: why
        for place, why in found.items()
        if getattr(rows[place], "edition_id", None) not in editions
    }


def _taken() -> set[UUID]:
    """The records of which something was ever taken from the public."""
    acts = Publication.objects.exclude(act=Publication.Act.PUBLISHED)
    return {
        *Removal.objects.values_list("record", flat=True),
        *acts.values_list("record", flat=True),
        *SuppressedField.objects.values_list("edition__record", flat=True),
    }


def _owners(rows: Iterable[Any]) -> dict[Any, UUID]:
    """Whose each edition is, of those that stand and of those in the file."""
    return {
        **{row.pk: row.record for row in rows if isinstance(row, Edition)},
        **dict(Edition.objects.values_list("pk", "record")),
    }


def _record_of(row: Any, owners: dict[Any, UUID]) -> UUID | None:
    return owners.get(row.edition_id) if hasattr(row, "edition_id") else row.record


def _stands(row: Any) -> bool:
    """Whether the public reads the same now."""
    told = {name: getattr(row, name) for name in TOLD[type(row)]}
    same = type(row)._default_manager.filter(**told)
    return any(
        not isinstance(row, Edition) or one.document == row.document for one in same.iterator()
    )


def _holds_a_name(row: Any) -> bool:
    guard = known().guard
    if guard is None:
        return False
    places = places_by(guard, _texts(row))
    if not places or not isinstance(row, Edition):
        return bool(places)
    passed = set(lasting_passes().filter(record=row.record).values_list("mark", flat=True))
    return not all(is_passed(row.record, one, passed) for one in places)


def _texts(row: Any) -> Iterator[tuple[str, str]]:
    if isinstance(row, Edition):
        yield from texts_in(row.document)
    for name in WORDS:
        if text := getattr(row, name, ""):
            yield name, text
