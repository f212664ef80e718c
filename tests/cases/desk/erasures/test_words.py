"""What guardians write into a request for one person about another: noted, and gone with them."""

import pytest

from cases.erasing import decide, erase, receive
from cases.erasing.choices import Choices, keep_draft
from cases.models import ErasureRequest, Identity, IdentityName, IdentityReading, Person
from tests.cases.desk.erasures.deciding import asked, asked_by_one, decided_by_two, gina, said
from tests.cast import a_person, grace

pytestmark = pytest.mark.django_db
NAME = "Han Tong Hyok"


@pytest.fixture
def another() -> Person:
    person = a_person("another", alias_en="A. N.")
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name="Kwon Sok Chol")
    return person


def erased(person: Person) -> None:
    request = ErasureRequest.objects.filter(person=person.pk).first()
    request = request or receive(person.pk, by=grace(), asked_in="File 9", reason="Asked.")
    for guardian in (grace(), gina()):
        decide(request, by=guardian)
    erase(request, by=grace())


def test_a_name_in_the_words_of_another_request_is_shown_before_and_gone_after(
    client, person, another
):
    others = asked(another)
    client.force_login(grace())
    words = {"act": "decide", "state": "received", "note": f"Kin of {NAME}."}
    assert "A protected name stands in the words" in said(client.post(others, words, follow=True))
    shown = client.get(asked_by_one(person)).content.decode()
    assert f"Kin of {NAME}." in shown
    before = IdentityReading.objects.filter(person=another.pk, by=grace(), act="read")
    assert before.exists()
    erased(person)
    client.force_login(grace())
    page = client.get(others).content.decode()
    assert "Kin of [erased]." in page
    assert NAME not in page


@pytest.mark.parametrize("is_namesake", [True, False])
def test_a_name_that_another_request_leaves_out_goes_and_no_more_is_erased_than_was_decided(
    client, person, another, is_namesake
):
    if is_namesake:
        IdentityName.objects.create(identity=Identity.objects.get(person=another.pk), name=NAME)
    others = asked(another, also_called="" if is_namesake else NAME)
    decided_by_two(client, others, left_out=[NAME], mark=mark_on(client, others))
    request = ErasureRequest.objects.get(person=another.pk)
    assert request.state == ErasureRequest.State.DECIDED
    before = request.choices
    erased(person)
    request.refresh_from_db()
    assert NAME not in str(request.choices)
    assert request.choices["agreed"] == before["agreed"]
    assert request.choices["decided"]["mark"] == before["decided"]["mark"]
    client.force_login(grace())
    answer = client.post(others, {"act": "erase", "state": "decided", "sure": "yes"}, follow=True)
    anew = "What is looked for was changed after it was decided" in said(answer)
    assert anew == is_namesake == Person.objects.filter(pk=another.pk).exists()


def mark_on(client, page: str) -> str:
    client.force_login(grace())
    return client.get(page).context["mark"]


def test_what_guardians_left_out_of_the_own_request_is_no_place(client, person):
    page = asked(person)
    request = ErasureRequest.objects.get()
    keep_draft(request, Choices(left_out=frozenset([NAME])), grace())
    request.save()
    client.force_login(gina())
    places = client.get(page).context["preview"].places
    assert all(one.column != "choices" for one in places)


@pytest.mark.parametrize(("name", "times"), [("Kwon Sok Chol", 1), ("Pak Yong Su", 0)])
def test_a_name_that_is_tried_in_the_words_for_readers_is_noted(
    client, person, another, name, times
):
    page = asked(person)
    client.force_login(grace())
    told = IdentityReading.objects.filter(person=another.pk, by=grace(), act="told")
    answer = client.post(page, {"act": "decide", "state": "received", "note": name}, follow=True)
    assert ("A protected name stands in the words" in said(answer)) == bool(times)
    assert told.count() == times


def test_so_is_one_that_is_tried_once_it_is_decided(client, person, another):
    page = asked(person)
    decided_by_two(client, page)
    words = {"act": "decide", "state": "decided", "note": "Kwon Sok Chol"}
    client.force_login(grace())
    answer = client.post(page, words, follow=True)
    told = IdentityReading.objects.filter(person=another.pk, by=grace(), act="told")
    assert ("protected" in said(answer)) == told.exists()
