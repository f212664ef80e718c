"""The pages of erasure: written down, read, decided by two, done; each asks who is there."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.erasing import receive
from cases.models import Case, ErasureRequest, Identity, IdentityName, IdentityReading, Person
from cases.roles import Role
from tests.cast import a_case, a_person, edgar, grace, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LIST = tmp_path / "up", tmp_path / "erasures.list"
    settings.FOUR_EYES = True


@pytest.fixture
def person() -> Person:
    person = a_person()
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name="Han Tong Hyok")
    a_case(title_en="Han Tong-hyok v. Russia", internal_notes="The brother of Han Dong Hyuk.")
    return person


def test_from_the_form_of_a_person_to_the_tombstone(client, person):
    client.force_login(grace())
    form = reverse("admin:cases_person_change", args=[person.pk])
    start = reverse("admin:cases_person_erasure", args=[person.pk])
    assert start in client.get(form).content.decode()
    assert "Nothing goes before two guardians" in client.get(start).content.decode()
    answer = client.post(
        start, {"received": "2026-01-31", "asked_in": "File 7", "reason": "They asked."}
    )
    request = ErasureRequest.objects.get()
    page = answer["Location"]
    assert page == reverse("admin:erasure", args=[request.pk])
    assert str(request.due) == "2026-02-28"
    shown = client.get(page).content.decode()
    for text in ("Han Tong-hyok v. Russia", "The brother of Han Dong Hyuk.", "People: 1"):
        assert text in shown
    case = reverse("admin:cases_case_change", args=[Case.objects.get().pk])
    assert case in shown
    assert IdentityReading.objects.filter(person=person.pk, by=grace()).exists()
    client.post(page, {"act": "decide", "state": "received"})
    assert "Another guardian has to decide" in client.get(page).content.decode()
    said = client.post(page, {"act": "erase", "sure": "yes"}, follow=True).content.decode()
    assert "Two guardians have to decide it first." in said
    client.force_login(staff("gina", Role.GUARDIAN))
    client.post(page, {"act": "decide", "state": "first"})
    said = client.post(page, {"act": "erase"}, follow=True).content.decode()
    assert "Tick that you know" in said
    assert Person.objects.filter(pk=person.pk).exists()
    client.post(page, {"act": "erase", "sure": "yes"})
    assert not Person.objects.exists()
    assert Case.objects.get().title_en == "[erased] v. Russia"
    after = client.get(page).content.decode()
    assert "What went" in after
    assert "grace" in after
    assert "gina" in after
    assert request.reference in client.get(reverse("admin:erasures")).content.decode()


def test_what_is_ticked_is_about_somebody_else(client, person):
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.")
    page = reverse("admin:erasure", args=[request.pk])
    client.force_login(grace())
    texts = client.get(page).context["texts"]
    (spared,) = [one["key"] for one in texts if "v. Russia" in one["excerpt"]]
    client.post(page, {"act": "decide", "spared": [spared]})
    client.force_login(staff("gina", Role.GUARDIAN))
    assert "checked" in client.get(page).content.decode()
    client.post(page, {"act": "decide", "spared": [spared]})
    client.post(page, {"act": "erase", "sure": "yes"})
    case = Case.objects.get()
    assert case.title_en == "Han Tong-hyok v. Russia"
    assert case.internal_notes == "The brother of [erased]."


def test_a_request_is_refused_with_a_reason(client, person):
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.")
    page = reverse("admin:erasure", args=[request.pk])
    client.force_login(grace())
    said = client.post(page, {"act": "refuse", "refusal": " "}, follow=True).content.decode()
    assert "Write down why it is refused" in said
    client.post(page, {"act": "refuse", "refusal": "A court needs it."})
    assert "A court needs it." in client.get(page).content.decode()
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_decision_that_a_colleague_made_meanwhile_is_told(client, person):
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.")
    page = reverse("admin:erasure", args=[request.pk])
    client.force_login(staff("gina", Role.GUARDIAN))
    client.post(page, {"act": "decide", "state": "received"})
    client.force_login(grace())
    said = client.post(page, {"act": "decide", "state": "received"}, follow=True).content.decode()
    assert "A colleague has decided meanwhile" in said
    assert ErasureRequest.objects.get().state == "first"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"asked_in": "x" * 121}, "at most 120 characters"),
        ({"received": "2099-01-01"}, "still to come"),
        ({"received": "soon"}, "Enter a valid date."),
    ],
)
def test_bad_input_is_refused_in_words_and_loses_nothing(client, person, typed, words):
    client.force_login(grace())
    given = {"received": "2026-01-31", "asked_in": "File 7", "reason": "They asked.", **typed}
    start = reverse("admin:cases_person_erasure", args=[person.pk])
    answer = client.post(start, {**given, "also_called": "Uncle"})
    assert words in answer.content.decode()
    assert "Uncle" in answer.content.decode()
    assert not ErasureRequest.objects.exists()


def test_each_page_asks_again_who_is_there_after_a_while(client, person):
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.")
    client.force_login(grace())
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        for path in (
            reverse("admin:erasure", args=[request.pk]),
            reverse("admin:cases_person_erasure", args=[person.pk]),
        ):
            assert "Show that it is you" in client.get(path).content.decode()
            answer = client.post(path, {"act": "decide", "asked_in": "x", "reason": "y"})
            assert "Show that it is you" in answer.content.decode()
    assert ErasureRequest.objects.get().state == "received"
    assert not IdentityReading.objects.exists()


def test_nobody_else_sees_any_of_it(client, person):
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.")
    client.force_login(edgar())
    for path in (
        reverse("admin:erasures"),
        reverse("admin:erasure", args=[request.pk]),
        reverse("admin:cases_person_erasure", args=[person.pk]),
    ):
        assert client.get(path).status_code == 403
        assert client.post(path, {"act": "decide"}).status_code == 403
    assert "Requests to be erased" not in client.get(reverse("admin:index")).content.decode()
