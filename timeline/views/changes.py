"""What changed, what was corrected, and the feeds of both."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from timeline.addresses import standing_edition
from timeline.changelog import PAGE, Act, acts
from timeline.entries import entries, labelled
from timeline.filters import BadParameter
from timeline.models import Edition, EditionLink, Kind
from timeline.prose import plain
from timeline.views.visit import Visit, visitor

MOST_IN_FEED = 50


@visitor
def changes(visit: Visit) -> HttpResponse:
    """`/changes/`: every publication and withdrawal, newest first, 50 a page."""
    return _acts_page(visit, "changes.html", corrections=False)


@visitor
def corrections(visit: Visit) -> HttpResponse:
    """`/corrections/`: how to ask for one, and those that were made."""
    return _acts_page(visit, "corrections.html", corrections=True)


@visitor
def changes_feed(visit: Visit) -> HttpResponse:
    """`/changes.atom`: the newest publications and withdrawals."""
    feed = _feed(visit, "Every change", "changes/", "changes.atom")
    for act in acts(visit.using, size=MOST_IN_FEED):
        feed.add_item(
            title=_headline(act),
            link=visit.address(
                act.path + (f"history/{act.number}/" if not act.is_withdrawal else "")
            ),
            description=act.note,
            unique_id=visit.address(f"{act.path}history/#{act.sequence}"),
            pubdate=act.moment,
            updateddate=act.moment,
        )
    return _atom(feed)


@visitor
def events_feed(visit: Visit) -> HttpResponse:
    """`/feed.atom`: the events that were published last."""
    events = visit.editions().of(Kind.EVENT)
    feed = _feed(visit, "New events", "", "feed.atom")
    return _events(visit, feed, list(events.order_by("-sequence")[:MOST_IN_FEED]))


@visitor
def case_feed(visit: Visit, reference: str) -> HttpResponse:
    """`/cases/<reference>/feed.atom`: the case's events that were published last."""
    case = standing_edition(Kind.CASE, reference, visit.using)
    title = labelled(Kind.CASE, case.document)[0]
    links = EditionLink.objects.using(visit.using).filter(role=Kind.CASE, target=case.record)
    events = visit.editions().of(Kind.EVENT).filter(pk__in=links.values("edition"))
    feed = _feed(visit, title, f"cases/{reference}/", f"cases/{reference}/feed.atom")
    return _events(visit, feed, list(events.order_by("-sequence")[:MOST_IN_FEED]))


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


def _headline(act: Act) -> str:
    if act.is_withdrawal:
        return f"Withdrawn: {act.kind.label.lower()} {act.reference}"
    what = "Correction" if act.is_correction else "New" if act.number == 1 else "Changed"
    return f"{what}: {act.title}"


def _feed(visit: Visit, title: str, path: str, own: str) -> Atom1Feed:
    return Atom1Feed(
        title=f"{title} – {settings.SITE_NAME}",
        link=visit.address(path),
        description="",
        feed_url=visit.address(own),
        feed_guid=visit.address(own),
        language="en",
        author_name=settings.SITE_NAME,
    )


def _events(visit: Visit, feed: Atom1Feed, editions: list[Edition]) -> HttpResponse:
    published: Callable[[str], datetime] = {one.reference: one.published for one in editions}.get  # type: ignore[assignment]
    for row in entries(editions, visit.using):
        feed.add_item(
            title=f"{row.date_text}: {row.title}",
            link=visit.address(row.path),
            description=plain(row.summary),
            unique_id=visit.address(row.path),
            pubdate=published(row.reference),
            updateddate=published(row.reference),
            categories=[row.family] if row.family else [],
        )
    return _atom(feed)


def _atom(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
