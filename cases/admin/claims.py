"""What the form of a record says of its sources: where they, or it and they, disagree."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from cases.admin.outside import read_outside
from cases.documents import printed, redacted
from cases.models import Referenced, Source
from cases.models.source import Stance
from cases.naming import Names
from cases.roles import Role, roles_of
from cases.rules import TERMS, is_inside
from timeline.comparing import canonical, given
from timeline.dates import EdtfDate, parse


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
    cited = record.citations.select_related("source")
    cited = cited if is_inside(user, record) else read_outside(cited, user)
    rows = [one for one in cited if one.field and one.value]
    names = Names(user)
    names.learn(Source, (one.source_id for one in rows))
    by_field: dict[str, list[tuple[str, bool, str]]] = {}
    guards = Role.GUARDIAN in roles_of(user)
    for one in rows:
        if guards or not one.source.is_testimony:
            who = names.of(Source, [one.source_id])
            claim = (one.value, one.stance == Stance.CONTRADICTS, who)
            by_field.setdefault(one.field, []).append(claim)
    found = []
    for name, claims in by_field.items():
        own = _own(record, name)
        values = given(name, own, claims)
        if len(values) > 1:
            if own and (mine := canonical(name, own)) in values:
                values[mine].insert(0, "this record")
            worded = [(_in_words(value), who) for value, who in values.items()]
            found.append(RivalClaim(name, worded))
    return found


def _own(record: Any, name: str) -> Any:
    """The record's own value of a field as it would be printed; None for what is no such field."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.many_to_many or field.one_to_many or name in redacted(record):
        return None
    value = getattr(record, name)
    if isinstance(value, Referenced):
        return str(value) if isinstance(value, TERMS) else None
    return printed(value)


def _in_words(value: str | EdtfDate) -> str:
    try:
        return parse(str(value)).wording()
    except ValueError:
        return str(value)
