"""Who somebody is: read, looked for and changed by guardians alone, and every time noted.

Each function writes its row of the log first, in the transaction in which it reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.collisions import Collision, locked
from cases.history import revision
from cases.historyrows import history_model
from cases.keycheck import require_keys
from cases.models import ErasureRequest, Identity, IdentityName, IdentityReading, Person
from cases.roles import Role, roles_of
from cases.rules import Deed, ForGuardians, require, visible
from cases.sealing.blind import blind_index, every_index

Act = IdentityReading.Act


@dataclass(frozen=True)
class Found:
    """Somebody who was found by a name: their id, their alias if their record is there."""

    person: UUID
    alias: str
    kinds: str


@dataclass(frozen=True)
class EverKnown:
    """What is known of a person, and was at any time: names, and lines of contacts."""

    names: list[IdentityName] = field(repr=False)
    contacts: list[str] = field(repr=False)


@dataclass(slots=True)
class Brought:
    """What an import brings to an identity: names that are new, and which fields it fills."""

    identity: Identity
    names: list[IdentityName] = field(default_factory=list, repr=False)
    fields: set[str] = field(default_factory=set)

    @property
    def state(self) -> str:
        """new, changed or same: all that is ever said of it."""
        if not self.writes:
            return "same"
        return "new" if self.identity._state.adding else "changed"

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.names or self.fields)

    @property
    def mark(self) -> str:
        """Tells, without saying what, whether two are the same on the same version."""
        texts = [f"{one.kind} {one.name}" for one in self.names]
        texts += [f"{name} {getattr(self.identity, name)}" for name in sorted(self.fields)]
        return f"{self.identity.version} {blind_index(chr(10).join(texts))}"


def somebody_known(pk: UUID, *, by: User) -> Person | None:
    """Who has this id: the record, or in its place, unsaved, what stands for a deleted one.

    A guardian can still read, change and erase what is kept of somebody whose record was deleted.
    None where nothing is kept, or for anybody else.
    """
    if there := visible(Person.objects.all(), by).filter(pk=pk).first():
        found: Person = there
        return found
    if not may_identify(by) or Person.objects.filter(pk=pk).exists():
        return None
    rows: list[Any] = [Identity, history_model(Identity)]
    is_kept = any(model._base_manager.filter(person=pk).exists() for model in rows)
    is_kept = is_kept or history_model(Person)._base_manager.filter(id=pk).exists()
    return Person(pk=pk, alias_en=DELETED) if is_kept else None


DELETED = "Somebody whose record was deleted"


@transaction.atomic
def read_identity(person: Person, *, by: User) -> Identity:
    """The identity of `person`; a new one, not saved, where none is known. Raises NotAllowed."""
    require(by, Deed.IDENTIFY, person)
    _note(by, Act.READ, [person.pk])
    return _identity_of(person)


@transaction.atomic
def change_identity(
    person: Person, identity: Identity, names: Any, *, by: User, reason: str, seen: int | None
) -> None:
    """Saves an identity and the rows of `names`, a checked formset, as one revision.

    `seen` is the version that was before the person who changed it. Raises Collision, with nothing
    written, where a colleague saved meanwhile; NotAllowed by the rules.
    """
    require(by, Deed.IDENTIFY, person)
    _note(by, Act.CHANGED, [person.pk])
    # One at a time; somebody whose record was deleted has the row of the identity alone.
    Person.objects.select_for_update().filter(pk=person.pk).first()
    there = _identity_of(person)
    if there._state.adding != identity._state.adding:
        raise Collision(there, seen)
    if not there._state.adding:
        locked(there, seen)
    with revision(by=by, reason=reason):
        identity.save()
        names.instance = identity
        names.save()


@transaction.atomic
def compared_identities(
    people: Iterable[UUID], *, by: User, locked: bool = False
) -> dict[UUID, Identity]:
    """The identities of these people that there are, with their names, to compare an import with.

    `locked` holds them for writing, which is noted by itself. Raises NotAllowed, and CannotUnseal
    where a wrong key would take every name for a new one.
    """
    _require_guardian(by)
    require_keys()
    rows = Identity._base_manager.filter(person__in=list(people)).prefetch_related("names")
    found = {one.person: one for one in (rows.select_for_update() if locked else rows)}
    if not locked:
        _note(by, Act.READ, found)
    return found


@transaction.atomic
def write_brought(brought: list[Brought], *, by: User | None, reason: str = "") -> None:
    """Writes what an import brings, in the revision that is open. Raises NotAllowed."""
    if not brought:
        return
    note_changes(by, [one.identity.person for one in brought])
    with revision(by=by, reason=reason):
        filled = [one.identity for one in brought if one.state == "changed" and one.fields]
        Identity.objects.bulk_create(one.identity for one in brought if one.state == "new")
        for identity in filled:
            identity.save()
        IdentityName.objects.bulk_create(name for one in brought for name in one.names)


@transaction.atomic
def find_by_name(name: str, *, by: User) -> list[Found]:
    """Everybody who has exactly this name, in whatever case, spacing and hyphenation.

    A search is noted for each who was found, or once for nobody. Raises NotAllowed, and
    CannotUnseal where a wrong key would find nobody.
    """
    _require_guardian(by)
    require_keys()
    rows = IdentityName.objects.filter(blind_index__in=every_index(name) or ["-"])
    found: dict[UUID, list[str]] = {}
    for row in rows.select_related("identity"):
        found.setdefault(row.identity.person, []).append(row.get_kind_display())
    _note(by, Act.SEARCHED, list(found) or [None])
    people = Person.objects.in_bulk(list(found))
    return [
        Found(pk, people[pk].alias_en if pk in people else "", ", ".join(dict.fromkeys(kinds)))
        for pk, kinds in found.items()
    ]


@transaction.atomic
def note_export(*, by: User) -> int:
    """Notes that every identity was exported, and of how many people. Raises NotAllowed.

    With earlier states, those of deleted ones too, and with what requests to be erased tell.
    """
    _require_guardian(by)
    everybody = set(telling_requests().values_list("person", flat=True))
    for model in (Identity, history_model(Identity)):
        everybody |= set(model._base_manager.values_list("person", flat=True))
    _note(by, Act.EXPORTED, sorted(everybody))
    return len(everybody)


def telling_requests() -> QuerySet[ErasureRequest]:
    """The requests to be erased that tell of somebody: open ones, and refused until it is done.

    What somebody who was erased is noted by would bring their id back into the log.
    """
    state = ErasureRequest.State
    erased = ErasureRequest.objects.filter(state=state.DONE).values("person")
    rows = ErasureRequest.objects.exclude(state=state.DONE)
    return rows.exclude(state=state.REFUSED, person__in=erased)


def note_readings(by: User | Any, people: Iterable[UUID]) -> None:
    """Notes that something which tells who these people are was read. Raises NotAllowed."""
    _require_guardian(by)
    _note(by, Act.READ, people)


def note_changes(by: User | None, people: Iterable[UUID]) -> None:
    """Notes that who these people are is changed now. Raises NotAllowed."""
    _require_guardian(by)
    _note(by, Act.CHANGED, people)


def note_told(by: User | None, people: Iterable[UUID]) -> None:
    """Notes that `by`, of whatever role, was told that a text gives these people away.

    The system (None) is not noted.
    """
    if by is not None:
        _note(by, Act.TOLD, dict.fromkeys(people))


@transaction.atomic
def ever_known(person: UUID, *, by: User | None) -> EverKnown:
    """Every name, relatives' too, and every line of contacts that this person has or had.

    `by` is noted as somebody who read them; the system (None) needs no leave. Raises NotAllowed.
    """
    if by is not None:
        _require_guardian(by)
    _note(by, Act.READ, [person])
    names: list[IdentityName] = []
    contacts: list[str] = []
    for identities, rows in (
        (Identity._base_manager, IdentityName._base_manager),
        (history_model(Identity)._base_manager, history_model(IdentityName)._base_manager),
    ):
        theirs = list(identities.filter(person=person))
        names += rows.filter(identity_id__in=[one.id for one in theirs])
        contacts += [line for one in theirs for line in one.contacts.splitlines()]
    return EverKnown(names, contacts)


def note_looked(by: User | None, people: Iterable[UUID]) -> None:
    """Notes that other words than their names were looked for along with these people.

    The system (None) needs no leave. Raises NotAllowed.
    """
    if by is not None:
        _require_guardian(by)
    _note(by, Act.LOOKED, people)


def note_shown(by: User | None, read: Iterable[UUID], found: Iterable[UUID]) -> None:
    """Notes whose identity is shown along with somebody else's, and who was found by a name.

    The system (None) needs no leave. Raises NotAllowed.
    """
    if by is not None:
        _require_guardian(by)
    _note(by, Act.READ, read)
    _note(by, Act.SEARCHED, found)


def forget_in_readings(person: UUID) -> int:
    """Takes a person's id out of the log: that somebody read, and when, stays. How many lines.

    For erasure alone: by every other way the log only grows.
    """
    lines = IdentityReading._base_manager.filter(person=person)
    return lines.update(person=None, is_erased=True)


def may_identify(user: Any) -> bool:
    """Whether this person may read who people are."""
    return Role.GUARDIAN in roles_of(user)


def may_see_readings(user: Any) -> bool:
    """Whether this person may see who read identities."""
    return bool(roles_of(user) & {Role.GUARDIAN, Role.ADMINISTRATOR})


def _identity_of(person: Person) -> Identity:
    there = Identity._base_manager.filter(person=person.pk).first()
    return there or Identity(person=person.pk)


def _require_guardian(by: User | None) -> None:
    if by is None or not may_identify(by):
        raise ForGuardians("Who somebody is, is for guardians alone.")


def _note(by: User | None, act: str, people: Iterable[UUID | None]) -> None:
    now = timezone.now()
    IdentityReading.objects.bulk_create(
        IdentityReading(by=by, at=now, act=act, person=pk) for pk in people
    )
