"""The history of a record as readers meet it: a difference tells only of what can be read."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import (
    Agreement,
    Case,
    Citation,
    Event,
    Figure,
    Finding,
    Observation,
    Participation,
)
from cases.publishing import hide, remove, withdraw
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    a_source,
    a_topic,
    an_event,
    carol,
    edgar,
    published,
    the_source,
)

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
DAY = "2026-03-02"
WAYS = {
    "removed": lambda one: remove(one, by=edgar(), reason="Somebody was threatened."),
    "withdrawn": lambda one: withdraw(one, by=edgar(), public_note="It was wrong."),
    "hidden": lambda one: hide(one, by=carol(), reason="Looks wrong."),
}


def an_agreement(reference):
    return cited(Agreement.objects.create(reference=reference, title_en="Text", kind="bilateral"))


def a_figure(reference):
    return cited(Figure.objects.create(reference=reference, title_en="Refuge", unit="people"))


def cited(record):
    Citation.objects.create(
        **{record._meta.model_name: record}, source=the_source(), locator="p. 3"
    )
    return record


RECORDS = {
    "events": an_event,
    "cases": a_case,
    "agreements": an_agreement,
    "figures": a_figure,
}


def drafts_of(record):
    """Links `record` to drafts of every kind that it can be published with."""
    match record:
        case Event():
            record.cases.add(a_case("secret-case"))
            record.agreements.add(an_agreement("secret-agreement"))
            record.figures.add(a_figure("secret-figure"))
        case Agreement():
            record.predecessor = an_agreement("secret-agreement")
            record.save()
        case Figure():
            record.compare_with.add(a_figure("secret-figure"))


def others_of(record):
    """Links `record` to others in every other way, and returns them."""
    match record:
        case Event():
            person, topic, provision = a_person("secret"), a_topic("secret"), a_provision("secret")
            record.topics.add(topic)
            Participation.objects.create(event=record, person=person, role="subject")
            Finding.objects.create(
                event=record, applicant=person, provision=provision, outcome="none"
            )
            return [person, topic, provision]
        case Case():
            court, topic = a_court("secret-court"), a_topic("secret")
            record.courts.add(court)
            record.topics.add(topic)
            return [court, topic]
        case Figure():
            source = a_source("secret-source")
            Observation.objects.create(figure=record, source=source, period="2017", value=3)
            return [source]
    return []


def in_two_editions(record):
    for number in (1, 2):
        with time_machine.travel(FIRST.replace(day=number), tick=False):
            type(record).objects.filter(pk=record.pk).update(title_en=f"Title {number}")
            published(record)


def fields_in(client, folder, reference, root="/"):
    """The names of the fields that the difference of two editions shows or counts."""
    answer = client.get(f"{root}{folder}/{reference}/history/1..2/")
    assert answer.status_code == 200
    page = answer.content.decode()
    changed = re.findall(r'<section class="dif"><h2>(.*?)</h2>', page)
    [(count, unchanged)] = re.findall(
        r"<summary>(\d+) fields? did not change</summary><p>(.*?)</p>", page
    )
    assert int(count) == len(unchanged.split(", "))
    return changed, unchanged


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(FIRST.replace(month=6), tick=False):
        yield


@pytest.mark.parametrize("folder", ["events", "agreements", "figures"])
def test_a_difference_is_silent_on_links_to_drafts(client, folder):
    record, never = RECORDS[folder]("linked"), RECORDS[folder]("never")
    drafts_of(record)
    for one in (record, never):
        in_two_editions(one)
    for root in ("/", f"/as-of/{DAY}/"):
        told = fields_in(client, folder, "linked", root)
        assert told == fields_in(client, folder, "never", root)
        assert told[0] == ["Title (English)"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("folder", ["events", "cases", "figures"])
def test_a_difference_is_silent_on_what_stands_no_more(client, folder, way):
    record, never = RECORDS[folder]("linked"), RECORDS[folder]("never")
    others = others_of(record)
    for one in (record, never):
        in_two_editions(one)
    assert fields_in(client, folder, "linked") != fields_in(client, folder, "never")
    for one in others:
        WAYS[way](one)
    for root in ("/", f"/as-of/{DAY}/"):
        assert fields_in(client, folder, "linked", root) == fields_in(
            client, folder, "never", root
        ), root


def test_a_difference_tells_of_a_link_to_a_draft_once_that_is_published(client):
    event = an_event("linked")
    event.cases.add(case := a_case("later"))
    in_two_editions(event)
    assert "Cases" not in fields_in(client, "events", "linked")[1]
    published(case)
    assert "Cases" in fields_in(client, "events", "linked")[1]
    assert "Cases" not in fields_in(client, "events", "linked", f"/as-of/{DAY}/")[1]
