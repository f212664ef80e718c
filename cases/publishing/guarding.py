"""The name guard at the door: no edition is printed that holds a protected name.

Which names are protected stands in cases/publishing/protected.py.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from cases.documents import Document, document_of, public_reference
from cases.models import NamePass, Person, Referenced
from cases.names import NameGuard, as_read
from cases.publishing.protected import known
from cases.rules import Deed, refusal
from cases.sealing.marks import every_mark
from cases.words import field_in_words

CHUNK = 500
EXCERPT = 40
SOMEBODY = "A protected name stands in it. A guardian can see where, and let it pass."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a protected name stands: in which field, with some words around it, and whose it is.

    `path` is the field with those that hold it (`citations.quote`), `text` all that stands there.
    """

    field: str
    before: str
    name: str
    after: str
    person: UUID
    path: str = ""
    text: str = ""


def places_in(records: Iterable[Any]) -> dict[Referenced, list[Place]]:
    """By record, every protected name that it would print, but those that were let pass.

    Its queries do not grow with the records. Raises CannotUnseal.
    """
    every = every_place(records)
    if not every:
        return {}
    given = lasting_passes().filter(record__in=[one.pk for one in every])
    passed = set(given.values_list("mark", flat=True))
    held = {
        record: [one for one in places if not is_passed(record.pk, one, passed)]
        for record, places in every.items()
    }
    return {record: places for record, places in held.items() if places}


def lasting_passes() -> QuerySet[NamePass]:
    """The passes that hold: not taken back, and bound to what was seen."""
    return NamePass.objects.filter(taken_back_at=None).exclude(mark="")


def every_place(records: Iterable[Any]) -> dict[Referenced, list[Place]]:
    """By record, every protected name that it would print, let pass or not. Raises CannotUnseal."""
    guard = known().guard
    if guard is None:
        return {}
    found = {}
    for record in records:
        if places := places_by(guard, [*texts_in(document_of(record)), *_around(record)]):
            found[record] = places
    return found


def marks_of(record: UUID, place: Place) -> list[str]:
    """What a pass for this place in a record is known by, under each key, the current one first.

    Another text, field or name there, or another person's, has another mark.
    """
    return every_mark("pass", record.hex, place.person.hex, place.path, place.text, place.name)


def names_in_note(text: str) -> bool:
    """Whether words for the public hold a protected name. Raises CannotUnseal."""
    guard = known().guard
    return guard is not None and bool(guard.hits(text))


def guarded(records: Iterable[Any], by: User | None) -> dict[Referenced, str]:
    """The records that would print a protected name, with what `by` may be told of it."""
    return {record: _words(places, by) for record, places in places_in(records).items()}


def telling_combinations() -> list[tuple[UUID, list[str]]]:
    """What together tells who somebody is: by person, the parts of each combination."""
    return known().telling


def places_by(guard: NameGuard, texts: Iterable[tuple[str, str]]) -> list[Place]:
    """Where `guard` finds a name in `texts`, pairs of a path and all that stands there."""
    return [
        replace(place, path=path, text=text)
        for path, text in texts
        for place in _places(guard, [(field_in_words(path.partition(".")[0]), text)])
    ]


def texts_in(value: Document | Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with the path of the field that it stands in."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from texts_in(inner, f"{path}.{name}" if path else name)
        case list():
            for inner in value:
                yield from texts_in(inner, path)
        case str():
            yield path, value


def _around(record: Referenced) -> list[tuple[str, str]]:
    """What is printed of a record beside its document."""
    return [("reference", public_reference(record))]


def is_passed(record: UUID, place: Place, passed: Collection[str]) -> bool:
    """Whether a place in a record was let pass; `passed` are the marks of passes."""
    return bool(passed) and any(mark in passed for mark in marks_of(record, place))


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
