"""Parts of what is taken out of an edition that the public goes on reading somewhere else.

That the whole can be read in another edition of the record refuses the act (repeating.py). A part
may be harmless, so it is asked about: a row of a list in another edition of the record; a sentence,
or as many letters in a row, in anything that the public reads.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cases.publishing.holding import described, public_texts
from cases.publishing.places import texts_in
from cases.publishing.repeating import CannotRemove
from timeline.models import Edition, SuppressedField

LONG = 40
# Any piece that is long holds one of these whole, wherever it begins.
BLOCK = LONG // 2
SENTENCE = re.compile(r"[^.!?。\s][^.!?。]*[.!?。]")
FEWEST_WORDS = 3


@dataclass(frozen=True)
class Still:
    """A row that the public reads and what it holds; "" for a whole row of a list."""

    row: Any
    piece: str

    @property
    def edition(self) -> Any:
        """What says whose it is."""
        return self.row.edition if isinstance(self.row, SuppressedField) else self.row

    @property
    def where(self) -> str:
        """Where in the record it stands, in words."""
        return described(self.row)[3]


class StillRead(CannotRemove):
    """Nothing was removed, for `found` goes on saying parts of it."""

    def __init__(self, found: list[Still]) -> None:
        self.found = found
        super().__init__(
            "Parts of it can still be read elsewhere: see the list below. Take them out there as "
            "well, or tick that they may stay."
        )


def still_read(record: UUID, field: str, values: Collection[Any]) -> list[Still]:
    """What still says a part of `values`, which were taken out of this field of a record.

    Reads everything that the public reads, once.
    """
    rows = [one for value in values if isinstance(value, list) for one in value]
    texts = [_folded(text) for value in values for _, text in texts_in(value)]
    found = []
    for row, others in public_texts():
        is_own = isinstance(row, Edition) and row.record == record
        if is_own and any(one in rows for one in _listed(row.document.get(field))):
            found.append(Still(row, ""))
        elif piece := _shared(texts, [_folded(text) for _, text in others]):
            found.append(Still(row, piece))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _folded(text: str) -> str:
    """A text as its letters are compared: however they are spaced and composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _shared(texts: list[str], others: list[str]) -> str:
    """A long piece or a sentence that one of `texts` and one of `others` both hold, or ""."""
    pairs = ((text, other) for text in texts for other in others)
    return next((piece for pair in pairs for piece in _pieces(*pair)), "")


def _pieces(text: str, other: str) -> Iterator[str]:
    for start in range(0, len(text) - BLOCK + 1, BLOCK):
        yield from _grown(text, start, other)
    for match in SENTENCE.finditer(text):
        sentence = match.group()
        if len(sentence.split()) >= FEWEST_WORDS and sentence in other:
            yield sentence


def _grown(text: str, start: int, other: str) -> Iterator[str]:
    """The long pieces of both texts that hold the block of `text` at `start`."""
    block = text[start : start + BLOCK]
    at = other.find(block)
    while at >= 0:
        before, after = 0, BLOCK
        while min(start, at) > before and text[start - before - 1] == other[at - before - 1]:
            before += 1
        while text[start + after : start + after + 1] == other[at + after : at + after + 1] != "":
            after += 1
        if before + after >= LONG:
            yield text[start - before : start + after].strip()
        at = other.find(block, at + 1)
