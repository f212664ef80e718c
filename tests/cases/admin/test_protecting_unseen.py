"""Guardians protect people in records that they do not see, and read no draft by it."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.history import revision
from cases.models import Event, Identity, IdentityName, NamePass, Person
from cases.publishing import remove
from cases.rules import ever_public
from tests.cast import a_person, a_source, an_event, edgar, grace, published, the_source

pytestmark = pytest.mark.django_db
AROUND = "He drives it, ring twice, and ask for the blue door of Anna in Perm."
TITLE = "Transport of Petrov"


@pytest.fixture
def dummy() -> Person:
    """A person whom a guardian has made up, with words of a draft for a name."""
    person = a_person("dummy", alias_en="D. U.", assigned_to=grace())
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name="Han Tong Hyok")
    return person


@pytest.fixture
def draft(dummy) -> Event:
    return an_event(title_en=TITLE, summary_en=f"Han Tong-hyok. {AROUND}", assigned_to=edgar())


@pytest.fixture
def guardian(client) -> Client:
    client.force_login(grace())
    return client


def page_of(client, record, act: str, **typed):
    address = reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk])
    return client.post(address, typed, follow=True) if typed else client.get(address)


def test_of_a_draft_that_a_guardian_does_not_see_the_name_and_its_field_alone_are_shown(
    guardian, draft
):
    page = page_of(guardian, draft, "names").content.decode()
    assert "Summary (English): <mark>Han Tong-hyok</mark>" in page
    assert "Protected names in this event" in page
    assert "This record is not yours to see" in page
    for words in ("Petrov", "drives", "Anna"):
        assert words not in page
    mark = next(iter(page_of(guardian, draft, "names").context["places"]))[0]
    answer = page_of(guardian, draft, "names", mark=mark, reason="It is the judge, edgar says.")
    assert "Let pass in 1 place" in answer.content.decode()
    assert NamePass.objects.get().record == draft.pk
    assert "Petrov" not in answer.content.decode()


def test_whoever_sees_the_record_reads_the_words_around_a_name(guardian, draft):
    Event.objects.update(assigned_to=grace())
    page = page_of(guardian, draft, "names").content.decode()
    assert f"Protected names in “{TITLE}”" in page
    assert "drives" in page
    assert "not yours to see" not in page


@pytest.mark.parametrize("act", ["remove", "allow"])
def test_what_was_never_public_is_not_taken_back_by_who_does_not_see_it(guardian, draft, act):
    assert page_of(guardian, draft, act).status_code == 404
    assert page_of(guardian, draft, act, reason="x").status_code == 404
    Event.objects.update(assigned_to=grace())
    assert page_of(guardian, draft, act).status_code == 200


def test_an_editor_is_not_led_to_testimony_that_was_never_public(client):
    testimony = a_source("told", is_testimony=True, interviewer="Q")
    client.force_login(edgar())
    assert page_of(client, testimony, "remove").status_code == 404


def test_what_a_colleague_changes_is_called_as_the_public_reads_it(guardian):
    event = an_event(title_en="An arrest")
    published(event)
    with revision(by=edgar(), reason="Told since"):
        event = Event.objects.get()
        event.title_en = TITLE
        event.save()
    page = page_of(guardian, event, "remove").content.decode()
    assert "Remove “An arrest” to protect somebody" in page
    assert "Petrov" not in page
    remove(event, by=edgar(), reason="It endangers somebody.")
    page = page_of(guardian, event, "allow").content.decode()
    assert "Let this event be published again" in page
    assert "Removed" in page
    assert "It endangers somebody." not in page
    assert "edgar" not in page
    assert "Petrov" not in page
    Event.objects.update(assigned_to=grace())
    assert "It endangers somebody." in page_of(guardian, event, "allow").content.decode()
    Event.objects.update(assigned_to=None)
    answer = page_of(guardian, event, "allow", reason="They are safe.")
    assert "It can be published again" in answer.content.decode()
    assert "Petrov" not in answer.content.decode()
    assert ever_public(event)


def test_a_public_record_is_removed_by_a_guardian_who_does_not_see_it(client, guardian):
    event = an_event(title_en="An arrest")
    published(the_source(), event)
    with revision(by=edgar(), reason="Told since"):
        event = Event.objects.get()
        event.title_en = TITLE
        event.save()
    assert page_of(guardian, event, "remove", reason="x").status_code == 200
    assert client.get(f"/events/{event.reference}/").status_code == 404
