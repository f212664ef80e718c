"""Who decides how much of a person's alias the public may read: guardians alone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from cases.historyrows import latest_rows
from cases.models import Exposure, Person, Referenced
from cases.roles import Role, roles_of
from cases.rules import ForGuardians

FIELDS = ("exposure", "exposure_decided_on", "exposure_reason")
FOR_GUARDIANS = "Whether the public may read an alias is for a guardian to decide."
UNDECIDED = (Exposure.WITHHELD.value, None, "")
Decisions = dict[UUID, tuple[Any, ...]]


def may_expose(user: Any) -> bool:
    """Whether this person may decide it."""
    return Role.GUARDIAN in roles_of(user)


def decided(person: Any) -> tuple[Any, ...]:
    """What is decided of a person, or was in a row of their history."""
    return tuple(getattr(person, name) for name in FIELDS)


def decisions() -> Decisions:
    """What is decided of everybody now."""
    return {person.pk: decided(person) for person in Person._base_manager.all()}


def decides_otherwise(records: Iterable[Referenced], before: Decisions) -> bool:
    """Whether anything else is decided of people among `records`; somebody new begins withheld."""
    people = (one for one in records if isinstance(one, Person))
    return any(decided(one) != before.get(one.pk, UNDECIDED) for one in people)


def why_not_restore(record: Referenced, number: int, by: User | None) -> str:
    """Why `by` may not restore `record` as of revision `number`, where that decides; or else ""."""
    if not isinstance(record, Person) or by is None or may_expose(by):
        return ""
    then = latest_rows(Person, [record.pk], upto=number).get(record.pk)
    is_other = then is not None and decided(then) != decided(record)
    return f"{FOR_GUARDIANS} It was decided otherwise at that time." if is_other else ""


def require_same_exposure(record: Referenced, number: int, *, by: User | None) -> None:
    """For who restores `record` as of revision `number`: raises NotAllowed where that decides."""
    if reason := why_not_restore(record, number, by):
        raise ForGuardians(reason)
