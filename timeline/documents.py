"""Documents for other people's programs: links as references, and none to what does not stand."""

from typing import Any

from timeline.entries import Names

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


def readable(document: dict[str, Any], names: Names) -> dict[str, Any]:
    """A document with references in the place of ids.

    A record that is not in `names` is not mentioned, and neither is a citation of it, its part in
    an event or a finding about it.
    """
    found = {name: _value(name, value, names) for name, value in document.items()}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _value(name: str, value: Any, names: Names) -> Any:
    if isinstance(value, list):
        items = [_value(name, one, names) for one in value if _is_whole(name, one, names)]
        return [one for one in items if one is not None]
    if isinstance(value, dict):
        return readable(value, names)
    if name in LINKS and (value in names or _is_id(value)):
        return names[value].reference if value in names else None
    return value


def _is_whole(name: str, row: Any, names: Names) -> bool:
    if not isinstance(row, dict):
        return True
    return all(row[link] in names for link in ABOUT.get(name, ()) if link in row)


def _is_id(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 36 and text.count("-") == 4
