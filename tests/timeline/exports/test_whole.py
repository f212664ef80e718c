"""The whole record as one file: all that stands, and no trace of what does not."""

import json

import pytest

from cases.models import Participation
from cases.publishing import withdraw
from tests.cast import a_case, a_person, a_source, a_topic, an_event, named_publicly, published
from timeline.exports.whole import record_pieces
from timeline.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(extract):
    def made() -> dict:
        return json.loads("".join(record_pieces(extract(editions=Edition.objects.current()))))

    return made


def test_every_edition_that_stands_is_in_the_file_once(whole, record):
    answer = whole()
    listed = [
        one["reference"] for value in answer.values() if isinstance(value, list) for one in value
    ]
    assert len(listed) == Edition.objects.current().count()
    assert [one["reference"] for one in answer["cases"]] == ["mr-kim"]
    assert [one["reference"] for one in answer["event_kinds"]] == ["arrest", "ruling"]
    assert answer["figures"][0]["document"]["observations"][0]["denominator"] == "211"


def test_documents_name_others_by_reference(whole, record):
    arrest = next(one for one in whole()["events"] if one["reference"] == "arrest")
    assert arrest["document"]["cases"] == ["mr-kim"]
    assert arrest["document"]["kind"] == "arrest"
    assert arrest["document"]["citations"][0]["source"] == "court-bulletin"
    assert arrest["url"] == "https://record.example/events/arrest/"


def test_what_does_not_stand_is_not_mentioned_even_by_its_id(whole, db):
    case, topic = a_case("secret-case"), a_topic()
    person = a_person("kim", **named_publicly())
    event = an_event("arrest")
    event.cases.add(case)
    event.topics.add(topic)
    Participation.objects.create(event=event, person=person, role="subject")
    published(event, case)
    withdraw(case, by=None, public_note="At his request.")
    withdraw(person, by=None, public_note="At his request.")
    text = json.dumps(whole())
    for record in (case, person):
        assert str(record.pk) not in text
        assert record.reference not in text
    assert "participations" not in text


def test_a_person_whose_name_is_withheld_is_a_number(whole, db):
    event = an_event("arrest")
    person = a_person("secret-name", alias_en="Secret Alias")
    Participation.objects.create(event=event, person=person, role="subject")
    published(event)
    text = json.dumps(whole())
    assert "secret-name" not in text
    assert "Secret Alias" not in text
    assert person.pk.hex in text


def test_a_citation_of_a_source_that_was_taken_back_is_gone(whole, db):
    event = an_event("arrest")
    other = a_source("other-source")
    event.citations.create(source=other, quote="A quote that goes with its source")
    published(event)
    withdraw(other, by=None, public_note="Wrong.")
    assert "A quote that goes with its source" not in json.dumps(whole())
