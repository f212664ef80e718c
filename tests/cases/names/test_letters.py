"""Signs within a name: what nobody sees, what means nothing, hyphens and dots of any script."""

import unicodedata
from urllib.parse import quote

import pytest

from tests.cases.names.guarding import guard


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u00ad", "\ufe0f", "\u034f", "\u115f", "\u3164", "\u2060", "\U000e0101"]
)
def test_signs_that_nobody_sees_hide_nothing(sign):
    assert guard("한동혁").hits(f"한{sign}동{sign}혁은")
    assert guard("Han Tong Hyok").hits(f"Ha{sign}n To{sign}ng Hy{sign}ok")
    assert guard("Han Tong Hyok").hits(f"Han{sign}Tong{sign}Hyok")
    assert guard("Han Tong Hyok").hits("seen\u200bHan Tong Hyok\u200btoday")


@pytest.mark.parametrize(
    "sign",
    [*"\x02\x0b\x0c\x1f\x7f\x85\x9f\ue000\ufffd\uffff\u0378", "\U000f0000", chr(0xD800)],
)
def test_signs_without_a_meaning_hide_nothing_whether_they_part_words_or_not(sign):
    assert guard("한동혁").hits(f"한{sign}동{sign}혁은")
    assert guard("Han Tong Hyok").hits(f"seen: Ha{sign}n To{sign}ng Hy{sign}ok")
    assert guard("Щербакова Анна Сергеевна").hits(f"Анна{sign}Сергеевна{sign}Щербакова")
    assert guard("한동혁").hits(f"жалобу Ха{sign}на{sign} Дон{sign}Хека")
    text = f"of Han{sign}Tong Hyok,"
    assert {text[one.start : one.end] for one in guard("한동혁").hits(text)} == {text[3:-1]}


def test_a_coded_control_hides_nothing():
    assert guard("Иван Петров").hits("?q=" + quote("Ив\x0bан Петров"))
    assert guard("Иван Петров").hits("?q=" + quote("Иван\x0bСергеевич\x0bПетров"))


DASHES = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Pd"]


@pytest.mark.parametrize(
    "sign", [*DASHES, *"ㆍ‧∙•，、⋅·・･﹐﹑､．－／＿｜～；：＋＊", "\u3000", "\u2043", "\u2215"]
)
def test_signs_between_the_words_of_a_name_part_it_in_no_script(sign):
    assert guard("Han Tong Hyok").hits(f"Han{sign}Tong{sign}Hyok")
    assert guard("한동혁").hits(f"жалобу Хана{sign}Дон{sign}Хека")
    assert guard("한동혁").hits(f"한{sign}동혁은")
    if sign not in ".．":
        assert guard("Иван Петров").hits(f"Петров{sign} Иван")


@pytest.mark.parametrize("text", ["Han。 Tong Hyok", "Han（Tong Hyok）", "Han！Tong Hyok"])
def test_what_ends_a_sentence_in_eastern_texts_parts_a_name(text):
    assert not guard("Han Tong Hyok").hits(text)
