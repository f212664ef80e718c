"""Korean names as Russian bends them, and as the Soviet Union and Ukraine spell them."""

import pytest

from tests.cases.names.guarding import guard
from tests.cases.names.spellings import bent_korean, korean_names


@pytest.mark.parametrize(
    ("entered", "text"),
    [
        ("한동혁", "Хана Дон Хека"),
        ("Han Tong-hyok", "Хана Дон Хека"),
        ("Хан Тон Хёк", "Хана Тон Хёка"),
        ("한동혁", "Ханом Дон Хёком"),
        ("한동혁", "хану дон хеку"),
        ("한동혁", "ХАНЕ ДОН ХЁКЕ"),
        ("한동혁", "Хана Дон-хека"),
        ("한동혁", "Дон Хека Хана"),
        ("한동혁", "Донхёку Хану"),
        ("한동혁", "#СвободуХануДонХеку"),
        ("한동혁", "свободухандонхеку.рф"),
        ("한동혁", "https://x.example/delo-khana-don-kheka/"),
        ("최명복", "Цоя Мён Бока"),
        ("최명복", "Цоем Мен Боком"),
        ("최명복", "Мён Боку Цою"),
        ("최명복", "delo-tsoya-men-boka.html"),
        ("박철수", "Пака Чхоль Су"),
        ("김원석", "Кима Вон Сока"),
        ("김영철", "Киму Ён Чхолю"),
        ("김정은", "Кима Чена Ына"),
        ("김현우", "Кима Хёну"),
        ("김미나", "Ким Мина"),
        ("선우은석", "Сону Ын Сока"),
        ("남궁동혁", "Намгуна Дон Хёка"),
        ("한동혁", "Ханові Дон Хьоку"),
    ],
)
def test_a_korean_name_is_found_with_what_russian_adds_to_it(entered, text):
    assert guard(entered).hits(f"Рассмотрел жалобу: {text}, сказано там.")


def test_the_place_of_a_bent_name_is_all_of_it():
    text = "жалобу Хана Дон Хека вчера"
    assert {text[hit.start : hit.end] for hit in guard("한동혁").hits(text)} == {"Хана Дон Хека"}


@pytest.mark.parametrize(
    ("entered", "text"),
    [
        ("김일성", "Ким Ир Сен"),
        ("김일성", "Киму Ир Сену"),
        ("김일성", "Ким Ирсена"),
        ("김일성", "Kim Ir Sen"),
        ("김일성", "kim-ir-sen.html"),
        ("리성철", "Ли Сен Чхоль"),
        ("정혜란", "Тен Хе Ран"),
        ("정혜란", "Дён Хе Ран"),
        ("정혜란", "Тён Хе Ран"),
        ("정혜란", "TEN KHE RAN"),
        ("Тен Хе Ран", "Chong Hye-ran"),
        ("장경수", "Тяна Ген Су"),
        ("김정옥", "Ким Тенок"),
        ("김성일", "Ким Сениль"),
        ("김덕수", "Ким Дек Су"),
        ("윤설미", "Юн Сер Ми"),
        ("윤설미", "Yun Ser Mi"),
        ("허광옥", "Хе Гван Ок"),
        ("허광옥", "Her Kwang Ock"),
        ("허광옥", "Kwang Ock Her"),
        ("Хе Гван Ок", "허광옥은"),
        ("조영수", "Те Ен Су"),
        ("서영수", "Се Ен Су"),
        ("주철수", "Тю Чер Су"),
        ("지철수", "Ти Чер Су"),
        ("엄철수", "Эм Чер Су"),
        ("김동혁", "Кім Дон Хьок"),
        ("이경호", "Лі Кьон Хо"),
    ],
)
def test_a_korean_name_is_found_as_the_soviet_union_and_ukraine_spell_it(entered, text):
    assert guard(entered).hits(f"Они: {text}.")


def test_korean_names_are_found_bent_however_they_are_entered():
    missed = []
    for name, spellings in korean_names()[::7]:
        texts = [
            one
            for system in ("Russian", "Soviet")
            for spelled in (spellings[system], spellings[system].replace("ё", "е"))
            for one in bent_korean(spelled)
        ]
        for entered in (name, spellings["North"], spellings["South"], spellings["Russian"]):
            looking = guard(entered)
            missed += [(entered, text) for text in texts if not looking.hits(f"О {text} там.")]
    assert missed == []


@pytest.mark.parametrize(
    ("entered", "text"),
    [
        ("Светлана Ганнушкина", "Svitlana Hannushkina"),
        ("Світлана Ганнушкіна", "Светланы Ганнушкиной"),
        ("Николай Коваль", "Mykola Koval"),
        ("Oleksandr Koval", "Александра Коваля"),
        ("Анна Ковальчук", "Ганна Ковальчук"),
        ("Жумабоев Алишер", "Alisher Jumaboyev"),
    ],
)
def test_a_name_is_found_as_ukraine_and_central_asia_write_it(entered, text):
    assert guard(entered).hits(text)
