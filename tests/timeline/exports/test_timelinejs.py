"""The file for TimelineJS: no date looks finer than it is. Its drawing is in tests/browser."""

import json

import pytest

from tests.cast import an_event, published
from timeline.exports.timelinejs import timelinejs_pieces

pytestmark = pytest.mark.django_db


def slides(extract) -> dict[str, dict]:
    answer = json.loads("".join(timelinejs_pieces(extract)))
    return {slide["unique_id"]: slide for slide in answer["events"]}


@pytest.mark.parametrize(
    ("date", "start", "end", "words"),
    [
        ("2014-03-14", {"year": 2014, "month": 3, "day": 14}, None, "14 March 2014"),
        (
            "2014-21",
            {"year": 2014, "month": 3},
            {"year": 2014, "month": 5, "day": 31},
            "Spring 2014 (season recorded, not the day)",
        ),
        (
            "2014",
            {"year": 2014},
            {"year": 2014, "month": 12, "day": 31},
            "2014 (month not recorded)",
        ),
        (
            "[..2019]",
            {"year": 2019, "month": 12, "day": 31},
            None,
            "Before 2020 (not after 2019, no earlier limit recorded)",
        ),
        ("2017/..", {"year": 2017}, None, "From 2017 on (no end recorded)"),
        (
            "2014-03-14~",
            {"year": 2014, "month": 3, "day": 14},
            None,
            "About 14 March 2014 (approximate)",
        ),
    ],
)
def test_a_date_keeps_its_precision_and_its_words(extract, date, start, end, words):
    published(an_event("one", date=date))
    slide = slides(extract())["one"]
    assert slide["display_date"] == words
    assert slide["start_date"] == {**start, "display_date": words}
    assert slide.get("end_date") == ({**end, "display_date": words} if end else None)


def test_texts_are_html_in_which_nothing_runs(extract):
    published(
        an_event("one", title_en="<img src=x onerror=alert(1)>", summary_en="*word* <script>x")
    )
    text = slides(extract())["one"]["text"]
    assert text["headline"].startswith("&lt;img")
    assert "<em>word</em>" in text["text"]
    assert "<script" not in text["text"]
    assert 'href="https://record.example/events/one/"' in text["text"]
