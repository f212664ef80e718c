"""Where one is logged in: seen by oneself alone, and ended from there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cases.desk.calendar import new_address
from cases.models import AccountEvent, CalendarLink, StaffSession
from tests.cases.accounts.people import PASSWORD, is_in, member, phone_of, tries

pytestmark = pytest.mark.django_db
PAGE = "/admin/accounts/sessions/"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(minutes):
    return time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False)


def logged_in(name="mina"):
    browser = Client()
    tries(browser, name, PASSWORD)
    return browser


def rows(browser):
    return browser.get(PAGE).content.decode().count('scope="row"')


def named(browser):
    """The row of this browser's session, as a form names it."""
    said = browser.get(PAGE).context
    return said["own"]


def ended():
    return list(
        AccountEvent.objects.filter(what="ended").values_list("account__username", "detail")
    )


def test_the_page_says_since_when_when_last_and_which_is_this_one():
    member()
    with at(0):
        other = logged_in()
    with at(30):
        here = logged_in()
    with at(40):
        assert is_in(other)
    with at(50):
        page = here.get(PAGE).content.decode()
    assert "23 November 2026, 09:00" in page
    assert "23 November 2026, 09:30" in page
    assert "23 November 2026, 09:40" in page
    assert "<td>Now</td>" in page
    assert page.count("This one") == 1
    assert page.count('name="end"') == 1


def test_one_is_ended_and_the_others_go_on(client):
    member()
    here, lost, phone = logged_in(), logged_in(), logged_in()
    answer = here.post(PAGE, {"end": named(lost)}, follow=True).content.decode()
    assert "1 other session ended." in answer
    assert [is_in(one) for one in (here, lost, phone)] == [True, False, True]
    assert ended() == [("mina", "1 session")]


def test_all_others_are_ended_and_the_calendar_goes_on():
    user = member()
    here, others = logged_in(), [logged_in(), logged_in()]
    new_address(user)
    assert "End all others" in here.get(PAGE).content.decode()
    here.post(PAGE)
    assert is_in(here)
    assert not any(is_in(one) for one in others)
    assert CalendarLink.objects.filter(user=user).exists()
    assert "End all others" not in here.get(PAGE).content.decode()
    assert ended() == [("mina", "2 sessions")]


def test_nobody_sees_or_ends_what_is_not_theirs_or_the_session_they_are_in():
    member()
    member("zoe")
    here, zoe = logged_in(), logged_in("zoe")
    assert rows(here) == 1
    for key in (named(zoe), named(here), "made up"):
        here.post(PAGE, {"end": key})
    assert is_in(here)
    assert is_in(zoe)
    assert ended() == []


def test_what_is_over_is_not_shown():
    member()
    with at(0):
        idle = logged_in()
        assert rows(idle) == 1
    with at(61):
        here = logged_in()
        StaffSession.objects.update(expire_date=MORNING + timedelta(days=1))
        assert rows(here) == 1


def test_somebody_who_knows_the_password_and_has_no_second_factor_is_seen_for_a_while():
    user = member()
    with at(0):
        here = logged_in()
        phone_of(user)
        stranger = logged_in()
        page = here.get(PAGE).content.decode()
        assert "Not yet in: the password was right" in page
        here.post(PAGE)
        assert stranger.get("/admin/accounts/login/code/").status_code == 302
        logged_in()
    with at(11):
        assert "Not yet in" not in here.get(PAGE).content.decode()


def test_what_the_table_says_of_a_session_names_no_place_and_no_browser():
    member()
    browser = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="k9x2-browser")
    tries(browser, "mina", PASSWORD)
    kept = set(StaffSession.objects.values().get())
    assert kept == {"session_key", "session_data", "expire_date", "account_id", "began", "seen"}
    said = str(StaffSession.objects.values().get()) + browser.get(PAGE).content.decode()
    assert "203.0.113.7" not in said
    assert "k9x2-browser" not in said
