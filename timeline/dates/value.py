"""A date as its source knows it, as one value with the questions that the site asks of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from timeline.dates.parts import Part, Precision, Span
from timeline.dates.strip import Cell, Strip, strip_of_part, strip_of_spans
from timeline.dates.wording import speaker

FAR = date.max.toordinal()
MOST_SEQUENCE = 999_999


class Sense(StrEnum):
    """Whether something happened somewhere within the bounds, or all through them."""

    WITHIN = "within"
    THROUGHOUT = "throughout"


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """An EDTF value (ISO 8601-2:2019, level 0 and 1, and "one of a set" of level 2).

    Made by `timeline.dates.parse`. Two are equal when their notation is. `earliest` and `latest`
    are the first and last day it can mean; None where that side is open or unknown. `members` are
    what it is made of: one Part, one Span, or the Parts and Spans of a set.
    """

    text: str
    earliest: date | None = field(compare=False)
    latest: date | None = field(compare=False)
    precision: Precision = field(compare=False)
    members: tuple[Part | Span, ...] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def sense(self) -> Sense:
        """Throughout for an interval, within for everything else."""
        return Sense.THROUGHOUT if self.precision is Precision.INTERVAL else Sense.WITHIN

    @property
    def approximate(self) -> bool:
        """Whether any part is marked approximate."""
        return any(part.approximate for part in self._parts())

    @property
    def uncertain(self) -> bool:
        """Whether any part is marked uncertain."""
        return any(part.uncertain for part in self._parts())

    @property
    def html_datetime(self) -> str:
        """The value for HTML's `<time datetime>`: an unqualified year, month or day, else ""."""
        plain = self.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
        return self.text[:10].replace("-XX", "") if plain and not self._is_qualified else ""

    def order_key(self, sequence: int = 0, identifier: str = "") -> str:
        """An ascending text key for the order of the timeline.

        Earliest day (the latest where the start is open), then the latest descending, so that a
        coarse date stands before a fine one; then `sequence` (0 to 999,999, else ValueError) and
        `identifier` (lower-case hexadecimal). Digits of fixed width, which every database
        collation sorts alike.
        """
        if not 0 <= sequence <= MOST_SEQUENCE:
            raise ValueError(f"A sequence goes from 0 to {MOST_SEQUENCE:,}.")
        latest = self.latest.toordinal() if self.latest else FAR
        first = self.earliest.toordinal() if self.earliest else latest
        return f"{first:07d}{FAR - latest:07d}{sequence:06d}{identifier}"

    def overlaps(self, start: date | None, end: date | None) -> bool:
        """Whether it can have touched the days from `start` to `end`; None is no limit."""
        begins_in_time = end is None or self.earliest is None or self.earliest <= end
        ends_in_time = start is None or self.latest is None or self.latest >= start
        return begins_in_time and ends_in_time

    def lies_within(self, other: "EdtfDate") -> bool:
        """Whether every day that it may mean is a day that `other` may mean."""
        begins = other.earliest is None or (
            self.earliest is not None and self.earliest >= other.earliest
        )
        ends = other.latest is None or (self.latest is not None and self.latest <= other.latest)
        return begins and ends

    def agrees_with(self, other: "EdtfDate") -> bool:
        """Whether one of the two lies within the other, so that neither contradicts the other."""
        return self.lies_within(other) or other.lies_within(self)

    def strip(self) -> Strip:
        """The cells of its strip."""
        if len(self.members) == 1 and isinstance(self.members[0], Part):
            return strip_of_part(self.members[0])
        fill = Cell.SOLID if self.sense is Sense.THROUGHOUT else Cell.STRIPED
        if self.approximate or self.uncertain:
            fill = Cell.STRIPED
        return strip_of_spans([(one.earliest, one.latest) for one in self.members], fill)

    def wording(self, language: str = "en") -> str:
        """The date in words. Raises ValueError for a language that is not spoken here."""
        return speaker(language).wording(self.precision, self.members)

    def note(self, language: str = "en") -> str:
        """Its precision in words. Raises ValueError for a language that is not spoken here."""
        return speaker(language).note(self.precision, self.members)

    @property
    def _is_qualified(self) -> bool:
        return self.approximate or self.uncertain

    def _parts(self) -> list[Part]:
        sides = [
            side
            for one in self.members
            for side in ((one.start, one.end) if isinstance(one, Span) else (one,))
        ]
        return [side for side in sides if isinstance(side, Part)]
