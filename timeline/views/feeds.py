"""The feeds (Atom, RFC 4287): new events, every change, and the events of a case."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from timeline.addresses import standing_edition
from timeline.changelog import Act, acts
from timeline.entries import entries, labelled
from timeline.models import Edition, EditionQuerySet, Kind
from timeline.prose import plain
from timeline.views.visit import Visit, visitor

MOST_IN_FEED = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    """An Atom feed that was updated when its newest entry was; an empty one, when `changed`."""

    def latest_post_date(self) -> datetime:
        """The moment of the feed's own `updated`."""
        moments: list[datetime] = [item["updateddate"] for item in self.items]
        changed: datetime = self.feed["changed"]
        return max(moments, default=changed)


@visitor
def changes_feed(visit: Visit) -> HttpResponse:
    """`/changes.atom`: the newest publications and withdrawals."""
    feed = _feed(visit, "Every change", "changes/", "changes.atom")
    for act in acts(visit.using, size=MOST_IN_FEED):
        edition = "" if act.is_withdrawal else f"history/{act.number}/"
        feed.add_item(
            title=_printable(_headline(act)),
            link=visit.address(act.path + edition),
            description=_printable(act.note),
            unique_id=visit.address(f"changes/#{act.sequence}"),
            pubdate=act.moment,
            updateddate=act.moment,
        )
    return _atom(feed)


@visitor
def events_feed(visit: Visit) -> HttpResponse:
    """`/feed.atom`: the events that were published last."""
    feed = _feed(visit, "New events", "", "feed.atom")
    return _events(visit, feed, visit.editions().of(Kind.EVENT))


@visitor
def case_feed(visit: Visit, reference: str) -> HttpResponse:
    """`/cases/<reference>/feed.atom`: the case's events that were published last."""
    case = standing_edition(Kind.CASE, reference, visit.using)
    title = labelled(Kind.CASE, case.document)[0]
    events = visit.editions().of(Kind.EVENT).mentioning(Kind.CASE, case.record)
    feed = _feed(visit, title, f"cases/{reference}/", f"cases/{reference}/feed.atom")
    return _events(visit, feed, events)


def _headline(act: Act) -> str:
    if act.is_withdrawal:
        return f"Withdrawn: {act.kind.label.lower()} {act.reference}"
    what = "Correction" if act.is_correction else "New" if act.number == 1 else "Changed"
    return f"{what}: {act.title}"


def _feed(visit: Visit, title: str, path: str, own: str) -> Feed:
    last = acts(visit.using, visit.moment, size=1)
    return Feed(
        changed=last[0].moment if last else NEVER,
        title=_printable(f"{title} – {settings.SITE_NAME}"),
        link=visit.address(path),
        description="",
        feed_url=visit.address(own),
        feed_guid=visit.address(own),
        feed_copyright=settings.LICENCE,
        language="en",
        author_name=settings.SITE_NAME,
    )


def _events(visit: Visit, feed: Feed, events: EditionQuerySet) -> HttpResponse:
    """An entry for each event, under an id that stays when the event is renamed."""
    editions = list(events.order_by("-sequence")[:MOST_IN_FEED])
    first = first_published(editions, visit.using)
    for row in entries(editions, visit.using):
        feed.add_item(
            title=_printable(f"{row.date_text}: {row.title}"),
            link=visit.address(row.path),
            description=_printable(plain(row.summary)),
            unique_id=f"urn:uuid:{row.record}",
            pubdate=first.get(row.record, row.published),
            updateddate=row.published,
            categories=[row.family] if row.family else [],
        )
    return _atom(feed)


def first_published(editions: list[Edition], using: str) -> dict[str, datetime]:
    """The moment of each record's first edition, by the record's id."""
    records = [one.record for one in editions]
    firsts = Edition.objects.using(using).filter(record__in=records, number=1)
    return {str(one.record): one.published for one in firsts}


def _printable(text: str) -> str:
    """A text less the signs that XML cannot hold."""
    return NOT_XML.sub("", text)


def _atom(feed: Feed) -> HttpResponse:
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
