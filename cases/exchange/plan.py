"""What an import would do, worked out before anything is written.

A plan holds creates, changes field by field, rival claims and what is the same already, or else
every problem with its file, row and column. A date that contradicts the recorded one becomes a
rival claim and overwrites nothing; one that lies within it is a more precise change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from cases.exchange.columns import EVENTS, SOURCES, Column, Lookup
from cases.exchange.table import Table, TableRow, UnreadableFile, read_table
from cases.models import Agreement, Case, Event, EventKind, Referenced, Source, SourceKind
from timeline.dates import EdtfDate

LINKS = ("cases", "agreements")


@dataclass(frozen=True)
class Problem:
    """Why a cell, or a whole file, cannot be imported."""

    file: str
    row: int
    column: str
    value: str
    advice: str

    def __str__(self) -> str:
        if not self.row:
            return self.advice
        shown = f" “{self.value[:60]}”" if self.value else ""
        return f"{self.file}: row {self.row}, column {self.column}{shown}: {self.advice}"


@dataclass(frozen=True)
class Change:
    """One field that would change."""

    name: str
    before: Any
    after: Any


@dataclass
class Step:
    """What would be done with one row."""

    row: TableRow
    record: Referenced
    values: dict[str, Any]
    is_new: bool
    changes: list[Change] = field(default_factory=list)
    rivals: list[Change] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        """Whether applying it writes anything."""
        return self.is_new or bool(self.changes or self.rivals)


@dataclass
class Plan:
    """Every step of an import, and every problem; with a problem nothing is applied."""

    files: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self) -> dict[str, int]:
        """How many records are new, changed, given a rival claim, and the same."""
        return {
            "new": sum(step.is_new for step in self.steps),
            "changed": sum(bool(step.changes) and not step.is_new for step in self.steps),
            "rival claims": sum(len(step.rivals) for step in self.steps),
            "unchanged": sum(not step.does_something for step in self.steps),
        }


def make_plan(paths: Iterable[Path]) -> Plan:
    """Reads the files and compares them with the desk. Writes nothing."""
    plan = Plan()
    tables = list(_tables(paths, plan))
    lookup = Lookup(_known())
    for model, columns, table in sorted(tables, key=lambda one: one[0] is not Source):
        seen: dict[str, int] = {}
        for row in table.rows:
            values = _values(row, columns, lookup, plan)
            if values is None or _is_double(row, values["reference"], seen, plan):
                continue
            step = _step(row, model, values)
            plan.steps.append(step)
            lookup.found[model].setdefault(values["reference"], step.record)  # type: ignore[attr-defined]
    return plan


Kinded = tuple[type[Referenced], dict[str, Column], Table]


def _tables(paths: Iterable[Path], plan: Plan) -> Iterator[Kinded]:
    for path in paths:
        try:
            table = read_table(path)
            model, columns = _kind_of(table)
        except UnreadableFile as error:
            plan.problems.append(Problem(path.name, 0, "", "", str(error)))
            continue
        plan.files.append(table.file)
        yield model, columns, table


def _kind_of(table: Table) -> tuple[type[Referenced], dict[str, Column]]:
    """Which records a table holds, told by its columns. Raises UnreadableFile."""
    kinds: tuple[tuple[type[Referenced], dict[str, Column]], ...] = (
        (Source, SOURCES),
        (Event, EVENTS),
    )
    for model, columns in kinds:
        needed = {name for name, column in columns.items() if column.required}
        if needed <= set(table.columns):
            unknown = [name for name in table.columns if name not in columns]
            if unknown:
                raise UnreadableFile(
                    f"{table.file}: the column {unknown[0]} is not known here. The columns are "
                    f"{', '.join(columns)}."
                )
            return model, columns
    raise UnreadableFile(
        f"{table.file}: the columns are neither those of sources ({', '.join(SOURCES)}) nor those "
        f"of events ({', '.join(EVENTS)})."
    )


def _known() -> dict[type[Referenced], dict[str, Any]]:
    models: tuple[type[Referenced], ...] = (Source, Case, Agreement, EventKind, SourceKind)
    found: dict[type[Referenced], dict[str, Any]] = {}
    for model in models:
        records = list(model._default_manager.all())
        found[model] = {one.reference: one for one in records}
        if model in (EventKind, SourceKind):
            found[model].update({str(one).casefold(): one for one in records})
    found[Event] = {}
    return found


def _values(
    row: TableRow, columns: dict[str, Column], lookup: Lookup, plan: Plan
) -> dict[str, Any] | None:
    """The row's values by field; None, with problems noted, when a cell cannot be read."""
    values, sound = {}, True
    for name, cell in row.cells.items():
        column = columns[name]
        try:
            if cell:
                values[column.field] = column.read(cell, lookup)
                if column.required and not values[column.field]:
                    raise ValueError("This cell names nothing.")
            elif column.required:
                raise ValueError("This cell may not be empty.")
        except ValueError as error:
            plan.problems.append(Problem(row.file, row.number, name, cell, str(error)))
            sound = False
    return values if sound else None


def _is_double(row: TableRow, reference: str, seen: dict[str, int], plan: Plan) -> bool:
    first = seen.setdefault(reference, row.number)
    if first == row.number:
        return False
    advice = f"Row {first} has the same reference."
    plan.problems.append(Problem(row.file, row.number, "reference", reference, advice))
    return True


def _step(row: TableRow, model: type[Referenced], values: dict[str, Any]) -> Step:
    record: Any = model._default_manager.filter(reference=values["reference"]).first()
    if record is None:
        plain = {name: value for name, value in values.items() if name not in (*LINKS, "sources")}
        return Step(row, model(**plain), values, is_new=True)
    step = Step(row, record, values, is_new=False)
    for name, value in values.items():
        for change in _compared(record, name, value):
            _sort_in(step, change)
    return step


def _compared(record: Any, name: str, value: Any) -> Iterator[Change]:
    if name in LINKS:
        held = {one.reference for one in getattr(record, name).all()}
        added = [one for one in value if one.reference not in held]
    elif name == "countries":
        held = set(record.countries)
        added = sorted({*held, *value}) if not held.issuperset(value) else []
    elif name == "sources":
        held = {one.source.reference for one in record.citations.select_related("source")}
        added = [one for one in value if one.reference not in held]
    else:
        if getattr(record, name) != value:
            yield Change(name, getattr(record, name), value)
        return
    if added:
        yield Change(name, ", ".join(sorted(held)), added)


def _sort_in(step: Step, change: Change) -> None:
    before, after = change.before, change.after
    are_dates = isinstance(before, EdtfDate) and isinstance(after, EdtfDate)
    if not are_dates or _refines(after, before):
        step.changes.append(change)
    elif not _lies_within(before, after) and not _is_noted(step.record, change):
        step.rivals.append(change)


def _is_noted(record: Any, rival: Change) -> bool:
    """Whether some source is already cited for the rival value."""
    return bool(record.citations.filter(field=rival.name, value=str(rival.after)).exists())


def _refines(new: EdtfDate, old: EdtfDate) -> bool:
    """Whether `new` says the same as `old` more precisely, and with no doubt that it had not."""
    adds_doubt = (new.approximate and not old.approximate) or (new.uncertain and not old.uncertain)
    return _lies_within(new, old) and not adds_doubt


def _lies_within(new: EdtfDate, old: EdtfDate) -> bool:
    begins = old.earliest is None or (new.earliest is not None and new.earliest >= old.earliest)
    ends = old.latest is None or (new.latest is not None and new.latest <= old.latest)
    return begins and ends


def lines_of(plan: Plan) -> Iterator[str]:
    """The plan in words, a line for each record that something would be done with."""
    for step in plan.steps:
        name = f"{step.record._meta.verbose_name} {step.values['reference']}"
        if step.is_new:
            yield f"new        {name}"
        for change in step.changes:
            yield (
                f"change     {name}: {change.name}: "
                f"{_shown(change.before)} → {_shown(change.after)}"
            )
        for rival in step.rivals:
            yield (
                f"rival      {name}: {rival.name}: {_shown(rival.before)} stays; "
                f"{_shown(rival.after)} is noted beside it"
            )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, chain(value))) or "nothing"
    return str(value) if value not in (None, "") else "nothing"
