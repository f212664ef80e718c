"""A person's names taken out of texts: each place where one stands becomes “[erased]”."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cases.names.guard import Hit, NameGuard

ERASED = "[erased]"
# What is left around a place may join to a name again; a text is gone through until none is left.
ROUNDS = 20
AROUND = 40


class Eraser:
    """Finds one person's names in texts and takes them out.

    `names` are all the ways in which the person is named. `spared` are the keys (`key_of_text`) of
    texts that somebody has found to be about somebody else of that name: they stay as they are.
    """

    def __init__(self, names: Iterable[str], spared: Collection[str] = ()) -> None:
        self.names = tuple(dict.fromkeys(name for name in names if name.strip()))
        self._guard = NameGuard(("person", name) for name in self.names)
        self._spared = frozenset(spared)
        # History repeats the same texts many times.
        self._once = lru_cache(maxsize=50_000)(self._erased)

    def erased(self, text: str) -> str:
        """The text without the names; the text itself where it holds none."""
        return self._once(text)

    def holds(self, text: str) -> bool:
        """Whether a name stands in it."""
        return self.erased(text) != text

    def erased_value(self, value: Any) -> Any:
        """A JSON value without the names, in its texts and keys, however deep."""
        match value:
            case str():
                return self.erased(value)
            case list():
                return [self.erased_value(one) for one in value]
            case dict():
                return {self.erased(key): self.erased_value(one) for key, one in value.items()}
        return value

    def held_in(self, value: Any) -> Iterator[str]:
        """Every text in a JSON value in which a name stands, however deep."""
        match value:
            case str():
                if self.holds(value):
                    yield value
            case list():
                for one in value:
                    yield from self.held_in(one)
            case dict():
                for key, one in value.items():
                    yield from self.held_in(key)
                    yield from self.held_in(one)

    def excerpt(self, text: str) -> str:
        """A few words around the first name in a text; "" where it holds none."""
        hits = self._guard.hits(text)
        if not hits:
            return ""
        start, end = max(0, hits[0].start - AROUND), hits[0].end + AROUND
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return before + " ".join(text[start:end].split()) + after

    def _erased(self, text: str) -> str:
        if self._spared and key_of_text(text) in self._spared:
            return text
        for _ in range(ROUNDS):
            hits = self._guard.hits(text)
            if not hits:
                return text
            text = _without(text, hits)
        return ERASED


def key_of_text(text: str) -> str:
    """What a text is spared by: it and all its copies, in history and in editions."""
    return sha256(text.encode()).hexdigest()


def _without(text: str, hits: list[Hit]) -> str:
    kept, last = "", 0
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.start >= last:
            kept += text[last : hit.start] + ERASED
        last = max(last, hit.end)
    return kept + text[last:]
