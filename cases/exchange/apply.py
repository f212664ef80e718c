"""Applies a plan: all of it in one transaction, or nothing."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.exchange.fixture import Row
from cases.exchange.objects import loaded_objects
from cases.exchange.plan import Plan
from cases.exchange.run import Run, driven, untold
from cases.exchange.steps import Step
from cases.exchange.table import Problem, UnreadableFile
from cases.history import Revision, revision, touch
from cases.identities import write_brought
from cases.models import Citation, Referenced, Tracked
from cases.models.source import CITABLE
from cases.words import counted


class CannotApply(ValueError):
    """Nothing was written; `problems` says what has to be mended."""

    def __init__(self, problems: list[Problem], count: int = 0) -> None:
        self.problems, self.count = problems, count or len(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass
class Applied:
    """What an import wrote: its revision, None where nothing was to do; its records by model."""

    revision: Revision | None = None
    written: dict[type[Referenced], list[UUID]] = field(default_factory=dict)

    def in_chunks(self, size: int) -> Iterator[list[Referenced]]:
        """The records that were written, sources first, at most `size` at a time."""
        for model, pks in self.written.items():
            unique = list(dict.fromkeys(pks))
            for start in range(0, len(unique), size):
                yield list(model._base_manager.filter(pk__in=unique[start : start + size]))


def apply(
    plan: Plan,
    *,
    by: User | None,
    reason: str,
    progress: Callable[[int], None] = untold,
) -> Applied:
    """Writes what the plan says: each record once, with one history row that gives `reason`.

    The files are gone through once more, and what is on the desk is locked. Raises CannotApply,
    with nothing written, for a plan with problems, for a record that does not validate, and when
    the desk has changed since the plan was made.
    """
    return driven(applying(plan, by=by, reason=reason), progress)


def applying(plan: Plan, *, by: User | None, reason: str) -> Generator[int, None, Applied]:
    """As `apply`, but yields the number of rows written so far; its result is what it wrote.

    Closed before its end, it writes nothing.
    """
    if plan.problems:
        raise CannotApply(plan.problems, plan.problem_count)
    run = Run(plan.tables, by, locked=True)
    applied = Applied()
    with revision(by=by, reason=reason) as writer:
        for rows in plan.objects.values():
            _load(rows, by, applied)
        for steps in run.steps():
            _write_chunk([step for step in steps if step.does_something], by, applied)
            yield run.rows
        if run.problems:
            raise CannotApply(run.problems, run.problem_count)
        if run.digest != plan.digest:
            raise CannotApply([Problem("", 0, "", "", CHANGED)])
    applied.revision = writer.revision
    return applied


CHANGED = (
    "Somebody changed records meanwhile, so the import would no longer do what was planned. Look "
    "at the plan again."
)


def _load(rows: list[Row], by: User | None, applied: Applied) -> None:
    try:
        loaded = loaded_objects(rows, by)
    except UnreadableFile as error:
        lines = str(error).splitlines()
        raise CannotApply([Problem("", 0, "", "", line) for line in lines]) from error
    for record in loaded.records:
        applied.written.setdefault(type(record), []).append(record.pk)


def _write_chunk(steps: list[Step], by: User | None, applied: Applied) -> None:
    try:
        with transaction.atomic():
            _write(steps)
            brought = (step.identity for step in steps)
            write_brought([one for one in brought if one is not None and one.writes], by=by)
    except IntegrityError as error:
        raise CannotApply(_at_fault(steps, error)) from error
    for step in steps:
        if not step.writes_record:
            continue  # of who a person is alone, nothing ever goes out
        if isinstance(step.record, Referenced):
            applied.written.setdefault(type(step.record), []).append(step.record.pk)
        else:
            _note_owner(step.record, applied)


def _write(steps: list[Step]) -> None:
    """New records together, changed ones one by one, then all that they hold, by model."""
    new: dict[type[Any], list[Any]] = {}
    rows: dict[type[Any], list[Any]] = {}
    for step in steps:
        if step.is_new:
            new.setdefault(type(step.record), []).append(step.record)
        elif step.set:
            step.record._prefetched_objects_cache = {}
            step.record.save()
        for row in step.amended:
            row.save()
        for row in step.rows:
            rows.setdefault(type(row), []).append(row)
            if not isinstance(row, Tracked):
                touch(type(step.record), [step.record.pk])
    for group in (new, rows):
        for model, found in group.items():
            rows_of: Any = model.objects if issubclass(model, Tracked) else model._base_manager
            rows_of.bulk_create(found)


def _note_owner(citation: Citation, applied: Applied) -> None:
    name = next(one for one in CITABLE if getattr(citation, f"{one}_id") is not None)
    model: Any = citation._meta.get_field(name).related_model
    applied.written.setdefault(model, []).append(getattr(citation, f"{name}_id"))


def _at_fault(steps: list[Step], error: IntegrityError) -> list[Problem]:
    """Which rows the database refused, and why, in the words of the models' own checks."""
    problems = []
    for step in steps:
        for one in (step.record, *step.amended, *step.rows):
            try:
                with transaction.atomic():
                    one.full_clean(validate_unique=True)
            except ValidationError as invalid:
                advice = " ".join(invalid.messages)
                problems.append(Problem(step.row.file, step.row.number, "", "", advice))
    words = f"The database refused {counted(len(steps), 'row')}: {str(error).splitlines()[0]}"
    return problems or [Problem("", 0, "", "", words)]
