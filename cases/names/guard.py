"""The name guard: every protected name that stands in a text, in one pass over the text."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import ahocorasick

from cases.names.letters import Script, Word, words_of
from cases.names.sounds import in_latin, key_of, sound_of, spellings

# A shorter key sounds like too many other words; such a name is looked for as it is written.
SHORTEST_SOUND = 6
TELLING_SOUND = 8
SHORTEST_NAME = 2
# A longer name is looked for by its first words too, and by their sound.
MOST_WORDS = 6
LONG_FAMILY_NAMES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방")
# How many letters of a key an ending may add: Мён Бока, 명복에게.
ENDINGS = {Script.CYRILLIC: 3, Script.HANGUL: 12}


@dataclass(frozen=True, slots=True)
class Hit:
    """A protected name in a text: whose (`key`), and from where to where."""

    key: Hashable
    start: int
    end: int


class NameGuard:
    """Looks for many names at once.

    `names` are pairs of a key, such as a person's id, and one way in which they are named. To make
    it takes about a tenth of a millisecond a name; to read a text takes no longer with more names.
    """

    def __init__(self, names: Iterable[tuple[Hashable, str]]) -> None:
        self._written: Any = ahocorasick.Automaton()
        self._sounding: Any = ahocorasick.Automaton()
        keys: dict[tuple[Any, str], set[Hashable]] = {}
        for key, name in names:
            for automaton, pattern in self._patterns(name):
                keys.setdefault((automaton, pattern), set()).add(key)
        for (automaton, pattern), whose in keys.items():
            automaton.add_word(pattern, (len(pattern), tuple(whose)))
        for automaton in (self._written, self._sounding):
            automaton.make_automaton()

    def hits(self, text: str) -> list[Hit]:
        """Every protected name in `text`, in the order of where it ends; none is named twice there.

        Percent-encoded text, as in a web address, is read decoded, and places are then those in
        the decoded text.
        """
        text = unquote(text) if "%" in text else text
        words = list(words_of(text))
        found = [*self._hits_as_written(words), *self._hits_by_sound(words, text)]
        return sorted(set(found), key=lambda hit: (hit.end, hit.start, str(hit.key)))

    def _patterns(self, name: str) -> Iterator[tuple[Any, str]]:
        whole = list(words_of(name))
        words = whole[:MOST_WORDS]
        if sum(len(word.text) for word in words) < SHORTEST_NAME:
            return
        for written in [words] if whole == words else [words, whole]:
            for order in _orders([word.text for word in written]):
                for parts in _groupings(order):
                    yield self._written, f" {' '.join(parts)} "
        for spoken in _spoken(words):
            for spelled in spellings(spoken, words[0].script):
                for order in _orders(spelled, words[0].script):
                    for parts in _groupings(order):
                        sound = "".join(map(key_of, parts))
                        if len(sound) >= SHORTEST_SOUND:
                            yield self._sounding, sound

    def _hits_as_written(self, words: list[Word]) -> Iterator[Hit]:
        line, starts = " ", {}
        for word in words:
            starts[len(line) - 1] = word
            line += f"{word.text} "
        ends = {start + len(word.text) + 1: word for start, word in starts.items()}
        for last, (length, keys) in _found(self._written, line):
            first, final = starts[last - length + 1], ends[last]
            yield from (Hit(key, first.start, final.end) for key in keys)

    def _hits_by_sound(self, words: list[Word], text: str) -> Iterator[Hit]:
        line, starts, ends = "", {}, []
        for word in words:
            sound = sound_of(word)
            starts[len(line)] = word
            line += sound
            ends += [(word, len(sound) - place) for place in range(1, len(sound) + 1)]
        for last, (length, keys) in _found(self._sounding, line):
            first, (final, left) = starts.get(last - length + 1), ends[last]
            if first is None or left > ENDINGS.get(final.script, 0):
                continue
            if length >= TELLING_SOUND or _looks_like_a_name(text[first.start : final.end]):
                yield from (Hit(key, first.start, final.end) for key in keys)


def _looks_like_a_name(text: str) -> bool:
    """Whether a few words that sound like a short name may be one: "Ri Na", but not "in a".

    They begin with capitals, or are joined as in an address; Hangul has no capitals.
    """
    words = text.split()
    if any(not word.isalpha() for word in words):
        return True
    return all(not word[0].islower() for word in words)


def _found(automaton: Any, line: str) -> Iterator[tuple[int, Any]]:
    return automaton.iter(line) if len(automaton) else iter(())


def _spoken(words: list[Word]) -> Iterator[list[str]]:
    """A name as words in Latin letters; none of a single word, which sounds like too much else.

    A Korean name, one word in Hangul, is a family name of one syllable or two and given names.
    """
    if any(word.script is Script.OTHER for word in words):
        return
    if len(words) == 1 and words[0].script is Script.HANGUL and len(words[0].text) > 1:
        text = words[0].text
        family = 2 if text.startswith(LONG_FAMILY_NAMES) or len(text) > 4 else 1
        yield [in_latin(part, Script.HANGUL) for part in (text[:family], *text[family:])]
    elif len(words) > 1:
        yield [in_latin(word.text, word.script) for word in words]


def _orders(words: list[str], script: Script | None = None) -> list[list[str]]:
    """The orders in which people write a name: the family name first or last."""
    if len(words) == 1:
        return [words]
    orders = [words, [*words[1:], words[0]]]
    if script is Script.HANGUL:
        return orders
    if len(words) > 2:
        orders.append([words[-1], *words[:-1]])
    if len(words) == 3 and script is Script.CYRILLIC and len(words[-1]) > 4:
        # Without the patronymic, wherever it stands.
        orders += [words[:2], [words[1], words[0]], words[::2], words[::-2]]
    return orders


def _groupings(words: list[str]) -> list[list[str]]:
    """The words of a name apart, the given names as one, and all as one."""
    given_last, given_first = [words[0], "".join(words[1:])], ["".join(words[:-1]), words[-1]]
    found = [words, given_last, given_first, ["".join(words)]]
    return [one for place, one in enumerate(found) if "" not in one and one not in found[:place]]
