"""The names in what somebody wrote down as one: without titles and descriptions, each by itself.

“Mr. Kim Chol Su (born 1985)”, “김철수 / 박영호” and “Kim Chol Su, a writer” are looked for as the
names in them. “Щербакова, Анна” and “KIM, Chol Su” are one name each, the family name first.
"""

import re
from collections.abc import Iterator
from itertools import dropwhile

from cases.names.families import family_keys
from cases.names.guard import NameGuard
from cases.names.parts import parts_of
from cases.names.patterns import LONG_FAMILY_NAMES
from cases.names.russian import is_patronymic, russian_key
from cases.names.whole import DESCRIBED, FAMILY_NAMES, TITLES, is_whole_name

# One after the other: in a list every name counts, elsewhere whole ones alone.
_LIST = re.compile(r"[;/|\n\r]+|\s&\s")
_BRACKETED = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]?")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_ASIDE = re.compile(
    r"[:=]|\s[-–—]+\s|(?<!\w)(?:also(?: called| known as| spelled| written)?|known as|called|alias"
    r"|a\.?k\.?a\.?|formerly|previously|née?|nee|born|b\.|d\.|aged?|or|and"
    r"|род\.?|родил(?:ся|ась)|г\.\s?р\.|урожд\w*\.?|(?:он|она) же|также|известн\w+ как|по прозвищу"
    r"|псевдоним|ранее|или|и|일명|본명|가명|별명|또는|출생|생)(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\w)\d[\d.\-–/]*\s?(?:гг?\.?(?:\s?р\.)?|년생?|년|세|years? old)?(?!\w)")
_WORD = re.compile(r"[^\s,]+")
# Two words of different scripts are one name in each; a stop after a title is no end of it.
_SCRIPTS = re.compile(r"(?<=[가-힣])\s+(?=[A-Za-zА-яЁё])|(?<=[A-Za-zА-яЁё])\s+(?=[가-힣])")
_STOPPED = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_])")
_INITIAL = re.compile(r"(?<=\w\s)[^\W\d_]\.\s+(?=\w\w)")
_GLUED_TITLE = re.compile(
    r"(?<=[가-힣]{3})(?:(?:씨|님|선생님?|박사|교수|여사|동지|동무|기자)|\s(?:군|양))$"
)
NOT_LOOKED_FOR = (
    "No text would be stopped for this name: it is too short, or like everyday words. Write the "
    "name alone and in full, and put initials and descriptions in the notes."
)
# A description of so many letters is no name in capitals either, as An, Son and Young are.
TELLING = 6
SHORT = 2
_PLAIN_HANGUL = re.compile("[가-힣]{3}")
_HANGUL = re.compile("[가-힣 ]+")
_ENDS = " \t.,-–—·'’"


def names_in(called: str) -> list[str]:
    """Each name in it, in its order; the text as it is where it holds no whole one."""
    if _is_plain(called):
        return [called]
    text = _INITIAL.sub("", _STOPPED.sub(". ", _NUMBER.sub(" ", called)))
    pieces = [*filter(str.strip, _LIST.split(text))]
    found = dict.fromkeys(name for one in pieces for name in _names_beside(one))
    whole = [one for one in found if is_whole_name(one)]
    short = [one for one in found if _is_short(one)]
    if len(pieces) > 1 or (not whole and len(found) == 1):
        whole = [one for one in found if one in (*whole, *short)]
    if len(pieces) > 1 and not whole:
        whole = [one for one in found if not one[0].islower()]
    return whole or [called.strip()]


def is_looked_for(name: str) -> bool:
    """Whether what somebody writes down as a name is found where it stands just so."""
    names = names_in(name)
    guard = NameGuard(("", one) for one in names)
    return any(guard.hits(one) for one in (name, *names))


def _names_beside(piece: str) -> Iterator[str]:
    """What may be names in one of a list, whatever brackets, commas and “born” part them."""
    asides = [one[1] for one in (*_BRACKETED.finditer(piece), *_QUOTED.finditer(piece))]
    for text in (_QUOTED.sub(" ", _BRACKETED.sub(" ", piece)), *asides):
        for part in (one for aside in _ASIDE.split(text) for one in _SCRIPTS.split(aside)):
            names = [*filter(None, map(_untitled, part.split(",")))]
            if len(names) > 1 and _is_family_name(*names[:2]):
                yield f"{names[0]} {names[1]}"
                del names[: 1 if _may_be_whole(*names[:2]) else 2]
            yield from names


def _untitled(text: str) -> str:
    """A text without the titles and descriptions around a name; they part it within."""
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(text):
        if _is_no_name(word):
            runs.append([])
        else:
            runs[-1].append(word)
    longest = max(runs, key=len)
    if not all(word[:1].islower() for word in longest):
        longest = [*dropwhile(lambda word: word[:1].islower(), longest)]
    return _GLUED_TITLE.sub("", " ".join(longest).strip(_ENDS))


def _is_plain(called: str) -> bool:
    """Whether it is three syllables of Hangul or words with capitals, as most names are."""
    if _PLAIN_HANGUL.fullmatch(called):
        return True
    words = called.split(" ")
    return all(
        word.isalpha() and word[0].isupper() and not _is_no_name(word) and not _ASIDE.search(word)
        for word in words
    )


def _is_no_name(word: str) -> bool:
    bare = word.strip(_ENDS).casefold()
    is_described = bare in DESCRIBED and (word[:1].islower() or len(bare) >= TELLING)
    return bare in TITLES or is_described


def _is_family_name(first: str, second: str) -> bool:
    """Whether what stands before a comma is the family name of what stands after it."""
    if _HANGUL.fullmatch(first):
        return len(first) == 1 or first in LONG_FAMILY_NAMES
    return not is_whole_name(first) and is_whole_name(f"{first} {second}")


def _may_be_whole(family: str, others: str) -> bool:
    """Whether what follows a comma may be a whole name, as after “Sasha”, and not after “KIM”."""
    is_family = family.isupper() or bool(family_keys(family.casefold()))
    parts = parts_of(others)
    has_patronymic = any(is_patronymic(russian_key(one.spelled, one.script)) for one in parts)
    return not is_family and not has_patronymic and is_whole_name(others)


def _is_short(name: str) -> bool:
    """Whether it reads like a whole name of two syllables of Hangul."""
    return len(name) == SHORT and bool(_HANGUL.fullmatch(name)) and name[0] in FAMILY_NAMES
