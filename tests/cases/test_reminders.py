"""Reminders that the events of a case suggest."""

from datetime import date

import pytest

from cases.models import Reminder
from cases.reminders import months_after, suggestions
from tests.cast import a_case, an_event, an_event_kind, edgar

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def a_case_with(date_of_event: str, months: int = 3):
    kind = an_event_kind("judgment", "court")
    kind.reminder_months, kind.reminder_what = months, "The judgment is final now"
    kind.save()
    case = a_case()
    an_event(date=date_of_event, kind=kind).cases.add(case)
    return case


def days(case) -> list[date]:
    return [one.due for one in suggestions(case, TODAY, edgar())]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 10, 6), 3, date(2027, 1, 6)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), 11, date(2026, 12, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, due):
    assert months_after(day, months) == due


def test_a_judgment_suggests_the_day_on_which_it_becomes_final():
    (one,) = suggestions(a_case_with("2026-10-06"), TODAY, edgar())
    assert (one.due, one.what) == (date(2027, 1, 6), "The judgment is final now")


def test_a_vague_date_counts_from_its_last_day_and_an_open_one_suggests_nothing():
    assert days(a_case_with("2026-10")) == [date(2027, 1, 31)]


def test_a_date_without_an_end_suggests_nothing():
    assert days(a_case_with("2026-10-06/..")) == []


def test_what_is_past_or_is_there_already_is_not_suggested():
    assert days(a_case_with("2021-04-06")) == []


def test_a_reminder_that_the_case_has_is_not_suggested_again():
    case = a_case_with("2026-10-06")
    Reminder.objects.create(case=case, due=date(2027, 1, 6), what="The judgment is final now")
    assert days(case) == []
