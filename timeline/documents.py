"""Documents for other people's programs: links as references, and none to what does not stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from timeline.entries import Names
from timeline.models import Edition
from timeline.resting import is_id, is_whole, standing_targets, without_absent

# The fields of a document, and of its rows, that mention other records by their ids.
LINKS = frozenset(
    (
        "agreements",
        "applicant",
        "applicants",
        "cases",
        "compare_with",
        "court",
        "courts",
        "figures",
        "kind",
        "person",
        "predecessor",
        "provision",
        "source",
        "topics",
    )
)


def searchable(editions: Iterable[Edition], using: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """What of each edition is searched, by its id: no words that rest on what does not stand."""
    rows = list(editions)
    present = standing_targets(rows, using)
    for one in rows:
        yield one.pk, without_absent(one.document, present)


def readable(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """A document with references in the place of ids.

    A record that is not in `names` is not mentioned, and neither is what rests on it.
    """
    found = {name: _value(name, value, names) for name, value in document.items()}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _value(name: str, value: Any, names: Names) -> Any:
    if isinstance(value, list):
        items = [_value(name, one, names) for one in value if is_whole(name, one, names)]
        return [one for one in items if one not in (None, {})]
    if isinstance(value, dict):
        return readable(value, names)
    if name in LINKS and (value in names or is_id(value)):
        return names[value].reference if value in names else None
    return value
