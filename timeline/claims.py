"""What sources say: the numbered citations of an edition, and where they contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from timeline.comparing import canonical, given
from timeline.entries import Fields, Names
from timeline.resting import is_id


@dataclass(frozen=True)
class Rivals:
    """The values that sources give for one field, the record's own first."""

    field: str
    values: list[tuple[str, list[dict[str, Any]]]]


def cited(citations: Iterable[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """The citations whose source stands, numbered from 1, each with that source as `source`."""
    standing = [one for one in citations if one["source"] in names]
    return [
        Fields({**one, "source": names[one["source"]], "number": number})
        for number, one in enumerate(standing, start=1)
    ]


def rivals(
    document: dict[str, Any], citations: Iterable[dict[str, Any]], names: Names
) -> list[Rivals]:
    """The fields for which more than one value is given, by the record or by a source.

    A vaguer date that agrees with another is no rival of it: 2017 beside January 2017.
    """
    by_field: dict[str, list[dict[str, Any]]] = {}
    for one in citations:
        if one["field"]:
            by_field.setdefault(one["field"], []).append(one)
    found = []
    for field, bearing in by_field.items():
        own = _own(document.get(field), names)
        values = given(
            field,
            own,
            (
                (one["value"], one.get("stance") == "contradicts", one)
                for one in bearing
                if one["value"]
            ),
        )
        if len(values) > 1:
            if own and (mine := canonical(field, own)) in values:
                values[mine] += [one for one in bearing if not one["value"]]
            found.append(Rivals(field, list(values.items())))
    return found


def _own(value: Any, names: Names) -> Any:
    """What a record itself says, in the words that a claim would use: of a term, its label."""
    match value:
        case str() if value in names:
            return names[value].label
        case str() if is_id(value):
            return None
        case [{"status": _}, *_]:
            return "; ".join(
                " since ".join(filter(None, (one["status"], one.get("since")))) for one in value
            )
    return value
