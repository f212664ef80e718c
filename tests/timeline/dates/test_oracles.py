"""Two other readers of EDTF as witnesses: PyPI's edtf, live, and npm's edtf, recorded.

Neither is the truth. Where one differs from us the reason stands here, and what we expect instead
stands by hand in test_parser.py.
"""

import json
import re
from pathlib import Path

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from timeline.dates import parse

ORACLES = Path(__file__).parent / "oracles"
DATES = json.loads((ORACLES / "dates.json").read_text())
RECORDED = json.loads((ORACLES / "edtf_js.json").read_text())

# ISO 8601-2 names the seasons and leaves their months to the user: npm's edtf takes quarters from
# January on. We take the months that the words mean in Russia and Korea. It also stops a range
# within a set at its first member, and refuses a marked decade, an interval of one month and a
# range from a month to a day, all of which the standard allows.
DIFFERS_IN_JS = re.compile(r"\d{4}-2[1-4]|\[.*\d\.\.\d.*\]|201X~|2016-02/2016-02")
# PyPI's edtf ends winter with the year, puts ten years on an unknown side, and refuses a range
# from a month to a day.
DIFFERS_IN_PYTHON = re.compile(r"\d{4}-24|/\d{4}|\d{4}/|\[2020-08\.\.2020-09-10\]")


def ours(text: str) -> list[str | None]:
    day = parse(text)
    return [one.isoformat() if one else None for one in (day.earliest, day.latest)]


def pythons(text: str) -> list[str | None]:
    try:
        date = parse_edtf(text)
    except EDTFParseException:
        return ["refused"]
    return [
        f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" if hasattr(day, "tm_year") else None
        for day in (date.lower_strict(), date.upper_strict())
    ]


@pytest.mark.parametrize("text", [one for one in DATES if not DIFFERS_IN_JS.fullmatch(one)])
def test_npms_edtf_spans_the_same_days(text):
    assert RECORDED[text] == ours(text)


@pytest.mark.parametrize("text", [one for one in DATES if not DIFFERS_IN_PYTHON.fullmatch(one)])
def test_pypis_edtf_spans_the_same_days(text):
    assert pythons(text) == ours(text)


def test_the_differences_are_real_and_no_excuse_is_left_over():
    in_js = [one for one in DATES if DIFFERS_IN_JS.fullmatch(one)]
    in_python = [one for one in DATES if DIFFERS_IN_PYTHON.fullmatch(one)]
    assert all(RECORDED[one] != ours(one) for one in in_js)
    assert all(pythons(one) != ours(one) for one in in_python)
