"""Rival claims: what two sources say of one field, where they cannot both be right."""

import pytest

from timeline.claims import rivals


def cited(value, stance="supports", field="date"):
    return {"field": field, "value": value, "stance": stance}


def values(document, *citations):
    return [[value for value, _ in one.values] for one in rivals(document, citations, {})]


@pytest.mark.parametrize("value", ["2017", "2017-01", "2017-01-31", "2010/2019"])
def test_a_date_that_agrees_is_no_rival_however_vague(value):
    assert values({"date": "2017-01"}, cited(value)) == []


@pytest.mark.parametrize("value", ["2016", "2017-02", "2018-01-31"])
def test_a_date_that_contradicts_stands_beside_the_records_own(value):
    assert values({"date": "2017-01"}, cited(value)) == [["2017-01", value]]


def test_a_source_that_is_said_to_contradict_stands_by_itself():
    found = values({"date": "2017-01"}, cited("2017", "contradicts"))
    assert found == [["2017-01", "2017"]]


def test_two_sources_contradict_each_other_where_the_record_says_nothing():
    assert values({}, cited("1999"), cited("2002"), cited("1999")) == [["1999", "2002"]]


def test_what_is_no_date_agrees_only_with_itself():
    assert values({"place": "Moscow"}, cited("Moscow", field="place")) == []
    found = values({"place": "Moscow"}, cited("Vsevolozhsk", field="place"))
    assert found == [["Moscow", "Vsevolozhsk"]]
