"""The pages of erasure: written down, read, decided by two, done; each asks who is there."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.desk import erasureshown
from cases.erasing import receive
from cases.models import (
    Case,
    ErasureRequest,
    Identity,
    IdentityName,
    IdentityReading,
    ImportBatch,
    Person,
    Topic,
)
from cases.publishing import guarding
from cases.publishing.protected import Known
from cases.roles import Role
from tests.cases.desk.test_identities import form
from tests.cast import a_case, a_person, edgar, grace, published, staff

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


def asked(person: Person, **values: str) -> str:
    """The address of a request for this person."""
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="They asked.", **values)
    return reverse("admin:erasure", args=[request.pk])


def gina():
    return staff("gina", Role.GUARDIAN)


def decided_by_two(client, page: str, **typed: object) -> None:
    for guardian, state in ((grace(), "received"), (gina(), "first")):
        client.force_login(guardian)
        client.post(page, {"act": "decide", "state": state, **typed})


def said(answer) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


def test_all_texts_are_shown_page_by_page_and_what_is_ticked_on_one_is_kept(
    client, person, monkeypatch
):
    monkeypatch.setattr(erasureshown, "A_PAGE", 2)
    for number in range(3):
        Topic.objects.create(reference=f"t{number}", label_en=f"Han Tong Hyok {number}")
    page = asked(person)
    client.force_login(grace())
    seen = {}
    for number in (1, 2, 3):
        shown = client.get(page, {"page": number})
        seen |= {one["excerpt"]: (number, one["key"]) for one in shown.context["texts"]}
    assert {"Han Tong Hyok 0", "Han Tong Hyok 1", "Han Tong Hyok 2"} < set(seen)
    assert "page 3 of 3" in shown.content.decode()
    for text in ("Han Tong Hyok 0", "Han Tong Hyok 2"):
        number, key = seen[text]
        keys = client.get(page, {"page": number}).context["keys"]
        typed = {"act": f"choose-{number}", "state": "received", "keys": keys, "spared": [key]}
        answer = client.post(page, typed, follow=True)
        assert answer.redirect_chain[0][0] == f"{page}?page={number}#texts"
        assert "Nothing is decided by that" in said(answer)
    number, key = seen["Han Tong Hyok 0"]
    assert "checked" in client.get(page, {"page": number}).content.decode()
    # Taken back on its page, it goes after all.
    keys = client.get(page, {"page": number}).context["keys"]
    client.post(page, {"act": "decide", "state": "received", "keys": keys})
    client.force_login(gina())
    client.post(page, {"act": "decide", "state": "first"})
    client.post(page, {"act": "erase", "sure": "yes"})
    labels = set(Topic.objects.values_list("label_en", flat=True))
    assert labels == {"[erased] 0", "[erased] 1", "Han Tong Hyok 2"}


def test_a_name_that_is_too_common_is_left_out_by_both(client, person):
    person.alias_en = "Kim"
    person.save()
    a_case("other", title_en="President Kim Jong-il")
    page = asked(person)
    client.force_login(grace())
    names = {name: number for name, number, _ in client.get(page).context["names"]}
    assert names["Kim"] >= 1
    client.post(page, {"act": "choose-1", "mark": "x", "left_out": ["Kim"]})
    shown = client.get(page)
    assert ("Kim", names["Kim"], True) in shown.context["names"]
    assert "President Kim" not in str(shown.context["texts"].object_list)
    assert "Han Tong-hyok" in str(shown.context["texts"].object_list)
    mark = shown.context["mark"]
    decided_by_two(client, page, mark=mark, left_out=["Kim"])
    client.post(page, {"act": "erase", "sure": "yes"})
    assert Case.objects.get(reference="other").title_en == "President Kim Jong-il"
    assert Case.objects.exclude(reference="other").get().title_en == "[erased] v. Russia"


def test_what_one_guardian_alone_leaves_out_goes(client, person):
    page = asked(person)
    client.force_login(grace())
    mark = client.get(page).context["mark"]
    client.post(page, {"act": "decide", "mark": mark, "left_out": ["Han Tong Hyok"]})
    client.force_login(gina())
    client.post(page, {"act": "decide", "mark": mark})
    client.post(page, {"act": "erase", "sure": "yes"})
    assert Case.objects.get().title_en == "[erased] v. Russia"


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


def preview_of(client, page: str):
    client.force_login(grace())
    return client.get(page).context


def test_nothing_that_is_chosen_stands_in_the_open(client, person):
    page = asked(person)
    client.force_login(grace())
    shown = client.get(page).context
    keys = [one["key"] for one in shown["texts"]]
    typed = {"mark": shown["mark"], "left_out": ["Han Tong Hyok"], "spared": keys, "note": "Gone."}
    client.post(page, {"act": "decide", **typed})
    assert ErasureRequest.objects.get().choices["decided"]["spared"] == sorted(keys)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_erasurerequest")
        row = str(cursor.fetchall())
    assert not [one for one in (*keys, "Han Tong", "Gone.") if one in row]


def test_what_a_request_shows_of_others_is_noted_as_read_and_found(client, person):
    other = a_person("other", alias_en="B. B.")
    identity = Identity.objects.create(person=other.pk, notes="Lives with Han Tong Hyok.")
    IdentityName.objects.create(identity=identity, name="Pak Sol Mi")
    page = asked(person, also_called="Pak Sol Mi")
    client.force_login(grace())
    shown = client.get(page).content.decode()
    assert "Lives with Han Tong Hyok." in shown
    assert "B. B." in shown
    noted = IdentityReading.objects.filter(person=other.pk, by=grace())
    assert set(noted.values_list("act", flat=True)) == {"read", "searched"}


def test_a_request_that_shows_nothing_of_others_notes_nothing_of_them(client, person):
    other = a_person("other", alias_en="B. B.")
    Identity.objects.create(person=other.pk, notes="Lives alone.")
    page = asked(person)
    client.force_login(grace())
    client.get(page)
    assert not IdentityReading.objects.filter(person=other.pk).exists()


def test_what_waits_is_named_with_whose_it_is(client, person):
    ImportBatch.objects.create(
        made_at=timezone.now(),
        made_by=edgar(),
        files=[{"name": "courts.csv"}],
        stored=["imports/1"],
    )
    default_storage.save(f"held/{grace().pk}-0123", ContentFile(b"x"))
    page = asked(person)
    client.force_login(gina())
    shown = client.get(page).content.decode()
    day = f"{timezone.now():%-d %B %Y}"
    assert f"An import of edgar, since {day}: courts.csv" in shown
    assert f"A file of a form of grace, since {day}" in shown


def test_what_goes_whole_is_told_in_words(client, person):
    page = asked(person)
    client.force_login(grace())
    rows = dict(client.get(page).context["rows"])
    assert rows["People"] == 1
    assert rows["Identities"] == 1
    assert rows["Earlier states of real names and other names"] == 1
    assert not [one for one in rows if "_" in one]
    decided_by_two(client, page)
    client.post(page, {"act": "erase", "sure": "yes"})
    went = [words for words, _ in client.get(page).context["went"]]
    assert "Texts in cases" in went
    assert not [one for one in went if "_" in one]


def test_guardians_choose_what_readers_are_told(client, person, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(guarding, "known", lambda: Known(None, []))
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


def test_an_earlier_state_of_somebody_elses_identity_is_noted_as_read_too(client, person):
    other = a_person("other", alias_en="B. B.")
    identity = Identity.objects.create(person=other.pk, notes="Lives with Han Tong Hyok.")
    identity.notes = "Lives alone."
    identity.save()
    page = asked(person)
    client.force_login(grace())
    assert "Lives with Han Tong Hyok." in client.get(page).content.decode()
    assert IdentityReading.objects.filter(person=other.pk, by=grace(), act="read").exists()


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
