"""Records named where a picker cannot search, and rows asked for where none can be added."""

import pytest
from django.urls import reverse

from cases.models import Event
from tests.cases.admin.test_desk import address, save, submit
from tests.cast import a_case, a_source, a_topic, alice, an_event, an_event_kind, bob, carol
from tests.test_first_run import FormReader

pytestmark = pytest.mark.django_db

ADD = "/admin/cases/event/add/"


@pytest.fixture
def desk(client):
    client.force_login(alice())
    return client


def begun(**typed: object) -> dict[str, object]:
    return {"reference": "new-event", "title_en": "A new event", "kind": "arrest", **typed}


def test_a_record_is_chosen_by_its_reference(desk):
    kind, case = an_event_kind(), a_case()
    submit(desk, ADD, **begun(cases=case.reference))
    event = Event.objects.get()
    assert (event.kind, list(event.cases.all())) == (kind, [case])


def test_several_are_named_with_commas_and_join_those_that_are_chosen(desk):
    event, one, other, third = an_event(), a_topic("asylum"), a_topic("trade"), a_topic("labour")
    event.topics.add(one)
    save(desk, address(event), topics=[str(one.pk), "trade, labour"])
    assert set(event.topics.all()) == {one, other, third}


def test_words_that_the_list_finds_once_are_enough(desk):
    an_event_kind()
    a_case("mr-pak", title_en="Removal of Mr Pak")
    submit(desk, ADD, **begun(cases="mr pak"))
    assert Event.objects.get().cases.get().reference == "mr-pak"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nothing of the kind", "We found nothing by the name of “nothing of the kind”."),
        ("mr", "“mr” fits mr-kim (Case mr-kim), mr-pak (Case mr-pak). Write the reference"),
        ("no\0thing", "We found nothing by the name of “nothing”."),
    ],
)
def test_words_that_name_none_or_many_come_back_with_the_reason(desk, words, answer):
    an_event_kind()
    a_case("mr-kim"), a_case("mr-pak", cited=False)
    page = submit(desk, ADD, **begun(cases=words)).content.decode()
    assert answer in page
    assert f'value="{words.replace(chr(0), "")}"' in page
    assert not Event.objects.exists()


def test_a_draft_that_somebody_may_not_see_cannot_be_named(client):
    an_event_kind()
    a_case("hidden-draft", title_en="A hidden draft", assigned_to=bob())
    client.force_login(carol())
    page = submit(client, ADD, **begun(cases="hidden-draft")).content.decode()
    assert "We found nothing by the name of “hidden-draft”." in page
    assert "A hidden draft" not in page


def test_a_colleague_is_named_by_the_user_name(desk):
    event = an_event()
    carol()
    save(desk, address(event), assigned_to="carol")
    event.refresh_from_db()
    assert event.assigned_to == carol()


def test_more_rows_come_with_all_that_was_typed_and_nothing_is_saved(desk):
    an_event_kind()
    a_source("letter")
    page = submit(desk, ADD, **begun(_rows="citations", place="Tynda")).content.decode()
    assert "Nothing is saved yet. Go on where you were." in page
    assert "Please correct" not in page
    shown = FormReader(page).fields
    assert shown["place"] == ["Tynda"]
    assert not Event.objects.exists()
    desk.post(ADD, {**shown, "citations-1-source": "letter", "citations-1-locator": "p. 9"})
    assert Event.objects.get().citations.get().locator == "p. 9"


def test_whoever_sent_something_for_review_can_take_it_back(client):
    client.force_login(carol())
    event = an_event(assigned_to=carol())
    submit(client, address(event, "submit"))
    assert "Take it back" in client.get(address(event)).content.decode()
    page = client.post(reverse("admin:cases_event_recall", args=[event.pk]), follow=True)
    assert "Taken back. It is a draft again." in page.content.decode()
    client.force_login(alice())
    assert "Take it back" not in client.get(address(event)).content.decode()
