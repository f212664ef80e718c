"""Charts of a figure, as numbers for the page to draw: squares, columns by year, or rows.

A chart never says more than its table: a missing year is a gap and not a zero, a value without a
denominator gets none, and what was not granted is not inferred. The documents given here hold no
values from a source that does not stand (timeline/resting.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timeline.dates import EdtfDate, parse
from timeline.dates.parts import Precision

SQUARE = 10
PER_ROW = 30
MOST_SQUARES = 600
MOST_ROWS = 8
LEAST_COLUMNS = 3
COLUMNS_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class Waffle:
    """A square for each of `total`, of which `value` are filled; drawn as two paths."""

    value: Decimal
    total: Decimal
    what: str
    period: str
    approximate: bool
    width: int
    height: int
    all_squares: str
    filled_squares: str

    @property
    def share(self) -> str:
        """The share in percent: with one decimal below ten, whole above."""
        return percent(self.value, self.total)


@dataclass(frozen=True, slots=True)
class Column:
    """One year of a series. `value` is None in a gap; heights are in pixels."""

    year: int
    value: Decimal | None
    denominator: Decimal | None
    approximate: bool
    x: float
    width: float
    height: float
    whole: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A series by year."""

    columns: tuple[Column, ...]
    height: int

    @property
    def gaps(self) -> list[int]:
        """The years between the first and the last for which nothing is given."""
        return [column.year for column in self.columns if column.value is None]

    @property
    def has_denominators(self) -> bool:
        """Whether any year says out of how many."""
        return any(column.denominator for column in self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """One value beside others, its width in percent of the largest."""

    label: str
    value: Decimal
    denominator: Decimal | None
    approximate: bool
    remark: str
    width: float


@dataclass(frozen=True, slots=True)
class Rows:
    """A few values that are no series."""

    rows: tuple[Row, ...]


Chart = Waffle | Columns | Rows


def chart_of(document: dict[str, Any]) -> Chart | None:
    """The chart that suits a figure's document; None where its table says it better."""
    observations = document.get("observations", [])
    if len(observations) == 1:
        return waffle_of(document)
    years = [_year(one) for one in observations]
    if len(observations) >= LEAST_COLUMNS and None not in years and len(set(years)) == len(years):
        return _columns(observations)
    if 2 <= len(observations) <= MOST_ROWS:
        return _rows(observations)
    return None


def waffle_of(document: dict[str, Any]) -> Waffle | None:
    """The squares of a figure with one value out of a whole that can be drawn one by one."""
    observations = document.get("observations", [])
    if len(observations) != 1 or not observations[0].get("denominator"):
        return None
    one = observations[0]
    value, total = Decimal(one["value"]), Decimal(one["denominator"])
    if total > MOST_SQUARES or total % 1 or value % 1:
        return None
    period = _period(one)
    return Waffle(
        value=value,
        total=total,
        what=document.get("unit", ""),
        period=period.wording() if period else "",
        approximate=bool(one.get("approximate")),
        width=PER_ROW * SQUARE,
        height=-(-int(total) // PER_ROW) * SQUARE,
        all_squares=_squares(int(total)),
        filled_squares=_squares(int(value)),
    )


def percent(value: Decimal, total: Decimal) -> str:
    """A share in words, such as 0.9% or 53%."""
    share = value / total * 100
    return f"{share:.1f}%" if 0 < share < 10 else f"{share:.0f}%"


def _squares(count: int) -> str:
    """The outline of `count` squares in reading order: full rows, then a part of one."""
    full, rest = divmod(count, PER_ROW)
    path = f"M0 0h{PER_ROW * SQUARE}v{full * SQUARE}H0Z" if full else ""
    if rest:
        path += f"M0 {full * SQUARE}h{rest * SQUARE}v{SQUARE}H0Z"
    return path or "M0 0"


def _columns(observations: list[dict[str, Any]]) -> Columns:
    by_year = {_year(one): one for one in observations}
    years = sorted(year for year in by_year if year is not None)
    most = max(Decimal(one.get("denominator") or one["value"]) for one in observations) or Decimal(
        1
    )
    span = range(years[0], years[-1] + 1)
    width = 100 / len(span)
    return Columns(
        tuple(
            _column(year, by_year.get(year), index * width, width, most)
            for index, year in enumerate(span)
        ),
        COLUMNS_HEIGHT,
    )


def _column(year: int, one: dict[str, Any] | None, x: float, width: float, most: Decimal) -> Column:
    if one is None:
        return Column(year, None, None, False, x, width, 0, 0)
    value = Decimal(one["value"])
    denominator = Decimal(one["denominator"]) if one.get("denominator") else None
    return Column(
        year,
        value,
        denominator,
        bool(one.get("approximate")),
        x,
        width,
        float(value / most) * (COLUMNS_HEIGHT - 20),
        float(denominator / most) * (COLUMNS_HEIGHT - 20) if denominator else 0,
    )


def _rows(observations: list[dict[str, Any]]) -> Rows:
    most = max(Decimal(one.get("denominator") or one["value"]) for one in observations) or Decimal(
        1
    )
    return Rows(tuple(_row(one, most) for one in observations))


def _row(one: dict[str, Any], most: Decimal) -> Row:
    period = _period(one)
    return Row(
        period.wording() if period else "Period not recorded",
        Decimal(one["value"]),
        Decimal(one["denominator"]) if one.get("denominator") else None,
        bool(one.get("approximate")),
        one.get("remark", ""),
        float(Decimal(one["value"]) / most * 100),
    )


def _year(one: dict[str, Any]) -> int | None:
    period = _period(one)
    if period is None or period.precision is not Precision.YEAR or period.earliest is None:
        return None
    return period.earliest.year


def _period(one: dict[str, Any]) -> EdtfDate | None:
    return parse(one["period"]) if one.get("period") else None


def rows_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values as plain rows, in order, for a table or a CSV."""
    for one in document.get("observations", []):
        period = _period(one)
        yield {
            "period": str(period or ""),
            "period_text": period.wording() if period else "",
            "value": one["value"],
            "denominator": one.get("denominator", ""),
            "unit": document.get("unit", ""),
            "approximate": "yes" if one.get("approximate") else "no",
            "source": one.get("source", ""),
            "locator": one.get("locator", ""),
            "remark": one.get("remark", ""),
        }
