"""Suspending somebody on the machine, for when no administrator is left at the desk."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from cases.desk.calendar import new_address
from cases.models import AccountEvent, CalendarLink, Case
from cases.roles import Role
from tests.cases.accounts.people import PASSWORD, is_in, member, tries
from tests.cast import a_case, adam, alice, edgar

pytestmark = pytest.mark.django_db


def ran(*arguments: str, **options: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def log() -> list[tuple[str, str, int | None, str]]:
    rows = AccountEvent.objects.exclude(what="signed in").order_by("id")
    return list(rows.values_list("account__username", "what", "by", "detail"))


@pytest.mark.parametrize("is_superuser", [False, True])
def test_one_command_ends_all_access_and_hands_the_work_over(client, is_superuser):
    adam()
    edgar()
    alice()
    mina = member("mina", Role.CONTRIBUTOR)
    User.objects.filter(pk=mina.pk).update(is_superuser=is_superuser)
    case = a_case(assigned_to=mina)
    new_address(mina)
    tries(client, "mina", PASSWORD)
    said = ran("suspend", "mina", to="edgar", reason="Arrested.")
    assert said == "“mina” is suspended; 1 record now with edgar.\n"
    assert not is_in(client)
    assert not CalendarLink.objects.exists()
    tries(client, "mina", PASSWORD)
    assert not is_in(client)
    assert Case.objects.get(pk=case.pk).assigned_to == edgar()
    assert log()[0] == ("mina", "suspended", None, "Arrested. 1 record now with edgar.")


def test_without_a_colleague_the_work_is_left_with_nobody():
    adam()
    alice()
    case = a_case(assigned_to=member())
    assert "1 record now with nobody" in ran("suspend", "mina")
    assert Case.objects.get(pk=case.pk).assigned_to is None
    assert log() == [("mina", "suspended", None, "By command. 1 record now with nobody.")]


def test_that_nobody_is_left_is_said_with_what_to_do():
    alice()
    said = ran("suspend", "alice")
    assert "Nobody is left who looks after accounts." in said
    assert "createsuperuser" in said
    assert not User.objects.get(username="alice").is_active


def test_somebody_is_brought_back_by_command():
    member()
    ran("suspend", "mina")
    assert ran("bring_back", "mina", reason="Free.") == "“mina” can log in again.\n"
    browser = Client()
    tries(browser, "mina", PASSWORD)
    assert is_in(browser)
    assert log()[-1] == ("mina", "restored", None, "Free.")


@pytest.mark.parametrize(
    ("command", "options", "words"),
    [
        (("suspend", "nobody"), {}, "There is no account “nobody”."),
        (("suspend", "gone"), {}, "“gone” is suspended already."),
        (("suspend", "mina"), {"to": "nobody"}, "There is no account “nobody”."),
        (("suspend", "mina"), {"to": "adam"}, "“adam” does not write records"),
        (("suspend", "mina"), {"to": "gone"}, "“gone” does not write records"),
        (("suspend", "mina"), {"to": "mina"}, "“mina” cannot go on with their own work"),
        (("suspend", "mina"), {"reason": " "}, "Give a reason"),
        (("bring_back", "nobody"), {}, "There is no account “nobody”."),
        (("bring_back", "mina"), {}, "“mina” is not suspended."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(command, options, words):
    adam()
    member("mina", Role.EDITOR)
    gone = member("gone", Role.EDITOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(CommandError, match=words):
        ran(*command, **options)
    assert User.objects.get(username="mina").is_active
    assert log() == []
