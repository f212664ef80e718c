"""Who may do what with which record: every rule of the desk, here and nowhere else.

A rule answers with "" or with the reason why not, in words that a page can show. `by=None` is the
system: somebody who runs commands on the machine itself.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from cases.models import (
    Court,
    EventKind,
    Person,
    Provision,
    Publication,
    Referenced,
    Source,
    SourceKind,
    Submission,
    SubmissionItem,
    Topic,
)
from cases.roles import Role, roles_of

TERMS = (EventKind, SourceKind, Court, Provision, Topic)
UNSEEN = "It is not yours to see."
OWN_EYES = "You changed it since its last edition, so a colleague has to publish it."


class Deed(StrEnum):
    """What somebody can want to do with a record."""

    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"
    SUBMIT = "send for review"
    REVIEW = "review"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    HIDE = "hide"
    SUPPRESS = "take out of earlier editions"
    REMOVE = "remove to protect somebody"
    ALLOW = "allow to be published again"
    SHELF = "read what was taken back"
    IDENTIFY = "read who it is"


WRITERS = frozenset({Role.CONTRIBUTOR, Role.EDITOR, Role.GUARDIAN})
_EDITING = frozenset({Role.EDITOR}), "Only an editor can do this."
# Who may do what at the door, and what is said to everybody else.
AT_THE_DOOR: dict[Deed, tuple[frozenset[Role], str]] = {
    Deed.REVIEW: _EDITING,
    Deed.PUBLISH: _EDITING,
    Deed.WITHDRAW: _EDITING,
    Deed.SUPPRESS: _EDITING,
    Deed.REMOVE: (
        frozenset({Role.EDITOR, Role.GUARDIAN}),
        "Only an editor or a guardian can do this.",
    ),
    Deed.ALLOW: (frozenset({Role.GUARDIAN}), "Only a guardian can do this."),
    Deed.SHELF: (
        frozenset({Role.EDITOR, Role.GUARDIAN}),
        "What was taken back is read by editors and guardians alone.",
    ),
}


class NotAllowed(PermissionDenied):
    """The rules say no; the message says why, for the person who asked."""


def require(by: User | None, deed: Deed, record: Referenced) -> None:
    """Raises NotAllowed unless `by` may do `deed` with `record`."""
    if by is not None and (reason := refusal(by, deed, record)):
        raise NotAllowed(reason)


def refusal(user: User | Any, deed: Deed, record: Referenced | type[Referenced]) -> str:
    """Why `user` may not do `deed` with `record`, or with any record of a model; "" if they may."""
    if not (user.is_active and user.is_staff):
        return "This is for staff."
    roles = roles_of(user)
    model = record if isinstance(record, type) else type(record)
    one = None if isinstance(record, type) else record
    if deed is Deed.HIDE:
        return "" if one is None or is_public(one) else "It is not published."
    if deed is Deed.IDENTIFY:
        is_guardian = model is Person and Role.GUARDIAN in roles
        return "" if is_guardian else "Who somebody is, is for guardians alone."
    if deed in AT_THE_DOOR:
        sees = deed is not Deed.SHELF or one is None or not refusal(user, Deed.VIEW, one)
        return _refusal_at_the_door(roles, deed, model) if sees else UNSEEN
    if model in TERMS:
        return _refusal_of_terms(roles, deed) or _refusal_of_deleting(deed, one)
    return _refusal_of_writing(user, roles, deed, model, one)


def visible(records: QuerySet[Any], user: User | Any) -> QuerySet[Any]:
    """Those of `records` that `user` may see."""
    roles = roles_of(user)
    model = records.model
    if model in TERMS or not (user.is_active and user.is_staff):
        return records if user.is_active and user.is_staff else records.none()
    if Role.EDITOR not in roles and not (model is Person and Role.GUARDIAN in roles):
        records = records.alias(door_act=Subquery(_last_acts().values("act")[:1]))
        seen = Q(assigned_to=user) | Q(door_act=Publication.Act.PUBLISHED)
        if model is Source and Role.GUARDIAN in roles:
            seen |= Q(is_testimony=True)
        records = records.filter(seen)
    if model is Source and Role.GUARDIAN not in roles:
        records = records.filter(is_testimony=False)
    return records


def takers(by: User | Any) -> QuerySet[User]:
    """Whom `by` may give a colleague's work to: active staff whose role writes records.

    Oneself only as an editor: who sees no drafts reads none by handing them over to themselves.
    """
    writing = Q(is_superuser=True) | Q(groups__name__in=list(WRITERS))
    found = User.objects.filter(writing, is_staff=True, is_active=True).order_by("username")
    return (found if Role.EDITOR in roles_of(by) else found.exclude(pk=by.pk)).distinct()


def own_changes(user: User | None, records: Iterable[Referenced]) -> set[UUID]:
    """Those of `records` that `user` changed since their last edition: not theirs to publish.

    Nobody's where FOUR_EYES is off. Notes, reminders and reassigning do not count. One query a
    model.
    """
    if user is None or not settings.FOUR_EYES:
        return set()
    by_model: dict[Any, list[UUID]] = {}
    for record in records:
        by_model.setdefault(type(record), []).append(record.pk)
    found: set[UUID] = set()
    for model, pks in by_model.items():
        last = Publication.objects.filter(
            record=OuterRef("id"), act=Publication.Act.PUBLISHED
        ).order_by("-id")
        rows = model.history.filter(id__in=pks, history_user=user, changes_print=True)
        rows = rows.alias(printed=Subquery(last.values("version")[:1]))
        fresh = rows.filter(Q(printed__isnull=True) | Q(version__gt=F("printed")))
        found |= set(fresh.order_by().values_list("id", flat=True))
    return found


def is_public(record: Referenced) -> bool:
    """Whether the public reads an edition of `record` now."""
    latest = Publication.objects.filter(record=record.pk).order_by("-id").first()
    return latest is not None and latest.act == Publication.Act.PUBLISHED


def in_review(record: Referenced) -> bool:
    """Whether `record` is part of something that awaits review."""
    waiting = SubmissionItem.objects.filter(submission__decision=Submission.Decision.OPEN)
    return waiting.filter(record=record.pk).exists()


def ever_public(record: Referenced) -> bool:
    """Whether any edition of `record` was ever printed."""
    return Publication.objects.filter(record=record.pk).exists()


def _last_acts() -> QuerySet[Publication]:
    """What was done at the door with the record at hand, the latest first."""
    return Publication.objects.filter(record=OuterRef("pk")).order_by("-id")


def _refusal_at_the_door(roles: frozenset[Role], deed: Deed, model: type[Referenced]) -> str:
    allowed, words = AT_THE_DOOR[deed]
    if model in TERMS and deed is not Deed.REMOVE and Role.EDITOR in allowed:
        allowed = allowed | {Role.ADMINISTRATOR}
    return "" if roles & allowed else words


def _refusal_of_terms(roles: frozenset[Role], deed: Deed) -> str:
    if deed is Deed.VIEW or Role.ADMINISTRATOR in roles:
        return ""
    return "Vocabularies are kept by an administrator."


def _refusal_of_writing(
    user: User, roles: frozenset[Role], deed: Deed, model: type[Referenced], record: Any
) -> str:
    """To see, add, change, delete or submit a record that is no term."""
    if deed is not Deed.VIEW and not roles & _writers(model):
        return f"Your role does not allow you to {deed.value} here."
    if record is None or deed is Deed.ADD:
        return ""
    if isinstance(record, Source) and record.is_testimony and Role.GUARDIAN not in roles:
        return "Testimony is for guardians."
    if not _sees(user, roles, record):
        return "It is not assigned to you."
    return _refusal_of_deleting(deed, record)


def _refusal_of_deleting(deed: Deed, record: Referenced | None) -> str:
    if deed is not Deed.DELETE or record is None:
        return ""
    if ever_public(record):
        return "It has been published. Withdraw it instead."
    return "It is in review. Take it back, or send it back, first." if in_review(record) else ""


def _writers(model: type[Referenced]) -> frozenset[Role]:
    return WRITERS if model in (Person, Source) else WRITERS - {Role.GUARDIAN}


def _sees(user: User | Any, roles: frozenset[Role], record: Any) -> bool:
    if Role.EDITOR in roles or record.assigned_to_id == user.pk:
        return True
    if Role.GUARDIAN in roles and (
        isinstance(record, Person) or (isinstance(record, Source) and record.is_testimony)
    ):
        return True
    return is_public(record)
