"""The page of one record, as its edition at a moment has it, and the lists of each kind."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse

from timeline.addresses import standing_edition
from timeline.dates import EdtfDate, parse
from timeline.entries import (
    FOLDERS,
    KINDS_BY_FOLDER,
    Entry,
    Fields,
    Names,
    entries,
    entry,
    names_for,
    titled,
)
from timeline.models import Edition, EditionLink, Kind
from timeline.views.visit import Visit, visitor

PAGE_OF_LIST = 200
HEADINGS = {
    Kind.CASE: "Cases",
    Kind.AGREEMENT: "Agreements",
    Kind.SOURCE: "Sources",
    Kind.FIGURE: "Figures",
}


@visitor
def record_list(visit: Visit, folder: str) -> HttpResponse:
    """`/cases/` and its like: every record of one kind, in the order of their dates."""
    kind = KINDS_BY_FOLDER[folder]
    found = visit.editions().of(kind).order_by("order_key", "reference")
    rows = list(found)
    names = names_for(rows, visit.using, visit.moment)
    return visit.page(
        "list.html",
        heading=HEADINGS[kind],
        kind=kind,
        folder=folder,
        rows=[summary_of(row, names) for row in rows],
    )


@visitor
def record_page(visit: Visit, folder: str, reference: str) -> HttpResponse:
    """`/cases/<reference>/` and its like: the edition that stands."""
    edition = standing_edition(KINDS_BY_FOLDER[folder], reference, visit.using, visit.moment)
    return edition_page(visit, edition, visit.moment)


@visitor
def event_json(visit: Visit, reference: str) -> HttpResponse:
    """`/events/<reference>.json`: the event as every JSON here writes it."""
    edition = standing_edition(Kind.EVENT, reference, visit.using, visit.moment)
    row = entries([edition], visit.using, visit.moment)[0]
    return JsonResponse(
        row.as_json(visit.address(row.path)), json_dumps_params={"ensure_ascii": False}
    )


def edition_page(
    visit: Visit, edition: Edition, moment: datetime | None, permalink: bool = False
) -> HttpResponse:
    """Any edition as a page; names of other records are those that stood at `moment`."""
    kind = Kind(edition.kind)
    names = names_for([edition], visit.using, moment)
    document = Fields(edition.document)
    values: dict[str, Any] = {
        "edition": edition,
        "document": document,
        "names": names,
        "title": title_of(edition),
        "language": titled(edition.document, "title")[1],
        "summary": titled(edition.document, "summary")[0],
        "path": f"{FOLDERS[kind]}/{edition.reference}/",
        "permalink": permalink,
        "citations": cited(document.get("citations", []), names),
        "when": when,
    }
    if kind == Kind.EVENT:
        values["entry"] = entry(edition, names)
        values["neighbours"] = neighbours(visit, edition, moment)
    elif kind in (Kind.CASE, Kind.AGREEMENT, Kind.SOURCE):
        values["events"] = linked_events(visit, edition, kind, moment)
    if kind == Kind.CASE:
        values["stands"] = current_status(document)
    return visit.page(f"{kind}.html", **values)


def title_of(edition: Edition) -> str:
    """The heading of a record's page."""
    if edition.kind == Kind.SOURCE and edition.document.get("is_testimony"):
        return "Testimony held by us"
    return titled(edition.document, "title")[0]


def when(text: str | None) -> EdtfDate | None:
    """A document's date as a value, None where it has none."""
    return parse(text) if text else None


def cited(citations: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """The citations whose source stands, each with that source as `source`."""
    return [
        Fields({**one, "source": names[one["source"]]})
        for one in citations
        if one["source"] in names
    ]


def current_status(document: dict[str, Any]) -> dict[str, Any] | None:
    """The status row with the latest date; None where there is none."""

    def order(row: dict[str, Any]) -> str:
        return parse(row["since"]).order_key() if row.get("since") else ""

    return max(document.get("statuses", []), key=order, default=None)


def linked_events(visit: Visit, edition: Edition, role: str, moment: datetime | None) -> list[Any]:
    """The events that link to a case, agreement or source, in order."""
    links = EditionLink.objects.using(visit.using).filter(role=role, target=edition.record)
    events = Edition.objects.using(visit.using).standing(moment).of(Kind.EVENT)
    found = events.filter(pk__in=links.values("edition")).in_order()
    return entries(found[:PAGE_OF_LIST], visit.using, moment)


def neighbours(visit: Visit, edition: Edition, moment: datetime | None) -> dict[str, Entry | None]:
    """The event before and the event after, on the whole timeline."""
    events = Edition.objects.using(visit.using).standing(moment).of(Kind.EVENT)
    others = events.exclude(record=edition.record)
    before = others.filter(order_key__lt=edition.order_key).order_by("-order_key").first()
    after = others.filter(order_key__gt=edition.order_key).order_by("order_key").first()
    rows = entries([one for one in (before, after) if one], visit.using, moment)
    found = {row.reference: row for row in rows}
    return {
        "before": found[before.reference] if before else None,
        "after": found[after.reference] if after else None,
    }


def summary_of(edition: Edition, names: Names) -> dict[str, Any]:
    """What a list says of a record."""
    document = Fields(edition.document)
    dates = [document.get(name) for name in ("signed", "published", "date")]
    return {
        "title": title_of(edition),
        "path": f"{FOLDERS[Kind(edition.kind)]}/{edition.reference}/",
        "summary": titled(document, "summary")[0],
        "date": when(next((text for text in dates if text), None)),
        "document": document,
        "kind": names.get(document.get("kind", "")),
        "status": current_status(document),
        "number": edition.number,
    }
