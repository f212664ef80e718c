"""Cells that no spreadsheet runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exports.cells import ACTIVE, inert, revived


@pytest.mark.parametrize("start", ACTIVE)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(start):
    assert inert(f"{start}1+1") == f"'{start}1+1"


def test_lists_are_joined_and_nothing_is_an_empty_cell():
    assert inert(["RU", "KP"]) == "RU; KP"
    assert inert(None) == inert([]) == ""


@given(st.text(alphabet="'=+-@\t\r ab", max_size=6))
def test_every_text_reads_back_as_it_was_and_none_is_run(text):
    cell = inert(text)
    assert revived(cell) == text
    assert not cell.startswith(ACTIVE)
