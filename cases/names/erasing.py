"""A person's names taken out of texts: each place where one stands becomes “[erased]”."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from cases.names.called import names_in
from cases.names.glued import Glued
from cases.names.guard import Hit, NameGuard

ERASED = "[erased]"
# What is left around a place may join to a name again; a text is gone through until none is left.
ROUNDS = 20
AROUND = 40
AN_ID = re.compile(r"[0-9a-f]{32}")
AN_IDS_PARTS = re.compile(r"(.{8})(.{4})(.{4})(.{4})(.{12})")


class Eraser:
    """Finds what gives one person away in texts, and takes it out.

    `names` are all the ways in which the person is named: found in every spelling, and in their own
    also where they touch other letters. `contacts` are lines such as a telephone number or an
    address; `references` what the person is called in addresses of pages, an id (32 hexadecimal
    digits) in both its forms. `spared` are the keys
    (`key_of_text`) of texts that somebody has found to be about somebody else: they stay. `read`
    gives a text as readers see it, without markup: where a name stands in that alone, that is what
    is left of the text.
    """

    def __init__(
        self,
        names: Iterable[str],
        spared: Collection[str] = (),
        contacts: Iterable[str] = (),
        references: Iterable[str] = (),
        read: Callable[[str], str] = str,
    ) -> None:
        self._read = read
        self.names = tuple(dict.fromkeys(name for name in names if name.strip()))
        slugs = [one for one in references if one]
        self._guard = NameGuard(
            (name, one) for name in self.names for one in dict.fromkeys((name, *names_in(name)))
        )
        self._glued = Glued(self.names, [*contacts, *(one for one in slugs if "-" in one)])
        # Initials are no name to the guard; whoever is called by them is found by them.
        unknown = [one for one in self.names if not self._guard.hits(one) and len(one) > 1]
        self._exact = {slug: _slug(slug) for slug in slugs} | {one: _words(one) for one in unknown}
        self._spared = frozenset(spared)
        # History repeats the same texts many times.
        self._once = lru_cache(maxsize=50_000)(self._erased)

    def erased(self, text: str) -> str:
        """The text without the names; the text itself where it holds none."""
        return self._once(text)

    def holds(self, text: str) -> bool:
        """Whether a name stands in it."""
        return self.erased(text) != text

    def stands_in(self, text: str, *, is_marked: bool) -> bool:
        """Whether a name stands in a text of a file, which is not kept in mind as other texts are.

        It is read without markup only where it `is_marked`.
        """
        ways = (str, unquote, self._read) if is_marked else (str, unquote)
        return any(map(self._hits, dict.fromkeys(way(text) for way in ways)))

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
        """A few words around the first place in a text; "" where there is none."""
        text = self._as_found(text)
        hits = self._hits(text)
        if not hits:
            return ""
        start, end = max(0, hits[0].start - AROUND), hits[0].end + AROUND
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return before + " ".join(text[start:end].split()) + after

    def found_in(self, text: str) -> frozenset[str]:
        """Which names, contacts and references stand in a text, each as it was given."""
        return frozenset(str(hit.key) for hit in self._hits(self._as_found(text)))

    def _as_found(self, text: str) -> str:
        """The text as it is, or, where that alone tells, without percent codes or as it is read."""
        others = [one for one in (unquote(text), self._read(text)) if one != text]
        if others and not self._hits(text):
            return next(filter(self._hits, others), text)
        return text

    def _hits(self, text: str) -> list[Hit]:
        """Every place, in the order of where it begins."""
        found = [*self._guard.hits(text), *self._glued.hits(text)]
        for known, pattern in self._exact.items():
            found += [Hit(known, one.start(), one.end()) for one in pattern.finditer(text)]
        return sorted(found, key=lambda one: (one.start, -one.end))

    def _erased(self, text: str) -> str:
        if self._spared and key_of_text(text) in self._spared:
            return text
        for _ in range(ROUNDS):
            text = self._as_found(text)
            hits = self._hits(text)
            if not hits:
                return text
            text = _without(text, hits)
        return ERASED


def key_of_text(text: str) -> str:
    """What a text is spared by: it and all its copies, in history and in editions."""
    return sha256(text.encode()).hexdigest()


def _slug(reference: str) -> re.Pattern[str]:
    """What finds a reference where it stands by itself; a plain word only in small letters.

    An id is found with hyphens or without, and whatever stands around it.
    """
    if AN_ID.fullmatch(reference):
        return re.compile(AN_IDS_PARTS.sub(r"\1-?\2-?\3-?\4-?\5", reference), re.IGNORECASE)
    is_plain = reference.isalpha()
    pattern = rf"(?<![\w-]){re.escape(reference)}(?![\w-])"
    return re.compile(pattern, 0 if is_plain else re.IGNORECASE)


def _words(name: str) -> re.Pattern[str]:
    """What finds the words of a name in a row, whatever signs stand between them."""
    words = r"\W{1,3}".join(map(re.escape, re.findall(r"\w+", name)))
    return re.compile(rf"(?<!\w){words}(?!\w)" if words else r"(?!)", re.IGNORECASE)


def _without(text: str, hits: list[Hit]) -> str:
    kept, last = "", 0
    for hit in hits:
        if hit.start >= last:
            kept += text[last : hit.start] + ERASED
        last = max(last, hit.end)
    return kept + text[last:]
