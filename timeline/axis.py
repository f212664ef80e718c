"""The axis of the overview: years to percent of a width, long empty runs of years cut out.

Knows nothing of pages or databases. A percentage fills any width without a script.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONG_GAP = 15
BREAK = 8.0
MOST_BROKEN = 40.0
NARROWEST = 4.0
MOST_TICKS = 9
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of whole years, `first` to `last`, drawn from `left` to `right` percent."""

    first: int
    last: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year that the axis names. A minor one can be left out where there is little room."""

    year: int
    x: float
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Segments in order; between two of them years are cut out."""

    segments: tuple[Segment, ...]

    def x(self, day: date) -> float:
        """Where a day stands, in percent; a day that is cut out stands at the nearest edge."""
        place = day.year + (day.timetuple().tm_yday - 1) / 366
        for segment in self.segments:
            if place < segment.first:
                return segment.left
            if place < segment.last + 1:
                share = (place - segment.first) / (segment.last + 1 - segment.first)
                return segment.left + share * (segment.right - segment.left)
        return self.segments[-1].right

    def column(self, year: int) -> tuple[float, float]:
        """The left edge and the width of a year."""
        left, right = self.x(date(year, 1, 1)), self.x(date(year, 12, 31))
        return left, right - left

    def breaks(self) -> list[float]:
        """Where the marks stand that say: years are left out here."""
        pairs = zip(self.segments, self.segments[1:], strict=False)
        return [(before.right + after.left) / 2 for before, after in pairs]

    def ticks(self) -> list[Tick]:
        """The years to name: round ones, and the year of a segment that has no round one."""
        years = sum(one.last - one.first + 1 for one in self.segments)
        step = next((step for step in STEPS if years / step <= MOST_TICKS), STEPS[-1])
        found = []
        for segment in self.segments:
            first = -(-segment.first // step) * step
            rounds = list(range(first, segment.last + 1, step))
            for year in rounds or [segment.first]:
                is_minor = bool(rounds) and len(rounds) > 2 and year % (2 * step) != 0
                found.append(Tick(year, self.x(date(year, 1, 1)), is_minor))
        return found


def axis_of(years: Iterable[int]) -> Axis:
    """The axis for events in these years. Raises ValueError where there is none."""
    runs = _runs(sorted(set(years)))
    if not runs:
        raise ValueError("An axis needs at least one year.")
    gap = min(BREAK, MOST_BROKEN / max(len(runs) - 1, 1))
    room = 100 - gap * (len(runs) - 1)
    shares = _shares([last - first + 1 for first, last in runs], room)
    segments, left = [], 0.0
    for (first, last), width in zip(runs, shares, strict=True):
        segments.append(Segment(first, last, left, left + width))
        left += width + gap
    return Axis(tuple(segments))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and year - runs[-1][1] - 1 <= LONG_GAP:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _shares(lengths: list[int], room: float) -> list[float]:
    """Widths in proportion to the years, but none narrower than can be seen."""
    least = min(NARROWEST, room / len(lengths))
    spare = room - least * len(lengths)
    total = sum(lengths) - len(lengths) or 1
    if total == 1 and sum(lengths) == len(lengths):
        return [room / len(lengths)] * len(lengths)
    return [least + spare * (length - 1) / total for length in lengths]
