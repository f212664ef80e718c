"""Downloads of any filtered timeline. Each is read in one snapshot of its own while it streams."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse

from timeline.addresses import standing_edition
from timeline.entries import names_for
from timeline.exports.events import csv_lines, json_pieces, walk
from timeline.exports.figures import figure_lines
from timeline.guard import public_snapshot
from timeline.models import Kind
from timeline.views.timeline import checked_filters
from timeline.views.visit import Visit, visitor


@visitor
def events_csv(visit: Visit) -> HttpResponse:
    """`/export/events.csv`: the matching events, one a line."""
    filters = checked_filters(visit)
    events = visit.editions().of(Kind.EVENT).matching(filters, visit.moment)
    lines = csv_lines(walk(events, visit.moment), visit.address)
    return _download(lines, "text/csv; charset=utf-8", "events.csv")


@visitor
def events_json(visit: Visit) -> HttpResponse:
    """`/export/events.json`: the matching events as a list."""
    filters = checked_filters(visit)
    events = visit.editions().of(Kind.EVENT).matching(filters, visit.moment)
    pieces = json_pieces(walk(events, visit.moment), visit.address)
    return _download(pieces, "application/json", "events.json")


@visitor
def figure_csv(visit: Visit, reference: str) -> HttpResponse:
    """`/figures/<reference>.csv`: a figure's values, one a line."""
    figure = standing_edition(Kind.FIGURE, reference, visit.using, visit.moment)
    names = names_for([figure], visit.using, visit.moment)
    lines = figure_lines(figure.document, names)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference}.csv"'
    return response


def _download(pieces: Iterator[str], content_type: str, name: str) -> HttpResponse:
    response = StreamingHttpResponse(_in_snapshot(pieces), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]


def _in_snapshot(pieces: Iterator[str]) -> Iterator[str]:
    # The middleware's snapshot ends when the response begins; the body is read afterwards.
    with public_snapshot():
        yield from pieces
