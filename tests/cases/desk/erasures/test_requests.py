"""The pages of erasure: written down, read, decided by two, done; each asks who is there."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from cases.erasing import receive
from cases.models import Case, ErasureRequest, Identity, IdentityName, IdentityReading, Person
from cases.publishing import places
from cases.publishing.protected import Known
from cases.roles import Role
from tests.cases.desk.erasures.deciding import (
    agrees,
    asked,
    decided_by_two,
    gina,
    preview_of,
    said,
)
from tests.cases.desk.test_identities import form
from tests.cast import a_case, edgar, grace, published, staff

pytestmark = pytest.mark.django_db


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
    assert "The brother of" not in client.get(page).content.decode()
    client.force_login(gina())
    client.post(page, {"act": "agree", "mark": client.get(page).context["mark"]})
    client.force_login(grace())
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
    page = asked(person)
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
    page = asked(person)
    client.force_login(grace())
    said = client.post(page, {"act": "refuse", "refusal": " "}, follow=True).content.decode()
    assert "Write down why it is refused" in said
    client.post(page, {"act": "refuse", "refusal": "A court needs it."})
    assert "A court needs it." in client.get(page).content.decode()
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_decision_that_a_colleague_made_meanwhile_is_told(client, person):
    page = asked(person)
    client.force_login(staff("gina", Role.GUARDIAN))
    client.post(page, {"act": "decide", "state": "received"})
    client.force_login(grace())
    said = client.post(page, {"act": "decide", "state": "received"}, follow=True).content.decode()
    assert "A colleague has decided meanwhile" in said
    assert ErasureRequest.objects.get().state == "first"


def test_what_was_typed_survives_a_colleagues_decision(client, person):
    page = asked(person)
    client.force_login(grace())
    (key, *_) = [one["key"] for one in client.get(page).context["texts"]]
    client.force_login(gina())
    client.post(page, {"act": "decide", "state": "received"})
    client.force_login(grace())
    typed = {"state": "received", "refusal": "A court needs it until 2031."}
    answer = client.post(page, {"act": "refuse", **typed}, follow=True).content.decode()
    assert "A colleague has decided meanwhile" in answer
    assert ">A court needs it until 2031.</textarea>" in answer
    typed = {"state": "received", "keys": key, "spared": [key], "note": "Words I typed"}
    answer = client.post(page, {"act": "decide", **typed}, follow=True)
    assert "What you chose and wrote is kept" in said(answer)
    assert 'value="Words I typed"' in answer.content.decode()
    assert [one["is_spared"] for one in answer.context["texts"] if one["key"] == key] == [True]
    assert ErasureRequest.objects.get().state == "first"


def test_words_that_come_after_all_is_decided_can_be_copied(client, person):
    page = asked(person)
    decided_by_two(client, page)
    client.force_login(staff("greta", Role.GUARDIAN))
    late = client.post(page, {"act": "choose", "state": "first", "note": "Words I typed"})
    assert "Words I typed</textarea>" in late.content.decode()
    client.post(page, {"act": "erase", "sure": "yes"})
    client.force_login(grace())
    late = client.post(page, {"act": "refuse", "state": "first", "refusal": "A court needs it."})
    assert "It is done or refused already." in said(late)
    assert "A court needs it.</textarea>" in late.content.decode()


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
    noted = IdentityReading.objects.count()
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
    assert IdentityReading.objects.count() == noted


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


def test_a_name_that_is_added_after_the_decisions_begins_them_anew(client, person):
    case = a_case("other", title_en="Kim v. Russia, Supreme Court")
    published(case)
    page = asked(person)
    decided_by_two(client, page)
    identity = reverse("admin:cases_person_identity", args=[person.pk])
    client.post(identity, form(client.get(identity), **{"names-1-name": "Supreme Court"}))
    answer = client.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert "two guardians have to look at what would go now" in said(answer)
    assert ErasureRequest.objects.get().state == "received"
    assert Case.objects.get(reference="other").title_en == "Kim v. Russia, Supreme Court"
    assert "Supreme Court" in answer.content.decode()
    for guardian in (grace(), gina()):
        agrees(client, guardian, page)
    decided_by_two(client, page)
    client.post(page, {"act": "erase", "sure": "yes"})
    assert Case.objects.get(reference="other").title_en == "Kim v. Russia, [erased]"


def test_a_name_that_is_added_between_the_decisions_begins_them_anew(client, person):
    page = asked(person)
    client.force_login(grace())
    client.post(page, {"act": "decide", "spared": ["0" * 64]})
    IdentityName.objects.create(identity=Identity.objects.get(), name="Supreme Court")
    client.force_login(gina())
    answer = client.post(page, {"act": "decide", "state": "first"}, follow=True)
    assert "back to the beginning" in said(answer)
    request = ErasureRequest.objects.get()
    assert (request.state, request.first_by, request.first_at) == ("received", None, None)
    assert "0" * 64 in str(request.choices)


def test_a_name_that_is_added_while_somebody_reads_is_not_decided_on_unseen(client, person):
    page = asked(person)
    client.force_login(grace())
    mark = client.get(page).context["mark"]
    IdentityName.objects.create(identity=Identity.objects.get(), name="Supreme Court")
    typed = {"act": "decide", "mark": mark, "note": "Gone."}
    answer = client.post(page, typed, follow=True)
    assert "while you were reading" in said(answer)
    assert ErasureRequest.objects.get().state == "received"
    assert "Gone." in answer.content.decode()


def test_a_rotation_between_decision_and_deed_changes_nothing(client, person, settings):
    page = asked(person)
    (spared,) = [
        one["key"] for one in preview_of(client, page)["texts"] if "v. Russia" in one["excerpt"]
    ]
    decided_by_two(client, page, spared=[spared])
    settings.DESK_KEYS = {"k9": bytes(range(1, 33)), **settings.DESK_KEYS}
    client.post(page, {"act": "erase", "sure": "yes"})
    assert Case.objects.get().title_en == "Han Tong-hyok v. Russia"
    assert ErasureRequest.objects.get().state == "done"


def test_guardians_choose_what_readers_are_told(client, person, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(places, "known", lambda: Known(None, []))
        published(Case.objects.get())
    page = asked(person)
    client.force_login(grace())
    assert "a State too" in client.get(page).content.decode()
    refused = client.post(page, {"act": "decide", "note": "Of Han Tong-hyok."}, follow=True)
    assert "A protected name stands in the words for readers" in said(refused)
    decided_by_two(client, page, note="Corrected.")
    client.post(page, {"act": "erase", "sure": "yes"})
    client.logout()
    shown = client.get("/cases/mr-kim/history/1/").content.decode()
    assert "Corrected." in shown
    assert "request" not in shown


def test_somebody_whose_record_was_deleted_can_still_be_read_changed_and_erased(client, person):
    client.force_login(edgar())
    deleting = reverse("admin:cases_person_delete", args=[person.pk])
    client.post(deleting, {"post": "yes", "seen_version": person.version})
    assert not Person.objects.exists()
    identity = reverse("admin:cases_person_identity", args=[person.pk])
    start = reverse("admin:cases_person_erasure", args=[person.pk])
    assert {client.get(one).status_code for one in (identity, start)} == {404}
    client.force_login(grace())
    found = client.post(reverse("admin:identities"), {"name": "Han Tong Hyok"}).content.decode()
    assert identity in found
    assert start in found
    shown = client.get(identity)
    assert "Somebody whose record was deleted" in shown.content.decode()
    change = reverse("admin:cases_person_change", args=[person.pk])
    assert change not in shown.content.decode()
    answer = client.post(identity, form(shown, **{"names-1-name": "한동혁"}))
    assert answer.status_code == 302
    assert {one.script for one in IdentityName.objects.all()} == {"latin", "hangul"}
    typed = {"received": "2026-01-31", "asked_in": "File 7", "reason": "They asked."}
    page = client.post(start, typed)["Location"]
    assert identity in client.get(page).content.decode()
    agrees(client, gina(), page)
    decided_by_two(client, page)
    client.post(page, {"act": "erase", "sure": "yes"})
    assert not Identity.objects.exists()
    assert Case.objects.get().title_en == "[erased] v. Russia"
    assert {client.get(one).status_code for one in (identity, start)} == {404}


def test_a_request_says_no_more_than_that_what_was_looked_for_is_gone(client, person, monkeypatch):
    monkeypatch.setattr("cases.desk.erasures.scrub", lambda: None)
    monkeypatch.setattr("cases.desk.erasures.transaction.on_commit", lambda act: act())
    page = asked(person)
    decided_by_two(client, page)
    told = client.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert "Of the names that were looked for, nothing is left" in told.content.decode()


def test_whoever_has_decided_reads_on_and_chooses_no_more(client, person):
    page = asked(person)
    client.force_login(grace())
    assert 'name="spared"' in client.get(page).content.decode()
    client.post(page, {"act": "decide"})
    shown = client.get(page).content.decode()
    assert "Han Tong-hyok" in shown
    assert 'name="spared"' not in shown
    client.force_login(gina())
    assert 'name="spared"' in client.get(page).content.decode()


def test_publishing_somebody_between_decision_and_deed_changes_nothing(client, person):
    page = asked(person)
    decided_by_two(client, page)
    published(person)
    client.post(page, {"act": "erase", "sure": "yes"})
    assert ErasureRequest.objects.get().state == "done"


def no_guardian(user: User, how: str) -> None:
    """Takes from somebody that they are a guardian."""
    if how == "suspended":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif how == "without the role":
        user.groups.clear()
    else:
        user.delete()


@pytest.mark.parametrize("how", ["suspended", "without the role", "gone"])
def test_who_is_no_guardian_any_more_has_not_decided(client, person, how):
    page = asked(person)
    client.force_login(gina())
    client.post(page, {"act": "decide", "state": "received"})
    no_guardian(gina(), how)
    client.force_login(grace())
    assert "That decision does not count." in client.get(page).content.decode()
    answer = client.post(page, {"act": "decide", "state": "first"}, follow=True)
    assert "is no guardian any more. Nothing was erased." in said(answer)
    assert "That decision does not count." not in answer.content.decode()
    request = ErasureRequest.objects.get()
    assert (request.state, request.first_by) == ("received", None)


@pytest.mark.parametrize("how", ["suspended", "without the role", "gone"])
def test_what_somebody_decided_who_is_no_guardian_any_more_is_not_erased(client, person, how):
    page = asked(person)
    decided_by_two(client, page)
    no_guardian(gina(), how)
    client.force_login(grace())
    assert "That decision does not count." in client.get(page).content.decode()
    answer = client.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert "is no guardian any more. Nothing was erased." in said(answer)
    assert Person.objects.filter(pk=person.pk).exists()
    assert ErasureRequest.objects.get().state == "received"
