"""Documents for other people's programs: links as references, and none to what does not stand."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from timeline.entries import Names
from timeline.models import Edition, EditionLink, Kind

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
# Rows that say nothing without the record that they are about.
ABOUT = {
    "citations": ("source",),
    "participations": ("person",),
    "findings": ("applicant", "provision"),
}


def without_absent(document: dict[str, Any], present: Container[str]) -> dict[str, Any]:
    """A document without the rows that say nothing, or must not, as what they are about is absent.

    `present` holds the ids of the records that stand. A quote goes with its source.
    """
    return {
        name: [one for one in value if is_whole(name, one, present)]
        if isinstance(value, list)
        else value
        for name, value in document.items()
    }


def searchable(editions: Iterable[Edition], using: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """What of each edition is searched, by its id: no words of a source that does not stand."""
    rows = list(editions)
    cited = EditionLink.objects.using(using).filter(
        role=Kind.SOURCE, edition__in=[one.pk for one in rows]
    )
    standing = Edition.objects.using(using).current().filter(record__in=cited.values("target"))
    present = {str(record) for record in standing.values_list("record", flat=True)}
    for one in rows:
        citations = one.document.get("citations", [])
        kept = [row for row in citations if row.get("source") in present]
        yield one.pk, {**one.document, "citations": kept}


def readable(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """A document with references in the place of ids.

    A record that is not in `names` is not mentioned, and neither is a citation of it, its part in
    an event or a finding about it.
    """
    found = {name: _value(name, value, names) for name, value in document.items()}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _value(name: str, value: Any, names: Names) -> Any:
    if isinstance(value, list):
        items = [_value(name, one, names) for one in value if is_whole(name, one, names)]
        return [one for one in items if one is not None]
    if isinstance(value, dict):
        return readable(value, names)
    if name in LINKS and (value in names or _is_id(value)):
        return names[value].reference if value in names else None
    return value


def is_whole(name: str, row: Any, present: Container[str]) -> bool:
    """Whether all that a row of field `name` is about stands; `present` holds the ids of that."""
    if not isinstance(row, dict):
        return True
    return all(row[link] in present for link in ABOUT.get(name, ()) if link in row)


def _is_id(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 36 and text.count("-") == 4
