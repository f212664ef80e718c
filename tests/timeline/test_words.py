"""The analyser: what the index holds of a text, and what a question asks for."""

import unicodedata

import pytest

from timeline.words import LONGEST_WORD, MOST_TERMS, runs, stem, terms, tokens


def is_found(question: str, text: str) -> bool:
    """Whether every term of the question finds a run of the text."""
    found = list(runs(text))
    return all(any(term.finds(run) for run in found) for term in terms(question))


def words_at(text: str) -> list[str]:
    """The pieces of the text, as it was given, that the runs stand for."""
    return [text[run.start : run.end] for run in runs(text)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("최명복", "최명복은 2002년에 탈출했다"),
        ("명복", "최명복은"),
        ("은", "최명복은"),
        ("депортация", "О депортации граждан"),
        ("депортации", "Депортация"),
        ("самолет", "Самолёт"),
        ("САМОЛЁТ", "самолет"),
        ("detention", "He was detained; two detentions followed"),
        ("seoul", "Séoul"),
        ("SÉOUL", "seoul"),
        ("kim", "ＫＩＭ"),
        ("dep", "deportation"),
        ("19115/19", "no. 19115/19"),
        ("東京", "在東京市"),
    ],
)
def test_a_word_is_found_in_its_other_forms(question, text):
    assert is_found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("최명복", "최명과 명복"),
        ("최은", "최명복은"),
        ("portation", "deportation"),
        ("d", "deportation"),
        ("депозит", "депортация"),
        ("한", "han"),
    ],
)
def test_a_word_does_not_find_what_only_looks_like_it(question, text):
    assert not is_found(question, text)


def test_the_index_holds_words_then_the_stems_that_differ():
    assert tokens("Deported, deported to Russia") == [
        "deported",
        "deported",
        "to",
        "russia",
        "deport",
    ]


def test_the_index_holds_pairs_of_signs_and_the_last_sign_alone():
    assert tokens("최명복 김") == ["최명", "명복", "복", "김"]


def test_no_run_reaches_across_a_space_or_into_another_script():
    assert [run.text for run in runs("최명복K2 김Ким")] == ["최명복", "k2", "김", "ким"]


def test_places_are_those_of_the_text_as_it_was_given():
    assert words_at("Séoul — ﬁne: 최명복!") == ["Séoul", "ﬁne", "최명복"]


def test_composed_and_decomposed_letters_are_the_same():
    for text in ("Séoul", "최명복", "йод", "самолёт"):
        apart = unicodedata.normalize("NFD", text)
        assert tokens(apart) == tokens(text)
        assert words_at(apart) == [apart]


def test_the_letter_short_i_is_not_taken_for_i_with_an_accent():
    assert tokens("мой")[0] == "мой"


@pytest.mark.parametrize(
    "typed",
    ['"kim', "kim'", "kim*", "-kim", "kim AND", "(kim)", "kim:*", "title:kim", "kim; --", "kim 😀"],
)
def test_operators_and_signs_part_words_and_mean_nothing_else(typed):
    words = [term.text for term in terms(typed)]
    assert "kim" in words
    assert all(word.isalnum() for word in words)


@pytest.mark.parametrize("typed", ["", " ", "😀", '"" && ||', "—", "_", "%", "\u0301"])
def test_a_question_without_letters_or_digits_asks_for_nothing(typed):
    assert terms(typed) == []


def test_words_that_say_little_count_only_when_they_stand_alone():
    assert [term.text for term in terms("the arrest of Kim")] == ["arrest", "kim"]
    assert [term.text for term in terms("the")] == ["the"]


def test_a_word_that_is_asked_for_twice_is_looked_for_once():
    assert [term.text for term in terms("Kim kim KIM")] == ["kim"]


def test_a_question_has_a_most_number_of_terms():
    assert len(terms(" ".join(f"word{number}" for number in range(50)))) == MOST_TERMS


def test_a_very_long_word_is_cut_alike_in_text_and_question():
    word = "a" * (LONGEST_WORD + 40)
    assert max(map(len, tokens(word))) == LONGEST_WORD
    assert is_found(word, word)


def test_a_name_is_found_far_inside_a_run_without_spaces():
    text = "東" * LONGEST_WORD + "朝鮮"
    assert "朝鮮" in tokens(text)
    assert is_found("朝鮮", text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("deported", "deport"), ("депортации", "депортац"), ("19115", "19115"), ("kim2", "kim2")],
)
def test_a_stem_is_that_of_the_words_script(word, expected):
    assert stem(word) == expected


def test_a_single_letter_finds_no_longer_word_and_a_single_sign_does():
    assert not terms("x")[0].is_prefix
    assert terms("김")[0].is_prefix
    assert is_found("김", "김정")
