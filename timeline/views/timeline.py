"""The timeline itself: every published event in order, filtered and paged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse

from timeline.entries import Entry, entries
from timeline.facets import Group, facet_groups
from timeline.filters import BadParameter, Filters, filters_from
from timeline.models import Kind
from timeline.paging import cursor_from, page_of
from timeline.views.visit import Visit, visitor

LONG_GAP = 15


@dataclass(frozen=True)
class Chip:
    """One active filter, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True)
class Year:
    """The events of one year, or of one vaguer date."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True)
class Decade:
    """The years of one decade, and how many years before it hold nothing."""

    first: int
    years: list[Year]
    count: int
    gap: int


@visitor
def timeline(visit: Visit) -> HttpResponse:
    """`/`: the events that match the query, 50 a page."""
    filters = checked_filters(visit)
    cursor = cursor_from(visit.request.GET)
    events = visit.editions().of(Kind.EVENT)
    found = events.matching(filters, visit.moment)
    page = page_of(found, cursor)
    totals = found.aggregate(count=Count("pk"))
    whole = visit.editions().aggregate(
        events=Count("pk", filter=Q(kind=Kind.EVENT)),
        cases=Count("pk", filter=Q(kind=Kind.CASE)),
        agreements=Count("pk", filter=Q(kind=Kind.AGREEMENT)),
        first=Min("earliest", filter=Q(kind=Kind.EVENT)),
        last=Max("latest", filter=Q(kind=Kind.EVENT)),
    )
    rows = entries(page.rows, visit.using, visit.moment)
    groups = facet_groups(filters, visit.using, visit.moment)
    return visit.page(
        "timeline.html",
        filters=filters,
        decades=decades(rows),
        found=totals["count"],
        whole=whole,
        head=visit.head(),
        groups=groups,
        chips=chips(visit, filters, groups),
        earlier=visit.link("", filters.query(before=page.before)) if page.before else "",
        later=visit.link("", filters.query(after=page.after)) if page.after else "",
    )


def checked_filters(visit: Visit) -> Filters:
    """The query's filters, with every reference known. Raises BadParameter."""
    filters = filters_from(visit.request.GET)
    kinds = {"kind": Kind.EVENT_KIND, "case": Kind.CASE, "agreement": Kind.AGREEMENT}
    for name, kind in kinds.items():
        for reference in filters.group(name):
            if not visit.editions().of(kind).filter(reference=reference).exists():
                raise BadParameter(
                    f"“{name}” was “{reference}”. The record has nothing by that name."
                )
    return filters


def chips(visit: Visit, filters: Filters, groups: Iterable[Group]) -> list[Chip]:
    """A chip for each active filter."""
    found = [
        Chip(
            f"{group.heading}: {choice.label}",
            visit.link("", filters.without(group.name, choice.value).query()),
        )
        for group in groups
        for choice in group.choices
        if choice.active
    ]
    if filters.first or filters.last:
        words = " ".join(
            part
            for part in (
                f"from {filters.typed_from}" if filters.typed_from else "",
                f"to {filters.typed_to}" if filters.typed_to else "",
            )
            if part
        )
        found.append(Chip(words.capitalize(), visit.link("", filters.without_period().query())))
    return found


def decades(rows: list[Entry]) -> list[Decade]:
    """Events under the headings of their decades and years, in the order they came in."""
    found: list[Decade] = []
    last_year = 0
    for first, in_decade in groupby(rows, key=lambda row: row.year // 10 * 10):
        events = list(in_decade)
        years = [
            Year(heading, list(group)) for heading, group in groupby(events, key=_year_heading)
        ]
        gap = events[0].year - last_year - 1 if last_year else 0
        found.append(Decade(first, years, len(events), gap if gap > LONG_GAP else 0))
        last_year = max(_last_year(row.latest or row.earliest) for row in events)
    return found


def _year_heading(row: Entry) -> str:
    """The year, or the date's own words where it spans more than one."""
    if row.earliest and row.latest and row.earliest.year == row.latest.year:
        return str(row.earliest.year)
    if row.date and row.date.precision == "season":
        return str(row.year)
    return row.date_text


def _last_year(day: date | None) -> int:
    return day.year if day else 0
