"""The feeds, read by feedparser as a reader's program does."""

import calendar
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import time_machine

from cases.models import Event
from cases.publishing import withdraw
from tests.cast import an_event, published
from timeline.models import Edition, RecordHead

pytestmark = pytest.mark.django_db
FEEDS = ("/feed.atom", "/changes.atom", "/cases/mr-kim/feed.atom")


def read(client, address: str):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}
    )
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def moment(parsed) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_and_says_when_it_was_updated(client, record, address):
    feed = read(client, address)
    assert feed.version == "atom10"
    assert feed.entries
    newest = max(moment(one.updated_parsed) for one in feed.entries)
    assert moment(feed.feed.updated_parsed) == newest
    assert len({one.id for one in feed.entries}) == len(feed.entries)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_reads_the_same_until_something_is_published(client, record, address):
    first = client.get(address).content
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        assert client.get(address).content == first


def test_a_feed_without_entries_was_updated_when_the_record_was(client, record):
    for event in Event.objects.all():
        withdraw(event, by=None, public_note="Wrong.")
    feed = read(client, "/feed.atom")
    assert feed.entries == []
    assert moment(feed.feed.updated_parsed) == RecordHead.objects.get().changed.replace(
        microsecond=0
    )


def test_a_feed_of_an_empty_record_is_valid(client, db):
    assert read(client, "/feed.atom").entries == []


def test_an_entry_keeps_its_id_and_first_day_through_changes_and_renaming(client, record):
    before = {one.title: one for one in read(client, "/feed.atom").entries}
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        Event.objects.filter(reference="arrest").update(reference="detention", place="Tver")
        published(record["arrest"])
    after = {one.title: one for one in read(client, "/feed.atom").entries}
    title = "2 February 2016: Kim is arrested"
    assert after[title].id == before[title].id
    assert after[title].published == before[title].published
    newest = Edition.objects.get(reference="detention").published.replace(microsecond=0)
    assert moment(after[title].updated_parsed) == newest
    assert after[title].link.endswith("/events/detention/")


def test_changes_keep_their_ids_when_a_record_is_renamed(client, record):
    before = {one.id for one in read(client, "/changes.atom").entries}
    Event.objects.filter(reference="arrest").update(reference="detention")
    published(record["arrest"])
    assert before < {one.id for one in read(client, "/changes.atom").entries}


def test_a_sign_that_xml_cannot_hold_breaks_no_feed(client, db):
    published(an_event(title_en="bell\x07", summary_en="a\x0bb"))
    assert read(client, "/feed.atom").entries[0].title == "2017: bell"
