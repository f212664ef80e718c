"""Pages by cursor: every event once, in order, whatever the direction, at a constant price."""

import pytest
from django.http import QueryDict

from tests.cast import an_event, published
from timeline.filters import BadParameter
from timeline.models import Edition
from timeline.paging import Cursor, cursor_from, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven():
    published(*[an_event(f"e{number}", date=f"{2010 + number}") for number in range(7)])
    return Edition.objects.current().of("event")


def references(page) -> list[str]:
    return [row.reference for row in page.rows]


def test_later_pages_reach_every_event_once_and_in_order(seven):
    found, cursor = [], Cursor()
    while True:
        page = page_of(seven, cursor, size=3)
        found += references(page)
        if not page.after:
            break
        cursor = Cursor(after=page.after)
    assert found == [f"e{number}" for number in range(7)]


def test_earlier_pages_lead_back_the_same_way(seven):
    second = page_of(seven, Cursor(after=page_of(seven, Cursor(), size=3).after), size=3)
    back = page_of(seven, Cursor(before=second.before), size=3)
    assert references(back) == ["e0", "e1", "e2"]
    assert back.before == ""
    assert references(page_of(seven, Cursor(after=back.after), size=3)) == references(second)


def test_a_page_costs_one_query_at_any_depth(seven, django_assert_num_queries):
    last = page_of(seven, Cursor(after=page_of(seven, Cursor(), size=5).after), size=5)
    with django_assert_num_queries(1):
        page_of(seven, Cursor(before=last.before), size=5)


def test_an_event_published_meanwhile_shifts_nobodys_place(seven):
    first = page_of(seven, Cursor(), size=3)
    published(an_event("earlier", date="1990"))
    assert references(page_of(seven, Cursor(after=first.after), size=3)) == ["e3", "e4", "e5"]


def test_a_page_before_the_first_event_is_empty_and_offers_nothing(seven):
    page = page_of(seven, Cursor(before="0" * 52))
    assert (page.rows, page.before, page.after) == ([], "", "")


def test_a_coarse_date_stands_before_a_fine_one():
    dates = {
        "open-start": "../2013-12-31",
        "year": "2014",
        "spring": "2014-21",
        "march": "2014-03",
        "day": "2014-03-01",
        "decade": "201X",
        "open": "2014/..",
    }
    published(*[an_event(name, date=text) for name, text in dates.items()])
    page = page_of(Edition.objects.current().of("event"), Cursor())
    expected = ["decade", "open-start", "open", "year", "spring", "march", "day"]
    assert references(page) == expected


@pytest.mark.parametrize("query", ["after=1", "before=x", "after=" + "9" * 53, "after=%27--"])
def test_a_cursor_we_did_not_make_is_refused_in_words(query):
    with pytest.raises(BadParameter, match="does not name a place"):
        cursor_from(QueryDict(query))


def test_one_cannot_ask_for_both_directions():
    key = "1" * 52
    with pytest.raises(BadParameter, match="not both"):
        cursor_from(QueryDict(f"after={key}&before={key}"))
