"""What a request shows before it is decided, what can be kept of it, and what is noted of that."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.desk import erasureshown
from cases.models import (
    Application,
    Case,
    ErasureRequest,
    Finding,
    Identity,
    IdentityName,
    IdentityReading,
    ImportBatch,
    Participation,
    Topic,
)
from cases.publishing import withdraw
from tests.cases.desk.erasures.deciding import (
    asked,
    asked_by_one,
    decided_by_two,
    gina,
    preview_of,
    said,
)
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_provision,
    an_event,
    an_event_kind,
    edgar,
    grace,
    published,
)

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def judgment(person):
    """A judgment that finds for the person, and in which no name stands."""
    kind = an_event_kind("judgment", family="court")
    event = an_event("judgment", title_en="Judgment in a case", kind=kind)
    Finding.objects.create(
        event=event, applicant=person, provision=a_provision(), outcome="violation"
    )
    Participation.objects.create(event=event, person=person, role="reporter")
    lodged = Application.objects.create(case=Case.objects.get(), court=a_court(), number="7/19")
    lodged.applicants.add(person)
    return event


def test_links_to_the_person_are_shown_with_their_words_though_no_name_stands_there(
    client, person, judgment
):
    published(judgment)
    page = asked(person)
    client.force_login(grace())
    shown = client.get(page).content.decode()
    for words in (
        "Article 3, Violation, in “Judgment in a case”",
        "Reporter, in “Judgment in a case”",
        "7/19, in “Han Tong-hyok v. Russia”",
        "Judgment in a case</a>, edition 1: findings, participations",
    ):
        assert words in shown
    assert reverse("admin:cases_event_change", args=[judgment.pk]) in shown


def test_links_in_records_that_a_guardian_may_not_open_wait_for_another_to_agree(
    client, person, judgment
):
    page = asked_by_one(person)
    client.force_login(grace())
    shown = client.get(page).content.decode()
    assert "<li>Finding: <i>not shown yet</i>" in shown
    assert str(judgment.pk) not in shown
    assert "Violation" not in shown
    assert "Judgment in a case" not in shown


def test_what_editions_that_were_taken_back_lose_is_shown(client, person, judgment):
    published(judgment)
    withdraw(judgment, by=edgar(), public_note="An error.")
    page = asked(person)
    client.force_login(grace())
    shown = client.get(page).content.decode()
    assert "Judgment in a case</a>, edition 1 (taken back): findings, participations" in shown


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


def test_an_earlier_state_of_somebody_elses_identity_is_noted_as_read_too(client, person):
    other = a_person("other", alias_en="B. B.")
    identity = Identity.objects.create(person=other.pk, notes="Lives with Han Tong Hyok.")
    identity.notes = "Lives alone."
    identity.save()
    page = asked(person)
    client.force_login(grace())
    assert "Lives with Han Tong Hyok." in client.get(page).content.decode()
    assert IdentityReading.objects.filter(person=other.pk, by=grace(), act="read").exists()


def test_what_is_looked_for_is_told_apart_in_words(client, person):
    page = asked(person)
    shown = preview_of(client, page)
    assert shown["kinds"][person.pk.hex] == "the id of their record"
    assert (shown["kinds"]["Han Tong Hyok"], shown["kinds"]["kim"]) == (
        "name",
        "reference, as in an address",
    )
    page = client.get(page).content.decode()
    assert f">{person.pk.hex}</td><td>The id of their record</td>" in page


def test_editions_are_counted_in_one_place(client, person):
    published(person)
    page = asked(person)
    preview_of(client, page)
    shown = client.get(page).content.decode()
    assert "Editions of the person’s own entry: 1" in shown
    assert "in history too" in shown
    assert "0 editions" not in shown
