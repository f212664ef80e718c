"""What the form of a record says of its sources: rival claims, and who rests on a source."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.models import Citation, Person, Source
from cases.models.source import CITABLE, Stance
from cases.roles import Role, roles_of
from cases.rules import Deed, refusal
from timeline.dates import EdtfDate, agreeing, parse, read

MOST_SHOWN = 50


@dataclass(frozen=True)
class RivalClaim:
    """A field for which more than one value is given, each with who gives it."""

    field: str
    values: list[tuple[str, list[str]]]


def rival_claims(record: Any, user: Any) -> list[RivalClaim]:
    """The fields on which the record and its sources, or its sources among themselves, disagree.

    A vaguer date that agrees with another is no rival of it.
    What testimony says is shown to guardians alone.
    """
    if not hasattr(record, "citations"):
        return []
    given: dict[str, dict[str, list[str]]] = {}
    guards = Role.GUARDIAN in roles_of(user)
    for one in record.citations.select_related("source"):
        if one.field and one.value and (guards or not one.source.is_testimony):
            own = getattr(record, one.field, None)
            values = given.setdefault(one.field, {str(own): ["this record"]} if own else {})
            value = _exactly(one.value)
            beside = value if one.stance == Stance.CONTRADICTS else agreeing(value, values)
            values.setdefault(beside, []).append(str(one.source))
    return [
        RivalClaim(name, [(_in_words(value), who) for value, who in values.items()])
        for name, values in given.items()
        if len(values) > 1
    ]


def used_by(record: Any, user: Any) -> list[tuple[str, str]]:
    """The records that rest on a source or tell of a person and that `user` may see.

    Each as its name and the address of its form; at most MOST_SHOWN.
    """
    if not isinstance(record, Source | Person):
        return []
    shown = [one for one in _using(record) if not refusal(user, Deed.VIEW, one)][:MOST_SHOWN]
    return [
        (str(one), reverse(f"admin:cases_{one._meta.model_name}_change", args=[one.pk]))
        for one in shown
    ]


def _using(record: Source | Person) -> Iterable[Any]:
    if isinstance(record, Source):
        rows = Citation.objects.filter(source=record).select_related(*CITABLE)
        cited = [getattr(row, name) for row in rows for name in CITABLE if getattr(row, name)]
        return {one.pk: one for one in cited}.values()
    events = [row.event for row in record.participations.select_related("event")]
    cases = [row.case for row in record.applications.select_related("case")]
    findings = [row.event for row in record.findings.select_related("event")]
    return {one.pk: one for one in (*cases, *events, *findings)}.values()


def _exactly(value: str) -> str:
    """A date in exact notation, however it was written; any other value as it is."""
    try:
        return str(read(value).date)
    except ValueError:
        return value


def _in_words(value: str | EdtfDate) -> str:
    try:
        return parse(str(value)).wording()
    except ValueError:
        return str(value)
