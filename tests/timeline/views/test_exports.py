"""Downloads: the filtered timeline as data that opens safely anywhere."""

import csv
import io
import json

import pytest

from cases.models import Event
from tests.cast import an_event, published
from timeline.exports.events import inert

pytestmark = pytest.mark.django_db


def body_of(response) -> str:
    return b"".join(response.streaming_content).decode()


def test_a_csv_has_a_line_for_each_event_in_order(client, record):
    response = client.get("/export/events.csv")
    rows = list(csv.DictReader(io.StringIO(body_of(response))))
    assert [row["reference"] for row in rows] == ["signing", "arrest", "ruling"]
    assert rows[1]["date"] == "2016-02-02"
    assert 'filename="events.csv"' in response["Content-Disposition"]


def test_the_filters_of_the_page_hold_for_the_download(client, record):
    answer = json.loads(body_of(client.get("/export/events.json?family=court")))
    assert [row["reference"] for row in answer["events"]] == ["ruling"]


def test_an_empty_download_is_still_well_formed(client, db):
    assert json.loads(body_of(client.get("/export/events.json"))) == {"events": []}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_inert(client, start):
    assert inert(f"{start}1+1") == f"'{start}1+1"
    event = an_event(title_en=f"{start}cmd")
    published(event)
    rows = list(csv.DictReader(io.StringIO(body_of(client.get("/export/events.csv")))))
    assert rows[0]["title"].startswith("'")


def test_a_download_is_read_in_chunks_of_constant_queries(client, monkeypatch, record):
    monkeypatch.setattr("timeline.exports.events.CHUNK", 2)
    rows = list(csv.DictReader(io.StringIO(body_of(client.get("/export/events.csv")))))
    assert len(rows) == Event.objects.count()
