"""What a page says of the records that stay public when others are taken back."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from cases.admin.pages import address_of, names_for
from cases.models import Referenced
from cases.publishing import (
    LeftWords,
    SharedNote,
    Still,
    cited_by_these_alone,
    earlier_linking,
    linking_publicly,
    records_of_editions,
    staying_public,
)

MOST_SHOWN = 50


def staying(request: HttpRequest, records: Collection[Referenced]) -> dict[str, Any]:
    """For the page of an act: the events that stay, what links to `records`, and how many more.

    And the sources that they alone cite. Each with its name where the reader may see it, and where
    to hide it; those of which an earlier edition links to `records` with its numbers and where to
    take something out of it.
    """
    events = staying_public(records)
    known = {one.pk for one in events}
    linking = [one for one in linking_publicly(records) if one.pk not in known]
    earlier = earlier_linking(records)
    alone = cited_by_these_alone(records)
    first = list(earlier)[:MOST_SHOWN]
    return {
        "staying": _rows(request, events[:MOST_SHOWN]),
        "linking": _rows(request, linking[:MOST_SHOWN]),
        "alone": _rows(request, alone[:MOST_SHOWN]),
        "earlier": [
            {**row, "numbers": earlier[one]}
            for one, row in zip(first, _rows(request, first), strict=True)
        ],
        "more": sum(max(0, len(one) - MOST_SHOWN) for one in (events, linking, alone, earlier)),
    }


def to_hide(
    request: HttpRequest, left: Collection[Referenced], chosen: Collection[UUID] | None
) -> list[dict[str, Any]]:
    """What can be hidden in the same act, ticked or as it was `chosen`."""
    return [
        {**row, "ticked": chosen is None or one.pk in chosen}
        for one, row in zip(left, _rows(request, left), strict=True)
    ]


def noted(request: HttpRequest, notes: Iterable[SharedNote | LeftWords]) -> list[dict[str, Any]]:
    """Notes that other records carry, with those records, ticked or as it was chosen."""
    keep = kept_notes(request)
    found = []
    for note in notes:
        records = note.records
        found.append(
            {
                "note": note,
                "on": _rows(request, records[:MOST_SHOWN]),
                "more": max(0, len(records) - MOST_SHOWN),
                "ticked": note.key not in keep,
            }
        )
    return found


def still_said(request: HttpRequest, found: list[Still]) -> list[dict[str, Any]]:
    """Where parts of what was to be taken out can still be read, and where to take them out."""
    shown = found[:MOST_SHOWN]
    records = records_of_editions(one.edition for one in shown)
    by_record = {row["record"].pk: row for row in _rows(request, records)}
    return [
        {**by_record[one.edition.record], "where": one.where, "piece": one.piece}
        for one in shown
        if one.edition.record in by_record
    ]


def kept_notes(request: HttpRequest) -> set[str]:
    """The notes that were shown and unticked: those stay where others carry them."""
    return set(request.POST.getlist("note_shown")) - set(request.POST.getlist("note"))


def _rows(request: HttpRequest, records: Iterable[Referenced]) -> list[dict[str, Any]]:
    records = list(records)
    seen = names_for(request).seen(records)
    return [
        {
            "record": one,
            "kind": one._meta.verbose_name,
            "may_see": one.pk in seen,
            "address": address_of(one),
            "hide": address_of(one, "hide"),
            "suppress": address_of(one, "suppress"),
        }
        for one in records
    ]
