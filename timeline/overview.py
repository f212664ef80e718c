"""The overview of a timeline: how many events each year holds, and a lane for each case.

Everything is counted by the database; what is drawn is bounded, however many events there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q

from timeline.axis import Axis, axis_of
from timeline.entries import Named, named, titled
from timeline.filters import FAMILIES
from timeline.models import Edition, EditionLink, EditionQuerySet, Kind

MOST_SHAPES = 6
MOST_LANES = 12
MOST_SPANS = 60
MOST_STACKED = 4
# A span longer than this keeps no years on the axis but its first and last.
LONGEST_DRAWN_WHOLE = 60
ENDED = frozenset(("decided", "struck-out", "closed"))


@dataclass(frozen=True, slots=True)
class Column:
    """The events of one year: how many by family, and how many are dated to a month or better."""

    year: int
    families: dict[str, int]
    fine: int

    @property
    def count(self) -> int:
        """All events of the year."""
        return sum(self.families.values())


@dataclass(frozen=True, slots=True)
class Point:
    """Events of one lane in one year: their middle day, and their families in order."""

    day: date
    year: int
    families: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """An event over more than one year; None is a side that is open or unknown."""

    first: date | None
    last: date | None
    family: str
    is_whole: bool
    label: str
    path: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One case or agreement, or the longer spans of one family."""

    kind: str
    label: str
    language: str
    path: str
    points: tuple[Point, ...]
    bars: tuple[Bar, ...]
    count: int
    is_open: bool

    @property
    def first(self) -> date | None:
        """The first day of anything in the lane."""
        days = [one.day for one in self.points] + [one.first for one in self.bars if one.first]
        return min(days, default=None)

    @property
    def last(self) -> date | None:
        """The last day of anything in the lane."""
        days = [one.day for one in self.points] + [one.last for one in self.bars if one.last]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the overview draws. `axis` is None where no event has a date that can be drawn."""

    axis: Axis | None
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    hidden: dict[str, int]
    dated: int
    total: int

    @property
    def is_dense(self) -> bool:
        """Whether years hold too much for a shape each, so that bars are drawn."""
        return any(column.count > MOST_SHAPES for column in self.columns)

    @property
    def most(self) -> int:
        """The events of the fullest year."""
        return max((column.count for column in self.columns), default=0)


def overview(events: EditionQuerySet, moment: datetime | None = None) -> Overview:
    """The overview of `events` as they stand at `moment`. Eight queries for any number."""
    families = _families(events.db, moment)
    columns = _columns(events, families)
    bars, not_drawn = _bars(events, families)
    lanes, hidden = _lanes(events, families, moment)
    hidden |= {"span": not_drawn} if not_drawn else {}
    spans = [_span_lane(family, bars[family]) for family in FAMILIES if bars[family]]
    shown = [bar for group in bars.values() for bar in group]
    years = {column.year for column in columns} | set(_years(shown))
    return Overview(
        axis=axis_of(years) if years else None,
        columns=columns,
        lanes=(*lanes, *spans),
        hidden=hidden,
        dated=sum(column.count for column in columns),
        total=events.count(),
    )


def one_lane(events: EditionQuerySet, record: Edition, moment: datetime | None) -> Overview:
    """The overview of a single case or agreement: its lane alone."""
    families = _families(events.db, moment)
    points = _points(events, record.kind, [str(record.record)], families)
    bars = [bar for group in _bars(events, families)[0].values() for bar in group]
    lane = _lane(named(record), points[str(record.record)], tuple(bars))
    years = {point.year for point in lane.points} | set(_years(bars))
    axis = axis_of(years) if years else None
    return Overview(axis, (), (lane,), {}, lane.count, lane.count)


def _families(using: str, moment: datetime | None) -> dict[str, str]:
    """The family of each kind of event, by the kind's id."""
    kinds = Edition.objects.using(using).standing(moment).of(Kind.EVENT_KIND)
    return {str(one.record): one.document.get("family", "") for one in kinds}


def _columns(events: EditionQuerySet, families: dict[str, str]) -> tuple[Column, ...]:
    links = EditionLink.objects.using(events.db).filter(
        role="kind", edition__in=events.filter(year__isnull=False).values("pk")
    )
    rows = links.values_list("edition__year", "target").annotate(
        number=Count("pk"), fine=Count("pk", filter=Q(edition__is_fine=True))
    )
    by_year: dict[int, Counter[str]] = defaultdict(Counter)
    fine: Counter[int] = Counter()
    for year, kind, number, exact in rows:
        by_year[year][families.get(str(kind), "")] += number
        fine[year] += exact
    return tuple(Column(year, _in_order(by_year[year]), fine[year]) for year in sorted(by_year))


def _in_order(families: Counter[str]) -> dict[str, int]:
    return {name: families[name] for name in (*FAMILIES, "") if families[name]}


def _bars(events: EditionQuerySet, families: dict[str, str]) -> tuple[dict[str, list[Bar]], int]:
    """The events over more than one year, by family, and how many of them are not drawn.

    Of more than MOST_SPANS, as many are drawn, spread evenly over all.
    """
    spans = events.filter(year__isnull=True).exclude(earliest__isnull=True, latest__isnull=True)
    everything = list(spans.in_order().values_list("pk", flat=True))
    drawn = everything[:: -(-len(everything) // MOST_SPANS) or 1]
    found: dict[str, list[Bar]] = defaultdict(list)
    for edition in spans.filter(pk__in=drawn).in_order():
        family = families.get(edition.document.get("kind", ""), "")
        found[family].append(_bar(edition, family))
    return found, len(everything) - len(drawn)


def _bar(edition: Edition, family: str) -> Bar:
    """An extent is solid; of one that goes on, its first year, for no more is recorded."""
    is_extent = "/" in edition.document.get("date", "")
    first, last = edition.earliest, edition.latest
    goes_on = is_extent and first is not None and last is None
    return Bar(
        first,
        first.replace(month=12, day=31) if goes_on and first else last,
        family,
        is_extent and first is not None,
        titled(edition.document, "title")[0],
        f"events/{edition.reference}/",
        goes_on,
    )


def _lanes(
    events: EditionQuerySet, families: dict[str, str], moment: datetime | None
) -> tuple[list[Lane], dict[str, int]]:
    """The lanes of the cases and agreements with most events, and how many others there are."""
    lanes: list[Lane] = []
    hidden = {}
    for kind in (Kind.CASE, Kind.AGREEMENT):
        records = Edition.objects.using(events.db).standing(moment).of(kind)
        links = EditionLink.objects.using(events.db).filter(
            role=kind, edition__in=events.values("pk")
        )
        counted = (
            links.filter(target__in=records.values("record"))
            .values_list("target")
            .annotate(number=Count("pk"))
            .order_by("-number", "target")
        )
        targets = [target for target, _ in counted[:MOST_LANES]]
        points = _points(events, kind, targets, families)
        drawn = [
            _lane(named(record), points[str(record.record)], ())
            for record in records.filter(record__in=targets)
        ]
        lanes += sorted(drawn, key=lambda lane: (lane.first or date.max, lane.label))
        if len(targets) == MOST_LANES and (more := counted.count() - MOST_LANES) > 0:
            hidden[str(kind)] = more
    return lanes, hidden


def _points(
    events: EditionQuerySet, role: str, targets: Iterable[object], families: dict[str, str]
) -> dict[str, list[Point]]:
    """The points of each lane: the events that link to its record, year by year."""
    links = EditionLink.objects.using(events.db).filter(
        role=role,
        target__in=list(targets),
        edition__in=events.filter(year__isnull=False).values("pk"),
    )
    kinds = Q(edition__links__role="kind")
    rows = links.filter(kinds).values_list("target", "edition__year", "edition__links__target")
    counted = rows.annotate(
        number=Count("pk"), first=Min("edition__earliest"), last=Max("edition__latest")
    )
    years: dict[tuple[str, int], list[tuple[str, int, date, date]]] = defaultdict(list)
    for target, year, kind, number, first, last in counted:
        years[str(target), year].append((families.get(str(kind), ""), number, first, last))
    found: dict[str, list[Point]] = defaultdict(list)
    for (target, year), parts in sorted(years.items()):
        found[target].append(_point(year, parts))
    return found


def _point(year: int, parts: list[tuple[str, int, date, date]]) -> Point:
    counts: Counter[str] = Counter()
    for family, number, _, _ in parts:
        counts[family] += number
    shapes = [name for name, number in _in_order(counts).items() for _ in range(number)]
    first, last = min(part[2] for part in parts), max(part[3] for part in parts)
    middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    return Point(middle, year, tuple(shapes[:MOST_STACKED]), len(shapes))


def _lane(record: Named, points: list[Point], bars: tuple[Bar, ...]) -> Lane:
    document = record.document
    is_open = (
        not any(row["status"] in ENDED for row in document.get("statuses", []))
        if record.kind == Kind.CASE
        else not document.get("terminated")
    )
    return Lane(
        kind=record.kind,
        label=record.label,
        language=titled(document, "title")[1],
        path=record.path,
        points=tuple(points),
        bars=bars,
        count=sum(point.count for point in points) + len(bars),
        is_open=is_open,
    )


def _span_lane(family: str, bars: list[Bar]) -> Lane:
    return Lane("span", family, "en", "", (), tuple(bars), len(bars), is_open=False)


def _years(bars: Iterable[Bar]) -> Iterable[int]:
    for bar in bars:
        sides = [side.year for side in (bar.first, bar.last) if side]
        if len(sides) == 2 and sides[1] - sides[0] <= LONGEST_DRAWN_WHOLE:
            yield from range(sides[0], sides[1] + 1)
        else:
            yield from sides
