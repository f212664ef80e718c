"""The private calendar of reminders, opened as a calendar program would."""

import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from cases.desk.calendar import new_address
from cases.models import CalendarLink, Case, Reminder
from cases.roles import Role
from tests.cast import a_case, alice, carol, published, staff

pytestmark = pytest.mark.django_db
MAKING = "/admin/calendar/"


def opened(client, user) -> Calendar:
    response = client.get(new_address(user))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    found = Calendar.from_ical(response.content)
    assert not found.errors
    return found


@pytest.fixture
def reminder():
    return Reminder.objects.create(case=a_case("mr-kim"), due=date(2026, 3, 1), what="Call Mr Kim")


def test_an_open_reminder_is_an_entry_of_its_day(client, reminder):
    entry = opened(client, alice()).events[0]
    assert (entry.start, entry.end) == (date(2026, 3, 1), date(2026, 3, 2))
    assert entry["summary"] == "mr-kim"
    assert entry["uid"] == f"{reminder.pk}@caseline"


def test_it_never_says_what_is_to_be_done(client, reminder):
    assert b"Call" not in opened(client, alice()).to_ical()


def test_what_is_done_is_not_in_it(client, reminder):
    Reminder.objects.update(done_on=date(2026, 2, 1))
    assert opened(client, alice()).events == []


def test_it_holds_the_cases_that_its_owner_may_see(client, reminder):
    assert opened(client, staff("carl", Role.CONTRIBUTOR)).events == []


def test_it_holds_none_of_a_published_case_that_its_owner_is_not_inside_of(client, reminder):
    published(reminder.case)
    carl = staff("carl", Role.CONTRIBUTOR)
    assert opened(client, carl).events == []
    Case.objects.update(assigned_to=carl)
    assert len(opened(client, carl).events) == 1


def test_a_calendar_is_gone_when_its_owner_is(client, reminder):
    user = alice()
    address = new_address(user)
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 404


def test_a_calendar_is_gone_with_the_last_role_of_its_owner(client, reminder):
    user = carol()
    address = new_address(user)
    assert client.get(address).status_code == 200
    user.groups.clear()
    assert client.get(address).status_code == 404
    client.force_login(User.objects.get(pk=user.pk))
    assert client.post(MAKING).status_code == 403
    assert b"Reminders in your calendar" not in client.get("/admin/").content


def made(client) -> str:
    """The address that the page tells, once, after its button was pressed."""
    said = client.post(MAKING, follow=True).content.decode()
    found = re.search(r"http://testserver(/admin/calendar/[^/]+[.]ics)", said)
    assert found
    return found[1]


def test_the_address_is_told_once_and_not_kept(client, reminder):
    client.force_login(alice())
    address = made(client)
    assert Client().get(address).status_code == 200
    secret = address.split("/")[-1].removesuffix(".ics")
    assert secret not in str(list(CalendarLink.objects.values()))
    page = client.get("/admin/").content.decode()
    assert "You have a private address" in page
    assert secret not in page


def test_what_stands_in_the_table_opens_no_calendar(client, reminder):
    new_address(alice())
    digest = CalendarLink.objects.get().digest
    assert client.get(f"/admin/calendar/{digest}.ics").status_code == 404


def test_an_address_from_before_hashes_goes_on_after_the_migration(client, reminder):
    CalendarLink.objects.create(user=alice(), digest="a-secret-in-the-open")
    import_module("cases.migrations.0026_sessions_and_calendars").hash_all(apps, None)
    assert CalendarLink.objects.get().digest != "a-secret-in-the-open"
    assert client.get("/admin/calendar/a-secret-in-the-open.ics").status_code == 200


def test_a_new_address_stops_the_old_one(client, reminder):
    client.force_login(alice())
    old, new = made(client), made(client)
    assert [Client().get(one).status_code for one in (old, new)] == [404, 200]
