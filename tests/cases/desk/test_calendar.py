"""The private calendar of reminders, opened as a calendar program would."""

from datetime import date

import pytest
from icalendar import Calendar

from cases.models import CalendarLink, Reminder
from cases.roles import Role
from tests.cast import a_case, alice, staff

pytestmark = pytest.mark.django_db


def opened(client, user) -> Calendar:
    link, _ = CalendarLink.objects.get_or_create(user=user)
    response = client.get(f"/admin/calendar/{link.secret}.ics")
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


def test_a_calendar_is_gone_when_its_owner_is(client, reminder):
    user = alice()
    link = CalendarLink.objects.create(user=user)
    user.is_active = False
    user.save()
    assert client.get(f"/admin/calendar/{link.secret}.ics").status_code == 404
