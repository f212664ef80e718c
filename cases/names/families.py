"""Family names of Koreans whose other names are Russian: Пак Сергей is Sergei Park to the world."""

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


def _keys() -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for line in _SPELLINGS.replace("\n", "|").split("|"):
        spellings = line.split()
        scripts = (Script.LATIN if one.isascii() else Script.CYRILLIC for one in spellings)
        yield frozenset(spellings), frozenset(map(russian_key, spellings, scripts))


_KEYS = tuple(_keys())


def family_keys(spelled: str) -> set[str]:
    """The keys of all spellings of a family name, as words sound in Russian; of others none."""
    return {key for spellings, keys in _KEYS if spelled in spellings for key in keys}
