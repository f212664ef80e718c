"""The blind index: one name however it is written, nothing without the key."""

import unicodedata

import pytest

from cases.sealing.blind import blind_index, every_index

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Choe Myong-bok", "CHOE MYONGBOK"),
        ("Choe Myong-bok", "choe\u00a0myong\u2010bok"),
        ("최명복", unicodedata.normalize("NFD", "최명복")),
        ("최 명복", "최명복"),
        ("Цой Мён Бок", "ЦОЙ МЁН-БОК"),
        ("Ｃｈｏｅ", "Choe"),
        ("Strauß", "STRAUSS"),
    ],
)
def test_one_name_has_one_index_however_it_is_written(one, other):
    assert blind_index(one) == blind_index(other)


def test_other_names_and_other_keys_have_other_indexes(settings):
    first = blind_index("Choe Myong-bok")
    assert first != blind_index("Choe Myong-bo")
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    assert blind_index("Choe Myong-bok") != first
    assert len(set(every_index("Choe Myong-bok"))) == 2


def test_of_nothing_there_is_no_index():
    assert blind_index(" - ") == ""
    assert every_index(" - ") == []
