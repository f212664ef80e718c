"""Who and what has no page is in the file of the whole record while something in sight says so."""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import Application, Case, Event, Finding, Participation
from cases.publishing import hide, remove, withdraw
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    a_topic,
    an_event,
    an_event_kind,
    carol,
    edgar,
    named_publicly,
    published,
)

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
ROOTS = ("/", "/as-of/2026-03-01/")
WITHOUT_PAGE = ("people", "courts", "provisions", "event_kinds", "topics")
WAYS = {
    "removed": lambda one: remove(one, by=edgar(), reason="Somebody was threatened."),
    "withdrawn": lambda one: withdraw(one, by=edgar(), public_note="It was wrong."),
    "hidden": lambda one: hide(one, by=carol(), reason="Looks wrong."),
}


def listed(client, root="/"):
    """The references of what has no page, by list, in the file of the whole record."""
    file = json.loads(b"".join(client.get(f"{root}export/record.json").streaming_content))
    return {name: [one["reference"] for one in file[name]] for name in WITHOUT_PAGE}


def a_trial(name):
    """A case and an event of it that mention people and terms in every way that there is."""
    applicant, witness = (
        a_person(f"{one}-{name}", alias_en=f"{one} {name}", **named_publicly())
        for one in ("applicant", "witness")
    )
    case = a_case(f"case-{name}")
    case.courts.add(a_court(f"court-{name}"))
    case.topics.add(a_topic(f"topic-{name}"))
    application = Application.objects.create(
        case=case, court=a_court(f"other-{name}"), number=f"1/{name}"
    )
    application.applicants.add(applicant)
    event = an_event(f"event-{name}", kind=an_event_kind(f"kind-{name}"))
    event.cases.add(case)
    event.topics.add(a_topic(f"subject-{name}"))
    Participation.objects.create(event=event, person=witness, role="subject")
    Finding.objects.create(
        event=event, applicant=applicant, provision=a_provision(f"echr-{name}"), outcome="none"
    )
    published(case, event)


@pytest.fixture(autouse=True)
def trial(db):
    with time_machine.travel(FIRST, tick=False):
        a_trial("one")
    with time_machine.travel(FIRST.replace(month=6), tick=False):
        yield


@pytest.mark.parametrize("root", ROOTS)
def test_all_that_a_record_in_sight_mentions_is_in_the_file(client, root):
    assert listed(client, root) == {
        "people": ["applicant-one", "witness-one"],
        "courts": ["court-one", "other-one"],
        "provisions": ["echr-one"],
        "event_kinds": ["kind-one"],
        "topics": ["subject-one", "topic-one"],
    }


@pytest.mark.parametrize("way", WAYS)
def test_what_only_a_record_out_of_sight_mentions_is_not_in_the_file(client, way):
    for one in (*Event.objects.all(), *Case.objects.all()):
        WAYS[way](one)
    for root in ROOTS:
        assert listed(client, root) == {name: [] for name in WITHOUT_PAGE}
        file = b"".join(client.get(f"{root}export/record.json").streaming_content)
        assert b"witness" not in file


def test_what_another_record_mentions_too_stays(client):
    case = a_case("another")
    Application.objects.create(case=case, court=a_court("third"), number="2/67").applicants.add(
        Application.objects.get(number="1/one").applicants.get()
    )
    published(case)
    for one in (*Event.objects.all(), Case.objects.get(reference="case-one")):
        WAYS["removed"](one)
    found = listed(client)
    assert (found["people"], found["courts"]) == (["applicant-one"], ["third"])
    assert listed(client, ROOTS[1])["people"] == []


def test_a_finding_that_no_page_shows_brings_nobody_into_the_file(client):
    finding = Finding.objects.get()
    published(*Case.objects.all())
    WAYS["removed"](Case.objects.get())
    assert listed(client)["people"] == ["applicant-one", "witness-one"]
    WAYS["removed"](finding.provision)
    for root in ROOTS:
        assert listed(client, root)["people"] == ["witness-one"]


def test_a_provision_goes_with_the_only_applicant(client):
    WAYS["removed"](Finding.objects.get().applicant)
    for root in ROOTS:
        assert listed(client, root)["provisions"] == []


def test_what_was_published_before_anything_mentioned_it_is_not_in_the_file(client):
    published(a_topic("alone"))
    assert "alone" not in listed(client)["topics"]


def test_the_file_costs_as_many_queries_with_many_records(client, django_assert_num_queries):
    def read():
        return b"".join(client.get("/export/record.json").streaming_content)

    with django_assert_num_queries(27):
        read()
    for number in range(8):
        a_trial(f"more-{number}")
    WAYS["removed"](Event.objects.get(reference="event-more-1"))
    with django_assert_num_queries(27):
        assert b"witness-more-2" in read()
