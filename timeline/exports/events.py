"""Events as CSV and JSON, in the order of the timeline, in constant memory."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from timeline.entries import Entry, entries
from timeline.models import EditionQuerySet

CHUNK = 500
COLUMNS = (
    "reference",
    "title",
    "date",
    "date_text",
    "earliest",
    "latest",
    "kind",
    "standing",
    "countries",
    "place",
    "cases",
    "agreements",
    "sources",
    "summary",
    "edition",
    "url",
)
# A spreadsheet takes a cell that begins with one of these for a formula.
ACTIVE = ("=", "+", "-", "@", "\t", "\r")

Addresser = Callable[[str], str]


def walk(editions: EditionQuerySet, moment: datetime | None = None) -> Iterator[Entry]:
    """Every event of `editions` in order, read in chunks by key."""
    after = ""
    while True:
        chunk = list(editions.filter(order_key__gt=after).in_order()[:CHUNK])
        yield from entries(chunk, editions.db, moment)
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].order_key


def csv_lines(rows: Iterator[Entry], address: Addresser) -> Iterator[str]:
    """A CSV with a header, line by line; lists are joined by “; ”."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in rows:
        values = {**row.as_json(address(row.path)), "place": row.place, "summary": row.summary}
        yield writer.writerow([inert(values[name]) for name in COLUMNS])


def json_pieces(rows: Iterator[Entry], address: Addresser) -> Iterator[str]:
    """One JSON object with the events as a list, piece by piece."""
    yield '{"events": ['
    for index, row in enumerate(rows):
        text = json.dumps(row.as_json(address(row.path)), ensure_ascii=False)
        yield (",\n" if index else "\n") + text
    yield "\n]}\n"


def inert(value: Any) -> str:
    """A cell that no spreadsheet runs: a leading apostrophe goes before what might be a formula."""
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(ACTIVE) else text


class _Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        """Returns the line as it is."""
        return line
