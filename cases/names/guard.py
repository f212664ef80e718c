"""The name guard: every protected name that stands in a text, in one pass over the text."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import ahocorasick

from cases.names.decoding import readings
from cases.names.letters import with_plain_signs
from cases.names.lines import Line, Span, lines_of
from cases.names.parts import pages
from cases.names.patterns import Way, patterns_of
from cases.names.respaced import respaced
from cases.names.within import lines_within


@dataclass(frozen=True, slots=True)
class Hit:
    """A protected name in a text: whose (`key`), from where to where, and how it reads there.

    In an address `read` is decoded, and what stands from `start` to `end` is not.
    """

    key: Hashable
    start: int
    end: int
    read: str = ""


class NameGuard:
    """Looks for many names at once.

    `names` are pairs of a key, such as a person's id, and one way in which they are named. To make
    it takes some tenth of a millisecond a name; to read a text takes no longer with more names.
    """

    def __init__(self, names: Iterable[tuple[Hashable, str]]) -> None:
        self._known = _Index(names)
        self._since: _Index | None = None
        self._outdated: frozenset[Hashable] = frozenset()

    def with_changed(
        self, keys: Collection[Hashable], names: Iterable[tuple[Hashable, str]]
    ) -> Self:
        """A guard in which `names` are all the names that `keys` have; of others it knows the same.

        It shares what this one has learned, and what changed before is to be given again: the
        price is that of `names` alone.
        """
        changed = object.__new__(type(self))
        changed._known, changed._since = self._known, _Index(names)
        changed._outdated = frozenset(keys)
        return changed

    @property
    def has_names(self) -> bool:
        """Whether there is anything to look for."""
        return any(index.has_names for index in (self._known, self._since) if index)

    def hits(self, text: str) -> list[Hit]:
        """Every protected name in `text`, in the order of where it ends; none is named twice there.

        What is coded, as in a web address, is read decoded; places are those in `text` as it is.
        """
        found: dict[tuple[Hashable, int, int], Hit] = {}
        for reading in readings(text):
            for key, (start, end) in self._places(reading.text):
                place = reading.place(start, end)
                hit = Hit(key, *place, reading.text[start:end])
                found.setdefault((key, *place), hit)
        return sorted(found.values(), key=lambda hit: (hit.end, hit.start, str(hit.key)))

    def _places(self, text: str) -> Iterator[tuple[Hashable, Span]]:
        """Whose names stand in a text that is decoded, and where."""
        for reading in respaced(with_plain_signs(text)):
            for page in pages(reading.text):
                for way, line in (*lines_of(page), *lines_within(page)):
                    for key, span in self._found(way, line):
                        yield key, reading.place(*page.place(*span))

    def _found(self, way: Way, line: Line) -> Iterator[tuple[Hashable, Span]]:
        for key, span in self._known.found(way, line):
            if key not in self._outdated:
                yield key, span
        if self._since is not None:
            yield from self._since.found(way, line)


class _Index:
    """What some names are looked for by, made once."""

    def __init__(self, names: Iterable[tuple[Hashable, str]]) -> None:
        wanted: dict[Way, dict[str, dict[tuple[Hashable, bool], int]]] = {way: {} for way in Way}
        for owner, name in names:
            for way, key, cuts, is_exact in patterns_of(name):
                whose = wanted[way].setdefault(key, {})
                whose[owner, is_exact] = whose.get((owner, is_exact), 0) | cuts
        self._automata: dict[Way, Any] = {}
        for way in [way for way in Way if wanted[way]]:
            automaton = ahocorasick.Automaton()
            keys = wanted.pop(way)
            while keys:
                key, whose = keys.popitem()
                automaton.add_word(
                    key, (len(key), tuple((*who, cuts) for who, cuts in whose.items()))
                )
            automaton.make_automaton()
            self._automata[way] = automaton

    @property
    def has_names(self) -> bool:
        return bool(self._automata)

    def found(self, way: Way, line: Line) -> Iterator[tuple[Hashable, Span]]:
        """Whose names stand in a line, and where."""
        if way not in self._automata:
            return
        for last, (length, whose) in self._automata[way].iter(line.keys):
            for owner, is_exact, cuts in whose:
                if span := line.span(last + 1 - length, last + 1, cuts, is_exact):
                    yield owner, span
