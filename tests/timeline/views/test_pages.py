"""Every public page as a reader meets it: what it says, what it links to, how it refuses."""

import re

import pytest
from django.db import OperationalError, connections

from cases.models import Citation, Event
from cases.publishing import remove, withdraw
from tests.cast import a_case, a_source, an_event, an_event_kind, published
from timeline.guard import public_alias
from timeline.views import lists, records

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/cases/",
    "/agreements/",
    "/sources/",
    "/figures/",
    "/cases/mr-kim/",
    "/agreements/transfer-agreement/",
    "/events/arrest/",
    "/sources/court-bulletin/",
    "/figures/granted/",
    "/events/arrest/history/",
    "/events/arrest/history/1/",
    "/cases/mr-kim/history/1/",
    "/about/",
    "/search/",
    "/search/?q=kim",
    "/changes/",
    "/corrections/",
)


def text_of(response) -> str:
    """What a reader sees of a page, its tags taken out."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_without_cookie_or_session(client, record, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/nothing/", "/events/never/", "/feed.atom", "/export/events.csv", "/sitemap.xml", "/?from=x"],
)
def test_no_cache_keeps_an_answer_without_asking_again(client, record, address):
    assert client.get(address)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(client, record, address):
    body = client.get(address).content.decode()
    for link in set(re.findall(r'href="(/[^"#]*)', body)):
        if not link.startswith(("/static/", "/admin/")):
            assert client.get(link.replace("&amp;", "&")).status_code in (200, 302), link


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_as_many_queries_with_many_records(
    client, record, address, django_assert_max_num_queries
):
    published(*[an_event(f"more-{number}", date="2015") for number in range(12)])
    for event in Event.objects.filter(reference__startswith="more"):
        event.cases.add(record["case"])
    published(*Event.objects.all())
    limit = 26 if address == "/" else 12
    with django_assert_max_num_queries(limit):
        client.get(address)


def test_the_timeline_lists_events_in_order_with_their_dates_in_words(client, record):
    text = text_of(client.get("/"))
    places = [text.index(words) for words in ("Spring 2014", "2 February 2016", "The court rules")]
    assert places == sorted(places)
    for words in ("It is signed", "Kim is arrested", "season recorded, not the day"):
        assert words in text


def test_an_event_names_its_sources_with_the_place_in_them(client, record):
    text = text_of(client.get("/events/arrest/"))
    assert "Source court-bulletin , p. 2" in text.replace("bulletin,", "bulletin ,")
    assert "Kim v. Russia" in text


def test_rival_claims_stand_side_by_side(client, record):
    event = record["arrest"]
    other = a_source("broadcaster", title_en="A broadcaster")
    for source, value in ((event.citations.get().source, "2016"), (other, "2015")):
        Citation.objects.create(event=event, source=source, field="date", value=value)
    published(event)
    text = text_of(client.get("/events/arrest/"))
    assert "Sources disagree" in text
    assert "2015" in text
    assert "A broadcaster" in text


def test_two_editions_and_their_difference_are_public(client, record):
    Event.objects.filter(reference="arrest").update(date="2016-02-03")
    published(record["arrest"], note="The day was corrected.")
    history = text_of(client.get("/events/arrest/history/"))
    assert "Edition 2" in history
    assert "The day was corrected." in history
    difference = client.get("/events/arrest/history/1..2/").content.decode()
    assert re.search(r"<del>.*2.*</del>", difference)
    assert re.search(r"<ins>.*3.*</ins>", difference)
    assert "2 February 2016" in text_of(client.get("/events/arrest/history/1/"))
    assert "3 February 2016" in text_of(client.get("/events/arrest/"))


def test_withdrawn_is_gone_with_the_note_and_nothing_else(client, record):
    withdraw(Event.objects.get(reference="arrest"), by=None, public_note="At his own request.")
    for address in ("/events/arrest/", "/events/arrest/history/1/", "/events/arrest.json"):
        response = client.get(address)
        assert response.status_code == 410
        assert "At his own request." in text_of(response)
        assert "Kim is arrested" not in response.content.decode()
    assert "Kim is arrested" not in client.get("/").content.decode()
    assert "Kim is arrested" not in client.get("/cases/mr-kim/").content.decode()


def test_no_browser_keeps_for_ever_that_something_is_gone_or_has_moved(client, record):
    withdraw(Event.objects.get(reference="arrest"), by=None, public_note="At his own request.")
    Event.objects.filter(reference="ruling").update(reference="judgment")
    published(Event.objects.get(reference="judgment"))
    for address, status in (("/events/arrest/", 410), ("/events/ruling/", 301)):
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (status, "no-cache")


def test_a_draft_answers_like_what_never_existed(client, record):
    an_event("still-a-draft")
    draft, nothing = client.get("/events/still-a-draft/"), client.get("/events/never-was/")
    assert draft.status_code == nothing.status_code == 404
    assert draft.content == nothing.content


@pytest.mark.parametrize("end", ["/", ".json", ".jsonld", "/history/?from=2010"])
def test_an_old_reference_leads_to_the_same_page_of_the_new_one(client, record, end):
    Event.objects.filter(reference="arrest").update(reference="detention")
    published(Event.objects.get(reference="detention"))
    answer = client.get(f"/events/arrest{end}")
    if "history" in end:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer["Location"]) == (301, f"/events/detention{end}")


def test_a_redirect_keeps_the_question_and_touches_the_reference_alone(client, record):
    Event.objects.filter(reference="arrest").update(reference="events")
    published(Event.objects.get(reference="events"))
    assert client.get("/events/arrest/?lang=en")["Location"] == "/events/events/?lang=en"


def test_a_withdrawn_record_is_gone_at_its_former_address_too(client, record):
    Event.objects.filter(reference="arrest").update(reference="detention")
    detention = Event.objects.get(reference="detention")
    published(detention)
    withdraw(detention, by=None, public_note="At his request.")
    for address in ("/events/arrest/", "/events/detention/", "/events/arrest/history/1/"):
        assert client.get(address).status_code == 410
    published(detention)
    assert client.get("/events/arrest/")["Location"] == "/events/detention/"


def test_a_long_list_is_read_page_by_page(client, db, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    published(*[a_case(f"case-{number}") for number in range(5)])
    seen, address = [], "/cases/"
    while address:
        body = client.get(address).content.decode()
        seen += re.findall(r'<h2><a href="/cases/([^/]+)/"', body)
        further = re.search(r'rel="next" href="([^"]*)"', body)
        address = further[1] if further else ""
    assert seen == [f"case-{number}" for number in range(5)]
    refusal = client.get("/cases/?after=nothing-like-it")
    assert refusal.status_code == 400
    assert "This list has nothing by that name" in text_of(refusal)


def test_a_source_with_many_events_leads_to_them_all(client, record, monkeypatch):
    monkeypatch.setattr(records, "MOST_EVENTS", 2)
    assert (
        'href="/?source=court-bulletin"' in client.get("/sources/court-bulletin/").content.decode()
    )
    text = text_of(client.get("/?source=court-bulletin"))
    assert "3 of 3 events" in text
    assert "Source: Source court-bulletin" in text


def test_an_old_reference_leads_to_the_new_one(client, record):
    Event.objects.filter(reference="arrest").update(reference="arrest-in-moscow")
    published(record["arrest"])
    response = client.get("/events/arrest/")
    assert (response.status_code, response["Location"]) == (301, "/events/arrest-in-moscow/")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/?family=romance", 400, "“family” was “romance”"),
        ("/?kind=nothing", 400, "The record has nothing by that name"),
        ("/?case=%00", 400, "cannot be understood"),
        ("/?from=soon", 400, "not a date we can read"),
        ("/?after=nonsense", 400, "does not name a place in the timeline"),
        ("/export/events.csv?to=2014-13", 400, "no month 13"),
        ("/cases/never-was/", 404, "no page at this address"),
        ("/cases/never-was/history/", 404, "no page at this address"),
        ("/events/arrest/history/99/", 404, "no page at this address"),
        ("/events/arrest/history/1..99/", 404, "no page at this address"),
        ("/events/arrest/history/0/", 404, "no page at this address"),
        ("/people/kim/", 404, "no page at this address"),
        ("/as-of/2026-13-01/", 400, "is not a day"),
        ("/as-of/yesterday/", 400, "is not a day"),
        ("/as-of/9998-01-01/", 400, "still to come"),
        ("/%F0%9F%98%80/", 404, "no page at this address"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client, record, address, status, words):
    response = client.get(address)
    assert response.status_code == status
    assert words in text_of(response)


def test_a_page_can_only_be_read(client, record):
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200


def test_an_empty_record_says_that_staff_have_work_in_hand(client, db):
    text = text_of(client.get("/"))
    assert "Nothing is published yet" in text


def test_no_match_offers_to_loosen_the_question(client, record):
    text = text_of(client.get("/?family=court&place=Moscow"))
    assert "No events match" in text
    assert "You asked for Family: Court decision, Place: Moscow." in text
    assert "Without “Place: Moscow”: 1 event" in text
    assert "Without “Family: Court decision”: 1 event" in text


def test_text_of_the_record_is_escaped(client, record):
    Event.objects.filter(reference="arrest").update(title_en="<script>alert(1)</script>")
    published(record["arrest"])
    assert "<script>alert" not in client.get("/").content.decode()


def test_the_event_as_json(client, record):
    answer = client.get("/events/arrest.json").json()
    assert answer["date"] == answer["earliest"] == answer["latest"] == "2016-02-02"
    assert answer["date_text"] == "2 February 2016"
    assert answer["cases"] == ["mr-kim"]
    assert answer["sources"] == ["court-bulletin"]
    assert answer["edition"] == 1
    assert answer["url"].endswith("/events/arrest/")


def test_the_timeline_tells_the_moment_of_the_last_act_that_can_be_seen(client, record):
    before = text_of(client.get("/"))
    assert "Last changed" in before
    secret = an_event("secret")
    published(secret)
    remove(secret, by=None, reason="Somebody was threatened.")
    assert text_of(client.get("/")) == before


def test_the_health_page_says_the_same_whatever_comes_and_goes(client):
    before = client.get("/health/")
    assert before.json() == {"status": "ok"}
    event = an_event("secret")
    published(event)
    assert client.get("/health/").content == before.content
    remove(event, by=None, reason="Somebody was threatened.")
    assert client.get("/health/").content == before.content


def test_the_health_page_fails_when_the_database_does_not_answer(client):
    def silent(*_):
        raise OperationalError("no answer")

    client.raise_request_exception = False
    with connections[public_alias()].execute_wrapper(silent):
        assert client.get("/health/").status_code == 500


def test_an_event_whose_kind_is_not_published_has_none_in_its_data(client, record):
    remove(an_event_kind(), by=None, reason="Its name tells too much.")
    for address in ("/events/arrest.json", "/api/v1/events/arrest"):
        event = client.get(address).json()
        assert (event["kind"], event["family"]) == (None, None), address
        assert "kind" not in event.get("document", {})
    assert "Other" in text_of(client.get("/events/arrest/"))


def test_a_kind_that_nothing_in_sight_mentions_is_as_unknown_as_any(client, record):
    event = an_event("secret", kind=an_event_kind("abduction"))
    published(event)
    assert client.get("/?kind=abduction").status_code == 200
    remove(event, by=None, reason="Somebody was threatened.")
    for address in ("/", "/api/v1/events", "/export/events.json"):
        gone, never = (client.get(address, {"kind": one}) for one in ("abduction", "nonsense"))
        assert (gone.status_code, never.status_code) == (400, 400)
        assert gone.content.decode().replace("abduction", "nonsense") == never.content.decode()
