"""What an import would do, worked out before anything is written.

A plan counts what would be made, changed and disputed and what is the same already, shows the first
of it in words, or names every problem with its file, row, column, value and advice.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User

from cases.exchange.fixture import Row
from cases.exchange.objects import is_fixture, read_objects, rehearsed
from cases.exchange.opening import open_tables
from cases.exchange.recognising import Mappings, Planned, recognised
from cases.exchange.run import Run, driven, untold
from cases.exchange.steps import Step
from cases.exchange.table import LARGEST, Problem, UnreadableFile
from timeline.dates import EdtfDate

MOST_SHOWN = 1000
IDENTITIES = ("identities new", "identities changed", "identities same")
WRITTEN = ("new", "changed", "rival claims", *IDENTITIES[:2])


@dataclass(frozen=True, slots=True)
class Shown:
    """One step in words: its lines, and how each date in it was read."""

    step: Step
    name: str
    lines: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]


@dataclass
class Plan:
    """What an import would do. With a problem nothing of it is applied."""

    by: User | None
    tables: list[Planned] = field(default_factory=list)
    objects: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    shown: list[Shown] = field(default_factory=list)
    unshown: int = 0
    digest: str = ""

    @property
    def files(self) -> list[str]:
        """The files and sheets, by name."""
        return [*self.objects, *(one.table.file for one in self.tables)]

    @property
    def does_something(self) -> bool:
        """Whether applying it writes anything."""
        return any(self.counts[name] for name in WRITTEN)

    def count(self) -> dict[str, int]:
        """How many records are new, changed, given a rival claim, and the same.

        Identities are counted where the import brings any.
        """
        named = {
            name: self.counts[name] for name in ("new", "changed", "rival claims", "unchanged")
        }
        return named | {name: self.counts[name] for name in IDENTITIES if self.counts[name]}


@dataclass(frozen=True)
class File:
    """A file to import: where it lies, what people know it by, and its encoding if they say it."""

    path: Path
    name: str = ""
    encoding: str = ""

    def digest(self) -> str:
        """Its SHA-256."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def make_plan(
    files: Iterable[Path | File],
    *,
    by: User | None = None,
    mappings: Mappings | None = None,
    progress: Callable[[int], None] = untold,
) -> Plan:
    """Reads the files and compares them with what `by` may see of the desk. Writes nothing.

    `mappings` says, by kind of sheet, what columns unknown headers stand for; "" leaves one out.
    `progress` is told the number of rows read so far.
    """
    return driven(planning(files, by=by, mappings=mappings), progress)


def planning(
    files: Iterable[Path | File], *, by: User | None = None, mappings: Mappings | None = None
) -> Generator[int, None, Plan]:
    """As `make_plan`, but yields the number of rows read so far; its result is the plan."""
    plan = Plan(by)
    brought = [file if isinstance(file, File) else File(file) for file in files]
    _refuse_doubles(plan, brought)
    for file in brought:
        _open(plan, file, mappings or {})
    for rows in plan.objects.values():
        _rehearse(plan, rows)
    if plan.problems:
        return plan
    run = Run(plan.tables, by)
    for steps in run.steps():
        for step in steps:
            _count(plan, step)
        yield run.rows
    plan.problems, plan.problem_count = run.problems, run.problem_count
    plan.rows += run.rows
    plan.digest = run.digest
    return plan


def lines_of(plan: Plan) -> Iterator[str]:
    """The plan in words, a line for each thing that would be done."""
    for one in plan.shown:
        yield from one.lines
    if plan.unshown:
        yield f"… and {plan.unshown:,} more records."


def _refuse_doubles(plan: Plan, files: list[File]) -> None:
    """Notes a problem for each file that is another one, whatever it is called."""
    seen: dict[str, File] = {}
    for file in files:
        if file.path.is_file() and len(files) > 1 and file.path.stat().st_size <= LARGEST:
            first = seen.setdefault(file.digest(), file)
            if first is not file:
                names = [one.name or one.path.name for one in (first, file)]
                _refuse(plan, names[1], SAME_FILE.format(*names))


SAME_FILE = "{1} is the same file as {0}. Bring it once."


def _rehearse(plan: Plan, rows: list[Row]) -> None:
    try:
        counts = rehearsed(rows, plan.by)
    except UnreadableFile as error:
        for line in str(error).splitlines():
            _refuse(plan, rows[0].file if rows else "", line)
        return
    plan.counts.update(counts)
    plan.rows += len(rows)


def _open(plan: Plan, file: File, mappings: Mappings) -> None:
    try:
        if is_fixture(file.path):
            name = file.name or file.path.name
            plan.objects[name] = read_objects(file.path, name)
            return
        found = [recognised(one, mappings, plan.by) for one in _tables(file)]
    except UnreadableFile as error:
        _refuse(plan, file.name or file.path.name, str(error))
        return
    for one in found:
        plan.tables.append(one)
        if one.unknown:
            _refuse(plan, one.table.file, _unknown(one, one.unknown))


def _tables(file: File) -> Sequence:  # type: ignore[type-arg]
    return open_tables(file.path, file.name, file.encoding)


def _unknown(one: Planned, names: list[str]) -> str:
    columns = [name for name, column in one.sheet.columns.items() if column.field]
    return (
        f"{one.table.file}: the column {names[0]} is not known here. The columns of "
        f"{one.sheet.name} are {', '.join(columns)}. Say what it stands for, or leave it out."
    )


def _refuse(plan: Plan, file: str, advice: str) -> None:
    plan.problems.append(Problem(file, 0, "", "", advice))
    plan.problem_count += 1


def _count(plan: Plan, step: Step) -> None:
    plan.counts["new"] += step.is_new
    plan.counts["changed"] += bool(step.changes) and not step.is_new
    plan.counts["rival claims"] += len(step.rivals)
    plan.counts["unchanged"] += not step.writes_record
    if step.identity is not None:
        plan.counts[f"identities {step.identity.state}"] += 1
    if not step.does_something:
        return
    if len(plan.shown) >= MOST_SHOWN:
        plan.unshown += 1
        return
    dates = ((name, value) for name, value in step.set.items() if isinstance(value, EdtfDate))
    readings = tuple((name, value.wording()) for name, value in dates)
    plan.shown.append(Shown(step, step.name, tuple(step.lines), readings))
