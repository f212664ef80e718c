"""The door: what it prints, what it refuses, and what the public's tables hold afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from cases.models import Event, Publication, ShelvedEdition
from cases.publishing import (
    CannotPublish,
    CannotWithdraw,
    changed_since_publication,
    public_state,
    publish,
    resting_on,
    unready,
    with_public_state,
    withdraw,
)
from tests.cast import (
    a_case,
    a_person,
    a_source,
    a_topic,
    alice,
    an_event,
    an_event_kind,
    named_publicly,
    published,
    the_source,
)
from timeline.models import Edition, EditionFacet, EditionLink, RecordHead, Tombstone

pytestmark = pytest.mark.django_db


def words_for(record):
    return unready([record]).get(record, [])


def test_publishing_prints_an_edition_with_its_days_facets_and_links():
    case = a_case()
    event = an_event(date="2014-21", place="Vladivostok", countries=["RU", "KP"])
    event.cases.add(case)
    published(event)
    edition = Edition.objects.get(kind="event")
    assert (edition.reference, edition.number) == ("arrest-of-mr-kim", 1)
    assert (edition.earliest, edition.latest) == (date(2014, 3, 1), date(2014, 5, 31))
    facets = set(EditionFacet.objects.filter(edition=edition).values_list("name", "value"))
    assert {("country", "RU"), ("country", "KP"), ("place", "Vladivostok")} <= facets
    roles = EditionLink.objects.filter(edition=edition).values_list("role", "target")
    assert ("case", case.pk) in roles
    assert ("kind", event.kind_id) in roles


def test_publishing_without_a_change_prints_nothing():
    event = an_event()
    published(event)
    before = RecordHead.objects.get().sequence
    assert published(event) == []
    assert RecordHead.objects.get().sequence == before


def test_a_second_edition_supersedes_the_first_at_the_same_moment():
    event = an_event()
    published(event)
    event.refresh_from_db()
    event.date = "2016-02-02"
    event.save()
    (printed,) = publish([event], by=alice(), public_note="The day was found.")
    first, second = Edition.objects.filter(record=event.pk).order_by("number")
    assert printed.number == second.number == 2
    assert first.superseded == second.published
    assert (second.superseded, second.public_note) == (None, "The day was found.")


def test_an_internal_change_prints_nothing():
    event = an_event()
    published(event)
    Event.objects.update(internal_notes="secret")
    assert changed_since_publication(Event.objects.all()) == []
    assert published(event) == []


def test_staff_names_and_internal_reasons_enter_no_table_of_the_record():
    event = an_event(internal_notes="keep-this-in-house", assigned_to=alice())
    publish(resting_on([Event.objects.get(pk=event.pk)]), by=alice(), public_note="")
    tables = [one for one in connection.introspection.table_names() if one.startswith("timeline_")]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said = str(cursor.fetchall())
            assert "alice" not in said
            assert "keep-this-in-house" not in said
    assert Publication.objects.filter(by=alice()).exists()


def test_a_record_rests_on_its_sources_people_and_terms_and_a_case_on_its_events():
    case, event = a_case(), an_event()
    event.cases.add(case)
    topic = a_topic()
    case.topics.add(topic)
    names = {one.reference for one in resting_on([case])}
    assert names == {"mr-kim", "asylum", "court-bulletin", "news", "arrest-of-mr-kim", "arrest"}


def test_an_event_does_not_draw_in_the_case_it_belongs_to():
    case, event = a_case(), an_event()
    event.cases.add(case)
    assert case not in resting_on([event])


def test_nothing_is_published_without_a_source():
    event = an_event(cited=False)
    with pytest.raises(CannotPublish, match="No source is cited"):
        published(event)
    assert not Edition.objects.exists()


def test_an_event_without_a_date_is_not_ready():
    assert "The date is missing." in words_for(an_event(date=""))


def test_all_or_nothing_is_printed():
    good, bad = an_event(), an_event("undated", date="")
    with pytest.raises(CannotPublish):
        published(good, bad)
    assert not Edition.objects.exists()
    assert not Publication.objects.exists()


def test_a_source_that_stays_a_draft_does_not_carry_an_event():
    event = an_event()
    with pytest.raises(CannotPublish, match="None of the sources"):
        publish([Event.objects.get(pk=event.pk), event.kind], by=None)


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        ({}, "does not cover publication"),
        ({"consent_audience": "staff"}, "does not cover publication"),
        ({"consent_audience": "public", "consent_expires": date(2020, 1, 1)}, "expired"),
        ({"consent_audience": "public", "consent_withdrawn": date(2020, 1, 1)}, "was withdrawn"),
    ],
)
def test_testimony_is_published_only_within_its_consent(consent, words):
    testimony = a_source("interview", is_testimony=True, **consent)
    assert any(words in one for one in words_for(testimony))


def test_withdrawing_takes_every_edition_away_and_leaves_the_note():
    event = an_event(title_en="Something private")
    published(event)
    Event.objects.update(place="Moscow")
    published(event)
    withdraw(Event.objects.get(), by=alice(), public_note="At the family's request.")
    assert not Edition.objects.filter(record=event.pk).exists()
    assert ShelvedEdition.objects.filter(record=event.pk).count() == 2
    tombstone = Tombstone.objects.get()
    assert (tombstone.last, tombstone.public_note) == (2, "At the family's request.")
    assert "private" not in str(list(Tombstone.objects.values()))


def test_withdrawing_needs_a_note_and_something_published():
    event = an_event()
    with pytest.raises(CannotWithdraw, match="not published"):
        withdraw(event, by=None, public_note="Why")
    published(event)
    with pytest.raises(CannotWithdraw, match="note"):
        withdraw(event, by=None, public_note="  ")


def test_a_withdrawn_record_that_comes_back_counts_on():
    event = an_event()
    published(event)
    withdraw(Event.objects.get(), by=None, public_note="A mistake.")
    (printed,) = published(event)
    assert printed.number == 2


def test_a_reference_is_never_given_to_another_record():
    event = an_event("the-name")
    published(event)
    withdraw(Event.objects.get(), by=None, public_note="A mistake.")
    Event.objects.get().delete()
    again = an_event("the-name")
    with pytest.raises(CannotPublish, match="has belonged to another record"):
        published(again)


def test_an_alias_withheld_after_publication_leaves_the_current_record_at_once():
    person = a_person("choe", alias_en="Choe Myong Bok", **named_publicly())
    published(person)
    person.refresh_from_db()
    person.exposure = "withheld"
    person.save()
    published(person)
    assert "Choe" not in str(Edition.objects.current().values_list("document", "reference"))


def test_renaming_a_term_reprints_one_edition():
    events = [an_event(f"e{number}") for number in range(3)]
    published(*events)
    kind = an_event_kind()
    kind.label_en = "Detention"
    kind.save()
    assert [one.reference for one in published(*events)] == ["arrest"]


def test_the_record_never_steps_back_with_the_clock():
    event = an_event()
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        published(event)
    with time_machine.travel(noon - timedelta(hours=1), tick=False):
        Event.objects.update(place="Moscow")
        published(event)
    first, second = Edition.objects.filter(record=event.pk).order_by("number")
    assert second.published > first.published


def test_the_state_of_a_record_is_told_in_words():
    event = an_event()

    def state() -> str:
        return public_state(with_public_state(Event.objects.all()).get()).in_words

    assert state() == "Draft"
    published(event)
    assert state() == "Edition 1"
    Event.objects.get().save()
    assert state() == "Edition 1"
    Event.objects.update(place="Moscow")
    assert state() == "Edition 1, changed since"
    withdraw(Event.objects.get(), by=None, public_note="Why")
    assert state() == "Withdrawn"


def test_publishing_many_records_costs_queries_by_the_chunk_not_by_the_record(
    django_assert_max_num_queries,
):
    published(the_source(), an_event_kind())
    events = [an_event(f"e{number}") for number in range(40)]
    with django_assert_max_num_queries(50):
        publish([*Event.objects.filter(pk__in=[one.pk for one in events])], by=None)
    assert Edition.objects.filter(kind="event").count() == 40
