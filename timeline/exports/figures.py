"""A figure's values as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from timeline.charts import rows_of
from timeline.entries import Names
from timeline.exports.cells import inert
from timeline.resting import without_absent

COLUMNS = (
    "period",
    "period_text",
    "value",
    "denominator",
    "unit",
    "approximate",
    "source",
    "locator",
    "remark",
)


def figure_lines(document: dict[str, Any], names: Names) -> Iterator[str]:
    """A CSV with a header, line by line; no value from a source that does not stand."""
    yield _line(COLUMNS)
    for row in rows_of(without_absent(document, names)):
        row["source"] = names[row["source"]].reference
        yield _line(row[name] for name in COLUMNS)


def _line(values: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([inert(value) for value in values])
    return buffer.getvalue()
