"""Where protected names stand in what is printed, or was: field by field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from cases.documents import Document, document_of, public_reference
from cases.models import Referenced
from cases.names import NameGuard, as_read
from cases.publishing.protected import known
from cases.sealing.marks import every_mark
from cases.words import field_in_words
from timeline.prose import plain

EXCERPT = 40
NOTE = "public_note"
# Fields that the public reads as Markdown: links and emphasis can part a name in them.
MARKDOWN = "summary_"


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


def every_place(records: Iterable[Any]) -> dict[Referenced, list[Place]]:
    """By record, every protected name that it would print, let pass or not. Raises CannotUnseal."""
    guard = known().guard
    if guard is None:
        return {}
    found = {}
    for record in records:
        if places := places_by(guard, texts_of(record)):
            found[record] = places
    return found


def places_in_note(text: str) -> list[Place]:
    """Every protected name in words for the public, let pass or not. Raises CannotUnseal."""
    guard = known().guard
    return places_by(guard, [(NOTE, text.strip())]) if guard else []


def marks_of(record: UUID, place: Place) -> list[str]:
    """What a pass for this place in a record is known by, under each key, the current one first.

    Another text, field or name there, or another person's, has another mark. A note is printed with
    every record of its act: its mark is the same in all of them.
    """
    holder = "" if place.path == NOTE else record.hex
    return every_mark("pass", holder, place.person.hex, place.path, place.text, place.name)


def places_by(guard: NameGuard, texts: Iterable[tuple[str, str]]) -> list[Place]:
    """Where `guard` finds a name in `texts`, pairs of a path and all that stands there."""
    return [
        replace(place, path=path, text=text)
        for path, text in texts
        for place in _places(guard, path, text)
    ]


def texts_of(record: Any) -> list[tuple[str, str]]:
    """Every text that a record would print, its address too, with the path of its field."""
    return [*texts_in(document_of(record)), ("reference", public_reference(record))]


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


def _places(guard: NameGuard, path: str, text: str) -> Iterator[Place]:
    """The places in a text as it is and, where it is Markdown, those that only readers see."""
    as_it_is = list(_places_in(guard, path, text))
    yield from as_it_is
    if path.startswith(MARKDOWN):
        seen = {(one.person, one.name) for one in as_it_is}
        shown = _places_in(guard, path, plain(text))
        yield from (one for one in shown if (one.person, one.name) not in seen)


def _places_in(guard: NameGuard, path: str, text: str) -> Iterator[Place]:
    field = field_in_words(path.partition(".")[0])
    for hit in guard.hits(text):
        before = as_read(text[: hit.start])[-EXCERPT:]
        after = as_read(text[hit.end :])[:EXCERPT]
        yield Place(field, before, hit.read, after, UUID(str(hit.key)))
