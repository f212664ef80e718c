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
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.historyrows import history_model
from cases.models import (
    Court,
    EventKind,
    Exposure,
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
UNASSIGNED = "It is not assigned to you."
CHANGING = "A colleague is changing it. You can read it on the public page."
OUTSIDE = "What the public never reads of it is for those who look after it."
OWN_EYES = "You changed it since its last edition, so a colleague has to publish it."


class Deed(StrEnum):
    """What somebody can want to do with a record."""

    VIEW = "view"
    LOOK_INSIDE = "read what the public never reads"
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


LOOKING = (Deed.VIEW, Deed.LOOK_INSIDE)
WRITERS = frozenset({Role.CONTRIBUTOR, Role.EDITOR, Role.GUARDIAN})
INSIDE_TERMS = frozenset({Role.EDITOR, Role.GUARDIAN, Role.ADMINISTRATOR})
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


class ForGuardians(NotAllowed):
    """What guardians alone may do: whoever asked is told on the page whom to ask."""


# What only a guardian can do, so that a refusal names them.
GUARDED = (Deed.IDENTIFY, Deed.ALLOW)


def not_allowed(deed: Deed, reason: str) -> NotAllowed:
    """What to raise where the rules refuse `deed` for this reason."""
    return ForGuardians(reason) if deed in GUARDED else NotAllowed(reason)


def require(by: User | None, deed: Deed, record: Referenced) -> None:
    """Raises NotAllowed unless `by` may do `deed` with `record`."""
    if by is not None and (reason := refusal(by, deed, record)):
        raise not_allowed(deed, reason)


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
        reads = deed is not Deed.SHELF or one is None or is_inside(user, one)
        return _refusal_at_the_door(roles, deed, model) if reads else UNSEEN
    if model in TERMS:
        return _refusal_of_terms(roles, deed) or _refusal_of_deleting(deed, one)
    return _refusal_of_writing(user, roles, deed, model, one)


def is_inside(user: User | Any, record: Referenced) -> bool:
    """Whether `user` reads of `record` what the public never reads: notes, history, reminders.

    That is an editor, whoever it is assigned to, of people and testimony a guardian, and of terms
    whoever has to do with them at the door. Everybody else reads no more of it than the public.
    """
    return not refusal(user, Deed.LOOK_INSIDE, record)


def visible(records: QuerySet[Any], user: User | Any) -> QuerySet[Any]:
    """Those of `records` that `user` may see, from inside or as the public reads them."""
    model, roles = records.model, roles_of(user)
    if model in TERMS:
        return records if user.is_active and user.is_staff else records.none()
    records = _but_testimony(records, user, roles)
    if _are_all_inside(model, roles):
        return records
    seen = _inside(model, user, roles) | _read_by_the_public(model, user)
    return _with_last_act(records).filter(seen)


def inside(records: QuerySet[Any], user: User | Any) -> QuerySet[Any]:
    """Those of `records` that `user` is inside of, as `is_inside` says of one."""
    model, roles = records.model, roles_of(user)
    if model in TERMS:
        return records if roles & INSIDE_TERMS else records.none()
    records = _but_testimony(records, user, roles)
    return records if _are_all_inside(model, roles) else records.filter(_inside(model, user, roles))


def closed_to(records: QuerySet[Any], user: User | Any) -> QuerySet[Any]:
    """Those of `records` that are public, and that others have changed so that `user` sees none.

    Among them are people whom the desk is about to withhold, or to name.
    """
    model, roles = records.model, roles_of(user)
    if model in TERMS or _are_all_inside(model, roles):
        return records.none()
    changed = _with_last_act(_but_testimony(records, user, roles)).filter(
        door_act=Publication.Act.PUBLISHED, version__gt=F("door_version")
    )
    seen = _inside(model, user, roles) | _read_by_the_public(model, user)
    found: QuerySet[Any] = changed.exclude(seen)
    return found


def guardians() -> QuerySet[User]:
    """Who can help where only a guardian may do something: active staff, by name."""
    having = Q(is_superuser=True) | Q(groups__name=Role.GUARDIAN)
    active = User.objects.filter(having, is_staff=True, is_active=True)
    return active.order_by("username").distinct()


def takers(by: User | Any | None) -> QuerySet[User]:
    """Whom `by` may give a colleague's work to: active staff whose role writes records.

    Oneself only as an editor: who sees no drafts reads none by handing them over to themselves.
    """
    writing = Q(is_superuser=True) | Q(groups__name__in=list(WRITERS))
    found = User.objects.filter(writing, is_staff=True, is_active=True).order_by("username")
    if by is not None and Role.EDITOR not in roles_of(by):
        found = found.exclude(pk=by.pk)
    return found.distinct()


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


def printed_version(record: Referenced) -> int:
    """The version of `record` that was printed last; 0 where none was."""
    out = Publication.objects.filter(record=record.pk, act=Publication.Act.PUBLISHED)
    last = out.order_by("-id").first()
    return 0 if last is None else last.version


def in_review(record: Referenced) -> bool:
    """Whether `record` is part of something that awaits review."""
    waiting = SubmissionItem.objects.filter(submission__decision=Submission.Decision.OPEN)
    return waiting.filter(record=record.pk).exists()


def ever_public(record: Referenced) -> bool:
    """Whether any edition of `record` was ever printed."""
    return Publication.objects.filter(record=record.pk).exists()


def _with_last_act(records: QuerySet[Any]) -> QuerySet[Any]:
    last = Publication.objects.filter(record=OuterRef("pk")).order_by("-id")
    found: QuerySet[Any] = records.alias(
        door_act=Subquery(last.values("act")[:1]), door_version=Subquery(last.values("version")[:1])
    )
    return found


def _but_testimony(
    records: QuerySet[Any], user: User | Any, roles: frozenset[Role]
) -> QuerySet[Any]:
    """Those of `records` that could be shown at all: to no stranger, testimony to guardians."""
    if not (user.is_active and user.is_staff):
        return records.none()
    if records.model is Source and Role.GUARDIAN not in roles:
        return records.filter(is_testimony=False)
    return records


def _are_all_inside(model: type[Referenced], roles: frozenset[Role]) -> bool:
    return Role.EDITOR in roles or (model is Person and Role.GUARDIAN in roles)


def _inside(model: type[Referenced], user: User | Any, roles: frozenset[Role]) -> Q:
    is_guarded = Q(is_testimony=True) if model is Source and Role.GUARDIAN in roles else Q()
    return Q(assigned_to=user) | is_guarded


def _shown_to_the_public(model: type[Referenced]) -> Q:
    """The records from `_with_last_act` that are public; no person whom the desk withholds.

    Nor one who was withheld when last printed, whatever the desk has in mind for them since.
    """
    shown = Q(door_act=Publication.Act.PUBLISHED)
    if model is Person:
        rows = history_model(model).objects.filter(id=OuterRef("pk"))
        hiding = rows.filter(version__gte=OuterRef("door_version"), exposure=Exposure.WITHHELD)
        shown &= ~Q(exposure=Exposure.WITHHELD) & Q(~Exists(hiding))
    return shown


def _read_by_the_public(model: type[Referenced], user: User | Any) -> Q:
    """Those of them that stand on the desk as they were printed last.

    What `user` changed since does not count: they know it.
    """
    rows = history_model(model).objects.filter(id=OuterRef("pk"), changes_print=True)
    theirs = rows.filter(Q(history_user=None) | ~Q(history_user=user))
    changed = Exists(theirs.filter(version__gt=OuterRef("door_version")))
    return _shown_to_the_public(model) & (Q(version__lte=F("door_version")) | Q(~changed))


def _refusal_at_the_door(roles: frozenset[Role], deed: Deed, model: type[Referenced]) -> str:
    allowed, words = AT_THE_DOOR[deed]
    if model in TERMS and deed is not Deed.REMOVE and Role.EDITOR in allowed:
        allowed = allowed | {Role.ADMINISTRATOR}
    return "" if roles & allowed else words


def _refusal_of_terms(roles: frozenset[Role], deed: Deed) -> str:
    if deed is Deed.VIEW or Role.ADMINISTRATOR in roles:
        return ""
    if deed is Deed.LOOK_INSIDE:
        return "" if roles & INSIDE_TERMS else OUTSIDE
    return "Vocabularies are kept by an administrator."


def _refusal_of_writing(
    user: User, roles: frozenset[Role], deed: Deed, model: type[Referenced], record: Any
) -> str:
    """To see, add, change, delete or submit a record that is no term."""
    if deed not in LOOKING and not roles & _writers(model):
        return f"Your role does not allow you to {deed.value} here."
    if record is None or deed is Deed.ADD:
        return ""
    if isinstance(record, Source) and record.is_testimony and Role.GUARDIAN not in roles:
        return "Testimony is for guardians."
    if not _is_inside(user, roles, record):
        outside = OUTSIDE if deed is Deed.LOOK_INSIDE else _refusal_outside(user, record)
        return outside or _refusal_of_deleting(deed, record)
    return _refusal_of_deleting(deed, record)


def _refusal_of_deleting(deed: Deed, record: Referenced | None) -> str:
    if deed is not Deed.DELETE or record is None:
        return ""
    if ever_public(record):
        return "It has been published. Withdraw it instead."
    return "It is in review. Take it back, or send it back, first." if in_review(record) else ""


def _writers(model: type[Referenced]) -> frozenset[Role]:
    return WRITERS if model in (Person, Source) else WRITERS - {Role.GUARDIAN}


def _is_inside(user: User | Any, roles: frozenset[Role], record: Any) -> bool:
    if _are_all_inside(type(record), roles) or record.assigned_to_id == user.pk:
        return True
    return isinstance(record, Source) and record.is_testimony and Role.GUARDIAN in roles


def _refusal_outside(user: User | Any, record: Any) -> str:
    """Why somebody who is not inside `record` does not see it; "" where it is as it was printed."""
    model = type(record)
    this = _with_last_act(model._default_manager.filter(pk=record.pk))
    if this.filter(_read_by_the_public(model, user)).exists():
        return ""
    return CHANGING if this.filter(_shown_to_the_public(model)).exists() else UNASSIGNED
