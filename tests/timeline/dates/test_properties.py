"""What must hold of every date, looked for by chance."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates import parse, read

years = st.integers(1, 9998).map(lambda year: f"{year:04}")
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
days = st.builds("{}-{:02}".format, months, st.integers(1, 28))
seasons = st.builds("{}-{}".format, years, st.integers(21, 24))
decades = st.integers(1, 998).map(lambda number: f"{number:03}X")
simple = st.one_of(years, months, days, seasons, decades)
marked = st.builds("{}{}".format, simple, st.sampled_from(["", "~", "?", "%"]))


@st.composite
def dates(draw) -> str:
    """Any well-formed date."""
    first = draw(marked)
    form = draw(st.sampled_from(["{}", "{}/..", "../{}", "{}/", "/{}", "[{}..]", "[..{}]", "[{}]"]))
    if draw(st.booleans()):
        return form.format(first)
    second = draw(marked)
    if parse(first).earliest > parse(second).latest:
        first, second = second, first
    return draw(st.sampled_from(["{}/{}", "[{},{}]", "[{}..{}]"])).format(first, second)


@given(dates())
def test_a_date_is_written_as_it_was_read(text):
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)


@given(dates())
def test_bounds_contain_every_day_of_every_member(text):
    day = parse(text)
    for member in day.members:
        if day.earliest:
            assert member.earliest >= day.earliest
        if day.latest:
            assert member.latest <= day.latest
    if day.earliest and day.latest:
        assert day.earliest <= day.latest
        assert day.overlaps(day.earliest, day.latest)


@given(st.lists(st.tuples(dates(), st.integers(0, 999_999), st.uuids()), min_size=2, max_size=6))
def test_the_order_is_total_and_agrees_with_the_bounds(rows):
    keyed = [
        (parse(text).order_key(sequence, pk.hex), parse(text), sequence, pk)
        for text, sequence, pk in rows
    ]

    def tuple_of(row):
        _, day, sequence, pk = row
        latest = day.latest.toordinal() if day.latest else 3652059
        first = day.earliest.toordinal() if day.earliest else latest
        return first, -latest, sequence, pk.hex

    assert sorted(keyed, key=lambda row: row[0]) == sorted(keyed, key=tuple_of)
    assert len({len(row[0]) for row in keyed}) == 1


@given(dates())
def test_every_date_has_words_a_note_and_a_strip(text):
    day = parse(text)
    assert day.wording()
    assert day.note()
    assert 1 <= len(day.strip().cells) <= 24


@given(st.one_of(days, months, years, seasons, decades))
def test_the_words_of_a_simple_date_are_read_back_as_that_date(text):
    words = parse(text).wording().removeprefix("Some time in ")
    assert str(read(words).date) == text


@given(st.text(max_size=70))
@settings(max_examples=500)
def test_any_text_is_a_date_or_a_value_error_in_words(text):
    for reader in (parse, read):
        assert len(words_of(reader, text)) > 3


def words_of(reader, text: str) -> str:
    """The date in words, or the reason why there is none. Any other exception fails the test."""
    try:
        day = reader(text)
    except ValueError as error:
        return str(error)
    return getattr(day, "date", day).wording()


@pytest.mark.parametrize("reader", [parse, read])
def test_ten_thousand_random_strings_raise_nothing_but_value_errors(reader):
    chance = random.Random(5)
    letters = "0123456789-/.[]{},~?%X YTacdeinorst年봄é\x00–"
    for _ in range(10_000):
        text = "".join(chance.choices(letters, k=chance.randint(0, 65)))
        try:
            reader(text)
        except ValueError:
            continue
