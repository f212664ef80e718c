"""Words of a text in plain letters, each with where it stands.

Compatibility forms, accents, case, soft hyphens and signs without width are taken away (Unicode
NFKC, then NFD without marks; Hangul stays composed), so that one name is one spelling.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Script(StrEnum):
    """What a word is written in, as far as looking for names needs to know."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    HANGUL = "hangul"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """Letters and digits of one script, in plain letters, from `start` to `end` in the text."""

    text: str
    start: int
    end: int
    script: Script


_HANGUL = "\uac00-\ud7a3"
_RUNS = re.compile(
    rf"(?P<hangul>[{_HANGUL}]+)|(?P<cyrillic>[\u0400-\u052f]+)|(?P<latin>[a-z0-9]+(?:'(?!s\b)[a-z0-9]+)*)"
    rf"|(?P<other>[^\W_a-z0-9\u0400-\u052f{_HANGUL}]+)"
)
# Letters that no decomposition turns into plain ones, and the signs that stand for an apostrophe.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("’‘ʼʻ`´", "'")
)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order, split where the script changes."""
    letters, places = plain(text)
    for run in _RUNS.finditer(letters):
        script = Script(run.lastgroup or Script.OTHER)
        (first, _), (_, end) = places[run.start()], places[run.end() - 1]
        yield Word(run.group().replace("'", ""), first, end, script)


def plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text in plain letters and, for each of them, from where to where in `text` it came."""
    if text.isascii():
        return text.lower(), [(place, place + 1) for place in range(len(text))]
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for place, cluster in _clusters(text):
        for letter in _folded(cluster):
            letters.append(letter)
            places.append((place, place + len(cluster)))
    return "".join(letters), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks and jamo that belong to it, and the place of its first sign."""
    begun = ""
    for place, sign in enumerate(text):
        if begun and not _continues(sign):
            yield place - len(begun), begun
            begun = ""
        begun += sign
    if begun:
        yield len(text) - len(begun), begun


def _continues(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or "\u1160" <= sign <= "\u11ff"


def _folded(cluster: str) -> str:
    if cluster.isascii():
        return cluster.lower()
    composed = unicodedata.normalize("NFKC", cluster).casefold()
    if "\uac00" <= composed[:1] <= "\ud7a3":
        return composed
    kept = (
        sign
        for sign in unicodedata.normalize("NFD", composed)
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    )
    return "".join(kept).translate(_PLAIN)
