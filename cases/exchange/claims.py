"""When a value agrees with what is recorded, makes it more precise, or contradicts it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cases.exchange.known import Known
from cases.exchange.table import TableRow
from cases.models import Source
from timeline.dates import EdtfDate, read

CitedFor = tuple[str, str]  # the kind of a record and its reference


def refines(new: EdtfDate, old: EdtfDate) -> bool:
    """Whether `new` says the same as `old` more precisely, and with no doubt that it had not."""
    adds_doubt = (new.approximate and not old.approximate) or (new.uncertain and not old.uncertain)
    return lies_within(new, old) and not adds_doubt


def agrees(one: EdtfDate, other: EdtfDate) -> bool:
    """Whether one of two dates lies within the other, so that neither contradicts the other."""
    return lies_within(one, other) or lies_within(other, one)


def lies_within(new: EdtfDate, old: EdtfDate) -> bool:
    """Whether every day that `new` may mean is a day that `old` may mean."""
    begins = old.earliest is None or (new.earliest is not None and new.earliest >= old.earliest)
    ends = old.latest is None or (new.latest is not None and new.latest <= old.latest)
    return begins and ends


class Claims:
    """What the sheets of citations in an import say, known before the other sheets are read.

    Where a citation says which source gives which value, the rest of the import need not guess.
    """

    def __init__(self) -> None:
        self.sources: dict[CitedFor, set[UUID]] = {}
        self.values: dict[tuple[str, str, str], set[str]] = {}

    def note(self, rows: Iterable[TableRow], headers: dict[str, str], known: Known) -> None:
        """Notes what the rows of a sheet of citations claim; what cannot be read is left out."""
        for row in rows:
            cells = {headers[name]: text for name, text in row.cells.items() if name in headers}
            kind, _, reference = cells.get("record", "").partition(":")
            try:
                source = known.one(Source, cells.get("source", ""))
            except ValueError:
                continue
            cited_for = kind.strip().lower(), reference.strip()
            self.sources.setdefault(cited_for, set()).add(source.pk)
            values = self.values.setdefault((*cited_for, cells.get("field", "")), set())
            values.add(as_date_text(cells.get("value", "")))

    def cite(self, kind: str, reference: str, source: UUID) -> bool:
        """Whether a citation of this source for this record comes along."""
        return source in self.sources.get((kind, reference), ())

    def give(self, kind: str, reference: str, field: str, value: Any) -> bool:
        """Whether a citation that comes along gives this value for this field of this record."""
        return str(value) in self.values.get((kind, reference, field), ())


def as_date_text(text: str) -> str:
    """A date's exact notation, where the text is a date; or else the text."""
    try:
        return str(read(text).date)
    except ValueError:
        return text
