"""The lists: every case, agreement, source or figure."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse

from timeline.charts import chart_of, waffle_of
from timeline.dossier import current_status
from timeline.entries import (
    KINDS_BY_FOLDER,
    Fields,
    Names,
    labelled,
    names_for,
    titled,
)
from timeline.filters import BadParameter
from timeline.models import Edition, EditionQuerySet, Kind
from timeline.resting import without_absent
from timeline.views.environment import when
from timeline.views.records import path_of
from timeline.views.visit import Visit, visitor

PAGE = 100
HEADINGS = {
    Kind.CASE: ("Cases", "What happened to people before authorities and courts."),
    Kind.AGREEMENT: ("Agreements", "What States agreed with each other, and where it stands."),
    Kind.SOURCE: ("Sources", "What this record rests on."),
    Kind.FIGURE: ("Figures", "What was counted, by whom, and out of how many."),
}


@visitor
def record_list(visit: Visit, folder: str) -> HttpResponse:
    """`/cases/` and its like: every record of one kind, in the order of their dates."""
    kind = KINDS_BY_FOLDER[folder]
    editions = visit.editions().of(kind).order_by("order_key", "reference")
    further = ""
    if kind == Kind.FIGURE:
        rows = list(editions)
    else:
        rows, further = page_after(editions, visit.request.GET.get("after", ""))
    names = names_for(rows, visit.using, visit.moment)
    if kind == Kind.FIGURE:
        rows = side_by_side(rows, names)
    heading, lede = HEADINGS[kind]
    return visit.page(
        "figures.html" if kind == Kind.FIGURE else "list.html",
        heading=heading,
        lede=lede,
        section=f"{folder}/",
        rows=[summary_of(row, names) for row in rows],
        further=visit.link(f"{folder}/", urlencode({"after": further})) if further else "",
        first=visit.link(f"{folder}/") if visit.request.GET.get("after") else "",
    )


def page_after(editions: EditionQuerySet, reference: str) -> tuple[list[Edition], str]:
    """A page of a list behind the record `reference` ("" begins), and whose page is next, if any.

    `editions` are in the order of order key and reference. Raises BadParameter for a reference
    that is not in the list.
    """
    if reference:
        last = editions.filter(reference=reference[:80].replace("\0", "")).first()
        if last is None:
            raise BadParameter(
                f"“after” was “{reference[:80]}”. This list has nothing by that name."
            )
        editions = editions.filter(
            Q(order_key__gt=last.order_key)
            | Q(order_key=last.order_key, reference__gt=last.reference)
        )
    rows = list(editions[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].reference if len(rows) > PAGE else ""


def side_by_side(figures: list[Edition], names: Names) -> list[Edition]:
    """Figures with a whole first, each followed by those that count something alike."""

    def place(one: Edition) -> tuple[bool, str]:
        return not waffle_of(without_absent(one.document, names)), one.reference

    found: dict[str, Edition] = {}
    for figure in sorted(figures, key=place):
        alike = [
            one for one in figures if str(figure.record) in one.document.get("compare_with", [])
        ]
        found |= {str(one.record): one for one in (figure, *alike) if str(one.record) not in found}
    return list(found.values())


def summary_of(edition: Edition, names: Names) -> dict[str, Any]:
    """What a list says of a record."""
    document = Fields(without_absent(edition.document, names))
    title, language = labelled(edition.kind, edition.document)
    summary, summary_language = titled(document, "summary")
    dates = [document.get(name) for name in ("signed", "drafted", "published")]
    return {
        "title": title,
        "language": language,
        "path": path_of(edition),
        "reference": edition.reference,
        "summary": summary,
        "summary_language": summary_language,
        "date": when(next((text for text in dates if text), None)),
        "document": document,
        "kind": names.get(document.get("kind", "")),
        "status": current_status(document),
        "chart": chart_of(document) if edition.kind == Kind.FIGURE else None,
        "names": names,
        "number": edition.number,
    }
