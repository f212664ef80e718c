"""Words of a text in plain letters, each with where it stands.

Compatibility forms, accents, case and signs that nobody sees are taken away (Unicode NFKC, then NFD
without marks; Hangul stays composed), so that one name is one spelling. Hyphens, dots and commas of
every script are those of ASCII.
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
_MARKS = ("Mn", "Me")
# Controls, and what Unicode gives no meaning to: fonts show nothing there, or a box; feeds leave
# some of it out.
_MEANINGLESS = ("Cc", "Co", "Cs", "Cn")
_LOST = "\ufffd"
_THIN_BREAK = "\u200b"
_PARTING = frozenset("\t\n\r")
# Signs without a shape that Unicode counts among letters or marks: the fillers of Hangul, a joiner
# of graphemes, variation selectors.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Letters that no decomposition turns into plain ones, and the signs that stand for an apostrophe.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("’‘ʼʻ`´", "'")
)
# Dashes as long as a space with what stands around them stay: they part what is said.
_SIGNS = str.maketrans(
    dict.fromkeys("֊־᐀᠆‐‑⁃−⸗⸚⹀⹝〜〰゠﹣\U00010ead", "-")
    | dict.fromkeys("⸺⸻︱︲﹘", "—")
    | dict.fromkeys("・･•‧∙⋅ㆍ", "·")
    | dict.fromkeys("、﹐﹑､،", ",")
    | dict.fromkeys("。｡﹒", ".")
    | dict.fromkeys("⁄∕", "/")
    | {chr(sign + 0xFEE0): chr(sign) for sign in range(ord("!"), ord("~") + 1)}
)


def with_plain_signs(text: str) -> str:
    """The text, as long as it is, with the hyphens, dots and commas of ASCII for all others."""
    return text if text.isascii() else text.translate(_SIGNS)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order, split where the script changes."""
    letters, places = plain(text)
    for run in _RUNS.finditer(letters):
        script = Script(run.lastgroup or Script.OTHER)
        (first, _), (_, end) = places[run.start()], places[run.end() - 1]
        yield Word(run.group().replace("'", ""), first, end, script)


def plain(text: str, keep: str = "") -> tuple[str, list[tuple[int, int]]]:
    """The text in plain letters and, for each of them, from where to where in `text` it came.

    Letters in `keep` keep their accents.
    """
    if text.isascii() and not _CONTROL.search(text):
        return text.lower(), [(place, place + 1) for place in range(len(text))]
    text = with_plain_signs(text)
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end, cluster in _clusters(text):
        for letter in _folded(cluster, keep):
            letters.append(letter)
            places.append((start, end))
    return "".join(letters), places


def is_unseen(sign: str) -> bool:
    """Whether a sign shows nothing and parts no words: a joiner, a filler, a control."""
    return sign in _FILLERS or unicodedata.category(sign) == "Cf" or _is_meaningless(sign)


def may_part_words(sign: str) -> bool:
    """Whether a sign that nobody sees may stand for a space: a thin break, a control."""
    return sign == _THIN_BREAK or _is_meaningless(sign)


def _is_meaningless(sign: str) -> bool:
    is_without_meaning = unicodedata.category(sign) in _MEANINGLESS and sign not in _PARTING
    return sign == _LOST or (is_without_meaning and sign not in _FILLERS)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each letter with the marks and jamo that belong to it, and from where to where it stands."""
    begun, start, end = "", 0, 0
    for place, sign in enumerate(text):
        if is_unseen(sign):
            continue
        if begun and not _continues(sign):
            yield start, end, begun
            begun = ""
        if not begun:
            start = place
        begun += sign
        end = place + 1
    if begun:
        yield start, end, begun


def _continues(sign: str) -> bool:
    return "\u1160" <= sign <= "\u11ff" or unicodedata.category(sign) in _MARKS


def _folded(cluster: str, keep: str) -> str:
    if cluster.isascii():
        return cluster.lower()
    composed = unicodedata.normalize("NFKC", cluster).casefold()
    if "\uac00" <= composed[:1] <= "\ud7a3" or composed in keep:
        return composed
    plain_signs = (
        sign
        for sign in unicodedata.normalize("NFD", composed)
        if unicodedata.category(sign) not in _MARKS
    )
    return "".join(plain_signs).translate(_PLAIN)
