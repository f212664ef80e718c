"""Events as CSV, JSON and linked data."""

import csv
import io
import json

import pytest

from tests.cast import an_event, published
from timeline.exports.cells import ACTIVE, revived
from timeline.exports.events import COLUMNS, csv_lines, json_pieces, linked_pieces

pytestmark = pytest.mark.django_db


def rows_of(lines) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_the_columns_of_a_csv_stay_and_what_it_says_of_itself_stands_behind(extract, record):
    rows = rows_of(csv_lines(extract()))
    assert list(rows[0]) == [*COLUMNS, "licence", "record"]
    assert rows[0]["licence"] == "CC BY 4.0."
    assert int(rows[0]["record"]) > 0
    assert {row["licence"] + row["record"] for row in rows[1:]} == {""}


@pytest.mark.parametrize("start", ACTIVE)
def test_a_title_that_a_spreadsheet_would_run_is_inert_and_reads_back(extract, start):
    title = f"{start}cmd|' /C calc'!A0, \"quoted\"; line\nbreak"
    published(an_event(title_en=title))
    cell = rows_of(csv_lines(extract()))[0]["title"]
    assert cell.startswith("'")
    assert revived(cell) == title


def test_json_says_what_it_is_and_has_each_event(extract, record):
    answer = json.loads("".join(json_pieces(extract())))
    assert answer["licence"] == "CC BY 4.0."
    assert answer["as_of"] is None
    assert [row["reference"] for row in answer["events"]] == ["signing", "arrest", "ruling"]
    assert answer["events"][1]["url"] == "https://record.example/events/arrest/"
    assert answer["events"][1]["place"] == "Moscow"


def test_linked_data_is_one_dataset_whose_parts_are_no_finer_than_their_dates(extract, record):
    answer = json.loads("".join(linked_pieces(extract())))
    assert answer["@type"] == "Dataset"
    parts = {part["name"]: part for part in answer["hasPart"]}
    assert parts["Kim is arrested"]["startDate"] == "2016-02-02"
    assert parts["The court rules"]["startDate"] == "2017"
    assert "startDate" not in parts["It is signed"]


@pytest.mark.parametrize("write", [csv_lines, json_pieces, linked_pieces])
def test_a_file_without_events_is_well_formed(extract, db, write):
    text = "".join(write(extract()))
    if write is csv_lines:
        assert rows_of([text]) == []
    else:
        assert [] in json.loads(text).values()
