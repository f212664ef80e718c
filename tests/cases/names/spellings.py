"""Names as the systems spell them: Korean in eight ways, Russian in eight. The names are invented.

Korean names are also spelled as Russia's passports and courts do it (혁: Хёк, Хек, Khek, Khyok), as
Koreans of the Soviet Union do (정성철 is Тен Сен Чер), and bent as Russian bends a man's.
"""

import unicodedata

_FAMILY = """
김 Kim Kim Ким|이 Ri Lee Ли|박 Pak Park Пак|최 Choe Choi Чхве|정 Jong Jung Чон|강 Kang Kang Кан
조 Jo Cho Чо|윤 Yun Yoon Юн|장 Jang Chang Чан|임 Rim Lim Им|한 Han Han Хан|오 O Oh О|서 So Seo Со
신 Sin Shin Син|권 Kwon Kwon Квон|황 Hwang Hwang Хван|안 An Ahn Ан|송 Song Song Сон|류 Ryu Ryu Рю
홍 Hong Hong Хон|리 Ri Lee Ли|림 Rim Lim Лим|유 Yu Yoo Ю
"""
_GIVEN = """
영 yong young ён|희 hui hee хи|철 chol chul чхоль|수 su soo су|정 jong jung чон|은 un eun ын
명 myong myung мён|복 bok bok бок|미 mi mi ми|옥 ok ok ок|혜 hye hye хе|성 song sung сон
순 sun soon сун|금 kum keum кым|경 gyong kyung кён|호 ho ho хо|지 ji ji чи|동 dong dong дон
혁 hyok hyuk хёк|광 gwang kwang кван|춘 chun chun чхун|숙 suk sook сук|주 ju joo чу|란 ran ran ран
진 jin jin чин|현 hyon hyun хён|하 ha ha ха|나 na na на|유 yu yoo ю|남 nam nam нам|일 il il иль
용 yong yong ён
"""
_SOVIET = dict(
    zip("최정조장서성철경광일", "цой тен те тян се сен чер ген гван ир".split(), strict=True)  # noqa: SIM905
)
_NAMES = (
    "영희 철수 정은 명복 미옥 은혜 옥희 성희 순희 금희 명희 영수 경수 영호 지수 "
    "은희 동혁 명철 성호 철호 영철 광철 혁철 금철 순옥 정옥 영옥 춘희 혜숙 영숙 "
    "정숙 은주 은정 은영 미경 미영 미란 진희 현희 혜영 수미 영미 하나 유미 영남 "
    "정일 성주 일성 광명 남철 용수 용호 "
)


def _table(text: str) -> dict[str, list[str]]:
    rows = [row.split() for row in text.replace("\n", "|").split("|") if row.strip()]
    return {row[0]: row[1:] for row in rows}


def korean_names() -> list[tuple[str, dict[str, str]]]:
    """Names in Hangul, each with its spellings by where they are written."""
    given = _table(_GIVEN)
    return [
        (
            family + name,
            _spellings(spelled, [given[sign] for sign in name])
            | _soviet([family, *name], [spelled[2], *(given[sign][2] for sign in name)]),
        )
        for family, spelled in _table(_FAMILY).items()
        for name in _NAMES.split()
    ]


def _spellings(family: list[str], given: list[list[str]]) -> dict[str, str]:
    (north, south, russian), ((n1, s1, r1), (n2, s2, r2)) = family, given
    return {
        "North": f"{north} {n1.capitalize()} {n2.capitalize()}",
        "North, joined": f"{north} {(n1 + n2).capitalize()}",
        "South": f"{south} {s1.capitalize()}-{s2}",
        "South, family name last": f"{s1.capitalize()}-{s2} {south}",
        "South, joined": f"{south} {(s1 + s2).capitalize()}",
        "Russian": f"{russian} {r1.capitalize()} {r2.capitalize()}",
        "Russian without ё": f"{russian} {r1.capitalize()}{r2}".replace("ё", "е"),
        "passport of Russia": _spelled(f"{russian} {r1} {r2}", "passport"),
        "court of Russia": _spelled(f"{russian} {r1} {r2}", "BGN"),
        "court of Russia, joined": _spelled(f"{russian} {r1}{r2}", "BGN"),
    }


def _soviet(signs: list[str], russian: list[str]) -> dict[str, str]:
    family, first, last = (
        _SOVIET.get(sign, read).replace("ё", "е").capitalize()
        for sign, read in zip(signs, russian, strict=True)
    )
    return {
        "Soviet": f"{family} {first} {last}",
        "Soviet, hyphenated": f"{family} {first}-{last.lower()}",
    }


def bent_korean(name: str) -> list[str]:
    """A Korean man's name in Russian letters, of whom something is said: Хана Дон Хека, Хану …"""
    family, *given, last = name.split()
    texts = []
    for case in range(4):
        bent = [*given, _bent_word(last, case)]
        first = _bent_word(family, case)
        texts += [" ".join(order) for order in ([first, *bent], [*bent, first], [family, *bent])]
    return texts


def _bent_word(word: str, case: int) -> str:
    """The word in the genitive, dative, instrumental or prepositional; itself after most vowels."""
    if word[-1] in "ьй":
        return word[:-1] + ("я", "ю", "ем", "е")[case]
    return word if word[-1].lower() in "аеёиоуыэюя" else word + ("а", "у", "ом", "е")[case]


FIRST_NAMES = (
    "Сергей Алексей Юлия Ольга Наталья Дмитрий Михаил Павел Пётр Анна "
    "Мария Татьяна Виктор Андрей Николай Евгений Светлана Фёдор Лев Илья "
    "Григорий Юрий Ксения Жанна Джохар Олег "
)
LAST_NAMES = (
    "Иванов Щербаков Хрущёв Жуков Соловьёв Ельцин Цейтлин Ганнушкин "
    "Чайковский Юрьев Яковлев Шварц Толстой Коваль Клименко Кузнецов "
    "Зайцев Воробьёв Беляев Киселёв Михалков Чехов Шишкин Лужков Ильин "
    "Быков Джабраилов Галаган "
)
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SYSTEMS = {
    "BGN": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "ISO 9": "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ - y ' è û â",
    "library": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč - y ' ė ju ja",
    "French": "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia",
    "Ukraine": "a b v h d e io zh z y i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia",
    "press": "a b v g d e e j z i y k l m n o p r s t u f h ts ch sh sh - y - e yu ya",
    "German": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
}


def russian_spellings(name: str) -> dict[str, str]:
    """A Russian name by each system, in Latin letters."""
    return {system: _spelled(name, system) for system in _SYSTEMS}


def _spelled(name: str, system: str) -> str:
    read = dict(zip(_LETTERS, _SYSTEMS[system].split(), strict=True))
    if system == "press":
        name = name.lower().replace("дж", "ж")
    letters = [
        (
            "ye"
            if system == "BGN" and _is_open(name, place) and sign == "е"
            else read.get(sign, sign)
        )
        for place, sign in enumerate(name.lower())
    ]
    return unicodedata.normalize("NFC", "".join(letters).replace("-", "")).title()


def _is_open(name: str, place: int) -> bool:
    """Whether an е stands where it is said with a y before it."""
    return place == 0 or name[place - 1].lower() in " аеёиоуыэюяьъ"


def bent(name: str) -> str:
    """A first and a family name of a man, of whom something is said: Сергея Иванова."""
    ends = {"ей": "ея", "ий": "ия", "ай": "ая", "ья": "ьи", "ел": "ла", "ев": "ева", "ой": "ого"}
    return " ".join(
        word[:-4] + "ского" if word.endswith("ский")
        else word[:-2] + ends[word[-2:]] if word[-2:] in ends
        else word + "а" if word[-1] not in "аяоью" else word
        for word in name.split()
    )  # fmt: skip
