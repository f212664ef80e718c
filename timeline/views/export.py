"""Downloads of any filtered timeline. Each is read in one snapshot of its own while it streams."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from timeline.addresses import standing_edition
from timeline.entries import names_for
from timeline.exports.extract import Extract
from timeline.exports.figures import figure_lines
from timeline.exports.forms import FORMS, WHOLE, Form, Pieces
from timeline.guard import public_snapshot
from timeline.models import EditionQuerySet, Kind
from timeline.views.timeline import checked_filters
from timeline.views.visit import Visit, visitor


@visitor
def events_file(visit: Visit, name: str) -> HttpResponse:
    """`/export/<name>`: the events that match the query, as a file of one of FORMS."""
    filters = checked_filters(visit)
    events = visit.editions().of(Kind.EVENT).matching(filters, visit.moment)
    form = FORMS[name]
    return _download(form.write(_extract(visit, events, filters.query())), form)


@visitor
def whole_record(visit: Visit) -> HttpResponse:
    """`/export/record.json`: everything that stands, of every kind."""
    return _download(WHOLE.write(_extract(visit, visit.editions())), WHOLE)


@visitor
def figure_csv(visit: Visit, reference: str) -> HttpResponse:
    """`/figures/<reference>.csv`: a figure's values, one a line."""
    figure = standing_edition(Kind.FIGURE, reference, visit.using, visit.moment)
    names = names_for([figure], visit.using, visit.moment)
    lines = figure_lines(figure.document, names)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference}.csv"'
    return response


def _extract(visit: Visit, editions: EditionQuerySet, query: str = "") -> Extract:
    return Extract(
        editions=editions,
        site=settings.SITE_NAME,
        licence=settings.LICENCE,
        source=visit.request.build_absolute_uri(visit.link("", query)),
        address=visit.address,
        moment=visit.moment,
        day=visit.day,
    )


def _download(pieces: Pieces, form: Form) -> HttpResponse:
    response = StreamingHttpResponse(_in_snapshot(pieces), content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{form.name}"'
    return response  # type: ignore[return-value]


def _in_snapshot(pieces: Pieces) -> Iterator[str | bytes]:
    # The middleware's snapshot ends when the response begins; the body is read afterwards.
    with public_snapshot():
        yield from pieces
