"""Staff get in while somebody guesses without end: known browsers, and a way in of one's own."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cases.accounts.recovery import recovery_path
from cases.models import AccountEvent
from tests.cases.accounts.people import CODE, PASSWORD, is_in, member, phone_of, shown, tries
from tests.cases.accounts.test_throttle import checked
from tests.cast import adam

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"
HOME = "198.51.100.1"
OWN = "/admin/accounts/factors/way-in/"
KNOWN = "desk-known"


@contextmanager
def guessing(*addresses: str, name: str = "mina") -> Iterator[Callable[[int], None]]:
    """Somebody who tries from all these addresses, each minute, until refused, and never stops."""
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def minutes(number: int) -> None:
            for _ in range(number):
                for address in addresses:
                    while tries(Client(), name, REMOTE_ADDR=address).status_code != 429:
                        pass
                clock.shift(timedelta(minutes=1))

        minutes(3)
        yield minutes


def known_browser(name: str = "mina") -> Client:
    """A browser in which somebody logged in, and out again."""
    browser = Client()
    tries(browser, name, PASSWORD, REMOTE_ADDR=HOME)
    assert is_in(browser)
    browser.post("/admin/logout/")
    assert not is_in(browser)
    return browser


@pytest.mark.parametrize("addresses", [("127.0.0.1",), tuple(f"203.0.113.{n}" for n in range(4))])
def test_a_known_browser_gets_in_at_every_try_while_somebody_guesses_without_end(addresses):
    member()
    browser = known_browser()
    with guessing(*addresses) as minutes:
        for _ in range(6):
            minutes(11)
            tries(browser, "mina", PASSWORD)
            assert is_in(browser)
            browser.post("/admin/logout/")
            assert tries(Client(), "mina", PASSWORD).status_code == 429


def test_the_second_factor_is_asked_there_too(client):
    secret = phone_of(member())
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    client.post("/admin/logout/")
    with guessing("127.0.0.1"):
        tries(client, "mina", PASSWORD)
        assert not is_in(client)
        client.post(CODE, {"code": shown(secret)})
        assert is_in(client)


def test_a_password_alone_makes_no_browser_known_where_a_code_is_asked(client):
    phone_of(member())
    tries(client, "mina", PASSWORD)
    assert KNOWN not in client.cookies
    client.post(CODE, {"code": "000000"})
    assert KNOWN not in client.cookies


def test_from_known_browsers_five_tries_are_checked_between_them(monkeypatch):
    member()
    browsers = [known_browser() for _ in range(3)]
    seen = checked(monkeypatch)
    for number in range(9):
        for browser in browsers:
            tries(browser, "mina", str(number), REMOTE_ADDR=f"203.0.113.{number}")
    assert len(seen) == 5


def test_strangers_and_known_browsers_have_twenty_together(monkeypatch):
    member()
    browser = known_browser()
    seen = checked(monkeypatch)
    for number in range(40):
        for who in (browser, Client()):
            tries(who, "mina", str(number), REMOTE_ADDR=f"203.0.113.{number}")
    assert len(seen) == 20


def test_a_browser_is_known_to_whoever_logged_in_there_and_to_nobody_else():
    member()
    member("nari")
    browser = known_browser()
    with guessing("127.0.0.1", name="nari"):
        assert tries(browser, "nari", PASSWORD).status_code == 429
    both = known_browser("nari")
    tries(both, "mina", PASSWORD, REMOTE_ADDR=HOME)
    both.post("/admin/logout/")
    for name in ("nari", "mina"):
        with guessing("127.0.0.1", name=name):
            tries(both, name, PASSWORD)
            assert is_in(both)
            both.post("/admin/logout/")


def test_a_changed_password_ends_what_was_known_and_this_browser_stays_known(client):
    member()
    old = known_browser()
    tries(client, "mina", PASSWORD)
    new = {"new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, **new}).url
    client.post("/admin/logout/")
    with guessing("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        assert tries(old, "mina", NEW, REMOTE_ADDR=HOME).status_code == 429
        tries(client, "mina", NEW)
        assert is_in(client)


def test_after_three_months_a_browser_is_not_known_any_more():
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        browser = known_browser()
        clock.shift(timedelta(days=91))
        with guessing("127.0.0.1"):
            assert tries(browser, "mina", PASSWORD).status_code == 429


@pytest.mark.parametrize("made_up", ["", ".", "x", "a:b:c", "known." * 99, '";x'])
def test_a_cookie_that_was_made_up_is_a_strangers(made_up):
    member()
    with guessing("127.0.0.1"):
        browser = Client(headers={"cookie": f"{KNOWN}={made_up}"})
        assert tries(browser, "mina", PASSWORD).status_code == 429


def test_the_cookie_goes_to_the_desk_alone_and_names_nobody():
    user = member()
    browser = known_browser()
    cookie = browser.cookies[KNOWN]
    assert (cookie["path"], cookie["samesite"]) == ("/admin/", "Strict")
    assert cookie["httponly"]
    assert cookie["max-age"] == 90 * 24 * 60 * 60
    assert "mina" not in cookie.value
    assert str(user.pk) not in cookie.value.split(":")
    assert known_browser().cookies[KNOWN].value != cookie.value


def taken(address: str) -> Client:
    """A browser that forgets everything, in which a way in was opened."""
    browser = Client()
    path = address.removeprefix("http://testserver")
    assert "logs nobody in" in browser.get(path).content.decode()
    assert KNOWN not in browser.cookies
    assert browser.post(path)["Location"] == "/admin/accounts/login/"
    return browser


def test_ones_own_way_in_leads_a_browser_that_forgets_past_the_guesser(client):
    member()
    tries(client, "mina", PASSWORD)
    page = client.get(OWN)
    assert page.context["address"] in page.content.decode()
    with guessing("127.0.0.1") as minutes:
        for _ in range(4):
            browser = taken(page.context["address"])
            assert not is_in(browser)
            tries(browser, "mina", PASSWORD)
            assert is_in(browser)
            minutes(13)


def test_the_page_of_the_way_in_asks_for_a_proof(client):
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        tries(client, "mina", PASSWORD)
        clock.shift(timedelta(minutes=11))
        assert "Show that it is you" in client.get(OWN).content.decode()


def test_a_command_gives_a_way_in_for_a_day_and_logs_it(settings):
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["testserver"]
    user = member()
    with guessing("127.0.0.1") as minutes:
        said = io.StringIO()
        call_command("way_in", "mina", reason="Cannot get in.", stdout=said)
        address = said.getvalue().split()[0].replace("https:", "http:")
        minutes(2)
        browser = taken(address)
        tries(browser, "mina", PASSWORD)
        assert is_in(browser)
    found = AccountEvent.objects.get(account=user, what="lifted")
    assert (found.by, found.detail) == (None, "Cannot get in.")
    tomorrow = timezone.now() + timedelta(hours=25)
    with time_machine.travel(tomorrow), guessing("127.0.0.1"):
        assert tries(taken(address), "mina", PASSWORD).status_code == 429


def test_the_command_says_who_can_have_none():
    with pytest.raises(CommandError, match="no account “nobody”"):
        call_command("way_in", "nobody")


def test_an_administrator_gives_a_way_in_with_the_lifted_limit(client):
    user = member()
    client.force_login(adam())
    page = client.post(f"/admin/auth/user/{user.pk}/lift/", follow=True)
    words = next(str(one) for one in page.context["messages"])
    assert "mina can try again" in words.lower()
    with guessing("127.0.0.1"):
        browser = taken(words.split()[-1])
        tries(browser, "mina", PASSWORD)
        assert is_in(browser)


def test_a_recovery_makes_the_browser_known_in_which_the_new_password_was_chosen(client):
    path = recovery_path(member(), reason="Forgotten.", without_factors=False)
    with guessing("127.0.0.1"):
        page = client.get(path)["Location"]
        client.post(page, {"new_password1": NEW, "new_password2": NEW})
        tries(client, "mina", NEW)
        assert is_in(client)


def test_the_locked_page_says_what_a_stranger_can_do():
    member()
    with guessing("127.0.0.1"):
        page = " ".join(tries(Client(), "mina", PASSWORD).content.decode().split())
    assert "You need not wait for the guesser to stop." in page
    assert "open your own way in first" in page
