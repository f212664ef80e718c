"""The record as it stood at the end of a day, UTC."""

from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import Event
from cases.publishing import withdraw
from tests.cast import an_event, published
from tests.timeline.views.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_editions():
    with time_machine.travel(datetime(2026, 3, 1, 23, 59, tzinfo=UTC), tick=False):
        event = an_event("arrest", title_en="First wording", date="2016")
        published(event)
    with time_machine.travel(datetime(2026, 3, 2, 0, 1, tzinfo=UTC), tick=False):
        Event.objects.update(title_en="Second wording")
        published(event)


@pytest.fixture(autouse=True)
def a_later_day():
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize("path", ["", "events/arrest/"])
@pytest.mark.parametrize(
    ("day", "wording"), [("2026-03-01", "First wording"), ("2026-03-02", "Second wording")]
)
def test_a_page_reads_as_it_stood_at_the_end_of_the_day(client, path, day, wording):
    response = client.get(f"/as-of/{day}/{path}")
    assert wording in text_of(response)
    assert response["X-Robots-Tag"] == "noindex"


def test_links_stay_in_the_day(client):
    body = client.get("/as-of/2026-03-01/").content.decode()
    assert 'href="/as-of/2026-03-01/events/arrest/"' in body


def test_before_the_first_edition_the_timeline_is_empty_and_says_so(client):
    response = client.get("/as-of/2026-02-28/")
    assert response.status_code == 200
    assert "Nothing is published as of this day" in text_of(response)
    assert client.get("/as-of/2026-02-28/events/arrest/").status_code == 404


def test_the_history_of_a_day_knows_no_later_edition(client):
    text = text_of(client.get("/as-of/2026-03-01/events/arrest/history/"))
    assert "Edition 1" in text
    assert "Edition 2" not in text


def test_what_was_withdrawn_is_gone_from_every_day_it_stood(client):
    withdraw(Event.objects.get(), by=None, public_note="A mistake.")
    assert client.get("/as-of/2026-03-01/events/arrest/").status_code == 410
    assert client.get("/as-of/2026-02-28/events/arrest/").status_code == 404
    assert "wording" not in text_of(client.get("/as-of/2026-03-01/"))


def test_an_edition_of_a_later_day_is_not_there(client):
    for path in ("events/arrest/history/2/", "events/arrest/history/1..2/"):
        assert client.get(f"/as-of/2026-03-01/{path}").status_code == 404
        assert client.get(f"/{path}").status_code == 200


@pytest.mark.parametrize("day", ["2026-W10-1", "20260301", "2026-3-1", "yesterday"])
def test_a_day_is_written_in_one_way(client, day):
    assert client.get(f"/as-of/{day}/").status_code == 400


def test_a_filter_by_what_was_not_yet_published_finds_nothing_and_is_no_mistake(client):
    answer = client.get("/as-of/2001-01-01/?kind=arrest")
    assert answer.status_code == 200
    assert client.get("/api/v1/events?kind=arrest&as_of=2001-01-01").json()["count"] == 0
    assert client.get("/as-of/2001-01-01/?kind=nonsense").status_code == 400
