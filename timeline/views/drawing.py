"""What the pages draw, as numbers that an SVG takes: strips, shapes, bars. No style, no script."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from timeline.dates.strip import Cell, Strip
from timeline.overview import Bar, Lane

STRIP_WIDTH = 72
TRACKS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of equal cells of a strip, in pixels."""

    x: float
    width: float
    is_solid: bool


@dataclass(frozen=True, slots=True)
class StripDrawing:
    """A strip as the template draws it: one path of ticks and as few shapes as can be."""

    ticks: str
    stretches: tuple[Stretch, ...]
    stops: tuple[float, ...]
    fade_from: float | None
    fade_to: float | None


def strip_drawing(strip: Strip) -> StripDrawing:
    """The drawing of a date's strip, 72 by 8 pixels."""
    unit = STRIP_WIDTH / len(strip.cells)
    ticks = "".join(f"M{number(0.5 + index * unit)} 10v2" for index in range(len(strip.cells) + 1))
    stops = [0.5] * strip.stop_start + [STRIP_WIDTH + 0.5] * strip.stop_end
    return StripDrawing(
        ticks,
        tuple(_stretches(strip, unit)),
        tuple(stops),
        STRIP_WIDTH + 0.5 if strip.fades_end else None,
        0.5 if strip.fades_start else None,
    )


def _stretches(strip: Strip, unit: float) -> Iterator[Stretch]:
    place = 0
    for cell, group in groupby(strip.cells):
        length = len(list(group))
        if cell is not Cell.EMPTY:
            yield Stretch(0.5 + place * unit, length * unit, cell is Cell.SOLID)
        place += length


def tracks(lane: Lane) -> list[tuple[int, Bar]]:
    """The bars of a lane, each with the number of a track in which it hides none before it."""
    ends: list[int] = []
    placed = []
    for bar in lane.bars:
        first = bar.first.toordinal() if bar.first else 0
        last = bar.last.toordinal() if bar.last else 10**7
        track = next((index for index, end in enumerate(ends) if end < first), len(ends))
        track = min(track, TRACKS - 1)
        ends[track : track + 1] = [max(last, ends[track]) if track < len(ends) else last]
        placed.append((track, bar))
    return placed


def number(value: float) -> str:
    """A number for SVG: two decimals at most, and no zero that says nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
