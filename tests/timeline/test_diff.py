"""The difference of two texts, as a reader sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.diff import Change, fields_difference, words_difference


def shown(old: str, new: str) -> str:
    marks = {Change.KEPT: "{}", Change.ADDED: "[+{}]", Change.REMOVED: "[-{}]"}
    return "".join(marks[one.change].format(one.text) for one in words_difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("arrested in 2017", "arrested in 2018", "arrested in [-2017][+2018]"),
        ("", "new", "[+new]"),
        ("gone", "", "[-gone]"),
        ("same words", "same words", "same words"),
        ("one, two", "one two", "one[-,] two"),
        ("최명복은 러시아에서", "최명복은 중국에서", "최명복은 [-러시아에서][+중국에서]"),
        ("Он был задержан", "Она была задержана", "[-Он]"),
    ],
)
def test_words_that_went_and_came_are_told_apart(old, new, difference):
    assert shown(old, new).startswith(difference)


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_back_from_the_difference(old, new):
    pieces = words_difference(old, new)
    assert "".join(one.text for one in pieces if one.change != Change.ADDED) == old
    assert "".join(one.text for one in pieces if one.change != Change.REMOVED) == new


def test_a_very_long_text_is_compared_line_by_line():
    old = "word " * 3000 + "\nlast line"
    pieces = words_difference(old, old.replace("last", "final"))
    assert [one.text for one in pieces if one.change == Change.ADDED] == ["final line"]


def test_fields_are_parted_into_changed_and_unchanged():
    changed, unchanged = fields_difference({"a": "1", "b": "2"}, {"a": "1", "c": "3"})
    assert [one.name for one in changed] == ["c", "b"]
    assert unchanged == ["a"]
