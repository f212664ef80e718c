"""Exact notation: what is read, what it spans, and the words when it is refused."""

import re
from datetime import date

import pytest

from timeline.dates import parse

SPANS = {
    "2014-03-09": ("2014-03-09", "2014-03-09"),
    "2016-02-29": ("2016-02-29", "2016-02-29"),
    "0001": ("0001-01-01", "0001-12-31"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "2014-02": ("2014-02-01", "2014-02-28"),
    "2016-02": ("2016-02-01", "2016-02-29"),
    "2014": ("2014-01-01", "2014-12-31"),
    "199X": ("1990-01-01", "1999-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "2014-XX": ("2014-01-01", "2014-12-31"),
    "2014-03-XX": ("2014-03-01", "2014-03-31"),
    "2014-XX-XX": ("2014-01-01", "2014-12-31"),
    "2014-21": ("2014-03-01", "2014-05-31"),
    "2014-22": ("2014-06-01", "2014-08-31"),
    "2014-23": ("2014-09-01", "2014-11-30"),
    "2014-24": ("2014-12-01", "2015-02-28"),
    "2015-24": ("2015-12-01", "2016-02-29"),
    "2012~": ("2012-01-01", "2012-12-31"),
    "2012-05?": ("2012-05-01", "2012-05-31"),
    "199X%": ("1990-01-01", "1999-12-31"),
    "2004/2014": ("2004-01-01", "2014-12-31"),
    "2004-05/2004-05": ("2004-05-01", "2004-05-31"),
    "2004~/2014-03": ("2004-01-01", "2014-03-31"),
    "2017/..": ("2017-01-01", None),
    "2017/": ("2017-01-01", None),
    "../2017": (None, "2017-12-31"),
    "/2017": (None, "2017-12-31"),
    "[2016,2017]": ("2016-01-01", "2017-12-31"),
    "[2017,2016]": ("2016-01-01", "2017-12-31"),
    "[2016]": ("2016-01-01", "2016-12-31"),
    "[2020-08..2020-09-10]": ("2020-08-01", "2020-09-10"),
    "[..2019]": (None, "2019-12-31"),
    "[2015..]": ("2015-01-01", None),
    "[1999,2001..2003]": ("1999-01-01", "2003-12-31"),
}


@pytest.mark.parametrize(("text", "span"), SPANS.items())
def test_a_date_spans_the_days_it_can_mean(text, span):
    day = parse(text)
    first, last = (date.fromisoformat(one) if one else None for one in span)
    assert (day.earliest, day.latest) == (first, last)
    assert str(day) == text


REFUSED = {
    "": "no date",
    "2014-13": "no month 13",
    "2014-00": "no month 00",
    "2014-25": "no month 25",
    "2026-02-29": "February 2026 has 28 days",
    "1900-02-29": "28 days",
    "2014-04-31": "April 2014 has 30 days",
    "2014-04-00": "does not exist",
    "2014-21-01": "a day within a season",
    "199X-05": "not the year it belongs to",
    "2014-XX-05": "not the month it belongs to",
    "0000": "counted from 0001",
    "XXXX": "says nothing",
    "20X4": "Open digits stand at the end",
    "-0100": "not a year from 0001 to 9999",
    "Y17E7": "not a date",
    "Y170000002": "not a year from 0001 to 9999",
    "20140309": "not a year from 0001 to 9999",
    "314": "Years have four digits",
    "2014-3": "not a date",
    "2014/03/09": "one slash",
    "2014-03-09T10:00": "no time of day",
    "2020-10/2019": "ends before it begins",
    "../..": "at least one end",
    "/": "at least one end",
    "2004/2014/2015": "one slash",
    "[]": "no date between the brackets",
    "[2016,2017": "ends with ]",
    "2016]": "begins with [",
    "[..]": "stands beside a date",
    "[2017..2016]": "ends before it begins",
    "[..2016,2017..]": "at least one limit",
    "{2016,2017}": "Record each as an event of its own",
    " 2014": "space before or after",
    "2014 ": "space before or after",
    "２０１４": "a character that dates are not written with",
    "2014–2015": "a character that dates are not written with",
    "9999-24": "five digits",
    "2014~?": "not a date",
    "2014" * 20: "at most 60 characters; this has 80",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_is_not_a_date_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        parse(text)


def test_two_dates_are_equal_when_their_notation_is():
    assert parse("2014") == parse("2014")
    assert len({parse("2014"), parse("2014"), parse("2014-XX")}) == 2


@pytest.mark.parametrize(
    ("text", "first", "last", "touches"),
    [
        ("2014", "2014-06-01", "2014-06-30", True),
        ("2014", "2015-01-01", None, False),
        ("2014", None, "2013-12-31", False),
        ("2017/..", "2030-01-01", "2030-12-31", True),
        ("[..2019]", None, "1900-01-01", True),
        ("[..2019]", "2020-01-01", None, False),
        ("2014-24", "2015-02-01", "2015-02-01", True),
        ("2014", None, None, True),
    ],
)
def test_a_date_overlaps_a_period_that_it_can_have_touched(text, first, last, touches):
    days = [date.fromisoformat(one) if one else None for one in (first, last)]
    assert parse(text).overlaps(*days) is touches


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2014-03-09", "2014-03-09"),
        ("2014-03", "2014-03"),
        ("2014", "2014"),
        ("2014-XX", "2014"),
        ("2014-03-XX", "2014-03"),
        ("2014~", ""),
        ("2014-21", ""),
        ("199X", ""),
        ("2004/2014", ""),
        ("[2016,2017]", ""),
    ],
)
def test_html_gets_a_datetime_only_where_it_allows_the_value(text, value):
    assert parse(text).html_datetime == value


def test_the_order_puts_coarse_before_fine_and_open_starts_at_their_end():
    in_order = ["199X", "1999", "1999-12", "2000", "../2000-01-01"]
    in_order += ["2000-21", "2000-03", "2000-03-01"]
    shuffled = sorted(in_order)
    assert shuffled != in_order
    assert sorted(shuffled, key=lambda text: parse(text).order_key()) == in_order


def test_the_sequence_orders_events_of_one_date_and_the_id_settles_the_rest():
    day = parse("2014")
    keys = [day.order_key(1, "b"), day.order_key(0, "c"), day.order_key(0, "a")]
    assert sorted(keys) == [keys[2], keys[1], keys[0]]
    with pytest.raises(ValueError, match="from 0 to 999,999"):
        day.order_key(1_000_000)
