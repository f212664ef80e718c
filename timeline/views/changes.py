"""What changed and what was corrected, as pages."""

from django.http import HttpResponse

from timeline.changelog import PAGE, acts
from timeline.filters import BadParameter
from timeline.views.visit import Visit, visitor


@visitor
def changes(visit: Visit) -> HttpResponse:
    """`/changes/`: every publication and withdrawal, newest first, 50 a page."""
    return _acts_page(visit, "changes.html", corrections=False)


@visitor
def corrections(visit: Visit) -> HttpResponse:
    """`/corrections/`: how to ask for one, and those that were made."""
    return _acts_page(visit, "corrections.html", corrections=True)


def _acts_page(visit: Visit, template: str, *, corrections: bool) -> HttpResponse:
    before = _sequence(visit.request.GET.get("before") or "")
    found = acts(visit.using, visit.moment, before=before, corrections=corrections, size=PAGE + 1)
    older = found[PAGE - 1].sequence if len(found) > PAGE else None
    return visit.page(template, acts=found[:PAGE], older=older, first_page=before is None)


def _sequence(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadParameter(f"“before” was “{text}”. Follow the link to older changes instead.")
    return int(text)
