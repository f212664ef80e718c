"""The API as a program meets it: lists, single records, histories, earlier days, refusals."""

from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import Event
from cases.publishing import withdraw
from tests.cast import a_case, an_event, published
from timeline.api.operations import WORDS
from timeline.changelog import acts

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def test_events_come_in_order_with_everything_a_program_needs(client, record):
    answer = client.get(f"{ROOT}/events").json()
    assert [one["reference"] for one in answer["items"]] == ["signing", "arrest", "ruling"]
    arrest = answer["items"][1]
    expected = {
        "title": "Kim is arrested",
        "date": "2016-02-02",
        "date_text": "2 February 2016",
        "earliest": "2016-02-02",
        "latest": "2016-02-02",
        "kind": "arrest",
        "family": "harm",
        "countries": ["RU"],
        "cases": ["mr-kim"],
        "agreements": [],
        "sources": ["court-bulletin"],
        "edition": 1,
        "url": "http://testserver/events/arrest/",
    }
    assert {name: arrest[name] for name in expected} == expected
    assert answer["count"] == 3
    assert answer["record"] == acts("default", size=1)[0].sequence
    assert answer["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("family=court", ["ruling"]),
        ("case=mr-kim", ["arrest", "ruling"]),
        ("country=KP", ["signing"]),
        ("place=Moscow&from=2016", ["arrest"]),
        ("to=spring 2014", ["signing"]),
        ("q=arrested", ["arrest"]),
        ("kind=arrest&kind=ruling&agreement=transfer-agreement", ["signing"]),
        ("source=court-bulletin&standing=disputed", []),
    ],
)
def test_the_filters_are_those_of_the_page(client, record, query, found):
    answer = client.get(f"{ROOT}/events?{query}").json()
    assert [one["reference"] for one in answer["items"]] == found


def test_a_list_is_read_page_by_page_and_nothing_shifts(client, record):
    published(*[an_event(f"more-{number}", date="2015") for number in range(5)])
    seen, address = [], f"{ROOT}/events?limit=2&country=RU"
    while address:
        answer = client.get(address).json()
        assert len(answer["items"]) <= 2
        seen += [one["reference"] for one in answer["items"]]
        if len(seen) == 2:
            published(an_event("meanwhile", date="1990"))
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 7
    assert "meanwhile" not in seen


def test_other_lists_are_read_page_by_page_too(client, db):
    published(*[a_case(f"case-{number}") for number in range(5)])
    seen, address = [], f"{ROOT}/cases?limit=2"
    while address:
        answer = client.get(address).json()
        seen += [one["reference"] for one in answer["items"]]
        address = answer["next"]
    assert seen == [f"case-{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("cases/mr-kim", "Kim v. Russia"),
        ("agreements/transfer-agreement", "Agreement on transfer"),
        ("events/arrest", "Kim is arrested"),
        ("sources/court-bulletin", "Source court-bulletin"),
        ("figures/granted", "Refuge granted"),
    ],
)
def test_a_record_has_its_public_document_with_references(client, record, path, title):
    answer = client.get(f"{ROOT}/{path}").json()
    assert answer["title"] == title
    assert answer["url"] == f"http://testserver/{path}/"
    assert answer["edition"] == 1
    assert answer["document"]["title_en"] == title


def test_links_in_a_document_are_references(client, record):
    document = client.get(f"{ROOT}/events/arrest").json()["document"]
    assert document["cases"] == ["mr-kim"]
    assert document["citations"] == [
        {"source": "court-bulletin", "locator": "p. 2", "stance": "supports"}
    ]


@pytest.mark.parametrize("folder", WORDS)
def test_a_list_costs_as_many_queries_with_many_records(
    client, record, folder, django_assert_max_num_queries
):
    published(*[an_event(f"more-{number}") for number in range(9)])
    published(*[a_case(f"case-{number}") for number in range(9)])
    with django_assert_max_num_queries(8):
        assert client.get(f"{ROOT}/{folder}").status_code == 200


def test_a_history_has_each_edition_with_its_permanent_address(client, record):
    Event.objects.filter(reference="arrest").update(date="2016-02-03")
    published(record["arrest"], note="The day was corrected.")
    answer = client.get(f"{ROOT}/events/arrest/history").json()
    assert [one["edition"] for one in answer["editions"]] == [2, 1]
    assert answer["editions"][0]["note"] == "The day was corrected."
    assert answer["editions"][0]["superseded"] is None
    assert answer["editions"][1]["url"] == "http://testserver/events/arrest/history/1/"
    withdraw(record["arrest"], by=None, public_note="At his request.")
    gone = client.get(f"{ROOT}/events/arrest/history").json()
    assert gone["editions"] == []
    assert gone["withdrawn"][0]["note"] == "At his request."


def test_the_record_is_read_as_of_the_end_of_a_day(client, db):
    with time_machine.travel(datetime(2026, 3, 1, 23, 59, tzinfo=UTC), tick=False):
        event = an_event("arrest", title_en="First wording")
        published(event)
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        Event.objects.update(title_en="Second wording")
        published(event)
        then = client.get(f"{ROOT}/events?as_of=2026-03-01").json()
        one = client.get(f"{ROOT}/events/arrest?as_of=2026-03-01").json()
        editions = client.get(f"{ROOT}/events/arrest/history?as_of=2026-03-01").json()["editions"]
        before = client.get(f"{ROOT}/events/arrest?as_of=2026-02-28")
        now = client.get(f"{ROOT}/events/arrest").json()
    assert then["items"][0]["title"] == one["title"] == "First wording"
    assert then["as_of"] == "2026-03-01"
    assert len(editions) == 1
    assert before.status_code == 404
    assert now["title"] == "Second wording"


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        ("events?family=romance", "family", "It can be movement"),
        ("events?country=A1", "country", "Two capital letters"),
        ("events?case=never-was", "case", "The record has nothing by that name"),
        ("events?from=soon", "from", "not a date we can read"),
        ("events?from=2015&to=2014", "to", "ends before it begins"),
        ("events?limit=0", "limit", "a number from 1 to 100"),
        ("events?limit=101", "limit", "a number from 1 to 100"),
        ("events?limit=%D9%A3", "limit", "a number from 1 to 100"),
        ("events?limit=5&limit=6", "limit", "more than once"),
        ("events?after=nonsense", "after", "does not name a place"),
        ("cases?after=Nonsense!", "after", "does not name a place"),
        ("events?as_of=yesterday", "as_of", "is not a day"),
        ("events/arrest?as_of=9998-01-01", "as_of", "still to come"),
        ("events?q=", "q", "is empty"),
        ("events?q=" + "a" * 201, "q", "more than 200"),
        ("events?colour=red", "colour", "is not asked for here"),
        ("cases?family=court", "family", "is not asked for here"),
        ("cases/mr-kim?limit=5", "limit", "is not asked for here"),
        ("figures/granted/history?x=1", "x", "is not asked for here"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client, record, address, parameter, words):
    response = client.get(f"{ROOT}/{address}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    assert response.json()["parameter"] == parameter
    assert words in response.json()["error"]


@pytest.mark.parametrize("address", ["events?q=%00", "events/%00", "nothing%00"])
def test_a_sign_that_nobody_types_is_refused_as_json(client, record, address):
    response = client.get(f"{ROOT}/{address}")
    assert response.status_code == 400
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "cannot be understood" in response.json()["error"]


def test_a_draft_answers_like_what_never_existed(client, record):
    an_event("still-a-draft")
    draft, nothing = client.get(f"{ROOT}/events/still-a-draft"), client.get(f"{ROOT}/events/never")
    assert draft.status_code == nothing.status_code == 404
    assert draft.content == nothing.content
    for path in ("", "/history"):
        assert client.get(f"{ROOT}/events/still-a-draft{path}").status_code == 404


def test_what_was_withdrawn_is_gone_with_its_note(client, record):
    withdraw(record["arrest"], by=None, public_note="At his own request.")
    response = client.get(f"{ROOT}/events/arrest")
    assert response.status_code == 410
    assert response.json() == {"error": "This was withdrawn.", "note": "At his own request."}
    assert "arrested" not in client.get(f"{ROOT}/events").content.decode()


def test_an_old_reference_leads_to_the_new_one_with_the_question(client, record):
    Event.objects.filter(reference="arrest").update(reference="detention")
    published(record["arrest"])
    response = client.get(f"{ROOT}/events/arrest?as_of={datetime.now(UTC):%Y-%m-%d}")
    assert response.status_code == 301
    assert response["Location"].startswith(f"{ROOT}/events/detention?as_of=")


@pytest.mark.parametrize(
    "address", ["/api/v1/nothing", "/api/v1/events/", "/api/v2/events", "/api/x"]
)
def test_an_unknown_address_is_a_404_as_json(client, record, address):
    response = client.get(address)
    assert response.status_code == 404
    assert response.json()["error"]


def test_an_error_of_ours_is_json_too(client, record, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("timeline.api.operations.page_of", None)
    response = client.get(f"{ROOT}/events")
    assert response.status_code == 500
    assert "on our side" in response.json()["error"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("events", 200), ("events/arrest", 200), ("events/never", 404), ("events?x=1", 400)],
)
def test_every_answer_is_open_to_every_origin_and_sets_no_cookie(client, record, address, status):
    response = client.get(f"{ROOT}/{address}", headers={"Origin": "https://partner.example"})
    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"


def test_a_browser_may_ask_whether_it_may_ask(client, record):
    response = client.options(f"{ROOT}/events")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_can_only_be_read(client, record, method):
    response = getattr(client, method)(f"{ROOT}/events")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["error"]


def test_a_head_says_what_a_get_would(client, record):
    head, get = client.head(f"{ROOT}/events"), client.get(f"{ROOT}/events")
    assert head.status_code == 200
    assert head["ETag"] == get["ETag"]
    assert head.content == b""


def test_an_unchanged_answer_is_not_sent_again_until_the_record_changes(client, record):
    tag = client.get(f"{ROOT}/events")["ETag"]
    kept = client.get(f"{ROOT}/events", headers={"If-None-Match": f'"other", W/{tag}, {tag}'})
    assert kept.status_code == 304
    assert kept["ETag"] == tag
    assert kept["Access-Control-Allow-Origin"] == "*"
    assert kept.content == b""
    published(an_event("new"))
    fresh = client.get(f"{ROOT}/events", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh["ETag"] != tag
    withdraw(Event.objects.get(reference="new"), by=None, public_note="Wrong.")
    assert client.get(f"{ROOT}/events")["ETag"] not in (tag, fresh["ETag"])


def test_another_answer_has_another_etag_and_a_refusal_none(client, record):
    tags = {
        client.get(f"{ROOT}/{address}")["ETag"]
        for address in ("events", "events?limit=1", "events/arrest", "cases")
    }
    assert len(tags) == 4
    assert not client.get(f"{ROOT}/events/never").has_header("ETag")
