"""Nobody searches the desk alone by a request: two agree before closed records are read by it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cases.erasing import erase
from cases.models import (
    ErasureRequest,
    Event,
    Identity,
    IdentityName,
    IdentityReading,
    Participation,
)
from tests.cases.desk.erasures.deciding import (
    agrees,
    asked,
    asked_by_one,
    decided_by_two,
    gina,
    said,
)
from tests.cast import a_source, alice, an_event, grace, published

pytestmark = pytest.mark.django_db
HIDDEN = "Driver Petrov hides the family at Lesnaya 5"
WORDS = "hides\nfamily\nand"
NOT_SHOWN = "Not shown yet"


@pytest.fixture
def draft() -> Event:
    return an_event(title_en=HIDDEN)


def page_for(client, somebody, page: str) -> str:
    client.force_login(somebody)
    return client.get(page).content.decode()


def test_one_guardian_alone_reads_no_draft_by_the_words_they_ask_for(client, person, draft):
    page = asked_by_one(person, also_called=WORDS)
    shown = page_for(client, grace(), page)
    assert client.get(reverse("admin:cases_event_change", args=[draft.pk])).status_code == 302
    assert "Petrov" not in shown
    assert NOT_SHOWN in shown
    assert "event, title (English)" in shown
    assert 'value="decide"' not in shown
    assert "Ask another guardian to open this page." in shown
    texts = client.get(page).context["texts"]
    assert not [one for one in texts if one["is_closed"] and one["key"] in shown]
    assert str(draft.pk) not in shown


def test_nothing_leads_to_a_closed_record_whose_words_stand_in_an_open_one_too(
    client, person, draft
):
    Event.objects.create(reference="mine", title_en=HIDDEN, kind=draft.kind, assigned_to=grace())
    shown = page_for(client, grace(), asked_by_one(person, also_called=WORDS))
    assert "hides the family" in shown
    assert str(draft.pk) not in shown


def test_nothing_leads_to_what_is_tied_to_the_person_before_another_agrees(client, person, draft):
    Participation.objects.create(event=draft, person=person)
    page = asked_by_one(person)
    assert str(draft.pk) not in page_for(client, grace(), page)
    agrees(client, gina(), page)
    assert str(draft.pk) in page_for(client, grace(), page)


def test_asking_oneself_again_agrees_for_nobody_else(client, person, draft):
    page = asked_by_one(person, also_called=WORDS)
    assert "Petrov" not in agrees(client, grace(), page).content.decode()


def test_what_is_found_is_read_once_another_guardian_has_agreed_to_the_words(client, person, draft):
    page = asked_by_one(person, also_called=WORDS)
    assert "If all of it gives this person away, agree." in page_for(client, gina(), page)
    answer = agrees(client, gina(), page)
    assert "You agree to what is looked for." in said(answer)
    for guardian in (gina(), grace()):
        shown = page_for(client, guardian, page)
        assert HIDDEN in shown
        assert 'value="decide"' in shown


def test_what_was_ticked_and_typed_is_kept_when_one_agrees(client, person, draft):
    page = asked_by_one(person)
    client.force_login(gina())
    mark = client.get(page).context["mark"]
    typed = {"mark": mark, "note": "Words I typed", "left_out": ["K."]}
    answer = client.post(page, {"act": "agree", "state": "received", **typed}, follow=True)
    assert 'value="Words I typed"' in answer.content.decode()
    assert ("K.", 0, True) in answer.context["names"]


@pytest.mark.parametrize("how", ["another name", "suspended"])
def test_an_agreement_is_to_these_words_and_by_who_is_a_guardian(client, person, draft, how):
    page = asked(person)
    assert "The brother of" in page_for(client, grace(), page)
    if how == "suspended":
        gina().groups.clear()
    else:
        IdentityName.objects.create(identity=Identity.objects.get(), name="hides the family")
    shown = page_for(client, grace(), page)
    assert "The brother of" not in shown
    assert "Petrov" not in shown


def test_words_are_agreed_to_as_they_were_shown(client, person, draft):
    page = asked_by_one(person)
    client.force_login(gina())
    mark = client.get(page).context["mark"]
    IdentityName.objects.create(identity=Identity.objects.get(), name="hides the family")
    answer = client.post(page, {"act": "agree", "mark": mark}, follow=True)
    assert "while you were reading" in said(answer)
    assert "Petrov" not in answer.content.decode()


def test_what_a_guardian_may_open_anyway_is_shown_at_once(client, person, draft):
    published(draft)
    page = asked_by_one(person, also_called=WORDS)
    assert HIDDEN in page_for(client, grace(), page)
    Event.objects.create(reference="draft", title_en=f"{HIDDEN}, flat 7", kind=draft.kind)
    assert "flat 7" not in page_for(client, grace(), page)
    assert "flat 7" in page_for(client, alice(), page)


def test_a_source_that_a_guardian_may_not_open_has_no_title_there(client, person):
    source = a_source("leaflet", title_en="Leaflet of Petrov, Lesnaya 5")
    source.file = ContentFile(b"It hides the family.", "x")
    source.save()
    page = asked_by_one(person, also_called=WORDS)
    shown = page_for(client, grace(), page)
    assert "a source that you may not open" in shown
    assert "Leaflet" not in shown
    assert str(source.pk) not in shown
    agrees(client, gina(), page)
    assert "Leaflet of Petrov" in page_for(client, grace(), page)


def test_words_that_were_looked_for_are_noted_and_stay_after_a_refusal(client, person, draft):
    page = asked_by_one(person, also_called=WORDS)
    page_for(client, grace(), page)
    noted = IdentityReading.objects.filter(person=person.pk, by=grace(), act="looked")
    assert noted.count() == 1
    client.post(page, {"act": "refuse", "refusal": "A mistake."})
    assert ErasureRequest.objects.get().also_called == WORDS
    assert "hides<br>family<br>and" in page_for(client, gina(), page)
    log = page_for(client, gina(), reverse("admin:identity-readings"))
    assert "Had other words looked for" in log


def test_words_of_a_refused_request_go_when_the_person_is_erased(client, person):
    refused = asked_by_one(person, also_called="Uncle Potato")
    client.force_login(grace())
    client.post(refused, {"act": "refuse", "refusal": "A mistake."})
    page = asked_by_one(person)
    agrees(client, gina(), page)
    decided_by_two(client, page)
    erase(ErasureRequest.objects.get(state="decided"), by=grace())
    assert {one.also_called for one in ErasureRequest.objects.all()} == {""}
    noted = IdentityReading.objects.count()
    assert "Uncle Potato" not in page_for(client, gina(), refused)
    assert IdentityReading.objects.count() == noted


def test_reading_a_refused_request_is_noted(client, person):
    page = asked_by_one(person)
    client.force_login(grace())
    client.post(page, {"act": "refuse", "refusal": "Han Tong Hyok, through her sister."})
    assert "through her sister" in page_for(client, gina(), page)
    noted = IdentityReading.objects.get(by=gina())
    assert (noted.person, noted.act) == (person.pk, "read")
