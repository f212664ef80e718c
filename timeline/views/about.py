"""The page about the record, and the one that says the site is alive."""

from django.http import HttpResponse, JsonResponse

from timeline.entries import entries
from timeline.models import Kind
from timeline.views.visit import Visit, visitor


@visitor
def about(visit: Visit) -> HttpResponse:
    """`/about/`: what this is, how dates and sources are read, and the background."""
    events = visit.editions().of(Kind.EVENT)
    first = events.in_order().first()
    return visit.page(
        "about.html", oldest=entries([first], visit.using, visit.moment)[0] if first else None
    )


@visitor
def health(visit: Visit) -> HttpResponse:
    """`/health/`: the sequence of the record, which can be read only when the database answers."""
    head = visit.head()
    return JsonResponse({"status": "ok", "sequence": head.sequence if head else 0})
