"""Sessions: short, renewed, and ended everywhere when a password or a factor changes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from cases.models import StaffSession
from tests.cases.accounts.people import (
    CODE,
    FACTORS,
    LOGIN,
    PASSWORD,
    is_in,
    member,
    phone_of,
    shown,
    tries,
)

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"


def two_browsers(client) -> tuple[Client, Client]:
    """Mina, logged in twice."""
    other = Client()
    tries(client, "mina", PASSWORD)
    tries(other, "mina", PASSWORD)
    assert is_in(client)
    assert is_in(other)
    return client, other


def test_the_session_has_another_key_after_logging_in(client):
    phone = phone_of(member())
    tries(client, "mina", PASSWORD)
    before = client.cookies["desk"].value
    client.post(CODE, {"code": shown(phone)})
    assert client.cookies["desk"].value != before
    assert not StaffSession.objects.filter(pk=before).exists()


def test_it_ends_after_the_hours_that_are_set_however_busy(client, settings):
    settings.SESSION_HOURS, settings.SESSION_IDLE_MINUTES = 2, 60
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        tries(client, "mina", PASSWORD)
        for _ in range(3):
            clock.shift(timedelta(minutes=39))
            assert is_in(client)
        clock.shift(timedelta(minutes=4))
        answer = client.get("/admin/cases/case/", follow=True)
        assert answer.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2Fcases%2Fcase%2F"
        assert "a log-in holds for 2 hours" in answer.content.decode()
        assert not is_in(client)


def test_it_ends_when_nobody_works(client, settings):
    settings.SESSION_IDLE_MINUTES = 30
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        tries(client, "mina", PASSWORD)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=31))
        assert (
            "nothing happened for 30 minutes" in client.get("/admin/", follow=True).content.decode()
        )


def test_what_was_sent_too_late_is_said_to_be_in_the_page_before(client, settings):
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        tries(client, "mina", PASSWORD)
        clock.shift(timedelta(hours=9))
        answer = client.post("/admin/cases/case/add/", {"title_en": "Long text"})
    assert answer.status_code == 403
    assert "Nothing was saved." in answer.content.decode()


def test_a_changed_password_ends_the_other_sessions(client):
    member()
    one, other = two_browsers(client)
    passwords = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert one.post("/admin/password_change/", passwords).status_code == 302
    assert is_in(one)
    assert not is_in(other)
    assert StaffSession.objects.count() == 1


def test_a_password_given_by_an_administrator_ends_all_sessions(client, admin_client):
    user = member()
    one, other = two_browsers(client)
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    admin_client.post(f"/admin/auth/user/{user.pk}/password/", passwords)
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert not is_in(one)
    assert not is_in(other)
    assert not StaffSession.objects.filter(account=user).exists()


def test_a_new_phone_renews_this_session_and_ends_the_others(client):
    member()
    one, other = two_browsers(client)
    before = one.cookies["desk"].value
    secret = one.get(f"{FACTORS}phone/").context["form"].secret
    one.post(f"{FACTORS}phone/", {"code": shown(secret)})
    assert is_in(one)
    assert one.cookies["desk"].value != before
    assert not is_in(other)


def test_a_removed_phone_ends_the_others(client):
    secret = phone_of(member())
    other = Client()
    for browser, later in ((client, 0), (other, 1)):
        tries(browser, "mina", PASSWORD)
        browser.post(CODE, {"code": shown(secret, later)})
    client.post(f"{FACTORS}phone/remove/")
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_somebody_who_is_no_active_staff_any_more_is_out_at_once(client, field):
    user = member()
    tries(client, "mina", PASSWORD)
    User.objects.filter(pk=user.pk).update(**{field: False})
    assert not is_in(client)


def test_cookies_of_a_session_stay_below_admin_and_go_with_the_browser(client):
    member()
    client.get(LOGIN)
    tries(client, "mina", PASSWORD)
    for name in ("desk", "desk-forms"):
        cookie = client.cookies[name]
        assert (cookie["path"], cookie["samesite"]) == ("/admin/", "Strict")
        assert cookie["httponly"]
        assert not cookie["max-age"]
        assert not cookie["expires"]


def test_no_page_of_the_desk_is_kept_by_a_browser(client):
    member()
    for path in (LOGIN, "/admin/", "/admin/nothing/", "/admin/jsi18n/"):
        assert client.get(path)["Cache-Control"] == "no-store", path
    tries(client, "mina", PASSWORD)
    for path in ("/admin/", FACTORS, "/admin/handbook/", "/admin/jsi18n/", "/admin/x/"):
        assert client.get(path)["Cache-Control"] == "no-store", path
