"""Events as CSV, JSON and linked data, in the order of the timeline, in constant memory."""

import csv
from collections.abc import Iterator
from typing import Any

from timeline.entries import Entry, labelled
from timeline.exports.cells import inert
from timeline.exports.extract import Extract
from timeline.exports.jsontext import list_pieces, members
from timeline.linkeddata import linked_data
from timeline.models import Edition

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
# What the file says of itself stands behind the first event; on each row it would be noise.
ABOUT_COLUMNS = ("licence", "record")


def csv_lines(extract: Extract) -> Iterator[str]:
    """A CSV with a header, line by line; lists are joined by “; ”."""
    writer = csv.writer(_Echo())
    yield writer.writerow([*COLUMNS, *ABOUT_COLUMNS])
    about = extract.about()
    said = [about[name] for name in ABOUT_COLUMNS]
    for row in extract.rows():
        yield writer.writerow([inert(value) for value in [*cells(extract, row), *said]])
        said = [""] * len(ABOUT_COLUMNS)


def cells(extract: Extract, row: Entry) -> list[Any]:
    """The values of an event under COLUMNS."""
    values = extract.row_json(row)
    return [values[name] for name in COLUMNS]


def json_pieces(extract: Extract) -> Iterator[str]:
    """One JSON object with the events as a list, piece by piece."""
    yield "{" + members(extract.about()) + ",\n"
    yield from list_pieces("events", map(extract.row_json, extract.rows()))
    yield "}\n"


def linked_pieces(extract: Extract) -> Iterator[str]:
    """The events in the words of schema.org, as the parts of one Dataset."""
    about = extract.about()
    head = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": about["source"],
        "url": about["source"],
        "name": about["title"],
        "license": {"@type": "CreativeWork", "text": about["licence"]},
        "version": str(about["record"]),
    }
    if extract.day:
        head["description"] = f"The record as it stood on {extract.day.isoformat()}."
    yield "{" + members(head) + ",\n"
    yield from list_pieces("hasPart", _linked(extract))
    yield "}\n"


def _linked(extract: Extract) -> Iterator[dict[str, Any]]:
    for chunk in extract.chunks():
        for edition in chunk:
            found = _linked_data(extract, edition)
            del found["@context"], found["isPartOf"]
            yield found


def _linked_data(extract: Extract, edition: Edition) -> dict[str, Any]:
    path = f"events/{edition.reference}/"
    return linked_data(
        edition,
        labelled(edition.kind, edition.document)[0],
        address=extract.address(path),
        permalink=extract.address(f"{path}history/{edition.number}/"),
        site=extract.site,
    )


class _Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        """Returns the line as it is."""
        return line
