"""How any word sounds, roughly, as that of a place: one key for its spellings in three scripts.

Hangul is read by the Revised Romanization, Cyrillic by a plain transliteration in which Korean
names come out as Kontsevich wrote them. Then letters that the systems write differently fall
together: g and k; j and ch; b, p, v and f; eo, o and u; final ng and n. It is made to find too
much rather than too little.
"""

import re
from functools import lru_cache

from cases.names.korean import hangul_in_latin
from cases.names.letters import Script, Word
from cases.names.rewriting import rewritten, rules

_LETTERS = "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і є ґ".split()  # noqa: SIM905
_READ = "a b v g d e j z i k l m n o p r s t u f h c ch sh sh - y - e yu ya i e g".split()  # noqa: SIM905
_CYRILLIC = dict(zip(_LETTERS, _READ, strict=True))
# Korean syllables in Cyrillic have a glide where Russian has a в: Чхве, Хван, Квон.
_GLIDES = re.compile(r"(?<=х)в|(?<=к)в(?=[ао]н)")
_ENDING = re.compile(
    "(?<=[a-z]{3})(?<!w)(?:ogo|omu|ymi|imi|ami|yami|ym|im|om|em|oi|ei|uyu|yuyu|aya|yaya|oyu|eyu"
    "|ah|yah|am|yam|ya|yu|ii|yi|a|e|i|o|u|y)$"
)
# In this order; each is applied to what the one before has left.
_RULES = rules(
    (r"'", ""),
    (r"chh", "ch"),
    (r"([kptc])h(?=[aeiouyw])", r"\1"),
    (r"dj|dzh|tch|tsch|zh|ch|j|c(?=[eiy])|z|ts", "c"),
    (r"^[lr]h?(?=i|y|ee)", ""),
    (r"sh|ss", "s"),
    (r"(?<=[aeiou])h(?![aeiouyw])", ""),
    (r"(?<=a)r(?=k)", ""),
    (r"r", "l"),
    (r"[gq]|c(?=k)", "k"),
    (r"x", "ks"),
    (r"[bvf]|ph", "p"),
    (r"d", "t"),
    (r"nk|nh(?![aeiouyw])", "n"),
    (r"eui|yi|ui|wi|ee|ie|ey|y(?![aeiou])", "i"),
    (r"wae|oe|oi|we|ae|ai|ay|ye", "e"),
    (r"yeo|eo|you|yo|yu|yoo|wo|woo|wu|oo|ou|eu|u", "o"),
    (r"ya|wa", "a"),
    (r"[yw]", ""),
    (r"(.)\1+", r"\1"),
)


def sound_of(word: Word) -> str:
    """The key of a word in a text; one of a script that cannot be read here keeps its letters."""
    return _sound(word.text, word.script)


@lru_cache(maxsize=50_000)
def key_of(spelled: str) -> str:
    """The key of a word in Latin letters."""
    return rewritten(spelled, _RULES)


def in_latin(text: str, script: Script) -> str:
    """A word in Latin letters: Hangul syllable by syllable, Cyrillic letter by letter."""
    if script is Script.HANGUL:
        return "".join(hangul_in_latin(text))
    if script is Script.CYRILLIC:
        glided = _GLIDES.sub("w", text)
        return "".join(_CYRILLIC.get(sign, sign) for sign in glided).replace("-", "")
    return text


@lru_cache(maxsize=20_000)
def _sound(text: str, script: Script) -> str:
    if script is Script.OTHER:
        return text
    return key_of(
        _stem(in_latin(text, script)) if script is Script.CYRILLIC else in_latin(text, script)
    )


def _stem(word: str) -> str:
    """A Russian word in Latin letters without its ending; short ones are Korean syllables."""
    return _ENDING.sub("", word)
