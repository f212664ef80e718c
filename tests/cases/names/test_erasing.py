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


@pytest.mark.parametrize(
    "written",
    ["Ha\x0bn Tong\x02Hyok", "한\x85동\ue000혁", "Han－TongㆍHyok", "한、동혁", "Хана Дон Хека"],
)
def test_a_name_goes_whole_with_the_signs_within_it(written):
    assert KIM.erased(f"Of {written}, him.") == f"Of {ERASED}, him."


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


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Han Tong Hyok", "HanTongHyok2014.xlsx", "[erased]2014.xlsx"),
        ("Han Tong Hyok", "InterviewHanTongHyok.docx", "Interview[erased].docx"),
        (
            "Han Tong Hyok",
            "interviewHan Tong-hyŏk, Tong.Hyok.Han85",
            "interview[erased], [erased]85",
        ),
        ("Han Tong Hyok", "hantonghyok85@mail.ru", "[erased]85@mail.ru"),
        ("Han Tong Hyok", "%48anTongHyok9", "[erased]9"),
        ("Ivan Petrov", "ivanpetrov1985", "[erased]1985"),
        ("Иван Петров", "ИнтервьюИванПетров2", "Интервью[erased]2"),
        ("한동혁", "탈북자한동혁은", "탈북자[erased]은"),
        ("한동혁", "김한동혁씨의", "김[erased]씨의"),
        ("허준", "허준은, 허준씨에게", "[erased]은, [erased]씨에게"),
        ("韓東赫", "脱北者韓東赫は", "脱北者[erased]は"),
        ("王伟", "昨天王伟说", "昨天[erased]说"),
    ],
)
def test_a_name_that_touches_other_letters_goes_and_what_touches_it_stays(name, text, left):
    for form in ("NFC", "NFD"):
        erased = Eraser([name]).erased(unicodedata.normalize(form, text))
        assert unicodedata.normalize("NFC", erased) == left


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ri Na Mi", "Katerina Mikhailova of the marina militia"),
        ("Li Na", "Angelina and Carolina"),
        ("허준", "허준호는 대허준은"),
    ],
)
def test_letters_that_meet_by_chance_are_no_name(name, text):
    assert Eraser([name]).erased(text) == text


@pytest.mark.parametrize("longer", ["Masri Qurashi", "Masri Qurashi Sabah Nuri Tikriti"])
def test_a_name_of_many_words_goes_to_its_end(longer):
    name = f"Mohammad Abdul Rahman bin Said al {longer}"
    assert Eraser([name]).erased(f"Of {name.upper()}.") == f"Of {ERASED}."


@pytest.mark.parametrize(
    "written", ["+79145551234", "79145551234", "+7 (914) 555-12-34", "89145551234", "9145551234"]
)
def test_a_telephone_number_goes_however_it_is_grouped(written):
    line = Eraser([], contacts=["Signal, evenings: +7 914 555 12 34"])
    left = line.erased(f"call {written} now")
    assert left in (f"call {ERASED} now", f"call 8{ERASED} now")
    assert line.erased("call 291455512345, on 2014-05-05") == "call 291455512345, on 2014-05-05"


SAME_NUMBER = [
    ("+976 9911 2233", "9911 2233"),
    ("+66 81 234 5678", "081 234 5678"),
    ("+33 6 12 34 56 78", "06 12 34 56 78"),
    ("+41 44 668 18 00", "044 668 18 00"),
    ("+998 90 123 45 67", "90 123 45 67"),
    ("+82 2-123-4567", "02-123-4567"),
    ("+82 10-1234-5678", "010-1234-5678"),
    ("+44 (0)20 7946 0018", "020 7946 0018"),
    ("+372 612 3456", "612 3456"),
    ("8 (42331) 5-12-34", "+7 42331 5-12-34"),
]


@pytest.mark.parametrize(
    ("known", "written"), SAME_NUMBER + [(two, one) for one, two in SAME_NUMBER]
)
@pytest.mark.parametrize("parting", [True, False])
def test_a_telephone_number_goes_with_the_code_of_its_country_and_without(known, written, parting):
    if not parting:
        written = "".join(one for one in written if one in "+0123456789")
    left = Eraser([], contacts=[f"Signal: {known}"]).erased(f"call {written} now")
    assert ERASED in left
    assert sum(map(str.isdigit, left)) <= 4


@pytest.mark.parametrize(
    "line", ["9911 2233 / 8811 4455", "99112233 88114455", "99-11-22-33 88-11-44-55"]
)
def test_each_of_two_numbers_in_a_line_goes(line):
    both = Eraser([], contacts=[line])
    assert both.erased("call 99112233, or 8811 44 55!") == f"call {ERASED}, or {ERASED}!"


@pytest.mark.parametrize(
    "text",
    [
        "call 9911 2234",
        "call 99112 2331",
        "IBAN 4000123499112233",
        "on 2014-05-05",
        "call 112 2233",
    ],
)
def test_another_number_stays(text):
    assert Eraser([], contacts=["+976 9911 2233, born 2014-05-05"]).erased(text) == text


def test_an_address_within_a_line_of_contacts_goes():
    line = Eraser([], contacts=["+79145551234 zz@proton.example https://vk.example/id77"])
    assert line.erased("Write to ZZ@proton.example.") == f"Write to {ERASED}."
    assert line.erased("See vk.example/id77!") == f"See {ERASED}!"


def test_a_reference_goes_where_it_stands_by_itself():
    both = Eraser([], references=["zhurbin-tynda-1985", "kim"])
    assert both.erased("see Zhurbin-Tynda-1985, zhurbin_tynda_1985.doc") == (
        f"see {ERASED}, {ERASED}.doc"
    )
    assert both.erased("/people/kim/ of Kim, kim-2 and kimono") == (
        f"/people/{ERASED}/ of Kim, kim-2 and kimono"
    )


def test_a_name_with_a_title_goes_without_it_too():
    eraser = Eraser(["Mr. Kim Chol Su (born 1985)"])
    assert eraser.erased("Of Kim Chol Su.") == f"Of {ERASED}."


def test_it_tells_which_of_the_names_stands_in_a_text():
    eraser = Eraser(["Uncle Potato", "한동혁"], contacts=["+79145551234"], references=["kim-2"])
    assert eraser.found_in("한동혁은 (+7 914 555-12-34)") == {"한동혁", "+79145551234"}
    assert eraser.found_in("Somebody of kim-2") == {"kim-2"}
