"""A private calendar of reminders (RFC 5545): its address is secret, its entries are references."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from icalendar import Calendar, Event

from cases.accounts.addresses import keyed_hash
from cases.accounts.proof import proof_asked
from cases.models import CalendarLink, Case, Reminder
from cases.models.staff import new_secret
from cases.roles import roles_of
from cases.rules import inside


def calendar_view(request: HttpRequest, secret: str) -> HttpResponse:
    """The open reminders of the cases that the link's owner is inside of, as iCalendar.

    Calendar programs cannot log in, so the address itself is the key. An entry says the reference
    of a case and the day, never what is to be done or for whom. It is gone with the person's last
    role, and with every change that ends their sessions.
    """
    link = CalendarLink.objects.select_related("user").filter(digest=_digest(secret)).first()
    if link is None or not roles_of(link.user):
        raise Http404
    cases = inside(Case.objects.all(), link.user)
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


@proof_asked
def new_link_view(request: HttpRequest) -> HttpResponse:
    """Makes the person's calendar address, or a new one in place of the old, on POST.

    It is told this once. Raises PermissionDenied for somebody without a role.
    """
    if not roles_of(request.user):
        raise PermissionDenied
    if request.method == "POST":
        address = request.build_absolute_uri(new_address(request.user))
        words = "Give this address to your calendar program and to nobody else"
        messages.success(request, f"{words}. It is shown this once: {address}")
    return HttpResponseRedirect(f"{reverse('admin:index')}#calendar")


def new_address(user: Any) -> str:
    """The path of a new calendar for `user`; the old one stops. Only its hash is kept."""
    secret = new_secret()
    CalendarLink.objects.update_or_create(user=user, defaults={"digest": _digest(secret)})
    return reverse("admin:calendar", args=[secret])


def _digest(secret: str) -> str:
    return keyed_hash("calendar", secret).hex()
