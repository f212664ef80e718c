"""The pages of accounts in the desk's own words, with days as the whole desk writes them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.forms import modelform_factory
from django.utils.html import strip_tags

from cases.models import Person
from cases.roles import DUTIES, Role
from tests.cases.accounts.people import member
from tests.cast import a_person, adam, alice, edgar, named_publicly

pytestmark = pytest.mark.django_db
# As Django says it, of fields and of days.
DJANGOS = (
    "Designates",
    "admin site",
    "Authentication and Authorization",
    "After you",
    "permissions",
    "150 characters",
    "treated as active",
    "Hold down",
    "Your password can",
    "Raw passwords",
    "p.m.",
    "Nov.",
)


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


@pytest.fixture
def mina():
    user = member("mina", Role.CONTRIBUTOR)
    user.last_login = user.date_joined = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    user.save()
    return user


@pytest.mark.parametrize("of", ["mina", "adam", "alice"])
def test_the_form_of_an_account_is_in_the_desks_words(client, mina, of):
    alice()
    client.force_login(adam())
    User.objects.update(last_login=mina.last_login, date_joined=mina.date_joined)
    pk = User.objects.get(username=of).pk
    text = read(client, f"/admin/auth/user/{pk}/change/")
    assert "23 November 2026, 14:05" in text
    assert "Last logged in (UTC)" in text
    for words in DJANGOS:
        assert words not in text


def test_so_is_that_of_a_new_one_which_says_what_each_role_is_for(client):
    edgar()
    client.force_login(adam())
    text = read(client, "/admin/auth/user/add/")
    assert DUTIES[Role.EDITOR] in text
    assert "Long and random." in text
    for words in DJANGOS:
        assert words not in text


def test_days_that_cannot_be_changed_are_written_like_all_others(client):
    decided = {**named_publicly(), "exposure_decided_on": date(2026, 11, 3)}
    person = a_person(assigned_to=edgar(), **decided)
    client.force_login(edgar())
    assert "3 November 2026" in read(client, f"/admin/cases/person/{person.pk}/change/")


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [("2026-11-03", True), ("3 November 2026", True), ("3 Nov 2026", True), ("11/03/2026", False)],
)
def test_a_day_that_can_be_read_two_ways_is_asked_for_again(typed, is_taken):
    form = modelform_factory(Person, fields=["exposure_decided_on"])({"exposure_decided_on": typed})
    assert ("exposure_decided_on" not in form.errors) is is_taken
