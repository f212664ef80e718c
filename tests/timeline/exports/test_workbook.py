"""The workbook, opened by openpyxl as an office would."""

import io

import pytest
from openpyxl import load_workbook

from tests.cast import an_event, published
from timeline.exports import workbook
from timeline.exports.cells import ACTIVE
from timeline.exports.events import COLUMNS
from timeline.exports.workbook import workbook_pieces

pytestmark = pytest.mark.django_db


def opened(extract):
    return load_workbook(io.BytesIO(b"".join(workbook_pieces(extract))))


def test_each_event_is_a_row_under_the_columns_of_the_csv(extract, record):
    found = opened(extract())
    rows = list(found["Events"].iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == ["signing", "arrest", "ruling"]
    assert rows[2][COLUMNS.index("edition")] == 1


def test_licence_and_sequence_stand_on_a_sheet_of_their_own(extract, record):
    about = dict(opened(extract())["About"].iter_rows(values_only=True))
    assert about["licence"] == "CC BY 4.0."
    assert about["record"] > 0


@pytest.mark.parametrize("start", [*(sign for sign in ACTIVE if sign != "\r"), "#N/A", "'="])
def test_a_text_stays_a_text_and_reads_back_unharmed(extract, start):
    published(an_event(title_en=f"{start}1+1"))
    cell = opened(extract())["Events"]["B2"]
    assert cell.value == f"{start}1+1"
    assert cell.data_type == "s"
    assert cell.quotePrefix or start == "'="


def test_a_carriage_return_becomes_the_line_end_that_xml_makes_of_it(extract):
    published(an_event(summary_en="one\r\ntwo", title_en="\rtitle"))
    sheet = opened(extract())["Events"]
    assert sheet.cell(2, COLUMNS.index("summary") + 1).value == "one\ntwo"
    assert sheet["B2"].value == "\ntitle"


def test_a_sign_that_xml_cannot_hold_breaks_nothing(extract):
    published(an_event(title_en="bell\x07"))
    assert opened(extract())["Events"]["B2"].value == "bell\ufffd"


def test_events_that_one_sheet_cannot_hold_go_on_the_next(extract, record, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    found = opened(extract())
    assert found.sheetnames == ["Events", "Events 2", "About"]
    assert [found[name].max_row for name in ("Events", "Events 2")] == [3, 2]
