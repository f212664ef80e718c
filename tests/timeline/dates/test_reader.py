"""Plain words in, exact notation out; where the reading may be otherwise, it says so."""

import re

import pytest

from timeline.dates import is_undated, orders_of, read

CLEAR = {
    "spring 2014": "2014-21",
    "Spring of 2014": "2014-21",
    "SPRING, 2014": "2014-21",
    "fall 2016": "2016-23",
    "autumn 2016": "2016-23",
    "winter 2014/15": "2014-24",
    "the 1990s": "199X",
    "1990s": "199X",
    "about 2012": "2012~",
    "c. 1930": "1930~",
    "ca. 2012": "2012~",
    "around March 2012": "2012-03~",
    "probably 2014": "2014?",
    "before 2020": "[..2019]",
    "before about 2012": "[..2011~]",
    "before 2014?": "[..2013?]",
    "after probably about 1999": "[2000%..]",
    "before the 1990s": "[..1989]",
    "after the 1990s": "[2000..]",
    "before spring 2014": "[..2014-02]",
    "after March 2014": "[2014-04..]",
    "before 9 March 2014": "[..2014-03-08]",
    "by 2020": "[..2020]",
    "after 2017": "[2018..]",
    "since 2017": "2017/..",
    "until 2010": "../2010",
    "2 Feb 2016": "2016-02-02",
    "2nd February 2016": "2016-02-02",
    "February 2, 2016": "2016-02-02",
    "14.03.2017": "2017-03-14",
    "Sept. 2014": "2014-09",
    "in March 2014": "2014-03",
    "2004–2014": "2004/2014",
    "2004-2014": "2004/2014",
    "from 2004 to 2014": "2004/2014",
    "2 to 9 March 2014": "2014-03-02/2014-03-09",
    "between 2004 and 2014": "[2004..2014]",
    "2016 or 2017": "[2016,2017]",
    "  2014  ": "2014",
    "Feb-2016": "2016-02",
    "31-Jan-2017": "2017-01-31",
    "2016-Feb": "2016-02",
    "14. 3. 2017": "2017-03-14",
    "2017. 1. 31.": "2017-01-31",
    "2017-01-31 00:00:00": "2017-01-31",
    "2017-01-31T00:00": "2017-01-31",
    "31 января 2017": "2017-01-31",
    "31 Января 2017 г.": "2017-01-31",
    "январь 2017": "2017-01",
    "в январе 2017 года": "2017-01",
    "май 2015": "2015-05",
    "2 мая 2015": "2015-05-02",
    "сент. 2014": "2014-09",
    "весной 2014 года": "2014-21",
    "около 2012 г.": "2012~",
    "вероятно, 2014": "2014?",
    "до 2020 года": "[..2019]",
    "не позднее 2020": "[..2020]",
    "после марта 2014": "[2014-04..]",
    "с 2017 года": "2017/..",
    "с 2 по 9 марта 2014": "2014-03-02/2014-03-09",
    "2004–2014 гг.": "2004/2014",
    "между 2004 и 2014 годами": "[2004..2014]",
    "2016 или 2017": "[2016,2017]",
    "1990-е годы": "199X",
    "2017년 1월 31일": "2017-01-31",
    "2017년1월31일": "2017-01-31",
    "2017년 1월": "2017-01",
    "2017년": "2017",
    "2014년 봄": "2014-21",
    "2012년경": "2012~",
    "약 2012년": "2012~",
    "2017년부터": "2017/..",
    "2004년부터 2014년까지": "2004/2014",
    "2004년과 2014년 사이": "[2004..2014]",
    "2016년 또는 2017년": "[2016,2017]",
    "1990년대": "199X",
    "2014-21": "2014-21",
    "[2020-08..2020-09-10]": "[2020-08..2020-09-10]",
}


@pytest.mark.parametrize(("typed", "notation"), CLEAR.items())
def test_plain_words_are_read_without_doubt(typed, notation):
    reading = read(typed)
    assert (str(reading.date), reading.doubts) == (notation, ())


DOUBTFUL = {
    "end of August 2020": ("[2020-08-21..2020-08-31]", "the 21st to the 31st"),
    "early 1990s": ("[1990..1993]", "1990 to 1993"),
    "late 2014": ("[2014-09..2014-12]", "September to December"),
    "3/4/2014": ("2014-04-03", "If you mean 4 March"),
    "2004-05": ("2004-05", "If you mean the years 2004 to 2005"),
    "winter 2014": ("2014-24", "December 2014 to the end of February"),
    "the 19th century": ("18XX", "1800 to 1899"),
}


@pytest.mark.parametrize(("typed", "expected"), DOUBTFUL.items())
def test_where_the_reading_is_uncertain_it_says_so(typed, expected):
    reading = read(typed)
    assert str(reading.date) == expected[0]
    assert expected[1] in " ".join(reading.doubts)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no date here"),
        ("   ", "no date here"),
        ("someday", "We could not read “someday”"),
        ("2 February", "We could not read"),
        ("31 Feb 2016", "February 2016 has 29 days"),
        ("between 2014 and 2004", "ends before it begins"),
        ("spring", "We could not read"),
        ("x" * 61, "at most 60 characters"),
        ("не знаю", "We could not read"),
        ("봄", "We could not read"),
        ("2014\x00", "We could not read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(typed, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        read(typed)


@pytest.mark.parametrize("typed", ["n.d.", "N. D.", "undated", "б.д.", "Б. Д.", "без даты", "미상"])
def test_words_for_no_date_are_known(typed):
    assert is_undated(typed)
    with pytest.raises(ValueError, match="says that there is no date"):
        read(typed)


@pytest.mark.parametrize(
    "typed", ["2017년 13월", "2017년 0월 3일", "соврем", "31 брюмера 2017", "nd 2014"]
)
def test_other_words_in_other_languages_are_refused(typed):
    with pytest.raises(ValueError, match="We could not read"):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "orders"),
    [
        ("03/04/2017", ["2017-04-03", "2017-03-04"]),
        ("13-04-2017", ["2017-04-13", ""]),
        ("04/13/2017", ["", "2017-04-13"]),
        ("31/31/2017", ["", ""]),
        ("31.01.2017", []),
        ("2017-01-31", []),
    ],
)
def test_digits_can_have_the_day_or_the_month_first(typed, orders):
    assert orders_of(typed) == orders
