"""Words that touch other letters or digits: HanTongHyok2014.xlsx, 김한동혁씨의, +7 (914) 555-12-34.

A text is folded to its letters and digits alone, and each word is looked for within that. It finds
one exact spelling, where the name guard finds many spellings of whole words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import ahocorasick

from cases.names.guard import Hit
from cases.names.korean import ONTO
from cases.names.letters import plain, words_of

# How much of a word there has to be for it to be looked for inside others.
SHORTEST = 6
SHORTEST_HANGUL = 3
SHORTEST_HAN = 2
# Between two words it can only be glued to both where it is longer than chance would have it.
TELLING = 8
# A number is known by its last digits, for what comes before them is written in many ways: the code
# of its country, 0 or 8 instead of it, that of a town, or nothing.
SHORTEST_NUMBER = 7
LONGEST_NUMBER = 17
# So many digits are no chance, whatever they touch; fewer may touch codes, and no more than those.
NATIONAL = 10
LONGEST_CODES = 6
NUMBER = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d)+")
A_DATE = re.compile(r"\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{4}")
SCHEME = re.compile(r"^https?://(?:www\.)?")
HAN = "\u3400-\u9fff\uf900-\ufaff"
HANGUL = re.compile("[가-힣]+")
ALL_HAN = re.compile(f"[{HAN}]+")
ALL_EASTERN = re.compile(f"[{HAN}\uac00-\ud7a3\u3040-\u30ff]+")


class Glued:
    """Looks for many words at once, each of them wherever its letters stand in a row.

    `names` are found in the orders in which people write them, `lines` as they stand. In both, a
    telephone number is found by its digits. A hit has the name or line itself as its key.
    """

    def __init__(self, names: Iterable[str], lines: Iterable[str] = ()) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        wanted: dict[str, dict[str, tuple[int, ...]]] = {}
        for name in names:
            words = [word.text for word in words_of(name)]
            for order in _orders(words):
                wanted.setdefault("".join(order), {})[name] = _ends(order)
        for line in lines:
            for part in (line, *_addresses_in(line)):
                words = [word.text for word in words_of(part)]
                wanted.setdefault("".join(words), {})[line] = _ends(words)
        long_enough = {word: whose for word, whose in wanted.items() if _is_long_enough(word)}
        for line in (*names, *lines):
            for digits in _numbers_in(line):
                long_enough.setdefault(digits, {})[line] = ()
        for word, whose in long_enough.items():
            self._automaton.add_word(word, (word, whose))
        self._automaton.make_automaton()

    def hits(self, text: str) -> Iterator[Hit]:
        """Every place where one of the words stands, whatever touches it."""
        if not len(self._automaton):
            return
        letters, places = plain(text)
        kept = [place for place, letter in enumerate(letters) if letter.isalnum()]
        folded = "".join(letters[place] for place in kept)
        for last, (word, whose) in self._automaton.iter(folded):
            run = kept[last - len(word) + 1 : last + 1]
            for key, ends in whose.items():
                if _stands(letters, run, word, ends):
                    first = run[0] - int(word.isdigit() and letters[run[0] - 1 : run[0]] == "+")
                    yield Hit(key, places[first][0], places[run[-1]][1])


def _stands(letters: str, run: list[int], word: str, ends: tuple[int, ...]) -> bool:
    """Whether the letters at these places are the word, and not chance.

    `ends` are where its parts end. Between two other words, as in “Kate[rina Mi]khailova”, letters
    meet by chance.
    """
    first, last = run[0], run[-1]
    before, after = letters[max(0, first - 1) : first], letters[last + 1 : last + 2]
    if word.isdigit():
        codes = letters[max(0, first - LONGEST_CODES - 1) : first]
        is_within = len(codes) > LONGEST_CODES and codes.isdigit()
        return not after.isdigit() and (len(word) >= NATIONAL or not is_within)
    if ALL_EASTERN.fullmatch(word):
        if len(word) >= SHORTEST_HANGUL or ALL_HAN.fullmatch(word):
            return True
        is_first = last == first + 1 and not ALL_EASTERN.fullmatch(before)
        return is_first and _has_onto(letters[last + 1 :])
    breaks = {place for place in range(1, len(run)) if run[place] - run[place - 1] > 1}
    glued = before.isalpha() + after.isalpha()
    if not breaks or not glued:
        return True
    if glued == 1:
        return breaks <= set(ends)
    return breaks == set(ends) and len(word) >= TELLING


def _has_onto(rest: str) -> bool:
    """Whether what comes next is written onto a name: a name of two syllables needs that."""
    word = HANGUL.match(rest)
    return word is not None and ONTO.fullmatch(word[0]) is not None


def _orders(words: list[str]) -> list[list[str]]:
    """The orders in which people write a name, the family name first or last."""
    if not all(map(str.isalpha, words)):
        return [words]
    return [words, words[1:] + words[:1], words[-1:] + words[:-1]]


def _ends(words: list[str]) -> tuple[int, ...]:
    """Where each of the words but the last ends, once they are written as one."""
    return tuple(sum(map(len, words[:number])) for number in range(1, len(words)))


def _is_long_enough(word: str) -> bool:
    if ALL_EASTERN.fullmatch(word):
        return len(word) >= SHORTEST_HAN
    return len(word) >= SHORTEST


def _addresses_in(text: str) -> list[str]:
    """The addresses of mail and of pages in a text, those without how they are fetched."""
    return [SCHEME.sub("", one) for one in text.split() if "@" in one or "/" in one]


def _numbers_in(text: str) -> Iterator[str]:
    """The telephone numbers in a text as digits alone, with all of their codes and with fewer."""
    for found in NUMBER.finditer(text):
        run = found.group()
        # Between two numbers there may be no more than there is within one.
        for part in {run, *run.split("/"), *run.split()}:
            digits = "".join(one for one in part if one.isdigit())
            if len(digits) >= SHORTEST_NUMBER and not A_DATE.fullmatch(part):
                yield digits
                for length in range(SHORTEST_NUMBER, min(len(digits), LONGEST_NUMBER)):
                    yield digits[-length:]
