"""The date strip: a short row of cells that shows which part of a period is known.

A solid cell says "in this part, or throughout"; a striped one "somewhere within".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from timeline.dates.parts import Part, Precision

MOST_CELLS = 24
OPEN_CELLS = 6


class Cell(StrEnum):
    """What is said of one unit of time."""

    EMPTY = "empty"
    STRIPED = "striped"
    SOLID = "solid"


@dataclass(frozen=True, slots=True)
class Strip:
    """Cells of one unit each, from `first` (a year) on.

    `unit` is "month", "year", "decade" or "century". An end stop marks a limit that the date lies
    before or after; a fading end one that nobody recorded.
    """

    cells: tuple[Cell, ...]
    unit: str
    first: int
    stop_start: bool = False
    stop_end: bool = False
    fades_start: bool = False
    fades_end: bool = False


def strip_of_part(part: Part) -> Strip:
    """The strip of a simple date."""
    fill = Cell.STRIPED if part.approximate or part.uncertain else Cell.SOLID
    if part.precision in (Precision.DAY, Precision.MONTH, Precision.SEASON):
        return _months([(part.earliest, part.latest)], fill)
    if part.precision is Precision.YEAR:
        return Strip((Cell.STRIPED,) * 12, "month", part.year)
    if part.precision is Precision.DECADE:
        return Strip((Cell.STRIPED,) * 10, "year", part.year)
    return Strip((Cell.STRIPED,) * 10, "decade", part.year)


def strip_of_spans(spans: Iterable[tuple[date | None, date | None]], fill: Cell) -> Strip:
    """The strip of several spans of days; None is a side without a limit."""
    spans = list(spans)
    if any(None in span for span in spans):
        return _one_sided(spans, fill)
    closed = [(first, last) for first, last in spans if first and last]
    years = max(last.year for _, last in closed) - min(first.year for first, _ in closed) + 1
    return _months(closed, fill) if years <= 2 and fill is Cell.STRIPED else _years(closed, fill)


def _one_sided(spans: list[tuple[date | None, date | None]], fill: Cell) -> Strip:
    open_start = any(first is None for first, _ in spans)
    open_end = any(last is None for _, last in spans)
    days = [day for span in spans for day in span if day is not None]
    within = fill is Cell.STRIPED
    first = max(days).year - OPEN_CELLS + 1 if open_start else min(days).year
    cells = [fill if within else Cell.EMPTY] * OPEN_CELLS
    # Of an extent only the end that is known is filled: how far it reaches nobody recorded.
    if open_end:
        cells[0] = fill
    if open_start:
        cells[-1] = fill
    return Strip(
        tuple(cells),
        "year",
        max(first, 1),
        stop_start=within and open_end and not open_start,
        stop_end=within and open_start and not open_end,
        fades_start=open_start and not within,
        fades_end=open_end and not within,
    )


def _months(spans: list[tuple[date, date]], fill: Cell) -> Strip:
    first = min(start.year for start, _ in spans)
    count = 12 * (max(end.year for _, end in spans) - first + 1)
    filled = {
        index
        for start, end in spans
        for index in range(_month_index(start, first), _month_index(end, first) + 1)
    }
    cells = tuple(fill if index in filled else Cell.EMPTY for index in range(count))
    return Strip(cells, "month", first)


def _years(spans: list[tuple[date, date]], fill: Cell) -> Strip:
    first, last = min(start.year for start, _ in spans), max(end.year for _, end in spans)
    unit, size = next(
        (name, years)
        for name, years in (("year", 1), ("decade", 10), ("century", 100), ("millennium", 1000))
        if last // years - first // years < MOST_CELLS
    )
    base = first // size
    filled = {
        index
        for start, end in spans
        for index in range(start.year // size - base, end.year // size - base + 1)
    }
    cells = tuple(
        fill if index in filled else Cell.EMPTY for index in range(last // size - base + 1)
    )
    return Strip(cells, unit, max(base * size, 1))


def _month_index(day: date, first_year: int) -> int:
    return (day.year - first_year) * 12 + day.month - 1
