"""Small words that pages and commands share."""

import pytest

from cases.words import counted, field_in_words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 editions"), (1, "1 edition"), (1200, "1,200 editions")]
)
def test_what_is_counted_stands_in_its_number(number, words):
    assert counted(number, "edition") == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("title_en", "title (English)"),
        ("outcome_ko", "outcome (Korean)"),
        ("citations.quote", "citations: quote"),
        ("archived_url", "archived url"),
        ("in_force", "in force"),
        ("findings.applicant", "findings: applicant"),
    ],
)
def test_a_field_is_named_in_words_with_its_language(path, words):
    assert field_in_words(path) == words
