"""The name guard finds a protected name however it is written, and little else.

The names are invented; the spellings follow the systems that are in use.
"""

import unicodedata

import pytest

from cases.names import NameGuard

KOREAN = ["한동혁", "Han Tong Hyok", "Хан Дон Хёк"]
WRITTEN = [
    "한동혁",
    "한 동혁",
    "한동혁은",
    "북한의 한동혁에게",
    unicodedata.normalize("NFD", "한동혁"),
    "Han Tong Hyok",
    "HAN TONG-HYOK",
    "han tong hyok",
    "Han Dong-hyuk",
    "Han Donghyeok",
    "Dong Hyok Han",
    "Han, Tong-hyŏk",
    "Han\u00adTong\u00adHyok",
    "Han  Tong\nHyok",
    "Hantonghyok",
    "Хан Дон Хёк",
    "Хан Дон Хек",
    "Хан Донхёк",
    "с Хан Дон Хёком",
    "https://example.org/2017/han-tong-hyok.html?x=1",
    "https://example.org/%ED%95%9C%EB%8F%99%ED%98%81",
    "scan_Han_Tong_Hyok_2.pdf",
    "the wife of Han Tong Hyok's brother",
]


def guard(*names: str) -> NameGuard:
    return NameGuard((name, name) for name in names)


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("name", KOREAN)
def test_a_korean_name_is_found_in_every_script_and_spelling(name, text):
    assert guard(name).hits(f"They say: {text}.")


@pytest.mark.parametrize(
    "text",
    [
        "Иван Петров",
        "Петров Иван Сергеевич",
        "ИВАНУ ПЕТРОВУ",
        "о Петрове Иване",
        "Ivan Petrov",
        "Petrov, Ivan",
        "ivan-petrov",
        "Ivan Sergeevich Petrov",
    ],
)
def test_a_russian_name_is_found_bent_reversed_and_without_its_patronymic(text):
    assert guard("Петров Иван Сергеевич").hits(f"Рассказал {text} сам.")


@pytest.mark.parametrize("text", ["Zoë Müller", "zoe muller", "ZOE MU\u0308LLER", "Müller, Zoë"])
def test_accents_and_case_hide_nothing(text):
    assert guard("Zoë Müller").hits(text)


def test_the_place_of_a_hit_is_that_in_the_text():
    text = "Arrested with Choe: Han Tong-hyŏk, 31."
    hit = guard("한동혁").hits(text)[0]
    assert text[hit.start : hit.end] == "Han Tong-hyŏk"


@pytest.mark.parametrize(
    "text",
    [
        "Han and Kim",
        "Han Tong Su and Ri Tong Hyok",
        "a hand on, hey",
        "Хан Дон",
        "한국 동향",
        "Ivan and Petrov",
        "",
    ],
)
def test_other_people_and_ordinary_words_are_left_alone(text):
    assert guard("한동혁", "Иван Петров").hits(text) == []


def test_a_short_name_is_found_as_it_is_written_alone():
    li_na = guard("Li Na")
    assert li_na.hits("Li Na came.")
    assert li_na.hits("li-na")
    assert not li_na.hits("It stood in a line, in all.")


def test_a_name_of_one_word_is_found_as_a_word_alone():
    assert guard("Anna").hits("She is called ANNA.")
    assert not guard("Anna").hits("Annals of Savannah")


def test_everybody_who_bears_a_name_is_named_once():
    both = NameGuard([("one", "한동혁"), ("two", "Han Tong Hyok"), ("one", "Хан Дон Хёк")])
    assert sorted(hit.key for hit in both.hits("Han Tong Hyok")) == ["one", "two"]


@pytest.mark.parametrize("name", ["", " ", "-", "K"])
def test_what_is_no_name_is_looked_for_nowhere(name):
    assert guard(name).hits("K. came - at last") == []
    assert NameGuard([]).hits("anything") == []
