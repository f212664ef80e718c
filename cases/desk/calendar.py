"""A private calendar of reminders (RFC 5545): its address is secret, its entries are references."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from icalendar import Calendar, Event

from cases.models import CalendarLink, Case, Reminder
from cases.models.staff import new_secret
from cases.rules import visible


def calendar_view(request: HttpRequest, secret: str) -> HttpResponse:
    """The open reminders of the cases that the link's owner may see, as iCalendar.

    Calendar programs cannot log in, so the address itself is the key. An entry says the reference
    of a case and the day, never what is to be done or for whom.
    """
    link = CalendarLink.objects.select_related("user").filter(secret=secret).first()
    if link is None or not (link.user.is_active and link.user.is_staff):
        raise Http404
    cases = visible(Case.objects.all(), link.user)
    open_ones = Reminder.objects.filter(case__in=cases, done_on=None).select_related("case")
    response = HttpResponse(calendar_of(open_ones), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def calendar_of(reminders: Iterable[Reminder]) -> bytes:
    """The reminders as one iCalendar file, an all-day entry each."""
    calendar = Calendar()
    calendar.add("prodid", "-//Caseline//Reminders//EN")
    calendar.add("version", "2.0")
    stamp = datetime.now(UTC)
    for one in reminders:
        entry = Event()
        entry.add("uid", f"{one.pk}@caseline")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", one.due)
        entry.add("dtend", one.due + timedelta(days=1))
        entry.add("summary", one.case.reference[:60])
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def new_link_view(request: HttpRequest) -> HttpResponse:
    """Makes the person's calendar address, or a new one in place of the old, on POST."""
    if request.method == "POST":
        user: Any = request.user
        CalendarLink.objects.update_or_create(user=user, defaults={"secret": new_secret()})
    return HttpResponseRedirect("/admin/#calendar")
