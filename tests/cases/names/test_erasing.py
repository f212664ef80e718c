"""Names are taken out of texts whole, however they are written, and nothing else is."""

import unicodedata

import pytest

from cases.names import ERASED, Eraser

KIM = Eraser(["한동혁", "Хан Дон Хёк", "Han Tong Hyok"])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "written", ["한동혁", "Han Tong-hyŏk", "HAN TONG HYOK", "Хан Дон Хёком", "Хан Донхёк"]
)
def test_a_name_goes_whole_in_every_form_and_the_rest_stays(written, form):
    text = unicodedata.normalize(form, f"어제 온 Ömer said: {written}, and left. Да.")
    before, after = text.split(unicodedata.normalize(form, written))
    assert KIM.erased(text) == f"{before}{ERASED}{after}"
    assert not KIM.holds(KIM.erased(text))


def test_a_text_without_a_name_is_left_as_it_is():
    text = "100 %25 of Han and Kim, 한국 동향"
    assert KIM.erased(text) == text
    assert KIM.excerpt(text) == ""


def test_a_percent_encoded_name_goes_too():
    text = "q=%ED%95%9C%EB%8F%99%ED%98%81&x=1"
    assert KIM.erased(text) == f"q={ERASED}&x=1"


def test_names_that_stand_in_one_another_are_one_place():
    both = Eraser(["Han Tong", "Han Tong Hyok"])
    assert both.erased("Of Han Tong Hyok.") == f"Of {ERASED}."


def test_a_name_that_is_put_together_by_what_is_left_goes_as_well():
    assert not Eraser(["erased one"]).holds(Eraser(["erased one"]).erased("erased one one"))


def test_every_text_and_key_of_a_json_value_is_read():
    value = {"한동혁": [{"name": "Han Tong Hyok.xlsx", "size": 3}, None, True]}
    assert KIM.erased_value(value) == {ERASED: [{"name": f"{ERASED}.xlsx", "size": 3}, None, True]}


def test_an_excerpt_shows_the_name_with_a_few_words_around_it():
    text = "x" * 60 + " before Han Tong Hyok after " + "y" * 60
    assert "before Han Tong Hyok after" in KIM.excerpt(text)
    assert KIM.excerpt(text).startswith("…")
