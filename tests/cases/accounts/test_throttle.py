"""Limits on tries: 5 from one address, 15 of strangers, the same for names that do not exist."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.backends import ModelBackend
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from cases.accounts.addresses import client_address, disguised_address
from cases.accounts.throttle import TooManyTries, count_try
from cases.models import AccountEvent
from tests.cases.accounts.people import CODE, PASSWORD, is_in, member, phone_of, shown, tries

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"


def checked(monkeypatch) -> list[str]:
    """A list that grows by each password that is really looked at."""
    seen: list[str] = []
    original = ModelBackend.authenticate

    def watching(self, request, username=None, password=None, **more):
        seen.append(password)
        return original(self, request, username=username, password=password, **more)

    monkeypatch.setattr(ModelBackend, "authenticate", watching)
    return seen


def test_from_one_address_five_tries_are_checked_and_no_more(client, monkeypatch):
    member()
    seen = checked(monkeypatch)
    answers = [tries(client, "mina", f"guess {number}") for number in range(30)]
    assert len(seen) == 5
    assert [one.status_code for one in answers] == [200] * 4 + [429] * 26
    assert "too many tries" in answers[-1].content.decode()


def test_from_a_hundred_addresses_fifteen_tries_are_checked_and_no_more(client, monkeypatch):
    member()
    seen = checked(monkeypatch)
    for number in range(100):
        for again in range(2):
            tries(client, "mina", f"{number} {again}", REMOTE_ADDR=f"203.0.113.{number}")
    assert len(seen) == 15


def test_from_one_address_twenty_five_tries_are_checked_at_whatever_names(client, monkeypatch):
    for number in range(12):
        member(f"mina-{number}")
    seen = checked(monkeypatch)
    for number in range(12):
        for again in range(4):
            tries(Client(), f"mina-{number}", str(again), REMOTE_ADDR="203.0.113.1")
    assert len(seen) == 25
    assert tries(Client(), "nobody", REMOTE_ADDR="203.0.113.1").status_code == 429
    assert tries(Client(), "nobody", REMOTE_ADDR="203.0.113.2").status_code == 200


def test_a_hundred_header_values_are_still_one_address(client, monkeypatch):
    member()
    seen = checked(monkeypatch)
    for number in range(100):
        spoofed = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}", "HTTP_X_REAL_IP": f"::{number}"}
        tries(client, "mina", str(number), HTTP_FORWARDED=f"for=192.0.2.{number}", **spoofed)
    assert len(seen) == 5


def test_the_right_password_is_not_looked_at_beyond_the_limit(client):
    member()
    for _ in range(5):
        tries(client, "mina")
    tries(client, "mina", PASSWORD)
    assert not is_in(client)


def test_a_lock_from_one_address_leaves_the_account_open_from_others(client):
    member()
    for _ in range(9):
        tries(client, "mina")
    at_home = Client()
    tries(at_home, "mina", PASSWORD, REMOTE_ADDR="203.0.113.9")
    assert is_in(at_home)


def test_a_lock_passes_within_the_hour_even_while_somebody_goes_on_trying(client):
    member()
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        for _ in range(5):
            tries(client, "mina")
        for _ in range(11):
            clock.shift(timedelta(minutes=5))
            assert tries(client, "mina").status_code == 429
        clock.shift(timedelta(minutes=6))
        tries(client, "mina", PASSWORD)
        assert is_in(client)


def test_the_answer_says_how_long_it_lasts(client):
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        for _ in range(5):
            tries(client, "mina")
        clock.shift(timedelta(minutes=20))
        answer = tries(client, "mina")
    assert "until 11:00 UTC, in 40 minutes" in " ".join(answer.content.decode().split())
    assert answer["Retry-After"] == "2400"


def test_a_name_that_does_not_exist_is_answered_in_the_same_words(client):
    member()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        for number in range(8):
            there, nowhere = Client(), Client()
            one = tries(there, "mina", str(number)).content.decode()
            other = tries(nowhere, "nobody", str(number)).content.decode()
            assert _plain(one, "mina") == _plain(other, "nobody")


def _plain(page: str, name: str) -> str:
    tokens = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(tokens).replace(name, "NAME")


@pytest.mark.parametrize("name", ["MINA", " mina ", "ｍｉｎａ", "Mina"])
def test_writing_the_name_differently_gives_no_more_tries(client, monkeypatch, name):
    member()
    seen = checked(monkeypatch)
    for _ in range(5):
        tries(client, "mina")
    tries(client, name, PASSWORD)
    assert len(seen) == 5


def test_second_factors_count_with_passwords(client):
    secret = phone_of(member())
    tries(client, "mina", PASSWORD)
    answers = [client.post(CODE, {"code": f"00000{number}"}) for number in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    assert client.post(CODE, {"code": shown(secret)}).status_code == 429
    assert not is_in(client)


def test_the_password_again_and_again_gives_no_more_tries_at_the_code(client):
    phone_of(member())
    statuses = []
    for number in range(8):
        browser = Client()
        tries(browser, "mina", PASSWORD)
        statuses.append(browser.post(CODE, {"code": f"00000{number}"}).status_code)
    assert statuses[:5] == [200, 200, 200, 200, 429]
    assert 200 not in statuses[5:]


def test_getting_in_gives_a_guesser_at_the_same_address_no_more_tries(monkeypatch):
    member()
    seen = checked(monkeypatch)
    for number in range(10):
        guesser = Client()
        for again in range(4):
            tries(guesser, "mina", f"{number} {again}")
        tries(Client(), "mina", PASSWORD)
    assert len([one for one in seen if one != PASSWORD]) == 5


def test_a_right_password_is_not_counted(client):
    member()
    for _ in range(8):
        tries(Client(), "mina", PASSWORD)
    assert not AccessAttempt.objects.exists()


def test_tries_at_the_same_moment_are_all_counted(rf):
    requests = [rf.post("/", REMOTE_ADDR=f"203.0.113.{number}") for number in range(30)]
    let_in = 0
    for request in requests:  # none of them has been found wrong yet
        try:
            count_try(request, "mina")
            let_in += 1
        except TooManyTries:
            pass
    assert let_in == 15


def test_axes_keeps_neither_address_nor_name_nor_what_was_typed(client):
    member()
    typed = "the-password-in-the-wrong-field"
    tries(client, typed, "wrong", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Lynx of Mina")
    tries(client, "mina", "wrong", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Lynx of Mina")
    kept = str(list(AccessAttempt.objects.values()))
    for secret in (typed, "mina", "203.0.113.7", "Lynx", "wrong"):
        assert secret not in kept


def test_rows_are_deleted_with_the_first_try_after_an_hour(client):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        tries(client, "somebody")
        clock.shift(timedelta(minutes=61))
        tries(client, "somebody else")
        assert AccessAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "command",
    [
        ("axes_reset",),
        ("axes_reset_username", "mina"),
        ("axes_reset_ip", "127.0.0.1"),
        ("axes_reset_ip_username", "127.0.0.1", "mina"),
    ],
)
def test_the_commands_of_axes_lift_a_limit_and_are_logged(client, command):
    user = member()
    member("nari")
    for _ in range(5):
        tries(client, "mina")
    call_command(*command)
    tries(client, "mina", PASSWORD)
    assert is_in(client)
    said = AccountEvent.objects.filter(what="lifted").values_list("account", "by", "detail")
    assert list(said) == [(user.pk, None, "By command")]


def test_a_command_about_another_address_lifts_nothing_here(client):
    member()
    for _ in range(5):
        tries(client, "mina")
    call_command("axes_reset_ip", "203.0.113.9")
    assert tries(client, "mina", PASSWORD).status_code == 429


def test_guesses_at_the_old_password_count_like_those_at_the_door_and_are_logged(client):
    user = member()
    client.force_login(user)
    new = {"new_password1": NEW, "new_password2": NEW}
    page = "/admin/password_change/"
    answers = [client.post(page, {"old_password": f"guess {n}", **new}) for n in range(8)]
    assert [one.status_code for one in answers] == [200] * 4 + [429] * 4
    assert client.post(page, {"old_password": PASSWORD, **new}).status_code == 429
    said = AccountEvent.objects.filter(account=user).values_list("what", flat=True)
    assert sorted(said) == ["failed"] * 5 + ["locked"]


def test_a_lock_is_logged_however_the_name_was_written(client):
    user = member()
    for number in range(15):
        address = f"203.0.113.{number % 3}"
        tries(Client(), ("MINA", " mina", "ｍｉｎａ")[number % 3], REMOTE_ADDR=address)
    assert tries(client, "mina", PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 429
    said = AccountEvent.objects.filter(account=user).values_list("what", flat=True)
    assert sorted(said) == ["failed"] * 15 + ["locked"] * 3  # once for each address


def test_a_lock_is_logged_once(client):
    user = member()
    for _ in range(9):
        tries(client, "mina")
    said = list(AccountEvent.objects.filter(account=user).values_list("what", flat=True))
    assert sorted(said) == ["failed"] * 5 + ["locked"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.9, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_the_address_is_taken_from_the_right_behind_our_proxies(
    settings, proxies, forwarded, found
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == found


def test_a_disguise_tells_customers_apart_and_nothing_else(settings):
    def disguise(address):
        return disguised_address(RequestFactory().get("/", REMOTE_ADDR=address))

    assert disguise("2001:db8:1:2::1") == disguise("2001:db8:1:2:ffff::9")
    assert disguise("2001:db8:1:2::1") != disguise("2001:db8:1:3::1")
    assert disguise("::ffff:203.0.113.7") == disguise("203.0.113.7")
    before = disguise("203.0.113.7")
    settings.SECRET_KEY = "another-key-of-more-than-thirty-two-characters"
    assert disguise("203.0.113.7") != before
