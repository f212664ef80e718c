"""Django's own commands about accounts: what they do is in the log, and sessions end."""

import io
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from cases.desk.calendar import new_address
from cases.models import AccountEvent, CalendarLink
from tests.cases.accounts.people import PASSWORD, is_in, member, tries

pytestmark = pytest.mark.django_db
NEW = "another-password-of-nobody"


def log() -> list[tuple[str, str, int | None, str]]:
    rows = AccountEvent.objects.exclude(what="signed in").order_by("id")
    return list(rows.values_list("account__username", "what", "by", "detail"))


def typed(*lines: str) -> mock._patch:
    return mock.patch("getpass.getpass", side_effect=lines)


def test_a_password_that_was_changed_by_command_ends_sessions_and_is_logged(client):
    user = member()
    new_address(user)
    tries(client, "mina", PASSWORD)
    with typed(NEW, NEW):
        call_command("changepassword", "mina", stdout=io.StringIO())
    assert not is_in(client)
    assert not CalendarLink.objects.exists()
    tries(client, "mina", NEW)
    assert is_in(client)
    assert log() == [("mina", "password", None, "By command")]


def test_a_password_that_was_not_changed_ends_nothing(client):
    member()
    tries(client, "mina", PASSWORD)
    with typed(*(["one", "other"] * 3)), pytest.raises(CommandError, match="Aborting"):
        call_command("changepassword", "mina", stdout=io.StringIO())
    assert is_in(client)
    assert log() == []


def test_an_account_that_was_made_by_command_is_logged(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    options = {"username": "alice", "email": "", "interactive": False}
    call_command("createsuperuser", stdout=io.StringIO(), **options)
    assert User.objects.get(username="alice").check_password(NEW)
    assert log() == [("alice", "created", None, "By command, and may do everything")]
