"""Family names of Koreans as Russia spells them.

Of those whose other names are Russian: Пак Сергей is Sergei Park to the world. And those that
Koreans of the Soviet Union spell in a way of their own: 허 is Хе or Her, 조 is Те, 지 is Ти.
"""

from collections.abc import Iterator

from cases.names.letters import Script
from cases.names.russian import russian_key

_SPELLINGS = """
ким kim|пак pak park bak|ли li lee yi rhee|цой choi choy tsoi tsoy choe|хан han khan|кан kan kang
ан an ahn|хван hwang hvan khvan|юн yun yoon youn|тен тэн ten chung jung chong jeong
чон chon jung jeong chung|син шин sin shin|лим lim rim im yim|но no noh roh|пан pan bang pang
хон hon hong khon|кон kon kong
квон kvon kwon|мун mun moon|ку ku koo gu|ю yu yoo iu|рю лю ryu liu lyu yu yoo|ян yan yang iang
сон son song|сен сон sen sung seong|хо ho heo huh hur kho|чан chan jang chang|чо cho jo joe
со so seo suh|сим шим sim shim|пек пэк пяк pek paik baek|нам nam nahm|кон gong|тё те cho jo
"""
# How such a name is spelled by systems = and by Soviet Koreans, in Latin letters and in Cyrillic.
_SOVIET = """
heo hur huh ho = hye he her khe|jo cho = tye te|ju chu = tyu|ji chi = ti|seo suh so = sye se
eom um = em|хо = хе|чо = те тё|чу = тю|чи = ти|со = се|ом = эм
"""


def _keys() -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for line in _SPELLINGS.replace("\n", "|").split("|"):
        spellings = line.split()
        scripts = (Script.LATIN if one.isascii() else Script.CYRILLIC for one in spellings)
        yield frozenset(spellings), frozenset(map(russian_key, spellings, scripts))


def _others() -> Iterator[tuple[str, str]]:
    for line in _SOVIET.strip().replace("\n", "|").split("|"):
        by_systems, by_soviets = (side.split() for side in line.split("="))
        yield from ((one, by_soviets[0]) for one in by_systems)
        yield from ((one, by_systems[0]) for one in by_soviets)


_KEYS = tuple(_keys())
_OTHERS = dict(_others())


def family_keys(spelled: str) -> set[str]:
    """The keys of all spellings of a family name, as words sound in Russian; of others none."""
    return {key for spellings, keys in _KEYS if spelled in spellings for key in keys}


def with_first_respelled(words: list[str]) -> list[list[str]]:
    """The words of a Korean name, and again with its family name, the first, as others spell it."""
    other = _OTHERS.get(words[0])
    return [words, [other, *words[1:]]] if other else [words]


def with_family_respelled(words: list[str]) -> list[list[str]]:
    """The same where the family name may be the first or the last."""
    other = _OTHERS.get(words[-1])
    last = [[*words[:-1], other]] if other else []
    return with_first_respelled(words) + last
