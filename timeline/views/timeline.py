"""The timeline itself: every published event in order, filtered and paged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse

from timeline.changelog import acts
from timeline.dates import parse
from timeline.entries import FOLDERS, Entry, entries
from timeline.facets import Group, facet_groups
from timeline.filters import BadParameter, Filters, filters_from
from timeline.models import Edition, EditionQuerySet, Kind
from timeline.overview import overview
from timeline.paging import cursor_from, page_of
from timeline.views.visit import Visit, visitor

LONG_GAP = 15
MOST_LOOSENED = 6
EXAMPLES = [
    (parse(text), family, what, words)
    for text, family, what, words in (
        (
            "2014-21",
            "agreement",
            "Filled cells",
            "The months it happened in, where they are known.",
        ),
        (
            "2014",
            "agreement",
            "Striped cells",
            "It happened somewhere in this span, no more is known.",
        ),
        ("2004/2014", "figure", "Every cell filled", "It lasted, or was counted, throughout."),
        ("[..2019]", "agreement", "A stop at an end", "It happened before or after this limit."),
    )
]


@dataclass(frozen=True)
class Chip:
    """One active filter, what is left without it, and the address of that."""

    label: str
    href: str
    without: Filters


@dataclass(frozen=True)
class Year:
    """The events of one year, or of one vaguer date."""

    heading: str
    entries: list[Entry]
    anchor: str


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
    active = chips(visit, filters, groups)
    shown = decades(rows)
    return visit.page(
        "timeline.html",
        filters=filters,
        decades=shown,
        found=totals["count"],
        whole=whole,
        last=next(iter(acts(visit.using, visit.moment, size=1)), None),
        groups=groups,
        chips=active,
        loosened=[] if totals["count"] else loosened(events, active, visit.moment),
        o=overview(found, visit.moment),
        year_link=year_linker(visit, filters, shown),
        examples=EXAMPLES,
        earlier=visit.link("", filters.query(before=page.before)) if page.before else "",
        later=visit.link("", filters.query(after=page.after)) if page.after else "",
    )


def checked_filters(visit: Visit) -> Filters:
    """The query's filters, with every reference known, now or then. Raises BadParameter.

    A kind that nothing published mentions is as unknown as one that nobody thought of. Of what is
    published now but was not yet on the day that is read there was nothing to find, which is an
    answer and no mistake.
    """
    filters = filters_from(visit.request.GET)
    kinds = {
        "kind": Kind.EVENT_KIND,
        "case": Kind.CASE,
        "agreement": Kind.AGREEMENT,
        "source": Kind.SOURCE,
    }
    for name, kind in kinds.items():
        for reference in filters.group(name):
            if not any(
                _is_known(kind, reference, visit.using, moment) for moment in (visit.moment, None)
            ):
                raise BadParameter(
                    f"“{name}” was “{reference}”. The record has nothing by that name.", name
                )
    return filters


def _is_known(kind: Kind, reference: str, using: str, moment: datetime | None) -> bool:
    editions = Edition.objects.using(using).standing(moment).of(kind).filter(reference=reference)
    known = editions if kind in FOLDERS else editions.mentioned(moment)
    return bool(known.exists())


def year_linker(visit: Visit, filters: Filters, shown: list[Decade]) -> Callable[[int], str]:
    """Where a year of the overview leads: down this page, or to the year's own events."""
    here = {year.anchor for decade in shown for year in decade.years}

    def link(year: int) -> str:
        if str(year) in here:
            return f"#y{year}"
        one_year = replace(filters, typed_from=str(year), typed_to=str(year))
        return visit.link("", one_year.query())

    return link


def loosened(
    events: EditionQuerySet, active: list[Chip], moment: datetime | None
) -> list[dict[str, object]]:
    """For each filter how many events there are without it; those with any."""
    counts = [
        (chip, events.matching(chip.without, moment).count()) for chip in active[:MOST_LOOSENED]
    ]
    return [
        {"label": chip.label, "href": chip.href, "count": count} for chip, count in counts if count
    ]


def chips(visit: Visit, filters: Filters, groups: Iterable[Group]) -> list[Chip]:
    """A chip for each active filter."""

    def chip(label: str, without: Filters) -> Chip:
        return Chip(label, visit.link("", without.query()), without)

    found = [chip(f"“{filters.words}”", filters.without_words())] if filters.words else []
    found += [
        chip(f"{group.heading}: {choice.label}", filters.without(group.name, choice.value))
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
        found.append(chip(words.capitalize(), filters.without_period()))
    return found


def decades(rows: list[Entry]) -> list[Decade]:
    """Events under the headings of their decades and years, in the order they came in."""
    found: list[Decade] = []
    last_year = 0
    for first, in_decade in groupby(rows, key=lambda row: row.year // 10 * 10):
        events = list(in_decade)
        years = [
            _year(heading, list(group)) for heading, group in groupby(events, key=_year_heading)
        ]
        gap = events[0].year - last_year - 1 if last_year else 0
        found.append(Decade(first, years, len(events), gap if gap > LONG_GAP else 0))
        last_year = max(_last_year(row.latest or row.earliest) for row in events)
    return found


def _year(heading: str, rows: list[Entry]) -> Year:
    is_year = heading.isdigit() and heading == str(rows[0].year)
    return Year(heading, rows, heading if is_year else "")


def _year_heading(row: Entry) -> str:
    """The year, or the date's own words where it spans more than one."""
    if row.earliest and row.latest and row.earliest.year == row.latest.year:
        return str(row.earliest.year)
    if row.date and row.date.precision == "season":
        return str(row.year)
    return row.date_text


def _last_year(day: date | None) -> int:
    return day.year if day else 0
