"""Applies a plan: all of it in one transaction, or nothing."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from cases.exchange.plan import LINKS, Plan, Problem, Step
from cases.history import revision
from cases.models import Citation, Event, Referenced, Source, Stance
from cases.rules import Deed, require


class CannotApply(ValueError):
    """Nothing was written; `problems` says what has to be mended."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def apply(plan: Plan, *, by: User | None, reason: str) -> list[Referenced]:
    """Writes what the plan says, and returns the records that were written.

    Every record is validated and gets one history row with `reason`. Raises CannotApply, with
    nothing written, for a plan with problems or a record that does not validate, and NotAllowed
    where the rules do not let `by` write one of them.
    """
    if plan.problems:
        raise CannotApply(plan.problems)
    problems: list[Problem] = []
    written = []
    with revision(by=by, reason=reason):
        for step in plan.steps:
            if not step.does_something:
                continue
            require(by, Deed.ADD if step.is_new else Deed.CHANGE, step.record)
            try:
                written.append(_applied(step))
            except ValidationError as error:
                advice = " ".join(error.messages)
                problems.append(Problem(step.row.file, step.row.number, "", "", advice))
        if problems:
            raise CannotApply(problems)
    return written


def _applied(step: Step) -> Any:
    record: Any = step.record
    if not step.is_new:
        for change in step.changes:
            if change.name not in (*LINKS, "sources"):
                setattr(record, change.name, change.after)
    record.full_clean()
    record.save()
    for name in LINKS:
        if name in step.values:
            getattr(record, name).add(*step.values[name])
    if isinstance(record, Event):
        _cite(record, step)
    return record


def _cite(event: Event, step: Step) -> None:
    """Cites each source of the row; one that gives another date is cited as contradicting it."""
    rival = next((change for change in step.rivals if change.name == "date"), None)
    cited = set(event.citations.values_list("source__reference", "field"))
    for source in step.values.get("sources", []):
        if rival is not None:
            field, stance, value = "date", Stance.CONTRADICTS, str(rival.after)
        else:
            field, stance, value = "", Stance.SUPPORTS, ""
        if (source.reference, field) in cited:
            continue
        saved = source if source.pk and source.version else _saved(source)
        citation = Citation(event=event, source=saved, field=field, stance=stance, value=value)
        citation.full_clean()
        citation.save()


def _saved(source: Source) -> Source:
    return Source.objects.get(reference=source.reference)
