"""Pages for a frame on somebody else's site: the only ones that other sites may frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

from timeline.addresses import NothingHere, Withdrawn, standing_edition
from timeline.entries import entries, labelled, titled
from timeline.filters import BadParameter
from timeline.models import Kind
from timeline.overview import one_lane
from timeline.paging import cursor_from, page_of
from timeline.views.records import path_of
from timeline.views.timeline import checked_filters
from timeline.views.visit import Visit, visitor

Parameters = ParamSpec("Parameters")

PAGE = 20
MOST_EVENTS = 50


def framed(
    view: Callable[Concatenate[Visit, Parameters], HttpResponse],
) -> Callable[..., Any]:
    """Makes a view of a function that takes a Visit. Any site may frame what it answers.

    Refusals stay as small as the frame, and search engines are sent to the full page.
    """

    @csp_replace({"frame-ancestors": ["*"]})
    @xframe_options_exempt
    @visitor
    @wraps(view)
    def answer(visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(visit, *args, **kwargs)
        except BadParameter as error:
            response = _said(visit, 400, str(error))
        except Withdrawn as error:
            response = _said(visit, 410, f"This was withdrawn. {error.tombstone.public_note}")
        except NothingHere:
            response = _said(visit, 404, "There is no page at this address.")
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@framed
def timeline(visit: Visit) -> HttpResponse:
    """`/embed/`: the events that match the query, 20 a page."""
    filters = checked_filters(visit)
    events = visit.editions().of(Kind.EVENT)
    found = events.matching(filters, visit.moment)
    page = page_of(found, cursor_from(visit.request.GET), PAGE)

    def turned(**place: str) -> str:
        return f"/embed/?{filters.query(**place)}"

    return visit.page(
        "embed_timeline.html",
        full=visit.link("", filters.query()),
        events=entries(page.rows, visit.using),
        count=found.count(),
        whole=events.count(),
        earlier=turned(before=page.before) if page.before else "",
        later=turned(after=page.after) if page.after else "",
    )


@framed
def case(visit: Visit, reference: str) -> HttpResponse:
    """`/embed/cases/<reference>/`: a case in time, with its events."""
    edition = standing_edition(Kind.CASE, reference, visit.using)
    title, language = labelled(Kind.CASE, edition.document)
    summary, summary_language = titled(edition.document, "summary")
    found = visit.editions().of(Kind.EVENT).mentioning(Kind.CASE, edition.record)
    rows = list(found.in_order()[:MOST_EVENTS])
    return visit.page(
        "embed_case.html",
        full=visit.link(path_of(edition)),
        title=title,
        language=language,
        summary=summary,
        summary_language=summary_language,
        o=one_lane(found, edition, None) if rows else None,
        events=entries(rows, visit.using),
        count=found.count(),
    )


def _said(visit: Visit, status: int, words: str) -> HttpResponse:
    return visit.page("embed_message.html", status=status, full="/", words=words)
