"""Search as a reader meets it: what is published is found by its words, and nothing else is."""

import re

import pytest

from cases.models import Application, Event, Identifier, Participation, Person, Source
from cases.publishing import rebuild_search, withdraw
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_source,
    an_event,
    named_publicly,
    published,
    the_source,
)
from tests.timeline.views.test_pages import text_of
from timeline import search, wordindex
from timeline.models import Edition
from timeline.words import terms

pytestmark = pytest.mark.django_db


def found(client, question: str, **more) -> list[str]:
    """The addresses of the hits on the first page, best first."""
    response = client.get("/search/", {"q": question, **more})
    assert response.status_code == 200
    return re.findall(r'<h2><a href="/([^"]+)/"', response.content.decode())


@pytest.fixture
def arrest():
    event = an_event(
        "arrest",
        title_en="Kim is arrested",
        title_ru="Арест и депортации",
        title_ko="최명복은 체포되었다",
        summary_en="He was held in a *Séoul* hotel, see [the page](https://court.example/1).",
        place="Владивосток",
        date="2016-02",
    )
    published(event)
    return event


@pytest.mark.parametrize(
    "question",
    [
        "최명복",
        "명복",
        "депортация",
        "ДЕПОРТАЦИЯ",
        "аресты",
        "Seoul",
        "SÉOUL",
        "hotels",
        "arr",
        "Владивостоке",
        "kim 최명복 арест",
    ],
)
def test_an_event_is_found_by_its_words_in_every_language(client, arrest, question):
    assert found(client, question) == ["events/arrest"]


@pytest.mark.parametrize("question", ["최명훈", "депозит", "rested", "kim dragon"])
def test_an_event_is_not_found_by_other_words(client, arrest, question):
    assert found(client, question) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"kim',
        "kim'",
        "kim*",
        "kim:*",
        "-kim",
        "(kim",
        "kim & !",
        ": kim",
        "kim\\",
        "kim 😀",
        "'; -- kim",
        "kim%_",
        "^kim {kim} + kim",
    ],
)
def test_signs_in_a_question_never_break_it(client, arrest, typed):
    assert found(client, typed) == ["events/arrest"]


@pytest.mark.parametrize("typed", ["NEAR(kim, 2)", "kim AND NOT kim", "' OR 1=1 --", "kim\u0301 ♥"])
def test_an_operator_is_a_word_like_any_other(client, arrest, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200
    assert Edition.objects.exists()


@pytest.mark.parametrize("typed", ["😀", '"', "*"])
def test_a_question_without_a_letter_finds_nothing_and_breaks_nothing(client, arrest, typed):
    response = client.get("/search/", {"q": typed})
    assert response.status_code == 200
    assert "Nothing in the record answers to" in text_of(response)
    assert "0 of 1 event" in text_of(client.get("/", {"q": typed}))


def test_a_question_that_is_too_long_is_refused_in_words(client):
    response = client.get("/search/", {"q": "a" * 201})
    assert response.status_code == 400
    assert "at most 200 can be searched for" in text_of(response)


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "2001", "9" * 5_000])
def test_a_page_that_cannot_be_is_refused_in_words(client, arrest, page):
    response = client.get("/search/", {"q": "kim", "page": page})
    assert response.status_code == 400
    assert "It is a number from 1 up" in text_of(response)


def test_what_was_found_is_marked_where_it_stands(client, arrest):
    body = client.get("/search/?q=명복+seoul+arr").content.decode()
    assert "Kim is <mark>arrested</mark>" in body
    assert "최<mark>명복</mark>은 체포되었다" in body
    assert "held in a <mark>Séoul</mark> hotel" in body


def test_text_of_the_record_is_escaped_among_the_hits(client):
    published(an_event("odd", title_en="<script>kim</script> & co"))
    body = client.get("/search/?q=kim").content.decode()
    assert "&lt;script&gt;<mark>kim</mark>&lt;/script&gt; &amp; co" in body


def test_a_long_text_is_cut_around_the_hit(client):
    published(an_event("long", summary_en="before " * 60 + "kim " + "after " * 60))
    shown = re.search(r"… (before )+<mark>kim</mark>( after)+ …", text_of_marked(client, "kim"))
    assert shown
    assert len(shown[0]) < 300


def text_of_marked(client, question: str) -> str:
    return client.get("/search/", {"q": question}).content.decode()


def test_a_title_stands_before_a_summary_and_a_case_before_an_event(client):
    in_text = a_case("in-text", summary_en="About Kim.")
    late = an_event("late", title_en="Kim is tried", date="2018")
    early = an_event("early", title_en="Kim is held", date="2016")
    in_title = a_case("in-title", title_en="Kim v. Russia")
    published(in_text, late, early, in_title)
    order = ["cases/in-title", "events/early", "events/late", "cases/in-text"]
    assert found(client, "kim") == order


def test_kinds_period_and_country_narrow_what_is_found(client):
    published(
        a_case("kim", title_en="Kim"),
        an_event("first", title_en="Kim 1", date="2016", countries=["RU"]),
        an_event("second", title_en="Kim 2", date="2018", countries=["KP"]),
    )
    assert found(client, "kim", **{"in": "cases"}) == ["cases/kim"]
    assert found(client, "kim", **{"from": "2017"}) == ["events/second"]
    assert found(client, "kim", to="2017") == ["events/first"]
    assert found(client, "kim", country="RU") == ["events/first"]
    assert found(client, "kim", standing="established") == []


def test_further_pages_keep_the_question_whole(client, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 1)
    published(*[an_event(f"kim-{n}", title_en="Kim", date="2016") for n in range(3)])
    published(an_event("other", title_en="Kim", countries=["KP"], date="2016"))
    address, seen = "/search/?q=kim&in=events&from=2016&country=RU", []
    while address:
        body = client.get(address).content.decode()
        seen += re.findall(r'<h2><a href="/events/([^"]+)/"', body)
        further = re.search(r'rel="next" href="([^"]*)"', body)
        address = further[1].replace("&amp;", "&") if further else ""
    assert sorted(seen) == ["kim-0", "kim-1", "kim-2"]


def test_no_hit_of_a_kind_leads_to_those_of_another(client, arrest):
    text = text_of(client.get("/search/?q=kim&in=cases"))
    assert "There are matches of another kind" in text
    assert "Events: 1" in text


def test_a_person_is_found_by_the_alias_that_may_be_shown(client, arrest):
    person = a_person(alias_en="Choe", alias_ko="최명훈", **named_publicly())
    hidden = a_person("hidden", alias_en="Pak")
    for one in (person, hidden):
        Participation.objects.create(event=arrest, person=one)
    case = a_case("choe-case")
    application = Application.objects.create(case=case, court=a_court(), number="19115/19")
    application.applicants.add(person)
    published(arrest, case)
    assert found(client, "최명훈") == ["cases/choe-case", "events/arrest"]
    assert "<mark>Choe</mark>" in text_of_marked(client, "choe")
    assert found(client, "Pak") == []


def test_a_changed_alias_is_found_by_the_new_one_alone(client, arrest):
    person = a_person(alias_en="Choe", **named_publicly())
    Participation.objects.create(event=arrest, person=person)
    published(arrest)
    Person.objects.update(alias_en="Ryu")
    published(person)
    assert (found(client, "Ryu"), found(client, "Choe")) == (["events/arrest"], [])
    Person.objects.update(exposure="withheld")
    published(person)
    assert found(client, "Ryu") == []


def test_a_source_answers_for_what_cites_it(client, arrest):
    Source.objects.update(title_en="Gazette of the town")
    published(the_source())
    assert set(found(client, "gazette")) == {"events/arrest", "sources/court-bulletin"}
    a_source("unused", title_en="Almanac")
    assert found(client, "almanac") == []


def test_numbers_of_applications_and_identifiers_are_found(client):
    case = a_case("kim")
    Application.objects.create(case=case, court=a_court(), number="27584/20")
    Identifier.objects.create(case=case, scheme="hudoc", value="001-2345")
    published(case)
    assert found(client, "27584/20") == found(client, "001-2345") == ["cases/kim"]


def test_a_superseded_word_is_not_found_in_the_current_record(client, arrest):
    Event.objects.update(title_en="Kim is detained")
    published(arrest)
    assert (found(client, "detained"), found(client, "arrested")) == (["events/arrest"], [])


def test_a_withdrawn_record_is_not_found_any_more(client, arrest):
    withdraw(arrest, by=None, public_note="At his request.")
    assert found(client, "kim") == []


def test_a_draft_is_never_found(client, arrest):
    an_event("draft", title_en="Dragon")
    Event.objects.filter(reference="arrest").update(summary_en="A dragon came.")
    assert found(client, "dragon") == []


def test_a_rebuilt_index_finds_what_the_old_one_did(client, arrest):
    wordindex.clear("default")
    assert found(client, "최명복") == []
    rebuild_search()
    assert found(client, "최명복") == ["events/arrest"]


def test_no_run_of_signs_is_found_across_two_fields(client):
    published(an_event("arrest", title_ko="최명", place="명복", summary_ko="최명 명복"))
    assert found(client, "최명복") == []
    assert found(client, "최명 명복") == ["events/arrest"]


def test_every_occurrence_of_a_term_is_marked():
    pieces = search.marked("Kim, 최명복과 kim", terms("kim 명복"))
    assert pieces == [
        ("Kim", True),
        (", 최", False),
        ("명복", True),
        ("과 ", False),
        ("kim", True),
    ]
