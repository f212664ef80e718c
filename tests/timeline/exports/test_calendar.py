"""The calendar, opened by the icalendar package as a calendar program would."""

from datetime import date

import pytest
from icalendar import Calendar

from tests.cast import an_event, published
from timeline.exports.calendar import calendar_pieces
from timeline.models import Edition

pytestmark = pytest.mark.django_db


def opened(extract) -> Calendar:
    found = Calendar.from_ical(b"".join(calendar_pieces(extract)))
    assert not found.errors
    return found


def test_a_day_is_an_entry_of_that_day(extract, record):
    entry = next(one for one in opened(extract()).events if one["summary"] == "Kim is arrested")
    assert entry.start == date(2016, 2, 2)
    assert entry.end == date(2016, 2, 3)
    assert entry["url"] == "https://record.example/events/arrest/"
    assert entry["transp"] == "TRANSPARENT"


def test_a_vague_date_fills_its_days_and_says_so_in_words(extract, record):
    entries = {str(one["summary"]): one for one in opened(extract()).events}
    year = entries["The court rules: 2017 (month not recorded)"]
    spring = entries["It is signed: Spring 2014 (season recorded, not the day)"]
    assert (year.start, year.end) == (date(2017, 1, 1), date(2018, 1, 1))
    assert (spring.start, spring.end) == (date(2014, 3, 1), date(2014, 6, 1))
    assert "Spring 2014 (season recorded, not the day)." in spring["description"]


def test_what_has_no_first_or_last_day_is_left_out_and_counted(extract):
    published(an_event("a", date="2017/.."), an_event("b", date="[..2019]"), an_event("c"))
    found = opened(extract())
    assert len(found.events) == 1
    assert "2 events are left out" in found["x-wr-caldesc"]
    assert "CC BY 4.0." in found["description"]


def test_an_entry_keeps_its_id_and_its_stamp_is_that_of_its_edition(extract, record):
    entries = opened(extract()).events
    editions = {str(one.record): one for one in Edition.objects.current()}
    assert {str(one["uid"]) for one in entries} <= set(editions)
    for one in entries:
        moment = editions[str(one["uid"])].published.replace(microsecond=0)
        assert one.DTSTAMP == one.LAST_MODIFIED == moment
        assert one["sequence"] == 0


def test_long_texts_of_any_script_are_folded_and_read_back(extract):
    title = "오늘의 사건; comma, back\\slash " * 8
    published(an_event(title_en=title.strip(), date="2016-02-02"))
    assert opened(extract()).events[0]["summary"] == title.strip()
    lines = b"".join(calendar_pieces(extract())).split(b"\r\n")
    assert max(map(len, lines)) <= 75
