"""Letting somebody back in: by a command on the machine, with a link that works once."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cases.models import AccountEvent
from tests.cases.accounts.people import (
    PASSWORD,
    codes_of,
    factors,
    is_in,
    member,
    phone_of,
    tries,
)

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"
REASON = "Lost the phone; known by voice"


def recovered(*options: str) -> str:
    """The path that the command prints for Mina."""
    out = io.StringIO()
    call_command("recover_account", "mina", f"--reason={REASON}", *options, stdout=out)
    return urlsplit(out.getvalue().splitlines()[0]).path


def chooses(path: str, client: Client) -> Client:
    page = client.get(path, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else path
    client.post(address, {"new_password1": NEW, "new_password2": NEW})
    return client


def test_the_link_leads_to_a_new_password_with_which_one_logs_in(client):
    member()
    chooses(recovered(), client)
    assert not is_in(client)
    tries(client, "mina", NEW)
    assert is_in(client)


@pytest.mark.parametrize(
    ("hosts", "https", "begin"),
    [
        (["127.0.0.1", "localhost"], False, "/admin/accounts/recover/"),
        ([".example.org"], True, "/admin/accounts/recover/"),
        (["record.example.org"], True, "https://record.example.org/admin/accounts/recover/"),
        (["abcxyz.onion"], False, "http://abcxyz.onion/admin/accounts/recover/"),
    ],
)
def test_it_prints_an_address_that_is_known_and_otherwise_the_path(settings, hosts, https, begin):
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https
    member()
    out = io.StringIO()
    call_command("recover_account", "mina", f"--reason={REASON}", stdout=out)
    assert out.getvalue().startswith(begin)
    is_path = begin.startswith("/")
    assert ("Put it behind the address at which you open the desk." in out.getvalue()) == is_path


def test_it_works_once(client):
    member()
    path = recovered()
    chooses(path, client)
    assert "opens nothing any more" in Client().get(path).content.decode()


def test_it_works_for_a_day(client):
    member()
    path = recovered()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "opens nothing any more" in client.get(path).content.decode()


def test_the_old_password_and_all_sessions_stop_at_once(client):
    member()
    tries(client, "mina", PASSWORD)
    recovered()
    assert not is_in(client)
    tries(client, "mina", PASSWORD)
    assert not is_in(client)


def test_second_factors_stay_unless_they_are_to_go(client):
    user = member()
    phone_of(user)
    codes_of(user)
    recovered()
    assert factors(user) == ["recovery_codes", "totp"]
    recovered("--remove-factors")
    assert factors(user) == []


def test_a_lock_is_lifted(client):
    member()
    for _ in range(6):
        tries(client, "mina")
    chooses(recovered(), client)
    tries(client, "mina", NEW)
    assert is_in(client)


def test_it_is_logged_with_the_reason():
    user = member()
    phone_of(user)
    recovered("--remove-factors")
    said = AccountEvent.objects.filter(account=user).order_by("id").values_list("what", "detail")
    assert list(said) == [
        ("factor removed", "All of them, by command: 1"),
        ("recovered", REASON),
    ]


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("nobody", "x", "There is no account “nobody”."),
        ("mina", " ", "Give a reason"),
        ("gone", "x", "“gone” is suspended"),
    ],
)
def test_what_cannot_be_done_is_said(name, reason, words):
    member()
    gone = member("gone")
    gone.is_active = False
    gone.save()
    with pytest.raises(CommandError, match=words):
        call_command("recover_account", name, reason=reason)
