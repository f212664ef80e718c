"""Dates in words, and what is said of their precision; the strip beside them."""

import pytest

from timeline.dates import parse

WORDS = {
    "2017-03-14": ("14 March 2017", "day recorded"),
    "2017-03": ("March 2017", "day not recorded"),
    "2014-21": ("Spring 2014", "season recorded, not the day"),
    "2014-24": ("Winter 2014–15", "season recorded, not the day"),
    "2014": ("2014", "month not recorded"),
    "199X": ("Some time in the 1990s", "year not recorded"),
    "2012~": ("About 2012", "approximate"),
    "2012?": ("Possibly 2012", "uncertain"),
    "2012%": ("Possibly about 2012", "approximate, uncertain"),
    "[..2019]": ("Before 2020", "not after 2019, no earlier limit recorded"),
    "[2015..]": ("After 2014", "not before 2015, no later limit recorded"),
    "[2020-08..2020-09-10]": ("Between August and 10 September 2020", "some time in between"),
    "2004/2014": ("2004–2014", "over the whole period"),
    "2014-03-01/2014-03-09": ("1 to 9 March 2014", "over the whole period"),
    "[2016,2017]": ("2016 or 2017", "sources disagree, both shown"),
    "[2016,2017,2019]": ("2016, 2017 or 2019", "sources disagree, all shown"),
    "2017/": ("From 2017 on", "what came after 2017 is not recorded"),
    "2017/..": ("From 2017 on", "no end recorded"),
    "/2017": ("Until 2017", "what came before 2017 is not recorded"),
}


@pytest.mark.parametrize(("text", "said"), WORDS.items())
def test_a_date_is_said_in_words_with_its_precision(text, said):
    assert (parse(text).wording(), parse(text).note()) == said


def test_a_language_that_is_not_spoken_here_is_refused():
    with pytest.raises(ValueError, match="xx"):
        parse("2014").wording("xx")


# A cell a month, or a year; # is solid, / striped, . empty.
STRIPS = {
    "2017-03-14": (2017, "..#........."),
    "2017-03": (2017, "..#........."),
    "2014-21": (2014, "..###......."),
    "2014-24": (2014, "...........###.........."),
    "2014": (2014, "////////////"),
    "199X": (1990, "//////////"),
    "2012~": (2012, "////////////"),
    "[2020-08..2020-09-10]": (2020, ".......//..."),
    "2004/2014": (2004, "###########"),
    "[2016,2017]": (2016, "////////////////////////"),
    "[1999,2001..2003]": (1999, "/.///"),
    "2004~/2014": (2004, "///////////"),
}


@pytest.mark.parametrize(("text", "expected"), STRIPS.items())
def test_the_strip_is_solid_where_known_and_striped_somewhere_within(text, expected):
    strip = parse(text).strip()
    marks = {"empty": ".", "striped": "/", "solid": "#"}
    assert (strip.first, "".join(marks[cell] for cell in strip.cells)) == expected


def test_a_limit_has_an_end_stop_and_an_open_end_fades():
    assert parse("[..2019]").strip().stop_end
    assert parse("[2015..]").strip().stop_start
    assert parse("2017/..").strip().fades_end
    assert parse("../2017").strip().fades_start


def test_a_strip_never_has_more_cells_than_the_page_has_room_for():
    for text in ("1000/2020", "[0001..9999]", "10XX", "0001-01-01/9999-12-31"):
        assert 1 <= len(parse(text).strip().cells) <= 24
