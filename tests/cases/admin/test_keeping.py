"""Nothing typed is lost: not by a refusal, a colleague who was faster, or a session that ended."""

import sqlite3
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from cases.history import revision
from cases.models import Case, Citation, Event, StaffSession, Submission
from cases.publishing import open_submission, submit
from cases.rules import Deed, refusal
from tests.cast import a_case, a_source, alice, an_event, carol, edgar, published
from tests.test_first_run import FormReader
from timeline.models import Edition

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://127.0.0.1", "HTTP_HOST": "127.0.0.1"}
LONG = "What I had thought about for an hour."


@pytest.fixture
def desk(client):
    client.force_login(alice())
    return client


@pytest.fixture
def sent(db):
    """A case in review, with an event and a source."""
    case, event = a_case(assigned_to=carol()), an_event()
    event.cases.add(case)
    submit(case, by=carol())
    return Case.objects.get()


def page_of(record, act, *more):
    return reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk, *more])


def posted(client, address, **fields):
    return client.post(address, fields).content.decode()


def seen(*records):
    return [f"{one.pk}:{type(one).objects.get(pk=one.pk).version}" for one in records]


def shown_in(page):
    return [one.split('"')[0] for one in page.split('name="seen" value="')[1:]]


def correct(record, place="Moscow"):
    with revision(by=edgar(), reason="Corrected"):
        fresh = type(record).objects.get(pk=record.pk)
        fresh.title_en = place
        fresh.save()


def test_a_note_typed_at_publishing_survives_a_refusal(desk):
    case = a_case(cited=False)
    page = posted(desk, page_of(case, "publish"), public_note=LONG, seen=seen(case))
    assert "No source is cited." in page
    assert f">{LONG}</textarea>" in page


def test_a_note_typed_at_publishing_survives_a_colleagues_change(desk):
    case = a_case()
    before = seen(case)
    correct(case)
    page = posted(desk, page_of(case, "publish"), public_note=LONG, seen=before)
    assert "was changed meanwhile by edgar" in page
    assert f">{LONG}</textarea>" in page
    assert seen(case)[0] in page, "once looked at, it can be sent again"


def test_a_word_to_the_reviewer_survives_a_refusal(desk, sent):
    page = posted(desk, page_of(sent, "submit"), comment=LONG)
    assert "It is in review already." in page
    assert f">{LONG}</textarea>" in page


def test_a_reviewers_words_survive_a_change_made_meanwhile(desk, sent):
    before = seen(sent)
    correct(sent)
    fields = {"public_note": LONG, "comment": "And another thing.", "seen": before}
    page = posted(desk, page_of(sent, "review"), approve="1", **fields)
    assert "Look at it again." in page
    assert f">{LONG}</textarea>" in page
    assert ">And another thing.</textarea>" in page


def test_a_reviewers_words_survive_a_colleagues_decision(desk, sent):
    submission = open_submission(sent)
    Submission.objects.filter(pk=submission.pk).update(
        decision="recalled", decided_at=submission.at
    )
    page = posted(desk, page_of(sent, "review"), send_back="1", comment=LONG)
    assert "It is not in review, or no longer." in page
    assert f"readonly>{LONG}</textarea>" in page


def test_a_reason_for_deleting_survives_a_colleagues_change(desk):
    event = an_event()
    page = posted(desk, page_of(event, "delete"), post="yes", reason=LONG, seen_version="0")
    assert "Not deleted." in page
    assert f'value="{LONG}"' in page
    assert Event.objects.exists()


def test_a_note_for_many_survives_a_colleagues_change_of_what_goes_along(desk):
    event = an_event()
    asked = {"action": "publish_many", ACTION_CHECKBOX_NAME: event.pk}
    address = reverse("admin:cases_event_changelist")
    before = shown_in(posted(desk, address, **asked))
    correct(event.citations.get().source, "New title")
    page = posted(desk, address, **asked, confirmed="1", seen=before, note=LONG)
    assert "“New title” was changed meanwhile by edgar" in page
    assert f">{LONG}</textarea>" in page
    assert not Edition.objects.exists()


def test_many_are_published_with_what_goes_along_once_all_of_it_was_shown(desk):
    event = an_event()
    address = reverse("admin:cases_event_changelist")
    asked = {"action": "publish_many", ACTION_CHECKBOX_NAME: event.pk}
    page = posted(desk, address, **asked)
    source = event.citations.get().source
    assert "With them go" in page
    assert str(source) in page
    shown = shown_in(page)
    desk.post(address, {**asked, "confirmed": "1", "seen": shown, "note": "First"})
    assert {one.kind for one in Edition.objects.all()} >= {"event", "source"}


def ended_while(model, client, address, fields):
    """The answer to a form whose session is ended while it is being saved."""
    saves = model.save

    def save(record, *args, **options):
        StaffSession.objects.all().delete()
        return saves(record, *args, **options)

    with mock.patch.object(model, "save", save):
        return client.post(address, fields, follow=True)


def test_a_form_whose_session_ends_meanwhile_is_not_entered_twice(client):
    client.force_login(alice())
    page = "/admin/cases/case/add/"
    fields = FormReader(client.get(page).content.decode()).fields
    typed = {**fields, "reference": "new-one", "title_en": "A title"}
    answer = ended_while(Case, client, page, typed)
    assert Case.objects.get().reference == "new-one"
    (door, status) = answer.redirect_chain[-1]
    assert (door, status) == ("/admin/accounts/login/?next=%2Fadmin%2Fcases%2Fcase%2F", 302)
    assert "look whether it was saved before you send it again" in answer.content.decode()


def test_a_page_whose_session_ends_meanwhile_is_shown_and_the_next_is_not(client):
    def ends_sessions(user):
        StaffSession.objects.all().delete()
        return []

    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        client.force_login(alice())
        clock.shift(timedelta(minutes=2))
        with mock.patch("cases.desk.site.latest_changes", ends_sessions):
            assert client.get("/admin/").status_code == 200
        assert client.get("/admin/").status_code == 302


def test_a_form_sent_after_the_session_ended_is_carried_to_the_login_and_back():
    case = a_case()
    client = Client(**HERE)
    answer = client.post(page_of(case, "change"), {"title_en": LONG, "password": "secret"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were logged out" in page
    assert f'name="title_en" value="{LONG}"' in page
    assert "secret" not in page
    assert reverse("account_login") in page
    assert Case.objects.get().title_en == "Case mr-kim"


def test_a_form_of_an_earlier_login_is_sent_once_more_with_all_its_fields():
    case = a_case()
    client = Client(enforce_csrf_checks=True, **HERE)
    client.force_login(alice())
    client.get(page_of(case, "submit"))
    stale = {"comment": LONG, "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(page_of(case, "submit"), stale)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'name="comment" value="{LONG}"' in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post(page_of(case, "submit"), {"comment": LONG, "csrfmiddlewaretoken": token})
    assert Submission.objects.get().comment == LONG


def test_a_browser_that_lost_all_cookies_loses_no_words():
    case = a_case()
    client = Client(enforce_csrf_checks=True, **HERE)
    page = client.post(page_of(case, "submit"), {"comment": LONG}).content.decode()
    assert "You were logged out" in page
    assert f'name="comment" value="{LONG}"' in page


def test_a_stale_login_is_asked_for_again_and_carries_no_password():
    client = Client(enforce_csrf_checks=True, **HERE)
    page = client.post(reverse("account_login"), {"login": "alice", "password": LONG})
    assert page.status_code == 403
    assert LONG not in page.content.decode()


def test_a_form_that_cannot_be_saved_for_want_of_a_key_is_kept_in_the_page(desk, settings):
    case = a_case(internal_notes="sealed")
    keys, settings.DESK_KEYS = settings.DESK_KEYS, {"other": bytes(32)}
    answer = desk.post(page_of(case, "change"), {"title_en": LONG}, **HERE)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "The key “test” is needed" in page
    assert f'name="title_en" value="{LONG}"' in page
    settings.DESK_KEYS = keys
    assert desk.get(page_of(case, "change")).status_code == 200


def test_a_form_that_waited_in_vain_for_the_database_is_kept_in_the_page(desk, monkeypatch):
    case = a_case()

    def held(*_, **__):
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorname = "SQLITE_BUSY"
        raise OperationalError("database is locked") from cause

    monkeypatch.setattr("cases.admin.door.submit", held)
    answer = desk.post(page_of(case, "submit"), {"comment": LONG}, **HERE)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "waited for it in vain" in page
    assert f'name="comment" value="{LONG}"' in page


@pytest.mark.parametrize(
    "name", ["old_password", "new_password1", "password2", "code", "proof-code", "proof-password"]
)
def test_no_page_that_keeps_a_form_keeps_passwords_or_codes_and_it_says_so(name):
    typed = {name: "secret-9", "title_en": LONG}
    page = Client().post("/admin/password_change/", typed, **HERE).content.decode()
    assert LONG in page
    assert "secret-9" not in page
    assert "Passwords and codes are not kept in this page" in page


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_no_other_site_puts_words_into_a_form(origin):
    case = a_case()
    client = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1", HTTP_ORIGIN=origin)
    client.force_login(alice())
    assert LONG not in client.post(page_of(case, "submit"), {"comment": LONG}).content.decode()
    client.logout()
    assert LONG not in client.post(page_of(case, "submit"), {"comment": LONG}).content.decode()


def test_restoring_shows_first_what_it_changes_and_asks_why(desk):
    case = a_case()
    first = case.history.latest("revision_id").revision_id
    published(case)
    correct(case, "A wrong title")
    address = page_of(case, "restore", first)
    page = desk.get(address).content.decode()
    assert "<del>wrong title</del>" in page
    assert "<ins>mr-kim</ins>" in page
    assert Case.objects.get().title_en == "A wrong title", "looking changes nothing"
    assert "Please give a reason" in posted(desk, address, seen=seen(case))
    assert Case.objects.get().title_en == "A wrong title"
    desk.post(address, {"seen": seen(case), "change_reason": "Was right before"})
    restored = Case.objects.get()
    assert restored.title_en == "Case mr-kim"
    assert restored.history.latest("revision_id").history_change_reason == "Was right before"


def test_a_reason_for_restoring_survives_a_colleagues_change(desk):
    case = a_case()
    first = case.history.latest("revision_id").revision_id
    correct(case)
    before = seen(case)
    correct(case, "Vladivostok")
    page = posted(desk, page_of(case, "restore", first), seen=before, change_reason=LONG)
    assert "was changed meanwhile by edgar" in page
    assert f">{LONG}</textarea>" in page


def test_what_was_added_after_sending_is_shown_and_goes_along_only_when_ticked(desk, sent):
    late = an_event("late-hearing", title_en="The late hearing")
    late.cases.add(sent)
    Citation.objects.create(case=sent, source=a_source("second"), locator="p. 9")
    page = desk.get(page_of(sent, "review")).content.decode()
    added = page.split("Added since it was sent")[1]
    assert "The late hearing" in added
    assert "Source second" in added
    assert f'value="{late.pk}"> ' in added, "an event is not ticked beforehand"
    shown = shown_in(page)
    desk.post(page_of(sent, "review"), {"approve": "1", "seen": shown, "with": [late.pk]})
    published_now = set(Edition.objects.values_list("reference", flat=True))
    assert {"mr-kim", "arrest-of-mr-kim", "late-hearing"} <= published_now
    assert "second" not in published_now


def test_what_was_added_while_the_reviewer_was_reading_stops_the_approval(desk, sent):
    page = desk.get(page_of(sent, "review")).content.decode()
    shown = shown_in(page)
    an_event("late-hearing", title_en="The late hearing").cases.add(sent)
    answer = posted(desk, page_of(sent, "review"), approve="1", seen=shown)
    assert "“The late hearing” was added while you were reading." in answer
    assert not Edition.objects.exists()


def test_what_is_in_review_is_not_deleted(sent):
    assert refusal(alice(), Deed.DELETE, sent) == (
        "It is in review. Take it back, or send it back, first."
    )
