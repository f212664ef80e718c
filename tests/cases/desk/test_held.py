"""Where the public reads a name already: guardians are told when they write one down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import IdentityReading, NamesHeld, Person
from cases.publishing import held_places, let_pass, withdraw
from tests.cases.admin.test_dashboard import MOST_QUERIES
from tests.cases.admin.test_desk import address, save, submit
from tests.cases.desk.importing.bringing import brought, token, words
from tests.cases.desk.test_identities import address as identity_of
from tests.cases.desk.test_identities import an_identity, form
from tests.cast import (
    a_person,
    alice,
    an_event,
    edgar,
    grace,
    named_publicly,
    published,
)

pytestmark = pytest.mark.django_db
HELD = reverse("admin:identity-held")
TASK = "Published places that hold a protected name"


@pytest.fixture
def event(db):
    """An event that the public reads, with a name that nobody had written down yet."""
    event = an_event(title_en="Arrest of Choe Myong-bok")
    published(event)
    return event


def text_of(client, path) -> str:
    return client.get(path).content.decode()


def test_saving_a_name_tells_how_often_it_is_public_and_leads_there(client, event):
    person = a_person()
    client.force_login(grace())
    page = client.get(identity_of(person))
    typed = form(page, **{"names-0-name": "Choe Myong-bok"})
    saved = client.post(identity_of(person), typed, follow=True).content.decode()
    there = reverse("admin:cases_person_editions", args=[person.pk])
    assert "1 place that the public reads holds one of these names" in saved
    assert f"<a href='{there}'>see it</a>" in saved
    assert "<mark>Choe Myong-bok</mark>" in text_of(client, there)
    assert TASK in text_of(client, "/admin/")
    assert f"{there}" in text_of(client, HELD)


def test_the_first_page_tells_guardians_alone_and_stays_cheap(client, event):
    person = a_person()
    an_identity(person)
    client.force_login(grace())
    assert TASK not in text_of(client, "/admin/")
    client.post(HELD)
    with CaptureQueriesContext(connection) as captured:
        assert f"{TASK}</h3><b>1</b>" in text_of(client, "/admin/")
    assert len(captured) <= MOST_QUERIES
    client.force_login(edgar())
    assert TASK not in text_of(client, "/admin/")
    assert client.get(HELD).status_code == 403


def test_counting_anew_forgets_what_is_public_no_more_and_is_noted(client, event):
    person = a_person()
    an_identity(person)
    client.force_login(grace())
    client.post(HELD)
    assert IdentityReading.objects.filter(person=person.pk, by=grace()).exists()
    withdraw(event, by=edgar(), public_note="x")
    assert "1 place" in text_of(client, HELD)
    page = client.post(HELD).content.decode()
    assert "At the last count the public read no protected name." in page
    assert not NamesHeld.objects.exists()


def test_what_a_guardian_let_pass_is_not_counted(client, event):
    person = a_person()
    an_identity(person)
    let_pass(event, list(held_places(event)), by=grace(), reason="A judge.")
    client.force_login(grace())
    client.post(HELD)
    assert not NamesHeld.objects.exists()


def test_whoever_is_to_be_named_no_more_is_counted_and_the_guardian_is_told(client):
    person = a_person(alias_en="Choe Myong-bok", **named_publicly())
    published(person, an_event(title_en="Arrest of Choe Myong-bok"))
    client.force_login(grace())
    typed = {"exposure": "withheld", "alias_en": "C."}
    saved = save(client, address(person), "In danger", **typed).content.decode()
    assert Person.objects.get().exposure == "withheld"
    assert NamesHeld.objects.get().record == person.pk
    assert "that the public reads" in saved


def test_an_alias_that_is_public_already_is_counted_and_an_editor_is_not_told(client):
    published(an_event(title_en="Arrest of Choe Myong-bok"))
    person = a_person(alias_en="C.")
    client.force_login(edgar())
    saved = save(client, address(person), "A whole name", alias_en="Choe Myong-bok")
    assert NamesHeld.objects.get().record == person.pk
    assert "that the public reads" not in saved.content.decode()


@pytest.mark.parametrize("somebody", [grace, edgar])
def test_somebody_new_whose_alias_is_public_already_is_counted(client, event, somebody):
    client.force_login(somebody())
    path = reverse("admin:cases_person_add")
    saved = submit(client, path, alias_en="Choe Myong-bok", reference="c").content.decode()
    assert NamesHeld.objects.get().record == Person.objects.get().pk
    assert ("that the public reads" in saved) is (somebody is grace)


def test_an_alias_that_is_changed_in_a_small_window_is_counted(
    client, django_capture_on_commit_callbacks, event
):
    person = a_person(alias_en="C.")
    client.force_login(edgar())
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, address(person), alias_en="Choe Myong-bok", _popup="1")
    assert Person.objects.get().alias_en == "Choe Myong-bok"
    assert NamesHeld.objects.get().record == person.pk


def test_an_alias_that_is_deleted_is_counted_no_more(
    client, django_capture_on_commit_callbacks, event
):
    person = a_person(alias_en="Choe Myong-bok")
    client.force_login(grace())
    client.post(HELD)
    assert NamesHeld.objects.exists()
    client.force_login(alice())
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, address(person, "delete"))
    assert not Person.objects.exists()
    assert not NamesHeld.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_of_names_tells_a_guardian_too(client, event):
    client.force_login(grace())
    path = brought(client, people="reference,alias,Real name\nk-s,K.S.,Choe Myong-bok\n")
    done = client.post(f"{path}apply/", {"token": token(client, path)}, follow=True)
    assert "1 place that the public reads already hold a name that it brought" in words(done)
    assert TASK in text_of(client, "/admin/")
