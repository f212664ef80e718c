"""Events as iCalendar (RFC 5545): all-day entries for what has a first and a last day.

A vague date fills all the days that it can mean, and the entry says so in words; it is marked as
free, so that nobody's calendar shows them busy for a year.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from icalendar import Calendar, Event, vGeo

from timeline.dates import EdtfDate
from timeline.entries import Entry
from timeline.exports.dating import honest_words, is_plain_day
from timeline.exports.extract import Extract
from timeline.prose import plain

END = b"END:VCALENDAR\r\n"


def calendar_pieces(extract: Extract) -> Iterator[bytes]:
    """One calendar, entry by entry."""
    yield _calendar(extract).to_ical().removesuffix(END)
    for row in extract.rows():
        if row.date and row.earliest and row.latest:
            yield _event(extract, row, row.date, row.earliest, row.latest).to_ical()
    yield END


def _calendar(extract: Extract) -> Calendar:
    open_ended = extract.editions.filter(Q(earliest__isnull=True) | Q(latest__isnull=True))
    left_out = open_ended.count()
    about = extract.about()
    words = [
        f"Record {about['record']}"
        + (f" as it stood on {about['as_of']}." if extract.day else "."),
        about["licence"],
    ]
    if left_out:
        events = "1 event is" if left_out == 1 else f"{left_out:,} events are"
        words.append(f"{events} left out for want of a first or a last day: {about['source']}")
    found = Calendar()
    found.add("prodid", "-//Caseline//Timeline//EN")
    found.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        found.add(name, extract.site)
    for name in ("description", "x-wr-caldesc"):
        found.add(name, " ".join(words))
    return found


def _event(extract: Extract, row: Entry, dated: EdtfDate, first: date, last: date) -> Event:
    words = honest_words(dated)
    address = extract.address(row.path)
    found = Event()
    found.add("uid", row.record)
    found.add("dtstamp", row.published)
    found.add("last-modified", row.published)
    found.add("sequence", row.edition - 1)
    found.add("dtstart", first)
    found.add("dtend", last + timedelta(days=1))
    found.add("transp", "TRANSPARENT")
    found.add("summary", row.title if is_plain_day(dated) else f"{row.title}: {words}")
    found.add("description", "\n\n".join(filter(None, (f"{words}.", plain(row.summary), address))))
    found.add("url", address)
    if row.family:
        found.add("categories", [row.family])
    if row.place:
        found.add("location", row.place)
    if row.coordinates:
        found.add("geo", vGeo(row.coordinates))
    return found
