"""The pages for a frame on a partner's site: the only ones that can be framed."""

import re
from datetime import UTC, datetime

import pytest

from cases.publishing import withdraw
from tests.cast import an_event, published
from tests.timeline.views.test_pages import PAGES, text_of
from timeline.views import embed

pytestmark = pytest.mark.django_db
FRAMED = ("/embed/", "/embed/?family=court", "/embed/cases/mr-kim/")
REFUSED = (("/embed/?family=romance", 400), ("/embed/cases/never-was/", 404))


def may_be_framed(response) -> bool:
    policy = response["Content-Security-Policy"]
    return "frame-ancestors *" in policy and not response.has_header("X-Frame-Options")


@pytest.mark.parametrize("address", FRAMED)
def test_any_site_may_frame_them(client, record, address):
    response = client.get(address)
    assert response.status_code == 200
    assert may_be_framed(response)
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("address", [*PAGES, "/admin/login/", "/api/v1/docs", "/never-was/"])
def test_no_other_page_can_be_framed(client, record, address):
    response = client.get(address)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("/embed/", "/"),
        ("/embed/?family=court", "/?family=court"),
        ("/embed/cases/mr-kim/", "/cases/mr-kim/"),
    ],
)
def test_they_lead_back_outside_the_frame_and_are_not_indexed(client, record, address, full):
    response = client.get(address)
    body = response.content.decode()
    assert '<base target="_blank">' in body
    assert f'<link rel="canonical" href="http://testserver{full}">' in body
    assert f'<a href="{full}">Read the whole' in body
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in body


def test_the_timeline_holds_what_the_filters_of_the_page_ask_for(client, record):
    text = text_of(client.get("/embed/?family=court"))
    assert "1 of 3 events" in text
    assert "The court rules" in text
    assert "Kim is arrested" not in text


def test_its_pages_are_turned_inside_the_frame(client, record, monkeypatch):
    monkeypatch.setattr(embed, "PAGE", 2)
    body = client.get("/embed/?country=RU&country=KP").content.decode()
    later = re.search(r'<a target="_self" rel="next" href="(/embed/[^"]*)"', body)[1]
    second = client.get(later.replace("&amp;", "&"))
    assert "The court rules" in text_of(second)
    assert 'target="_self" rel="prev"' in second.content.decode()


def test_a_case_is_shown_in_time_with_its_events(client, record):
    text = text_of(client.get("/embed/cases/mr-kim/"))
    for words in ("Kim v. Russia", "The case in time", "Kim is arrested", "The court rules"):
        assert words in text
    assert "It is signed" not in text


def test_a_choice_without_events_says_so(client, record):
    assert "No events match this choice" in text_of(client.get("/embed/?family=movement"))


@pytest.mark.parametrize(("address", "status"), REFUSED)
def test_a_refusal_stays_in_the_frame(client, record, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert may_be_framed(response)
    assert "Read the timeline" in text_of(response)
    assert "<nav" not in response.content.decode()


def test_what_was_withdrawn_is_gone_from_every_frame(client, record):
    withdraw(record["case"], by=None, public_note="At his request.")
    response = client.get("/embed/cases/mr-kim/")
    assert response.status_code == 410
    assert "At his request." in text_of(response)
    assert "Kim v. Russia" not in response.content.decode()
    assert "Kim v. Russia" not in client.get("/embed/").content.decode()


def test_drafts_are_in_no_frame(client, record):
    draft = an_event("still-a-draft", title_en="Still a draft")
    draft.cases.add(record["case"])
    for address in FRAMED:
        assert "Still a draft" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("/", "http://testserver/embed/"),
        ("/?family=court&place=A%26B", "http://testserver/embed/?family=court&amp;amp;place=A%26B"),
        ("/cases/mr-kim/", "http://testserver/embed/cases/mr-kim/"),
    ],
)
def test_the_snippet_can_be_copied_from_the_full_page(client, record, address, source):
    published(an_event("one", place="A&B"))
    body = client.get(address).content.decode()
    assert f"&lt;iframe src=&#34;{source}&#34;" in body
    assert "<iframe" not in body


def test_a_title_in_a_snippet_cannot_break_out_of_it(client, record, settings):
    type(record["case"]).objects.update(title_en='A "quoted" <case>')
    published(record["case"])
    body = client.get("/cases/mr-kim/").content.decode()
    snippet = re.search(r"<code data-copy>(&lt;iframe.*?)</code>", body)[1]
    assert "A &amp;#34;quoted&amp;#34; &amp;lt;case&amp;gt;" in snippet


@pytest.mark.parametrize("path", ["as-of/{today}/", "cases/mr-kim/history/1/"])
def test_an_earlier_state_offers_no_frame(client, record, path):
    response = client.get("/" + path.format(today=datetime.now(UTC).date()))
    assert response.status_code == 200
    assert "&lt;iframe" not in response.content.decode()
