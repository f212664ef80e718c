"""One simple date: a century, decade, year, season, month or day, perhaps approximate."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WINTER = 24
# First month of each season, in the northern half of the world (EDTF level 1, codes 21 to 24).
SEASON_STARTS = {21: 3, 22: 6, 23: 9, WINTER: 12}

_SIMPLE = re.compile(
    r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%])?"
)

_NO_YEAR = re.compile(r"[0-9]{5,}|[yY]-?[0-9]+|-.*")


class Precision(StrEnum):
    """How finely a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Part:
    """A simple date with its first and last day.

    `year` is the first year of a decade or century. `season` is an EDTF code from 21 to 24.
    `blank` is the unit whose digits are written as unspecified (XX): "month", "day" or "".
    """

    precision: Precision
    year: int
    earliest: date
    latest: date
    month: int | None = None
    day: int | None = None
    season: int | None = None
    blank: str = ""
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From one simple date to another. A side is a date, "open" (..) or "unknown"."""

    start: Part | str
    end: Part | str

    @property
    def earliest(self) -> date | None:
        """The first day; None where that side is open or unknown."""
        return self.start.earliest if isinstance(self.start, Part) else None

    @property
    def latest(self) -> date | None:
        """The last day; None where that side is open or unknown."""
        return self.end.latest if isinstance(self.end, Part) else None


def part_from(text: str) -> Part:
    """The simple date that `text` writes. Raises ValueError with the reason in words."""
    match = _SIMPLE.fullmatch(text)
    if match is None:
        raise ValueError(_why_not(text))
    year, month, day, mark = match.groups()
    if year == "XXXX":
        raise ValueError("A date with no known digit says nothing. Leave the date empty instead.")
    approximate, uncertain = mark in ("~", "%"), mark in ("?", "%")
    if "X" in year:
        if month is not None:
            raise ValueError(f"“{text}” gives a month, but not the year it belongs to.")
        return _span_of_years(year, approximate, uncertain)
    number = _year(year)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"“{text}” gives a day, but not the month it belongs to.")
        first, last = date(number, 1, 1), date(number, 12, 31)
        blank = "" if month is None else "month"
        return Part(
            Precision.YEAR,
            number,
            first,
            last,
            blank=blank,
            approximate=approximate,
            uncertain=uncertain,
        )
    if int(month) in SEASON_STARTS:
        if day is not None:
            raise ValueError(f"“{text}” gives a day within a season. Give the month instead.")
        return _season(number, int(month), approximate, uncertain)
    return _month_or_day(number, int(month), day, approximate, uncertain)


def _span_of_years(year: str, approximate: bool, uncertain: bool) -> Part:
    first = int(year.replace("X", "0"))
    if first == 0:
        raise ValueError("Years are counted from 0001.")
    precision = Precision.CENTURY if year.endswith("XX") else Precision.DECADE
    last = first + (99 if precision is Precision.CENTURY else 9)
    return Part(
        precision,
        first,
        date(first, 1, 1),
        date(last, 12, 31),
        approximate=approximate,
        uncertain=uncertain,
    )


def _season(year: int, season: int, approximate: bool, uncertain: bool) -> Part:
    start = SEASON_STARTS[season]
    if season == WINTER:
        if year == date.max.year:
            raise ValueError("The winter of 9999 runs into a year with five digits.")
        last = date(year + 1, 3, 1) - timedelta(days=1)
    else:
        last = date(year, start + 2, monthrange(year, start + 2)[1])
    return Part(
        Precision.SEASON,
        year,
        date(year, start, 1),
        last,
        season=season,
        approximate=approximate,
        uncertain=uncertain,
    )


def _month_or_day(
    year: int, month: int, day: str | None, approximate: bool, uncertain: bool
) -> Part:
    if not 1 <= month <= 12:
        raise ValueError(
            f"There is no month {month:02}. Months go from 01 to 12, seasons from 21 to 24."
        )
    length = monthrange(year, month)[1]
    if day is None or day == "XX":
        return Part(
            Precision.MONTH,
            year,
            date(year, month, 1),
            date(year, month, length),
            month=month,
            blank="" if day is None else "day",
            approximate=approximate,
            uncertain=uncertain,
        )
    if not 1 <= int(day) <= length:
        raise ValueError(
            f"{MONTHS[month - 1]} {year} has {length} days, so {int(day)} {MONTHS[month - 1]} "
            f"{year} does not exist."
        )
    only = date(year, month, int(day))
    return Part(
        Precision.DAY,
        year,
        only,
        only,
        month=month,
        day=int(day),
        approximate=approximate,
        uncertain=uncertain,
    )


def _year(text: str) -> int:
    if text == "0000":
        raise ValueError("Years are counted from 0001.")
    return int(text)


def _why_not(text: str) -> str:
    """The likeliest reason why `text` is not a simple date."""
    likely = (
        (text != text.strip(), "There is a space before or after the date."),
        (not text.isascii(), f"“{text}” has a character that dates are not written with."),
        (_NO_YEAR.fullmatch(text), f"“{text}” is not a year from 0001 to 9999."),
        (text.isdigit() and len(text) < 4, f"“{text}” is not a year. Years have four digits."),
        ("T" in text or ":" in text, "Dates here have no time of day."),
        (
            "X" in text.upper(),
            f"Open digits stand at the end, as in 199X or 2014-XX. “{text}” has them elsewhere.",
        ),
        (True, f"“{text}” is not a date. Exact dates look like 2014, 2014-03 or 2014-03-09."),
    )
    return next(reason for applies, reason in likely if applies)
