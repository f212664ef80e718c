"""Reminders that a case's events suggest: what an office would otherwise have to remember itself.

A kind of event says, in the vocabulary, after how many months to remind and of what: that an
interim measure still holds, that temporary asylum runs out, that a judgment has become final
(three months after its date, Article 44 § 2 of the European Convention on Human Rights). Nothing is
entered without somebody's click.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from cases.models import Case, Event, Reminder
from cases.rules import visible


@dataclass(frozen=True)
class Suggestion:
    """A reminder that a case could have: the day, what to do, and the event that suggests it."""

    due: date
    what: str
    event: Event


def suggestions(case: Case, today: date, by: User | Any) -> list[Suggestion]:
    """Reminders from `today` on that the events of `case` suggest and that it does not have yet.

    Of events that `by` may see alone: a reminder tells of the event, and of its day.

    A vague date counts from its last possible day; one without a last day suggests nothing.
    """
    dated = case.events.filter(kind__reminder_months__isnull=False, date_latest__isnull=False)
    events = visible(dated, by)
    had = set(Reminder.objects.filter(case=case).values_list("due", "what"))
    found = [
        Suggestion(
            months_after(event.date_latest, event.kind.reminder_months or 0),
            event.kind.reminder_what,
            event,
        )
        for event in events.select_related("kind")
    ]
    return sorted(
        (one for one in found if one.due >= today and (one.due, one.what) not in had),
        key=lambda one: (one.due, one.what),
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
