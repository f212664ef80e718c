"""What an import would do, in the words and pieces of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from cases.exchange.columns import fuzzy_date
from cases.exchange.plan import IDENTITIES, Plan
from cases.exchange.recognising import Planned
from cases.exchange.steps import Change, Step
from cases.models import Citation
from cases.models.fields import FuzzyDateField
from timeline.dates import is_undated, parse, read
from timeline.diff import Piece, words_difference

SOURCES = ("sources", "source")


@dataclass(frozen=True)
class Reading:
    """A date as it was typed, and as it was read."""

    column: str
    typed: str
    words: str


@dataclass(frozen=True)
class Changed:
    """One field before and after, word by word."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Rival:
    """Two values for one field, of which neither replaces the other."""

    name: str
    recorded: str
    claimed: str
    claimed_by: str


@dataclass(frozen=True)
class Entry:
    """What would be done with one row."""

    kind: str
    title: str
    reference: str
    where: str
    is_new: bool
    readings: list[Reading]
    changes: list[Changed]
    rivals: list[Rival]
    identity: str


def entries_of(plan: Plan) -> list[Entry]:
    """The steps that the plan shows, in its order."""
    tables = {one.table.file: one for one in plan.tables}
    return [_entry(one.step, tables[one.step.row.file]) for one in plan.shown]


def totals_of(plan: Plan) -> list[tuple[str, int]]:
    """What the plan counts, with the words for it."""
    counts = plan.count()
    identities = [(name, counts[name]) for name in IDENTITIES if name in counts]
    return [
        ("new, as drafts", counts["new"]),
        ("changed", counts["changed"]),
        ("disputed, both shown", counts["rival claims"]),
        ("the same already", counts["unchanged"]),
        *identities,
    ]


def _entry(step: Step, table: Planned) -> Entry:
    record = step.record
    is_record = hasattr(record, "reference")
    return Entry(
        kind=str(record._meta.verbose_name),
        title=str(record) if is_record else step.name.removeprefix("citation of "),
        reference=record.reference if is_record else "",
        where=f"{step.row.file}, row {step.row.number}",
        is_new=step.is_new,
        readings=list(_readings(step, table)),
        changes=list(_changes(record, step.changes)),
        rivals=[
            Rival(
                _label(record, one.name),
                _worded(record, one.name, one.before),
                _worded(record, one.name, one.after),
                _claimed_by(step, table),
            )
            for one in step.rivals
        ],
        identity=step.identity.state if step.identity is not None else "",
    )


def _readings(step: Step, table: Planned) -> Iterator[Reading]:
    for header, text in step.row.cells.items():
        column = table.sheet.columns.get(table.headers.get(header, ""))
        if column is not None and column.read is fuzzy_date:
            exact = step.row.ordered.get(header, text)
            words = "no date" if is_undated(exact) else read(exact).date.wording()
            yield Reading(header, text, words)


def _changes(record: Any, changes: Iterable[Change]) -> Iterator[Changed]:
    for one in changes:
        before, after = (_worded(record, one.name, text) for text in (one.before, one.after))
        yield Changed(_label(record, one.name), words_difference(before, after))


def _field(record: Any, name: str) -> Any:
    """The field of that name; None for a list. A citation is about a field of its owner."""
    return next((one for one in record._meta.get_fields() if one.name == name), None)


def _label(record: Any, name: str) -> str:
    return capfirst(str(getattr(_field(record, name), "verbose_name", name.replace("_", " "))))


def _worded(record: Any, name: str, text: str) -> str:
    """A value in words where it is a date in exact notation."""
    is_date = isinstance(_field(record, name), FuzzyDateField)
    if not text or not (is_date or isinstance(record, Citation)):
        return text
    try:
        return parse(text).wording()
    except ValueError:
        return text  # what a citation gives for a field that is no date


def _claimed_by(step: Step, table: Planned) -> str:
    names = (
        text for header, text in step.row.cells.items() if table.headers.get(header) in SOURCES
    )
    return next(names, "")
