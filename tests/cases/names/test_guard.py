"""The name guard finds a protected name however it is written, and little else.

The names are invented; the spellings follow the systems that are in use.
"""

import time
import unicodedata
from urllib.parse import quote

import pytest

from cases.names import NameGuard
from tests.cases.names.guarding import guard
from tests.cases.names.spellings import (
    FIRST_NAMES,
    LAST_NAMES,
    bent,
    korean_names,
    russian_spellings,
)

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
        "Иван и Петров",
        "Иван С. и Петров",
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


@pytest.mark.parametrize(
    ("entered", "text"),
    [
        ("리영희", "이영희는 체포되었다"),
        ("이영희", "리영희가"),
        ("이영희", "탈북자이영희씨의 가족"),
        ("이수", "이수는"),
        ("문희", "문희에게서"),
        ("Ли Ён Хи", "이영희는 체포되었다"),
        ("Lee Young-hee", "이영희에게"),
        ("정경순", "Чон Кён Сун"),
        ("조은아", "Cho Eun-ah"),
        ("Choi Myung-bok", "Цой Мён Бок"),
        ("Цой Мен Бок", "Choe Myong Bok"),
        ("Ким Чен Ын", "김정은이"),
        ("金哲洙", "脱北者金哲洙被捕"),
        ("キム・チョルス", "キムチョルス氏"),
        ("Han Tong Hyok (한동혁)", "한동혁은"),
        ("Щербакова Юлия Андреевна", "Yuliya Shcherbakova"),
        ("Щербакова Юлия Андреевна", "Юлией Щербаковой"),
        ("Михаил Чайковский", "Mikhail Tchaikovsky"),
        ("Александр Юрьев", "Alexander Yuriev"),
        ("Sergei Ivanov", "Сергея Петровича Иванова"),
        ("Павел Коваль", "Павлом Ковалем"),
        ("한동혁", "KHAN DON KHEK"),
        ("한동혁", "Khan Don Khyok"),
        ("Хан Дон Хек", "Khan Don Khek"),
        ("Khan Don Khek", "한동혁"),
        ("Han Tong Hyok", "khan-don-khek.html"),
        ("김형철", "Kim Khen Cher"),
        ("황영수", "Khvan En Su"),
        ("김영철", "Kim En Chkhol"),
        ("Чон Чин Хва", "Chon Chin Khva"),
        ("최명복", "CHVE MEN BOK"),
        ("Джохар Дудаев", "Dzhokhar Dudayev"),
        ("Джохар Дудаев", "Djokhar Dudaev"),
        ("Джохар Дудаев", "Johar Dudayev"),
        ("Джамшед Юсупов", "Jamshed Yusupov"),
        ("Дзержинский Олег", "Oleg Dzerzhinsky"),
        ("Гриценко Олег", "Oleh Hrytsenko"),
        ("Григорій Галаган", "Hryhorii Halahan"),
        ("Hryhorii Halahan", "Григорий Галаган"),
        ("Қайрат Нұрғалиев", "Kairat Nurgaliev"),
        ("Қайрат Нұрғалиев", "Qairat Nurgaliyev"),
        ("Кайрат Нургалиев", "Қайрат Нұрғалиев"),
        ("Айгүл Өмірбекова", "Айгуль Омирбекова"),
        ("Айгүл Өмірбекова", "Aygul Umirbekova"),
        ("Ғайрат Ҳамидов", "Ghayrat Khamidov"),
        ("Чӯянов Ҷамшед", "Jamshed Chuyanov"),
        ("Цой Виктор", "Виктору Цою"),
        ("Пак Сергей", "Sergei Park"),
        ("Sergei Park", "Пак Сергей"),
        ("Хван Анна", "Anna Hwang"),
        ("Щербакова Анна Сергеевна", "Анна С. Щербакова"),
        ("Щербакова Анна Сергеевна", "Anna S. Shcherbakova"),
        ("Щербакова Анна Юрьевна", "Anna Yu. Shcherbakova"),
        ("Анна С. Щербакова", "Анна Щербакова"),
        ("Роман Абрамович", "Roman A. Abramovich"),
    ],
)
def test_what_is_entered_in_one_way_is_found_in_another(entered, text):
    assert guard(entered).hits(text)


def test_common_korean_names_are_found_in_every_romanisation_case_and_with_particles():
    missed = []
    for name, spellings in korean_names()[::3]:
        looking = guard(name)
        texts = [f"Then {one} was sent home." for one in spellings.values()]
        texts += [text.lower() for text in texts]
        texts += [
            f"당국이 {name}{onto} 체포" for onto in ("은", "이", "을", "의", "에게", "과", "")
        ]
        missed += [(name, text) for text in texts if not looking.hits(text)]
    assert missed == []


def test_a_korean_name_that_is_entered_in_one_spelling_is_found_in_the_others():
    missed = []
    for name, spellings in korean_names()[::17]:
        for entered in spellings.values():
            looking = guard(entered)
            texts = [name, f"{name}에게", *spellings.values()]
            missed += [(entered, text) for text in texts if not looking.hits(text)]
    assert missed == []


@pytest.mark.parametrize("first", FIRST_NAMES.split())
def test_a_russian_name_is_found_in_every_system_of_transliteration_and_bent(first):
    missed = []
    for last in LAST_NAMES.split():
        name = f"{first} {last}"
        forms = [name, bent(name), f"{last}, {first}".upper(), *russian_spellings(name).values()]
        for entered in (name, *russian_spellings(name).values()):
            looking = guard(entered)
            missed += [(entered, form) for form in forms if not looking.hits(f"Then {form} was")]
    assert missed == []


@pytest.mark.parametrize(
    "coded",
    [
        quote("Иван Петров", encoding="cp1251"),
        quote("Иван Петров", encoding="koi8-r"),
        quote(quote("Иван Петров")),
        "xn--" + "иван-петров".encode("punycode").decode() + ".ru",
        "&#1048;&#1074;&#1072;&#1085; &#x41f;етров",
        r"\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
        "photo2017ivanpetrov.jpg",
        "scan_Ivan-Petrov2.pdf",
    ],
)
def test_a_name_is_found_in_addresses_and_codes_of_every_kind(coded):
    assert guard("Иван Петров").hits(f"https://x.example/?q={coded}")


@pytest.mark.parametrize(
    "text",
    [
        "Han     Tong Hyok",
        "Han\r\n   Tong Hyok",
        "> Han\n>      Tong\n> Hyok",
        "Han&ensp;&ensp;&ensp;&ensp;&ensp;Tong Hyok",
        "Han\u2800\u2800Tong Hyok",
        "Han | Tong | Hyok",
        "Han; Tong Hyok",
        "Han: Tong-Hyok",
        "Han⁄Tong⁄Hyok",
        "HAN<<TONG<HYOK<<<<",
        "P<PRKHAN<<TONG<HYOK<<<<",
        "H a n  T o n g  H y o k",
        "H A N T O N G H Y O K",
        "H-a-n T-o-n-g H-y-o-k",
        "Х а н  Д о н  Х ё к",
        "한     동      혁",
        "Han Tong Hy-\n  ok",
    ],
)
def test_whatever_parts_words_or_letters_hides_nothing(text):
    assert guard("한동혁", "Han Tong Hyok").hits(f"They say: {text}, he said.")


@pytest.mark.parametrize("text", ["Han (Tong Hyok)", "Han. Tong Hyok", "Han a b c Tong Hyok"])
def test_what_ends_a_sentence_parts_a_name(text):
    assert not guard("Han Tong Hyok").hits(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Han Tong Hyok", "#FreeHanTongHyok"),
        ("Han Tong Hyok", "see https://freehantonghyok.org/"),
        ("Han Tong Hyok", "https://x.example/wefreehantonghyoknow.html"),
        ("한동혁", "https://x.example/freehandonghyuk/"),
        ("한동혁", "freekhandonkhek.ru"),
        ("Han Tong Hyok", "ArrestOfHanTongHyok.pdf"),
        ("Han Tong Hyok", "arrestofhantonghyok.pdf"),
        ("한동혁", "FREEHanDongHyuk"),
        ("Щербакова Анна", "#FreeAnnaShcherbakova"),
        ("Щербакова Анна", "#freeannashcherbakova"),
        ("Щербакова Анна", "#СвободуАннеЩербаковой"),
        ("한동혁", "?q=%uD55C%uB3D9%uD601"),
        ("Анна Ким", "?q=%u0410%u043D%u043D%u0430%20%u041A%u0438%u043C"),
    ],
)
def test_a_name_is_found_where_it_is_glued_to_other_words(name, text):
    assert guard(name).hits(text)


def test_the_place_of_a_name_in_a_hashtag_is_the_name_alone():
    text = "#FreeHanTongHyokNow"
    hit = guard("Han Tong Hyok").hits(text)[0]
    assert text[hit.start : hit.end] == hit.read == "HanTongHyok"


def test_a_name_is_found_in_the_addresses_of_old_korean_sites():
    assert guard("한동혁").hits("https://x.example/" + quote("한동혁", encoding="euc-kr"))


@pytest.mark.parametrize("text", ["Cергей Пoпoв", "Sеrgеi Popov", "Ѕergei Рopov"])
def test_letters_of_another_alphabet_that_look_alike_hide_nothing(text):
    assert guard("Сергей Попов").hits(text)


def test_places_are_those_in_the_coded_text():
    text = "https://x.example/%D0%B0/" + quote("한동혁") + "/page.html"
    hit = guard("한동혁").hits(text)[0]
    assert text[hit.start : hit.end] == quote("한동혁")


def test_only_the_name_itself_is_the_place_in_hangul():
    text = unicodedata.normalize("NFD", "어제 한동혁에게")
    hit = guard("한동혁").hits(text)[0]
    assert unicodedata.normalize("NFC", text[hit.start : hit.end]) == "한동혁"


@pytest.mark.parametrize(
    "text",
    [
        "in a line, so no one",
        "in the city",
        "The Han. To be",
        "но он не",
        "на или",
        "mission",
        "이용해",
    ],
)
def test_everyday_words_are_nobody(text):
    names = ["인아", "소노", "인대", "한두", "노온", "나이리", "이요해", "In Te", "Но Он"]
    assert guard(*names).hits(text) == []


def test_a_changed_person_is_guarded_by_their_new_names_alone():
    before = NameGuard([("one", "한동혁"), ("two", "이영희")])
    after = before.with_changed({"one"}, [("one", "박철수")])
    assert not after.hits("한동혁")
    assert after.hits("Pak Chol Su")
    assert after.hits("이영희")
    assert before.hits("한동혁")


@pytest.mark.parametrize(
    "unit",
    [
        "脱北者被捕",
        "이나",
        "aeiouy",
        "이수이나이나이나 ",
        "%D0%98%25D0 a",
        "a ",
        "aB",
        "  ",
        "#hantonkimo",
    ],
)
def test_a_long_text_of_any_kind_is_read_in_time(unit):
    start = time.process_time()
    guard("이수", "한동혁", "金哲洙").hits(unit * (20_000 // len(unit)))
    assert time.process_time() - start < 5
