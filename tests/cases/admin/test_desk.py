"""The desk as a member of staff uses it: log in, correct, publish, withdraw, restore."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Citation, Event, Source
from cases.publishing import withdraw
from tests.cast import (
    a_case,
    a_person,
    a_source,
    alice,
    an_event,
    bob,
    published,
    the_source,
)
from tests.test_first_run import FormReader
from timeline.models import Edition, Tombstone

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "cases"]


@pytest.fixture
def desk(client):
    client.force_login(alice())
    return client


def address(record, act: str = "change") -> str:
    return reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk])


def submit(client, path: str, **typed):
    """Fills in a page's form, all else left as it stands, and sends it."""
    fields = FormReader(client.get(path).content.decode()).fields
    return client.post(path, {**fields, **typed}, follow=True)


def save(client, path: str, reason: str = "", **typed):
    """Submits a record's form, looks at what would change, gives the reason, and saves."""
    shown = FormReader(submit(client, path, **typed).content.decode()).fields
    if "_confirmed" not in shown:
        return None
    confirmed = {**shown, "change_reason": reason, "_save": "Save draft"}
    return client.post(path, confirmed, follow=True)


def test_staff_log_in_through_the_form_and_nobody_else_comes_in(client):
    User.objects.create_superuser("carol", password="a-long-password")
    entrance = client.get("/admin/", follow=True).redirect_chain[-1][0]
    page = submit(client, entrance, login="carol", password="wrong")
    assert "This name and password were not accepted" in page.content.decode()
    page = submit(client, entrance, login="carol", password="a-long-password")
    assert "Latest changes" in page.content.decode()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_and_form_answers_at_a_price_that_does_not_grow(desk, model):
    event, case = an_event(), a_case()
    event.cases.add(case)
    published(event, case)
    name = f"admin:cases_{model._meta.model_name}"
    assert desk.get(reverse(f"{name}_add")).status_code == 200
    counts = []
    for batch in range(2):
        for number in range(3 + batch * 20):
            another = an_event(f"event-{batch}-{number}", cited=False)
            another.cases.add(case)
            a_person(f"person-{batch}-{number}")
            a_source(f"source-{batch}-{number}")
            a_case(f"case-{batch}-{number}", cited=False)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse(f"{name}_changelist")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    record = model._default_manager.first()
    if record is not None:
        assert desk.get(address(record)).status_code == 200


def test_a_date_in_words_is_stored_exactly_in_one_revision_with_the_reason(desk):
    event = an_event()
    before = event.history.count()
    page = save(desk, address(event), "The court file says so", date="2 Feb 2016")
    assert "was changed successfully" in page.content.decode()
    event.refresh_from_db()
    assert (str(event.date), str(event.date_earliest)) == ("2016-02-02", "2016-02-02")
    assert event.history.count() == before + 1
    row = event.history.order_by("-history_id").first()
    assert (row.history_user, row.history_change_reason) == (alice(), "The court file says so")


def test_the_form_shows_how_a_date_was_read(desk):
    page = desk.get(address(an_event(date="2014-21"))).content.decode()
    assert "We read this as “Spring 2014”: 1 March 2014 to 31 May 2014." in page


def test_a_date_that_cannot_be_read_keeps_all_that_was_typed_and_says_why(desk):
    event = an_event()
    page = submit(desk, address(event), date="31 Feb 2016", place="A typed place").content.decode()
    assert "February 2016 has 29 days" in page
    assert 'value="31 Feb 2016"' in page
    assert 'value="A typed place"' in page
    event.refresh_from_db()
    assert (str(event.date), event.place) == ("2017", "")


def test_saving_without_a_change_makes_no_revision(desk):
    event = an_event()
    before = event.history.count()
    save(desk, address(event))
    assert event.history.count() == before


def test_publishing_shows_what_it_rests_on_and_prints_two_editions_with_a_difference(desk):
    event = an_event(date="2016-02-01")
    page = desk.get(address(event, "publish")).content.decode()
    assert "Source court-bulletin" in page
    page = submit(desk, address(event, "publish"), **{"with": all_of(page)})
    assert "Published 4 editions" in page.content.decode()
    save(desk, address(event), "The day was wrong", date="2016-02-02")
    submit(desk, address(event, "publish"), public_note="The day was wrong.")
    history = desk.get("/events/arrest-of-mr-kim/history/").content.decode()
    assert "Edition 2" in history
    assert "The day was wrong." in history
    difference = desk.get("/events/arrest-of-mr-kim/history/1..2/").content.decode()
    assert "<del>" in difference
    assert "alice" not in difference


def all_of(page: str) -> list[str]:
    return re.findall(r'name="with" value="([^"]*)"', page)


def test_what_stands_in_the_way_of_publishing_is_said_and_nothing_is_printed(desk):
    event = an_event(cited=False, date="")
    page = submit(desk, address(event, "publish")).content.decode()
    assert "The date is missing." in page
    assert "No source is cited." in page
    assert not Edition.objects.exists()


def test_withdrawing_asks_for_a_note_and_answers_the_public_with_it(desk):
    event = an_event()
    published(event)
    page = submit(desk, address(event, "withdraw"), public_note=" ")
    assert "Write a short note for them." in page.content.decode()
    submit(desk, address(event, "withdraw"), public_note="At his own request.")
    answer = desk.get("/events/arrest-of-mr-kim/")
    assert answer.status_code == 410
    assert "At his own request." in answer.content.decode()


def test_what_has_been_public_is_not_deleted(desk):
    event, draft = an_event(), an_event("a-draft")
    published(event)
    assert desk.post(address(event, "delete"), {"post": "yes"}).status_code == 403
    withdraw(Event.objects.get(pk=event.pk), by=None, public_note="Why")
    assert desk.post(address(event, "delete"), {"post": "yes"}).status_code == 403
    submit(desk, address(draft, "delete"))
    assert set(Event.objects.all()) == {event}


def test_history_says_who_when_why_and_what_and_restoring_brings_it_all_back(desk):
    event, case = an_event(date="2016"), a_case()
    event.cases.add(case)
    number = event.history.order_by("-history_id").first().revision_id
    submit_and_look(desk, event)
    event.refresh_from_db()
    assert str(event.date) == "2016"
    published(event)
    save(desk, address(event), "A mistake of mine", date="2017")
    event.cases.clear()
    Citation.objects.filter(event=event).delete()
    page = desk.get(address(event, "history")).content.decode()
    for words in ("alice", "A mistake of mine", "2016", "2017"):
        assert words in page
    restore = reverse("admin:cases_event_restore", args=[event.pk, number])
    submit(desk, restore, change_reason="Put back")
    event.refresh_from_db()
    assert str(event.date) == "2016"
    assert list(event.cases.all()) == [case]
    assert event.citations.get().source == the_source()


def submit_and_look(desk, event):
    shown = submit(desk, address(event), date="2017").content.decode()
    assert "What you are about to save" in shown
    assert "<del>2016</del><ins>2017</ins>" in shown


@pytest.mark.parametrize(
    "act", ["change", "publish", "withdraw", "history", "delete", "submit", "review", "hide"]
)
def test_staff_without_a_role_meet_no_draft(client, act):
    client.force_login(bob())
    event = an_event()
    for answer in (client.get(address(event, act)), client.post(address(event, act))):
        assert answer.status_code in (302, 403, 404)
        assert "Event arrest" not in answer.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("model", "field"), [(Event, "kind"), (Event, "cases"), (Case, "courts"), (Source, "kind")]
)
def test_autocomplete_answers(desk, model, field):
    an_event()
    a_case()
    query = {"app_label": "cases", "model_name": model._meta.model_name, "field_name": field}
    answer = desk.get("/admin/autocomplete/", query)
    assert answer.status_code == 200
    assert "results" in answer.json()


def test_an_attached_file_is_for_staff_alone_and_named_by_its_digest(
    desk, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    source = a_source()
    from_disk = tmp_path / "Pak-Chol-su.pdf"
    from_disk.write_bytes(b"%PDF-1.4 secret")
    with from_disk.open("rb") as file:
        save(desk, address(source), file=file)
    source.refresh_from_db()
    answer = desk.get(address(source, "file"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 secret"
    assert f'filename="{source.file_sha256[:16]}.bin"' in answer["Content-Disposition"]
    assert "Pak" not in source.file.name
    client.logout()
    assert client.get(address(source, "file")).status_code == 302


def test_saving_a_form_as_it_stands_publishes_nothing_new(desk):
    event = an_event(countries=["RU", "KP"])
    published(event)
    revisions = event.history.count()
    save(desk, address(event))
    assert event.history.count() == revisions
    assert published(event) == []


@pytest.mark.parametrize("start", ["kind=zzz", "cases=zzz", "nothing=1", "date=not-a-date"])
def test_an_address_that_fills_in_nonsense_opens_an_empty_form(desk, start):
    assert desk.get(f"{reverse('admin:cases_event_add')}?{start}").status_code == 200


def test_a_revision_that_never_was_is_not_found(desk):
    event = an_event()
    path = f"/admin/cases/event/{event.pk}/restore/{10**30}/"
    assert desk.get(path).status_code == desk.post(path).status_code == 404


def test_a_character_that_no_database_takes_hurts_nobody(desk):
    event = an_event()
    submit(desk, address(event, "publish"), public_note="one\0two", **{"with": ""})
    assert desk.get("/admin/autocomplete/?term=%00").status_code == 400
    published(event)
    submit(desk, address(event, "withdraw"), public_note="gone\0")
    assert Tombstone.objects.get().public_note == "gone"
