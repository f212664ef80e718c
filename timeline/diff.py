"""The difference of two editions, field by field and word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word is a run of letters and digits (a run of Hangul syllables is one too), or one other mark.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_TOKENS = 4000


class Change(StrEnum):
    """What happened to a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What changed in one field."""

    name: str
    pieces: tuple[Piece, ...]


def words_difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of `old` and `new`, in reading order: kept, removed, added."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for fate, first, last, start, end in matcher.get_opcodes():
        if fate == "equal":
            pieces.append(Piece(Change.KEPT, "".join(before[first:last])))
            continue
        if first < last:
            pieces.append(Piece(Change.REMOVED, "".join(before[first:last])))
        if start < end:
            pieces.append(Piece(Change.ADDED, "".join(after[start:end])))
    return tuple(pieces)


def fields_difference(
    old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[list[FieldDifference], list[str]]:
    """The fields that changed, with their pieces, and the names of those that did not."""
    names = list(dict.fromkeys([*new, *old]))
    changed = [
        FieldDifference(name, words_difference(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]
    return changed, [name for name in names if old.get(name, "") == new.get(name, "")]
