"""What sources say: the numbered citations of an edition, and where they contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from timeline.dates import agreeing
from timeline.entries import Fields, Names

Given = dict[str, list[dict[str, Any]]]


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
    citations = list(citations)
    given: dict[str, Given] = {}
    for one in citations:
        if one["field"] and one["value"]:
            own = _own(document.get(one["field"]), names)
            values = given.setdefault(one["field"], {own: []} if own else {})
            contradicts = one.get("stance") == "contradicts"
            beside = one["value"] if contradicts else agreeing(one["value"], values)
            values.setdefault(beside, []).append(one)
    for one in citations:
        own = _own(document.get(one["field"] or ""), names)
        if one["field"] in given and not one["value"] and own in given[one["field"]]:
            given[one["field"]][own].append(one)
    return [
        Rivals(field, list(values.items())) for field, values in given.items() if len(values) > 1
    ]


def _own(value: Any, names: Names) -> str:
    """What a record itself says, in the words that a claim would use: of a term, its label."""
    match value:
        case str():
            return names[value].label if value in names else value
        case [{"status": _}, *_]:
            return "; ".join(
                " since ".join(filter(None, (one["status"], one.get("since")))) for one in value
            )
    return ""
