"""What of a document rests on another record, and is not read where that record does not stand.

A quote goes with its source, and so does the value of a figure, with its remark and the place in
the source. Whether the source was withdrawn, or removed as if it had never been, is not told.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from timeline.models import Edition, EditionLink

ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# The rows of a document, by their list, and the records without which a row says nothing, or must
# not. Rows of a list that is not named here are not read by the public.
ABOUT: dict[str, tuple[str, ...]] = {
    "citations": ("source",),
    "observations": ("source",),
    "participations": ("person",),
    "findings": ("applicant", "provision"),
    # What a record says of itself, whatever becomes of others.
    "statuses": (),
    "applications": (),
    "parties": (),
    "identifiers": (),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a document mentions a record: the field that does, and the record's id.

    `beside` is the id of the other record that the row rests on, if it rests on two.
    """

    field: str
    target: str
    beside: str | None = None


def without_absent(document: dict[str, Any], present: Container[str]) -> dict[str, Any]:
    """A document without the rows that rest on what is absent.

    `present` holds the ids of the records that stand. A list that loses all its rows is left out,
    like one that never had any.
    """
    found = {
        name: [one for one in value if is_whole(name, one, present)]
        if isinstance(value, list)
        else value
        for name, value in document.items()
    }
    return {name: value for name, value in found.items() if value != []}


def is_whole(name: str, row: Any, present: Container[str]) -> bool:
    """Whether all that a row of field `name` rests on stands; `present` holds the ids of that."""
    if not isinstance(row, dict):
        return True
    return name in ABOUT and all(row[link] in present for link in ABOUT[name])


def mentioned_in(document: dict[str, Any]) -> Iterator[Mention]:
    """All that a document mentions by its id."""
    for name, value in document.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _mentioned_in_row(name, one)
            elif is_id(one):
                yield Mention(name, one)


def _mentioned_in_row(name: str, row: dict[str, Any]) -> Iterator[Mention]:
    rests_on = [row.get(link) for link in ABOUT.get(name, ())]
    for one in mentioned_in(row):
        beside = next((other for other in rests_on if other != one.target), None)
        yield replace(one, beside=beside)


def standing_targets(
    editions: Iterable[Edition], using: str, moment: datetime | None = None
) -> frozenset[str]:
    """The ids of the records that `editions` link to and that stand at `moment` (None is now)."""
    links = EditionLink.objects.using(using).filter(edition__in=[one.pk for one in editions])
    standing = Edition.objects.using(using).standing(moment)
    found = standing.filter(record__in=links.values("target")).values_list("record", flat=True)
    return frozenset(map(str, found))


def is_id(text: Any) -> bool:
    """Whether a text is the id by which one record mentions another: nothing for readers."""
    return isinstance(text, str) and bool(ID.fullmatch(text))
