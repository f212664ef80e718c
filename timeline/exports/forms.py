"""The files that events can be taken away in: what each is called, and what writes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from timeline.exports.calendar import calendar_pieces
from timeline.exports.events import csv_lines, json_pieces, linked_pieces
from timeline.exports.extract import Extract
from timeline.exports.places import geojson_pieces
from timeline.exports.timelinejs import timelinejs_pieces
from timeline.exports.whole import record_pieces
from timeline.exports.workbook import workbook_pieces

Pieces = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: its name, its media type, what writes it, and how readers know it."""

    name: str
    media_type: str
    write: Callable[[Extract], Pieces]
    label: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    form.name: form
    for form in (
        Form("events.csv", "text/csv; charset=utf-8", csv_lines, "CSV"),
        Form("events.xlsx", XLSX, workbook_pieces, "XLSX"),
        Form("events.json", "application/json", json_pieces, "JSON"),
        Form("events.jsonld", "application/ld+json", linked_pieces, "JSON-LD"),
        Form("events.geojson", "application/geo+json", geojson_pieces, "GeoJSON"),
        Form("events.ics", "text/calendar; charset=utf-8", calendar_pieces, "iCalendar"),
        Form("timeline.json", "application/json", timelinejs_pieces, "TimelineJS"),
    )
}
WHOLE = Form("record.json", "application/json", record_pieces, "JSON")
