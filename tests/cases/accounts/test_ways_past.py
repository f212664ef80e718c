"""Ways past the rules about factors and sessions: other verbs, and log-ins that are half done."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from cases.accounts.recovery import recovery_path
from cases.accounts.suspension import bring_back, suspend
from cases.models import AccountEvent, StaffSession
from cases.roles import Role
from tests.cases.accounts.people import (
    CODE,
    FACTORS,
    LOGIN,
    PASSWORD,
    codes_of,
    factors,
    is_in,
    member,
    phone_of,
    shown,
    tries,
)
from tests.cast import alice

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"
NEW_FOR_SELF = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


def key_of(user) -> Authenticator:
    data = {"name": "Blue key", "credential": {}}
    return Authenticator.objects.create(user=user, type="webauthn", data=data)


@pytest.mark.parametrize("verb", ["delete", "put", "patch"])
@pytest.mark.parametrize(
    "page", ["keys/{key}/remove/", "phone/remove/", "keys/add/", "codes/", "codes/new/"]
)
def test_no_verb_but_those_of_forms_changes_a_factor(client, verb, page):
    user = member()
    phone_of(user)
    codes_of(user)
    before = (factors(user), key_of(user))
    client.force_login(user)
    Client().force_login(user)
    answer = getattr(client, verb)(FACTORS + page.format(key=before[1].pk))
    assert answer.status_code == 405
    assert factors(user) == [*before[0], "webauthn"]
    assert StaffSession.objects.filter(account=user).count() == 2
    assert not AccountEvent.objects.filter(account=user, what="factor removed").exists()


@pytest.mark.parametrize("verb", ["delete", "put", "patch"])
def test_no_verb_but_those_of_forms_logs_in_or_recovers(client, verb):
    path = recovery_path(member(), reason="Forgot it.", without_factors=False)
    for page in (LOGIN, client.get(path)["Location"]):
        assert getattr(client, verb)(page).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("first", [None, "ivan"])
def test_djangos_own_log_in_page_lets_nobody_in_by_a_password_alone(settings, method, first):
    settings.REQUIRE_SECOND_FACTOR = True
    phone_of(member("greta", Role.GUARDIAN))
    client = Client()
    if first:
        insider = member(first, Role.CONTRIBUTOR)
        phone_of(insider)
        client.force_login(insider)
    sent = {"username": "greta", "password": PASSWORD, "next": "/admin/"}
    answer = getattr(client, method)("/admin/login/", sent)
    assert answer.status_code == 302
    assert answer["Location"] == ("/admin/" if first else f"{LOGIN}?next=%2Fadmin%2F")
    seen = client.get("/admin/")
    assert seen.context["user"].username == "ivan" if first else seen.status_code == 302
    assert not AccountEvent.objects.filter(account__username="greta").exists()


def test_no_proof_is_had_by_logging_in_over_a_session_with_a_password(settings):
    user = member("greta", Role.GUARDIAN)
    phone_of(user)
    phone_of(member("ivan", Role.CONTRIBUTOR))
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        client = Client()
        client.force_login(user)
        clock.shift(timedelta(minutes=30))
        for page, field in (("/admin/login/", "username"), (LOGIN, "login")):
            for name in ("ivan", "greta"):
                client.post(page, {field: name, "password": PASSWORD})
        assert client.get("/admin/").context["user"] == user
        assert b"Show that it is you" in client.get("/admin/identities/").content


def half_in(user) -> tuple[Client, str]:
    """A browser that has shown the password and waits for a code, and a code that would do."""
    secret = phone_of(user)
    thief = Client()
    tries(thief, user.username, PASSWORD)
    assert thief.get(CODE).status_code == 200
    return thief, shown(secret, 1)


def test_a_log_in_that_waits_for_its_code_ends_with_the_old_password(client):
    # The account's number is no single digit: the log-in that waits writes it to base 36.
    User.objects.create(pk=4711, username="many-before")
    user = member()
    assert user.pk > 36
    thief, code = half_in(user)
    client.force_login(user)
    assert client.post("/admin/password_change/", NEW_FOR_SELF).status_code == 302
    thief.post(CODE, {"code": code})
    assert not is_in(thief)


def test_a_log_in_that_waits_for_its_code_ends_with_a_recovery():
    user = member()
    thief, code = half_in(user)
    recovery_path(user, reason="Seen over the shoulder.", without_factors=False)
    thief.post(CODE, {"code": code})
    assert not is_in(thief)


def test_a_log_in_that_waits_for_its_code_ends_with_a_suspension():
    user = member()
    thief, code = half_in(user)
    suspend(user, by=alice(), reason="Arrested.", taker=None)
    bring_back(user, by=alice(), reason="Free.")
    thief.post(CODE, {"code": code})
    assert not is_in(thief)
