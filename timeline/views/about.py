"""The page about the record, and the one that says the site is alive."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static

from timeline.entries import entries
from timeline.filters import BadParameter
from timeline.models import Kind
from timeline.views.visit import Visit, day_of, visitor


@visitor
def about(visit: Visit) -> HttpResponse:
    """`/about/`: what this is, how dates and sources are read, and the background."""
    events = visit.editions().of(Kind.EVENT)
    first = events.in_order().first()
    return visit.page(
        "about.html",
        section="about/",
        oldest=entries([first], visit.using, visit.moment)[0] if first else None,
    )


@visitor
def health(visit: Visit) -> HttpResponse:
    """`/health/`: that the database answers, and nothing that changes with what it holds."""
    visit.editions().exists()
    return JsonResponse({"status": "ok"})


@visitor
def to_day(visit: Visit) -> HttpResponse:
    """`/as-of/?date=`: to the record as it stood on the day of the form."""
    day = (visit.request.GET.get("date") or "").strip()
    if not day:
        raise BadParameter("Choose a day, such as 2026-03-01, to read the record as it stood.")
    return HttpResponseRedirect(f"/as-of/{day_of(day).isoformat()}/")


@visitor
def icon(visit: Visit) -> HttpResponse:
    """`/favicon.ico`, which some readers ask for unasked: to the mark."""
    return HttpResponseRedirect(static("timeline/mark.svg"))
