"""The words of a page as lines of keys, one line for each way of looking, and what is no chance.

A name is found where words begin and end as those of the name do. What still reads like a few
everyday words, as “in a” or “so no”, is let go.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import partial

from cases.names.bent import unbent_key
from cases.names.byrussian import by_russian, is_telling
from cases.names.everyday import EVERYDAY
from cases.names.korean import NO_KEY, ONTO, hangul_in_latin, korean_key
from cases.names.letters import Script
from cases.names.parts import Page, Part
from cases.names.patterns import MOST_SOUNDING, Way, southern
from cases.names.russian import is_patronymic, russian_key

# From where to where, in letters of a page.
Span = tuple[int, int]
# So many letters in a row may be a whole Korean name; fewer are just a word.
SHORTEST_JOINED = 7
# A name of so many syllables is found within a word of Hangul or Han.
SHORTEST_WITHIN = 3
# No word of a name is longer, nor what is written onto one.
LONGEST_WORD = 60
LONGEST_ONTO = 12
# So many words of a name stand before or after one of them.
MOST_BESIDE = MOST_SOUNDING - 2


class Line:
    """The keys of words in a row, and which word and letters each came from."""

    def __init__(self, page: Page, way: Way) -> None:
        self._keys: list[str] = []
        self._length = 0
        self._page, self._way = page, way
        self._starts: list[int] = []
        self._parts: list[Part] = []
        self._firsts: dict[int, int] = {}
        self._stops: dict[int, int] = {}

    @property
    def keys(self) -> str:
        """All keys in a row."""
        return "".join(self._keys)

    def add(self, part: Part, key: str) -> None:
        """A word with its key."""
        self._begin(part)
        self._append(key)
        self._stops[self._length] = part.first + part.length

    def add_syllables(self, part: Part, keys: list[str]) -> None:
        """A word of signs that stand for a syllable each, with the key of each."""
        self._begin(part)
        for number, key in enumerate(keys):
            self._firsts[self._length] = part.first + number
            self._append(key)
            self._stops[self._length] = part.first + number + 1

    def span(self, start: int, end: int, cuts: int, is_exact: bool) -> Span | None:
        """Where the keys from `start` to `end` stand if they are a name there, and not chance."""
        if start not in self._firsts or end not in self._stops:
            return None
        first, last = self._firsts[start], self._stops[end]
        at, beyond = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)
        parts = self._parts[at:beyond]
        is_within = self._starts[at] != start
        if not self._page.are_together(parts):
            return None
        if self._way in (Way.KOREAN, Way.EASTERN):
            if len({part.script for part in parts}) > 1:
                return None
            if any(not cuts >> (place - start) & 1 for place in self._starts[at + 1 : beyond]):
                return None
        if self._way is Way.EASTERN:
            is_name = _is_eastern_name(parts, end - start, is_within, last)
        elif is_within or not _ends_as_a_name(parts[-1], last):
            is_name = False
        else:
            is_name = self._is_name(parts, is_exact)
        return (first, last) if is_name else None

    def _begin(self, part: Part) -> None:
        self._starts.append(self._length)
        self._firsts[self._length] = part.first
        self._parts.append(part)

    def _append(self, key: str) -> None:
        self._keys.append(key)
        self._length += len(key)

    def _is_name(self, parts: list[Part], is_exact: bool) -> bool:
        if is_exact and all(part.script is Script.HANGUL for part in parts):
            return False
        if self._way is Way.WRITTEN and len(parts) == 1:
            return True
        if self._way is Way.KOREAN and len(parts) == 1 and parts[0].script is not Script.HANGUL:
            return self._is_joined_name(parts[0])
        if any(part.text not in EVERYDAY for part in parts):
            return True
        return not any(map(self._page.begins_small, parts))

    def _is_joined_name(self, part: Part) -> bool:
        """Whether a word that sounds like a whole name is one.

        So do many Russian words: one is a name in an address, or with capitals within.
        """
        if part.length < SHORTEST_JOINED or part.text in EVERYDAY:
            return False
        return part.script is Script.LATIN or not self._page.is_plain_word(part)


def lines_of(page: Page) -> Iterator[tuple[Way, Line]]:
    """The words of a page for each way of looking."""
    yield Way.WRITTEN, _spaced(page, Way.WRITTEN, page.parts, lambda part: part.text)
    yield Way.EASTERN, _eastern(page)
    yield Way.KOREAN, _korean(page, _sounding)
    if any(part.script is Script.LATIN for part in page.parts):
        yield Way.KOREAN, _korean(page, partial(_by_russian, page))
    yield from ((Way.KOREAN, line) for line in _unbent(page))
    yield Way.RUSSIAN, _spaced(page, Way.RUSSIAN, page.parts, _russian)
    for is_left_out in (page.is_initial, lambda part: _may_be_left_out(page, part)):
        others = [part for part in page.parts if not is_left_out(part)]
        if len(others) < len(page.parts):
            yield Way.RUSSIAN, _spaced(page, Way.RUSSIAN, others, _russian)


def _may_be_left_out(page: Page, part: Part) -> bool:
    """Whether a word between the names of somebody is a patronymic or its initial."""
    return page.is_initial(part) or is_patronymic(_russian(part))


def _spaced(page: Page, way: Way, parts: list[Part], key: Callable[[Part], str]) -> Line:
    """A line of keys with a space before each."""
    line = Line(page, way)
    for part in parts:
        line.add(part, f" {key(part)}")
    return line


def _russian(part: Part) -> str:
    european = part.script in (Script.LATIN, Script.CYRILLIC) and part.length <= LONGEST_WORD
    return (russian_key(part.spelled, part.script) if european else "") or NO_KEY


def _eastern(page: Page) -> Line:
    line = Line(page, Way.EASTERN)
    for part in page.parts:
        if part.script in (Script.HANGUL, Script.OTHER):
            line.add_syllables(part, list(southern(part.text)))
        else:
            line.add(part, NO_KEY)
    return line


def _korean(page: Page, key_of: Callable[[Part], str]) -> Line:
    line = Line(page, Way.KOREAN)
    for part in page.parts:
        if part.script is Script.HANGUL:
            line.add_syllables(part, [korean_key(one) for one in hangul_in_latin(part.text)])
        elif part.script is Script.OTHER or part.length > LONGEST_WORD:
            line.add(part, NO_KEY)
        else:
            line.add(part, key_of(part))
    return line


def _sounding(part: Part) -> str:
    return korean_key(part.spelled, part.script)


def _by_russian(page: Page, part: Part) -> str:
    """The key of a word that may have been spelled with Russian letters before."""
    is_meant = part.script is Script.LATIN and _may_be_russian(page, part)
    return korean_key(by_russian(part.spelled)) if is_meant else _sounding(part)


def _may_be_russian(page: Page, part: Part) -> bool:
    """Whether a word is in Russian letters, or may have been before."""
    if part.script is Script.LATIN:
        is_meant = is_telling(part.spelled) or not page.begins_small(part)
        return is_meant or not page.is_plain_word(part)
    return part.script is Script.CYRILLIC


def _unbent(page: Page) -> Iterator[Line]:
    """The words of a page without what Russian may have added to them.

    What looks like an ending may be none, as in Мина and Хёну. So there is a line without any, and
    one of each word alone without its own, among its neighbours.
    """
    keys = {
        place: key
        for place, part in enumerate(page.parts)
        if part.length <= LONGEST_WORD and _may_be_russian(page, part)
        if (key := unbent_key(part.spelled, part.script))
    }
    if not keys:
        return
    line, alone = Line(page, Way.KOREAN), Line(page, Way.KOREAN)
    for place, part in enumerate(page.parts):
        line.add(part, keys.get(place) or _european(page, part))
    for place, key in keys.items():
        around = range(max(0, place - MOST_BESIDE), min(len(page.parts), place + MOST_BESIDE + 1))
        if len(keys.keys() & around) > 1:
            for one in around:
                part = page.parts[one]
                alone.add(part, key if one == place else _european(page, part))
            alone.add(page.parts[place], NO_KEY)
    yield line
    if alone.keys:
        yield alone


def _european(page: Page, part: Part) -> str:
    is_european = part.script in (Script.LATIN, Script.CYRILLIC) and part.length <= LONGEST_WORD
    return _by_russian(page, part) if is_european else NO_KEY


def _ends_as_a_name(part: Part, last: int) -> bool:
    """Whether a word ends at a letter of its page, or goes on with what is written onto names."""
    left = part.first + part.length - last
    return not left or (left <= LONGEST_ONTO and bool(ONTO.fullmatch(part.text[-left:])))


def _is_eastern_name(parts: list[Part], length: int, is_within: bool, last: int) -> bool:
    """Whether signs in a row are a name: a short one is not within a word, where it is chance."""
    if parts[0].script is not Script.HANGUL:
        return True
    if len(parts) > 1 and is_within:
        return False
    if length >= SHORTEST_WITHIN:
        return True
    return not is_within and _ends_as_a_name(parts[-1], last)
