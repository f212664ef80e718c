"""When a value agrees with what is recorded, makes it more precise, or contradicts it."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cases.exchange.known import Known
from cases.exchange.table import TableRow, column_name
from cases.models import Source, Standing
from timeline.dates import EdtfDate, read

CitedFor = tuple[str, str]  # the kind of a record and its reference
NOTHING_SAID = re.compile(r"(?:[\w ]*\b)?(?:not (?:yet )?(?:recorded|known)|unknown)\.?", re.I)
DENIALS = frozenset(("not", "no", "never", "without", "не", "нет", "без", "없음", "아님"))
# Kinds of events that say less than others, by reference.
BROADER = {"court-decision": frozenset(("removal-order", "interim-measure", "judgment"))}
BORNE_OUT = (Standing.ALLEGED, Standing.REPORTED, Standing.CORROBORATED, Standing.ESTABLISHED)


def says_more(new: Any, old: Any) -> bool:
    """Whether `new` agrees with `old` and is more precise: a narrower date, or words added to it.

    Anything says more than nothing.
    """
    if says_nothing(old):
        return not says_nothing(new)
    if isinstance(new, EdtfDate) and isinstance(old, EdtfDate):
        return new != old and refines(new, old)
    if isinstance(new, str) and isinstance(old, str):
        said, known = _words(new), _words(old)
        added = set(said.split()) - set(known.split())
        return f" {known} " in f" {said} " and bool(added) and not added & DENIALS
    return False


def says_nothing(value: Any) -> bool:
    """Whether a value is none, or words for none, such as “unknown” or “not yet recorded”."""
    empty = value is None or value == ""
    return empty or (isinstance(value, str) and bool(NOTHING_SAID.fullmatch(value.strip())))


def is_finer_kind(new: str, old: str) -> bool:
    """Whether the kind with the reference `new` says more than `old`, and agrees with it."""
    return new in BROADER.get(old, ()) or says_more(new, old)


def is_borne_out_worse(new: str, old: str) -> bool:
    """Whether a thing of standing `new` is borne out less than one of standing `old`."""
    known = new in BORNE_OUT and old in BORNE_OUT
    return not known or BORNE_OUT.index(Standing(new)) < BORNE_OUT.index(Standing(old))


def refines(new: EdtfDate, old: EdtfDate) -> bool:
    """Whether `new` says the same as `old` more precisely, and with no doubt that it had not."""
    adds_doubt = (new.approximate and not old.approximate) or (new.uncertain and not old.uncertain)
    return new.lies_within(old) and not adds_doubt


def agrees(one: Any, other: Any) -> bool:
    """Whether neither of two values contradicts the other: one lies within the other."""
    if isinstance(one, EdtfDate) and isinstance(other, EdtfDate):
        return one.agrees_with(other)
    return says_nothing(one) or says_more(one, other) or says_more(other, one)


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
            column = column_name(cells.get("field", ""))
            values = self.values.setdefault((*cited_for, column), set())
            values.add(as_date_text(cells.get("value", "")))

    def cite(self, kind: str, reference: str, source: UUID) -> bool:
        """Whether a citation of this source for this record comes along."""
        return source in self.sources.get((kind, reference), ())

    def give(self, kind: str, reference: str, names: Iterable[str], value: Any) -> bool:
        """Whether a citation that comes along gives this value for a column of this record.

        The column may be called any of `names`, and a term by its label or reference.
        """
        given = {one for name in names for one in self.values.get((kind, reference, name), ())}
        return bool(given & {str(value), str(getattr(value, "reference", value))})


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def as_date_text(text: str) -> str:
    """A date's exact notation, where the text is a date; or else the text."""
    try:
        return str(read(text).date)
    except ValueError:
        return text
