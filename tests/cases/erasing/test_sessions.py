"""Messages travel in sessions: none that names somebody is left in one after they were erased."""

import json
from datetime import timedelta

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageEncoder
from django.contrib.messages.storage.session import SessionStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.accounts.sessions import SessionStore
from cases.erasing import decide, erase, receive
from cases.models import ErasureRequest, StaffSession
from cases.roles import Role
from tests.cases.accounts.people import LOGIN, PASSWORD, member
from tests.cast import a_person, edgar, grace, staff

pytestmark = pytest.mark.django_db
SAID = "The person “Han Tong Hyok” was changed successfully."


def logged_in(user) -> Client:
    """Somebody with a message that names the person, on a page that they have yet to open."""
    client = Client()
    client.force_login(user)
    session = client.session
    unread = [Message(constants.SUCCESS, SAID)]
    session[SessionStorage.session_key] = json.dumps(unread, cls=MessageEncoder)
    session.save()
    assert "Han Tong Hyok" in in_session(client)
    return client


def in_session(client) -> str:
    """All that the session holds whose key a browser shows."""
    return str(dict(SessionStore(client.cookies["desk"].value).items()))


def decided() -> ErasureRequest:
    request = receive(a_person().pk, by=grace(), asked_in="File 7", reason="Asked.")
    decide(request, by=grace())
    return decide(request, by=staff("gina", Role.GUARDIAN))


def test_after_an_erasure_no_session_holds_a_message_and_whoever_erased_works_on():
    colleague, eraser = logged_in(edgar()), logged_in(grace())
    page = reverse("admin:erasure", args=[decided().pk])
    said = eraser.post(page, {"act": "erase", "sure": "yes"}, follow=True)
    assert "What went" in said.content.decode()
    assert "Han Tong Hyok" not in in_session(eraser) + said.content.decode()
    assert in_session(colleague) == "{}"
    assert StaffSession.objects.get().account == grace()
    assert colleague.get(reverse("admin:index")).status_code == 302
    late = colleague.post(page, {"refusal": "My words"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "You are not logged in any more." in late.content.decode()
    assert "My words" in late.content.decode()


def test_a_command_that_erases_ends_every_session():
    logged_in(edgar())
    erase(decided(), by=grace())
    assert not StaffSession.objects.exists()


def test_sessions_that_are_over_are_forgotten_when_somebody_logs_in(client):
    edgars = logged_in(edgar())
    StaffSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    member()
    client.post(LOGIN, {"login": "mina", "password": PASSWORD})
    assert in_session(edgars) == "{}"
    assert StaffSession.objects.get().account.username == "mina"
