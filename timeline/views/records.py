"""The page of one record, as its edition at a moment has it."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from timeline.addresses import numbered_edition, standing_edition
from timeline.charts import chart_of
from timeline.citing import Reference, reference_to
from timeline.claims import cited, rivals
from timeline.dossier import case_pages, current_status, neighbours, outcomes
from timeline.entries import (
    FOLDERS,
    KINDS_BY_FOLDER,
    Fields,
    Named,
    Names,
    entries,
    entry,
    labelled,
    mentions,
    names_for,
    titled,
)
from timeline.linkeddata import linked_data
from timeline.models import Edition, Kind
from timeline.overview import one_lane
from timeline.prose import plain
from timeline.resting import without_absent
from timeline.views.environment import when
from timeline.views.visit import Visit, visitor

MOST_EVENTS = 100
HAVE_EVENTS = (Kind.CASE, Kind.AGREEMENT, Kind.SOURCE, Kind.FIGURE)
HAVE_A_LANE = (Kind.CASE, Kind.AGREEMENT)


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


@visitor
def cite(visit: Visit, folder: str, reference: str, number: int, form: str) -> HttpResponse:
    """`history/<n>/cite.<form>`: the citation of an edition as text, BibTeX or CSL-JSON."""
    edition = numbered_edition(KINDS_BY_FOLDER[folder], reference, number, visit.using)
    made = citation_of(visit, edition)
    body, content_type = {
        "txt": (made.text + "\n", "text/plain"),
        "bib": (made.bibtex, "application/x-bibtex"),
        "json": (
            json.dumps(made.csl, ensure_ascii=False),
            "application/vnd.citationstyles.csl+json",
        ),
    }[form]
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{reference}-{number}.{form}"'
    return response


@visitor
def record_linked_data(visit: Visit, folder: str, reference: str) -> HttpResponse:
    """`/cases/<reference>.jsonld` and its like: the record in the words of schema.org."""
    edition = standing_edition(KINDS_BY_FOLDER[folder], reference, visit.using, visit.moment)
    return HttpResponse(
        json.dumps(linked_data_of(visit, edition), ensure_ascii=False),
        content_type="application/ld+json",
    )


def edition_page(
    visit: Visit, edition: Edition, moment: datetime | None, permalink: bool = False
) -> HttpResponse:
    """Any edition as a page; names of other records are those that stood at `moment`."""
    kind = Kind(edition.kind)
    names = names_for([edition], visit.using, moment)
    document = Fields(without_absent(edition.document, names))
    title, language = labelled(kind, edition.document)
    summary, summary_language = titled(edition.document, "summary")
    citations = cited(document.get("citations", []), names)
    values: dict[str, Any] = {
        "edition": edition,
        "document": document,
        "names": names,
        "title": title,
        "language": language,
        "summary": summary,
        "summary_language": summary_language,
        "description": plain(summary) or f"{kind.label}: {title}",
        "path": path_of(edition),
        "section": f"{FOLDERS[kind]}/",
        "permalink": permalink,
        "citations": citations,
        "rivals": rivals(edition.document, citations, names),
        "citation": citation_of(visit, edition),
        "linked_data": linked_data_of(visit, edition),
        "when": when,
        **_own_values(visit, edition, names, moment),
    }
    return visit.page(f"{kind}.html", **values)


def path_of(edition: Edition) -> str:
    """The address of a record below the site's root."""
    return f"{FOLDERS[Kind(edition.kind)]}/{edition.reference}/"


def citation_of(visit: Visit, edition: Edition) -> Reference:
    """How to cite this edition, retrieved today (UTC)."""
    title, language = labelled(edition.kind, edition.document)
    return reference_to(
        edition,
        title,
        language,
        site=settings.SITE_NAME,
        address=visit.address(f"{path_of(edition)}history/{edition.number}/"),
        today=datetime.now(UTC).date(),
    )


def linked_data_of(visit: Visit, edition: Edition) -> dict[str, Any]:
    """The record in the words of schema.org."""
    return linked_data(
        edition,
        labelled(edition.kind, edition.document)[0],
        address=visit.address(path_of(edition)),
        permalink=visit.address(f"{path_of(edition)}history/{edition.number}/"),
        site=settings.SITE_NAME,
    )


def _own_values(
    visit: Visit, edition: Edition, names: Names, moment: datetime | None
) -> dict[str, Any]:
    """What the page of this kind of record has beyond the others."""
    kind = Kind(edition.kind)
    values: dict[str, Any] = {}
    if kind == Kind.EVENT:
        row = entry(edition, names)
        values = {"entry": row, "neighbours": neighbours(edition, row, visit.using, moment)}
    elif kind in HAVE_EVENTS:
        events = Edition.objects.using(visit.using).standing(moment).of(Kind.EVENT)
        found = events.mentioning(kind, edition.record)
        rows = list(found.in_order()[: MOST_EVENTS + 1])
        about = {**names_for(rows[:MOST_EVENTS], visit.using, moment), **names}
        values = {
            "events": [entry(row, about) for row in rows[:MOST_EVENTS]],
            "has_more": len(rows) > MOST_EVENTS,
            "supported": found.count(),
        }
        if kind in HAVE_A_LANE and rows:
            values["o"] = one_lane(found, edition, moment)
        if kind == Kind.CASE:
            values |= {
                "stands": current_status(edition.document),
                "outcomes": outcomes(rows, about),
                **case_pages(edition, values["events"], about),
            }
    if kind == Kind.FIGURE:
        values |= {
            "chart": chart_of(without_absent(edition.document, names)),
            "compared": _compared(visit, edition, names, moment),
        }
    return values


def _compared(
    visit: Visit, edition: Edition, names: Names, moment: datetime | None
) -> list[tuple[Named, Any]]:
    """The figures that count something alike, named on either side, each with its chart."""
    figures = Edition.objects.using(visit.using).standing(moment).of(Kind.FIGURE)
    naming = mentions(figures.mentioning(Kind.FIGURE, edition.record), visit.using, moment)
    named_here = [names[one] for one in edition.document.get("compare_with", []) if one in names]
    found = {one.record: one for one in (*named_here, *naming)}
    return [(one, chart_of(one.document)) for one in found.values()]
