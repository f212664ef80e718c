"""The name guard at the door: no edition is printed that holds a protected name.

Which names are protected stands in cases/publishing/protected.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.documents import Document, document_of, public_reference
from cases.models import IdentityName, NamePass, Person, Referenced
from cases.names import NameGuard, as_read
from cases.names.letters import words_of
from cases.publishing.kinds import KINDS
from cases.publishing.protected import Known as _Known
from cases.publishing.protected import known
from cases.rules import Deed, refusal, require
from timeline.models import Edition

CHUNK = 500
EXCERPT = 40
SOMEBODY = "A protected name stands in it. A guardian can see where, and let it pass."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a protected name stands: in which field, with some words around it, and whose it is."""

    field: str
    before: str
    name: str
    after: str
    person: UUID


def places_in(records: Iterable[Any]) -> dict[Referenced, list[Place]]:
    """By record, every protected name that it would print, but those that were let pass.

    Its queries do not grow with the records. Raises CannotUnseal.
    """
    guard, records = _guard().guard, list(records)
    if guard is None:
        return {}
    passes = NamePass.objects.filter(record__in=[one.pk for one in records])
    passed = set(passes.values_list("record", "person"))
    found = {}
    for record in records:
        texts = [*_texts(document_of(record)), ("reference", public_reference(record))]
        places = _places(guard, texts)
        if held := [one for one in places if (record.pk, one.person) not in passed]:
            found[record] = held
    return found


def names_in_note(text: str) -> bool:
    """Whether words for the public hold a protected name. Raises CannotUnseal."""
    guard = _guard().guard
    return guard is not None and bool(guard.hits(text))


def guarded(records: Iterable[Any], by: User | None) -> dict[Referenced, str]:
    """The records that would print a protected name, with what `by` may be told of it."""
    return {record: _words(places, by) for record, places in places_in(records).items()}


def telling(records: Iterable[Any]) -> dict[Referenced, list[UUID]]:
    """By record, the people of whom it would print all that together tells who they are."""
    combinations = [(person, [*map(_plain, parts)]) for person, parts in _guard().telling]
    found = {}
    for record in records if combinations else ():
        text = _plain(" ".join(text for _, text in _texts(document_of(record))))
        if told := [person for person, parts in combinations if all(one in text for one in parts)]:
            found[record] = told
    return found


def let_pass(record: Referenced, person: Person, *, by: User, reason: str) -> None:
    """Lets the names of `person` stand in `record`: another may bear the same name.

    Raises NotAllowed by the rules, ValueError without a reason.
    """
    require(by, Deed.IDENTIFY, person)
    if not reason.strip():
        raise ValueError("Write down why the name may stand here.")
    NamePass.objects.create(
        record=record.pk,
        record_kind=KINDS[type(record)],
        person=person.pk,
        by=by,
        at=timezone.now(),
        reason=reason.strip(),
    )


@transaction.atomic
def editions_holding(person: Person, *, by: User) -> list[tuple[Edition, list[Place]]]:
    """The editions, earlier ones too, that hold a name of `person`, in the order of printing.

    Reads every edition: a few milliseconds each. Raises NotAllowed by the rules.
    """
    require(by, Deed.IDENTIFY, person)
    rows = IdentityName.objects.filter(identity__person=person.pk)
    guard = NameGuard((person.pk, row.name) for row in rows)
    found = []
    for edition in Edition.objects.order_by("sequence").iterator(chunk_size=CHUNK):
        texts = [*_texts(edition.document), ("reference", edition.reference)]
        if places := _places(guard, [*texts, ("public_note", edition.public_note)]):
            found.append((edition, places))
    return found


def _words(places: list[Place], by: User | None) -> str:
    if by is not None and refusal(by, Deed.IDENTIFY, Person):
        return SOMEBODY
    fields = dict.fromkeys(one.field for one in places)
    return f"A protected name stands in: {', '.join(fields)}."


def _places(guard: NameGuard, texts: Iterable[tuple[str, str]]) -> list[Place]:
    found = []
    for field, text in texts:
        for hit in guard.hits(text):
            before = as_read(text[: hit.start])[-EXCERPT:]
            after = as_read(text[hit.end :])[:EXCERPT]
            found.append(Place(field, before, hit.read, after, UUID(str(hit.key))))
    return found


def _texts(value: Document | Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with the name of the field that it stands in."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from _texts(inner, field or name)
        case list():
            for inner in value:
                yield from _texts(inner, field)
        case str():
            yield field.replace("_", " "), value


def _plain(text: str) -> str:
    return f" {' '.join(word.text for word in words_of(text))} "


def _guard() -> _Known:
    """The guard of now. Raises CannotUnseal where the names cannot be read: nothing is printed."""
    return known()
