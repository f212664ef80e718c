"""The operations of the API: lists, single records and histories of the five kinds of records."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query
from pydantic import WithJsonSchema

from timeline.addresses import history_of, standing_edition
from timeline.api.questions import (
    REFERENCE,
    AsOf,
    EventListing,
    Listing,
    asked,
    limit_of,
    place_of,
)
from timeline.api.shapes import (
    EventPage,
    HistoryOut,
    OneEvent,
    RecordOut,
    RecordPage,
    Refusal,
)
from timeline.changelog import reached
from timeline.documents import readable
from timeline.entries import KINDS_BY_FOLDER, Names, entries, entry, labelled, names_for
from timeline.models import Edition, Kind
from timeline.paging import Cursor, cursor_from, page_of
from timeline.views.records import path_of
from timeline.views.timeline import checked_filters
from timeline.views.visit import Visit

VERSION = "1"
Reference = Annotated[str, Path(), WithJsonSchema({"type": "string", "pattern": f"^{REFERENCE}$"})]
REFUSED_LIST: dict[int, Any] = {304: None, 400: Refusal}
REFUSED: dict[int, Any] = {301: None, **REFUSED_LIST, 404: Refusal, 410: Refusal}
WORDS = {
    "events": ("event", "What happened, dated as precisely as the sources allow."),
    "cases": ("case", "What happened to people before authorities and courts."),
    "agreements": ("agreement", "What States agreed with each other, and where it stands."),
    "sources": ("source", "What the record rests on."),
    "figures": ("figure", "What was counted, by whom, and out of how many."),
}

api = NinjaAPI(title="Caseline", version=VERSION, openapi_url=None, docs_url=None)


@api.get(
    "/events",
    response={200: EventPage, **REFUSED_LIST},
    operation_id="list_events",
    summary="The timeline",
    tags=["events"],
)
def list_events(request: HttpRequest, question: Query[EventListing]) -> dict[str, Any]:
    """Events in the order of the timeline, with the filters of its page.

    Alternatives within a filter, all filters together. An empty list is an answer, too.
    """
    visit = asked(request, EventListing)
    events = visit.editions().of(Kind.EVENT)
    found = events.matching(checked_filters(visit), visit.moment)
    page = page_of(found, Cursor(after=cursor_from(request.GET).after), limit_of(request.GET))
    items = [
        row.as_json(visit.address(row.path))
        for row in entries(page.rows, visit.using, visit.moment)
    ]
    return {"items": items, "count": found.count(), **_about(visit, page.after)}


@api.get(
    "/events/{reference}",
    response={200: OneEvent, **REFUSED},
    operation_id="read_event",
    summary="One event",
    tags=["events"],
)
def read_event(request: HttpRequest, reference: Reference, question: Query[AsOf]) -> dict[str, Any]:
    """An event with its whole public document."""
    visit = asked(request, AsOf)
    edition = standing_edition(Kind.EVENT, reference, visit.using, visit.moment)
    names = names_for([edition], visit.using, visit.moment)
    row = entry(edition, names)
    document = readable(edition.document, names)
    return {**row.as_json(visit.address(row.path)), "document": document}


def _add_list(folder: str) -> None:
    kind = KINDS_BY_FOLDER[folder]

    @api.get(
        f"/{folder}",
        response={200: RecordPage, **REFUSED_LIST},
        operation_id=f"list_{folder}",
        summary=f"All {folder}",
        description=f"All {folder}, in the order of their references.",
        tags=[folder],
    )
    def list_records(request: HttpRequest, question: Query[Listing]) -> dict[str, Any]:
        visit, limit = asked(request, Listing), limit_of(request.GET)
        found = visit.editions().of(kind)
        further = found.filter(reference__gt=place_of(request.GET)).order_by("reference")
        rows = list(further[: limit + 1])
        names = names_for(rows[:limit], visit.using, visit.moment)
        items = [_record(visit, row, names) for row in rows[:limit]]
        after = rows[limit - 1].reference if len(rows) > limit else ""
        return {"items": items, "count": found.count(), **_about(visit, after)}


def _add_record(folder: str) -> None:
    kind = KINDS_BY_FOLDER[folder]

    @api.get(
        f"/{folder}/{{reference}}",
        response={200: RecordOut, **REFUSED},
        operation_id=f"read_{WORDS[folder][0]}",
        summary=f"One {WORDS[folder][0]}",
        tags=[folder],
    )
    def read_record(
        request: HttpRequest, reference: Reference, question: Query[AsOf]
    ) -> dict[str, Any]:
        visit = asked(request, AsOf)
        edition = standing_edition(kind, reference, visit.using, visit.moment)
        return _record(visit, edition, names_for([edition], visit.using, visit.moment))


def _add_history(folder: str) -> None:
    kind = KINDS_BY_FOLDER[folder]

    @api.get(
        f"/{folder}/{{reference}}/history",
        response={200: HistoryOut, 304: None, 400: Refusal, 404: Refusal},
        operation_id=f"history_of_{WORDS[folder][0]}",
        summary=f"The editions of one {WORDS[folder][0]}",
        tags=[folder],
    )
    def read_history(
        request: HttpRequest, reference: Reference, question: Query[AsOf]
    ) -> dict[str, Any]:
        visit = asked(request, AsOf)
        editions, graves = history_of(kind, reference, visit.using, visit.moment)
        return {
            "reference": reference,
            "editions": [_printing(visit, one) for one in editions],
            "withdrawn": [
                {"last": one.last, "withdrawn": one.withdrawn, "note": one.public_note}
                for one in graves
            ],
        }


for _folder in WORDS:
    if _folder != "events":
        _add_list(_folder)
        _add_record(_folder)
    _add_history(_folder)


def _about(visit: Visit, after: str) -> dict[str, Any]:
    further = visit.request.GET.copy()
    further["after"] = after
    address = visit.request.build_absolute_uri(f"{visit.request.path}?{further.urlencode()}")
    return {
        "next": address if after else None,
        "record": reached(visit.using),
        "as_of": visit.day,
        "licence": settings.LICENCE,
    }


def _record(visit: Visit, edition: Edition, names: Names) -> dict[str, Any]:
    title, language = labelled(edition.kind, edition.document)
    return {
        "reference": edition.reference,
        "title": title,
        "language": language,
        "earliest": edition.earliest,
        "latest": edition.latest,
        "edition": edition.number,
        "published": edition.published,
        "url": visit.address(path_of(edition)),
        "document": readable(edition.document, names),
    }


def _printing(visit: Visit, edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "reference": edition.reference,
        "published": edition.published,
        "superseded": edition.superseded,
        "note": edition.public_note,
        "is_correction": edition.is_correction,
        "digest": edition.digest,
        "url": visit.address(f"{path_of(edition)}history/{edition.number}/"),
    }
