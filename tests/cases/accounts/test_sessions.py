"""Sessions: short, renewed, and ended everywhere when a password or a factor changes."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory

from cases.accounts.proof import proven
from cases.accounts.recovery import recovery_path
from cases.accounts.sessions import SessionStore, end_access
from cases.desk.calendar import new_address
from cases.models import CalendarLink, StaffSession
from cases.roles import Role
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
from tests.cast import bob

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"
NEW_FOR_SELF = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


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
    assert not SessionStore().exists(before)


def test_what_stands_in_the_table_lets_nobody_in(client):
    user = member()
    tries(client, "mina", PASSWORD)
    row = StaffSession.objects.get(account=user)
    shown_by_browser = client.cookies["desk"].value
    assert shown_by_browser not in str(StaffSession.objects.values().get())
    thief = Client()
    thief.cookies["desk"] = row.pk
    assert not is_in(thief)
    assert is_in(client)


def as_a_reader_of_the_table_sees_it() -> str:
    """All rows of sessions, and what of their texts opens without a cookie."""
    rows = list(StaffSession.objects.values())
    texts = [row["session_data"] for row in rows]
    unsigned = [urlsafe_b64decode(text.split(":")[0] + "==") for text in texts]
    opened = [SessionStore(row["session_key"]).decode(row["session_data"]) for row in rows]
    return f"{rows} {unsigned} {opened} {[SessionStore().decode(one) for one in texts]}"


def test_what_a_session_carries_is_not_readable_in_the_table(client):
    user = member("mina", Role.ADMINISTRATOR)
    tries(client, "mina", PASSWORD)
    secret = client.get(f"{FACTORS}phone/").context["form"].secret
    client.post(f"/admin/auth/user/{bob().pk}/lift/")
    seen = as_a_reader_of_the_table_sees_it()
    for told in (secret, "way-in", "mfa", user.username):
        assert told not in seen, told
    said = client.get("/admin/").content.decode()
    assert "/admin/accounts/way-in/" in said


def test_a_row_of_an_opened_recovery_recovers_nothing():
    path = recovery_path(member(), reason="Lost it.", without_factors=True)
    client = Client()
    client.get(path)
    assert path.split("/")[-2] not in as_a_reader_of_the_table_sees_it()


@pytest.mark.parametrize("text", ["", "no-base64!", "YWJj", "eyJfYXV0aF91c2VyX2lkIjoiMSJ9:1x:abc"])
def test_a_session_that_cannot_be_read_is_over_and_no_error(client, text):
    member()
    tries(client, "mina", PASSWORD)
    StaffSession.objects.update(session_data=text)
    assert client.get("/admin/").status_code == 302
    tries(client, "mina", PASSWORD)
    assert is_in(client)


def test_what_is_moved_to_another_session_cannot_be_read_there(client):
    member(), member("adam", Role.ADMINISTRATOR)
    other = Client()
    tries(client, "mina", PASSWORD)
    tries(other, "adam", PASSWORD)
    adams = StaffSession.objects.get(account__username="adam").session_data
    StaffSession.objects.filter(account__username="mina").update(session_data=adams)
    assert not is_in(client)


def test_under_another_key_of_the_site_a_session_is_over(client, settings):
    member()
    tries(client, "mina", PASSWORD)
    settings.SECRET_KEY = "another-key-of-the-site-for-this-test"
    assert client.get("/admin/").status_code == 302


def test_a_session_that_nobody_began_at_the_door_is_over_and_proves_nothing(client):
    user = member("adam", Role.ADMINISTRATOR)
    client.force_login(user)
    session = client.session
    del session["began"]
    session.save()
    request = RequestFactory().get("/admin/")
    request.session = session
    assert not proven(request)
    assert not is_in(client)


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
    assert one.post("/admin/password_change/", NEW_FOR_SELF).status_code == 302
    assert is_in(one)
    assert not is_in(other)
    assert StaffSession.objects.count() == 1


def test_nobody_gives_a_colleague_a_password_on_the_web(client, admin_client):
    user = member()
    page = f"/admin/auth/user/{user.pk}/password/"
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    for ask in (admin_client.get, admin_client.post):
        assert "New password" not in ask(page, passwords, follow=True).content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    form = admin_client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    assert "recover_account" in form
    assert "../password/" not in form


@pytest.mark.parametrize("given", [{}, {"is_staff": "on"}])
def test_whose_roles_or_status_change_logs_in_anew(client, admin_client, given):
    user = member("mina", Role.CONTRIBUTOR)
    tries(client, "mina", PASSWORD)
    admin_client.post(f"/admin/auth/user/{user.pk}/change/", given)
    assert not StaffSession.objects.filter(account=user).exists()
    assert not User.objects.get(pk=user.pk).groups.exists()
    admin_client.post(f"/admin/auth/user/{user.pk}/change/", {"is_staff": "on"})
    assert not is_in(client)


def test_nobody_gives_themselves_a_role_and_the_page_says_who_does(client):
    user = member("adam", Role.ADMINISTRATOR)
    tries(client, "adam", PASSWORD)
    page = f"/admin/auth/user/{user.pk}/change/"
    assert "A colleague has to change your own roles" in client.get(page).content.decode()
    kept = Group.objects.get(name=Role.ADMINISTRATOR)
    added, _ = Group.objects.get_or_create(name=Role.GUARDIAN)
    form = {"first_name": "Adam", "is_superuser": "on", "groups": [kept.pk, added.pk]}
    assert client.post(page, form).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.first_name, user.is_staff, user.is_superuser) == ("Adam", True, False)
    assert list(user.groups.all()) == [kept]
    assert is_in(client)
    assert client.get("/admin/identities/").status_code == 403


def test_an_administrator_gives_a_colleague_a_role_as_always(client):
    member("adam", Role.ADMINISTRATOR)
    tries(client, "adam", PASSWORD)
    user = member("mina")
    added, _ = Group.objects.get_or_create(name=Role.GUARDIAN)
    page = f"/admin/auth/user/{user.pk}/change/"
    assert "A colleague has to change" not in client.get(page).content.decode()
    client.post(page, {"is_staff": "on", "groups": [added.pk]})
    assert list(user.groups.all()) == [added]


def new_phone(client) -> None:
    secret = client.get(f"{FACTORS}phone/").context["form"].secret
    assert client.post(f"{FACTORS}phone/", {"code": shown(secret)}).status_code == 302


@pytest.mark.parametrize(
    "ends",
    [
        lambda client, user: client.post("/admin/password_change/", NEW_FOR_SELF),
        lambda client, user: recovery_path(user, reason="Seen.", without_factors=False),
        lambda client, user: new_phone(client),
    ],
    ids=["password", "recovery", "factor"],
)
def test_the_address_of_the_calendar_ends_with_the_password_and_with_a_factor(client, ends):
    user = member("mina", Role.CONTRIBUTOR)
    calendar = new_address(user)
    assert Client().get(calendar).status_code == 200
    client.force_login(user)
    ends(client, user)
    assert Client().get(calendar).status_code == 404


def test_the_address_of_the_calendar_ends_with_changed_roles(admin_client):
    user = member("mina", Role.CONTRIBUTOR)
    calendar = new_address(user)
    admin_client.post(f"/admin/auth/user/{user.pk}/change/", {"is_staff": "on"})
    assert not CalendarLink.objects.exists()
    assert Client().get(calendar).status_code == 404


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


GONE = "You were logged in with this browser, and are no more."


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/password_change/"])
def test_whoever_was_logged_out_meanwhile_reads_why_that_happens_and_goes_on(client, path):
    user = member()
    tries(client, "mina", PASSWORD)
    end_access(user)
    page = client.get(path, follow=True)
    said = page.content.decode()
    assert GONE in said
    assert "to everybody when somebody’s data are erased" in said
    assert not client.cookies["desk"].value
    address = page.redirect_chain[-1][0]
    answer = client.post(address, {"login": "mina", "password": "wrong"})
    assert GONE not in answer.content.decode()
    answer = client.post(address, {"login": "mina", "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == "/admin/"


def test_a_made_up_cookie_learns_no_more_than_a_dead_one(client):
    user = member()
    tries(client, "mina", PASSWORD)
    end_access(user)
    stranger = Client()
    stranger.cookies["desk"] = "k9x2" * 8
    dead, made_up = (one.get("/admin/cases/case/", follow=True) for one in (client, stranger))
    assert dead.redirect_chain == made_up.redirect_chain
    assert GONE in made_up.content.decode()
    assert not StaffSession.objects.exists()


def test_whoever_was_never_in_is_told_nothing_of_it(client):
    phone_of(member())
    assert GONE not in client.get("/admin/", follow=True).content.decode()
    tries(client, "mina", PASSWORD)
    assert GONE not in client.get("/admin/", follow=True).content.decode()
