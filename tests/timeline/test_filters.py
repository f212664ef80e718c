"""Query parameters: what can be asked for, and the words when it cannot."""

from datetime import date

import pytest
from django.http import QueryDict

from timeline.filters import BadParameter, Filters, filters_from


def asked(query: str) -> Filters:
    return filters_from(QueryDict(query))


def test_a_period_is_typed_like_any_date():
    filters = asked("from=spring+2014&to=2016")
    assert (filters.first, filters.last) == (date(2014, 3, 1), date(2016, 12, 31))


def test_values_of_one_group_gather_and_repeat_once():
    assert asked("country=RU&country=KP&country=RU").group("country") == ("RU", "KP")


def test_empty_values_ask_for_nothing():
    assert not asked("family=&from=&to=&country=").active


def test_filters_go_back_into_the_same_query():
    query = "family=harm&country=RU&from=2014&to=2016"
    assert asked(query).query() == query


def test_taking_one_value_back_leaves_the_others():
    filters = asked("country=RU&country=KP&family=harm")
    assert filters.without("country", "RU").query() == "family=harm&country=KP"
    assert filters.without("country").query() == "family=harm"
    assert asked("from=2014&family=harm").without_period().query() == "family=harm"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("family=romance", "can be movement, harm"),
        ("standing=true", "“standing” was “true”"),
        ("country=ru", "Two capital letters"),
        ("country=Russia", "Two capital letters"),
        ("from=soon", "“from” was “soon”, which is not a date we can read"),
        ("to=2014-13", "no month 13"),
        ("to=2014/..", "no first or last day"),
        ("from=2016&to=2014", "ends before it begins"),
        ("place=" + "x" * 201, "too long"),
        ("place=a%00b", "character nobody types"),
        ("&".join(f"place=p{number}" for number in range(41)), "at most 40"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(query, words):
    with pytest.raises(BadParameter) as caught:
        asked(query)
    assert words in str(caught.value)
