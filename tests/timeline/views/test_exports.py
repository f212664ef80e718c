"""Downloads over HTTP: of any filtered timeline, of any day, of the whole record."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import Event
from tests.cast import a_person, an_event, named_publicly, published
from timeline.changelog import acts
from timeline.exports.forms import FORMS

pytestmark = pytest.mark.django_db
ADDRESSES = [f"export/{name}" for name in (*FORMS, "record.json")]


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content)


def body_of(response) -> str:
    return bytes_of(response).decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_file_has_a_name_and_sets_no_cookie(client, record, address):
    response = client.get(f"/{address}")
    assert response.status_code == 200
    assert f'filename="{address.split("/")[1]}"' in response["Content-Disposition"]
    assert not response.cookies
    assert bytes_of(response)


@pytest.mark.parametrize("name", [name for name in FORMS if not name.endswith("xlsx")])
def test_the_filters_of_the_page_hold_for_every_file(client, record, name):
    body = body_of(client.get(f"/export/{name}?family=court"))
    assert "The court rules" in body or name.endswith("geojson")
    assert "Kim is arrested" not in body


@pytest.mark.parametrize("name", FORMS)
def test_a_bad_filter_is_refused_in_words(client, record, name):
    response = client.get(f"/export/{name}?family=romance")
    assert response.status_code == 400
    assert "romance" in response.content.decode()


@pytest.mark.parametrize("name", [name for name in FORMS if not name.endswith("xlsx")])
def test_licence_and_sequence_stand_in_each_file(client, record, name, settings):
    settings.LICENCE = "The licence is CC BY 4.0."
    [last] = acts("default", size=1)
    body = body_of(client.get(f"/export/{name}")).replace("\r\n ", "")
    assert "The licence is CC BY 4.0." in body
    assert str(last.sequence) in body


def test_how_far_the_record_is_says_nothing_of_what_has_no_page(client, record):
    before = bytes_of(client.get("/export/events.json"))
    published(a_person("kim", **named_publicly()))
    assert bytes_of(client.get("/export/events.json")) == before


def test_a_csv_has_a_line_for_each_event_in_order(client, record):
    rows = list(csv.DictReader(io.StringIO(body_of(client.get("/export/events.csv")))))
    assert [row["reference"] for row in rows] == ["signing", "arrest", "ruling"]
    assert rows[1]["date"] == "2016-02-02"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_of_an_earlier_day_holds_what_stood_then(client, db, address):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        event = an_event("arrest", title_en="First wording", date="2016")
        published(event)
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        Event.objects.update(title_en="Second wording")
        published(event)
        then = bytes_of(client.get(f"/as-of/2026-03-01/{address}"))
    if address.endswith(("xlsx", "geojson")):
        assert len(then) > 100
    else:
        assert b"First wording" in then
        assert b"Second wording" not in then


def test_a_download_is_read_in_chunks(client, monkeypatch, record, django_assert_num_queries):
    monkeypatch.setattr("timeline.exports.extract.CHUNK", 2)
    # How far the record is, in three tables; the events; the names that each of two chunks
    # mentions; and two savepoints.
    with django_assert_num_queries(10):
        answer = json.loads(body_of(client.get("/export/events.json")))
    assert len(answer["events"]) == Event.objects.count() == 3


def test_drafts_are_in_no_file(client, record):
    an_event("still-a-draft", title_en="Still a draft")
    Event.objects.filter(reference="arrest").update(title_en="An unpublished title")
    for address in ADDRESSES:
        body = bytes_of(client.get(f"/{address}"))
        assert b"Still a draft" not in body
        assert b"An unpublished title" not in body


def test_the_page_offers_each_file_with_its_filters(client, record):
    body = client.get("/?family=court").content.decode()
    for name in FORMS:
        assert f'href="/export/{name}?family=court"' in body
    about = client.get("/about/").content.decode()
    for address in ADDRESSES:
        assert f'href="/{address}"' in about
