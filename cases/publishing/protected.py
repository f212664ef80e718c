"""Which names are protected, kept in this process and brought up to date person by person.

Protected are

- the names of relatives of everybody;
- all other names of an identity, but those that the public reads as an alias of the same person;
- what people are called, if it reads like a whole name that the public does not read yet;
- what people were called earlier whom the desk withholds, or names by initials.

Titles and descriptions are left out, and of several names in one line each is protected. What the
public reads stands in the edition of a person. A draft opens nothing; but one that withholds
somebody closes at once.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Self
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet, Sum

from cases.documents import ALIASED
from cases.historyrows import CREATED, DELETED, history_model
from cases.models import Exposure, Identity, IdentityName, NameKind, Person, Publication
from cases.names import NameGuard, is_whole_name, names_in
from timeline.models import Edition, Kind

CHUNK = 500
# So many people may have changed until all names are learned anew.
MOST_CHANGED = 1000
Counts = tuple[tuple[str, int], ...]
Combinations = list[tuple[UUID, list[str]]]


@dataclass(frozen=True)
class _Rows:
    """The log of a model: its last row, when the last was written, how many and which rows.

    `objects` are how many objects there are, by what may change without a row of history.
    """

    last: int | None
    at: Any
    many: int
    sum: int | None
    objects: Counts

    def grown_to(self, now: Self) -> int:
        """How many objects more there are now."""
        return sum(many for _, many in now.objects) - sum(many for _, many in self.objects)


State = dict[Any, _Rows]


@dataclass(frozen=True)
class Known:
    """What looks for protected names, if there are any, and what together tells who people are."""

    guard: NameGuard | None
    telling: Combinations


@dataclass(frozen=True)
class _Held:
    """What is known at a state, and who has changed since all names were learned."""

    state: State
    learned: NameGuard
    known: Known
    changed: frozenset[UUID] = field(default=frozenset())


_lock = Lock()
_held: _Held | None = None


def known() -> Known:
    """What is protected now: milliseconds where few people have changed since the last time.

    Learning 100,000 names takes long (docs/adr/0011), so ask before you lock what others wait for.
    Raises CannotUnseal where the names cannot be read.
    """
    global _held  # noqa: PLW0603 (one guard a process, under its lock)
    with _lock:
        state = _state()
        if _held is None or _held.state != state:
            held = _brought_up(_held, state) if _held else None
            _held = held or _learned(state)
        return _held.known


def _state() -> State:
    return {
        model: _rows_of(_log_of(model), _counted(model))
        for model in (IdentityName, Identity, Person, Publication)
    }


def _log_of(model: Any) -> QuerySet[Any]:
    """What tells when a model changed: its history; of publications those of people themselves."""
    if model is Publication:
        people = Publication.objects.filter(kind=Kind.PERSON)
        return people.annotate(history_id=F("id"), history_date=F("at"))
    history: QuerySet[Any] = history_model(model).objects.all()
    return history


def _counted(model: Any) -> Counts:
    if model is Publication:
        return (("", _editions().count()),)
    if model is not Person:
        return (("", model._default_manager.count()),)
    # Set for many at once, an exposure changes without a row of history.
    by_exposure = Person.objects.order_by().values_list("exposure").annotate(many=Count("pk"))
    return tuple(sorted(by_exposure))


def _rows_of(rows: Any, objects: Counts) -> _Rows:
    told = rows.aggregate(
        last=Max("history_id"), at=Max("history_date"), many=Count("history_id"),
        sum=Sum("history_id"),
    )  # fmt: skip
    return _Rows(objects=objects, **told)


def _learned(state: State) -> _Held:
    guard = NameGuard(protected_names())
    return _Held(state, guard, Known(_if_any(guard), [*_telling(Identity.objects.all())]))


def _brought_up(held: _Held, state: State) -> _Held | None:
    """What was held, with who has changed since; None if all has to be learned anew."""
    fresh = _changed_since(held.state, state)
    if fresh is None or len(held.changed | fresh) > MOST_CHANGED:
        return None
    changed = held.changed | fresh
    guard = held.learned.with_changed(changed, protected_names(changed))
    telling = [one for one in held.known.telling if one[0] not in fresh]
    telling += _telling(Identity.objects.filter(person__in=fresh))
    return _Held(state, held.learned, Known(_if_any(guard), telling), changed)


def _changed_since(before: State, now: State) -> frozenset[UUID] | None:
    """The people whose rows were written between two states; None if history does not tell."""
    people: set[UUID] = set()
    for model, was in before.items():
        if was == now[model]:
            continue
        log = _log_of(model)
        fresh = list(log.filter(history_id__gt=was.last or 0)[: MOST_CHANGED * 4])
        is_told = fresh and was.last and _explains(model, fresh, was.grown_to(now[model]))
        if not is_told or _rows_of(log.filter(history_id__lte=was.last), was.objects) != was:
            return None
        people |= _people_of(model, fresh)
    return frozenset(people)


def _explains(model: Any, rows: list[Any], grown: int) -> bool:
    """Whether there are so many more objects because of these rows of the log."""
    if model is Publication:
        return True  # an edition that takes the place of another adds none
    types = Counter(row.history_type for row in rows)
    return grown == types[CREATED] - types[DELETED]


def _people_of(model: Any, rows: list[Any]) -> set[UUID]:
    if model is Publication:
        return {row.record for row in rows}
    if model is Person:
        return {row.id for row in rows}
    if model is Identity:
        return {row.person for row in rows}
    identities = {row.identity_id for row in rows}
    past = history_model(Identity).objects.filter(id__in=identities)
    return set(past.values_list("person", flat=True))


def _if_any(guard: NameGuard) -> NameGuard | None:
    return guard if guard.has_names else None


def protected_names(people: Collection[UUID] | None = None) -> Iterator[tuple[UUID, str]]:
    """The protected names of some people, or of all."""
    read = _read_by_the_public(people)
    yield from _sealed(people, read)
    for person, called in _aliases(people):
        for name in filter(is_whole_name, names_in(called)):
            if not is_read(name, read.get(person, ())):
                yield person, name


def sealed_names(person: UUID) -> list[str]:
    """The names of a person's identity that the public does not read."""
    return [name for _, name in _sealed([person], _read_by_the_public([person]))]


def is_read(name: str, aliases: Collection[str]) -> bool:
    """Whether somebody who is read by these aliases is read by `name`, in some spelling."""
    if name in aliases or not aliases:
        return name in aliases
    looking = NameGuard([("", name)])
    return any(looking.hits(alias) for alias in aliases)


def _sealed(
    people: Collection[UUID] | None, read: dict[UUID, list[str]]
) -> Iterator[tuple[UUID, str]]:
    rows = IdentityName.objects.select_related("identity")
    rows = rows if people is None else rows.filter(identity__person__in=people)
    for row in rows.iterator(chunk_size=CHUNK):
        person = row.identity.person
        for name in names_in(row.name):
            if row.kind == NameKind.RELATIVE or not is_read(name, read.get(person, ())):
                yield person, name


def _editions() -> QuerySet[Edition]:
    """The editions of people that stand."""
    return Edition.objects.current().of(Kind.PERSON).order_by()


def _read_by_the_public(people: Collection[UUID] | None) -> dict[UUID, list[str]]:
    """By person, the aliases in their edition, where the desk would name them still."""
    named = Person.objects.filter(exposure=Exposure.PUBLIC).values("pk")
    rows = _editions().filter(record__in=named)
    rows = rows if people is None else rows.filter(record__in=people)
    found = rows.values_list("record", "document").iterator(chunk_size=CHUNK)
    return {person: [said[one] for one in ALIASED if said.get(one)] for person, said in found}


def _aliases(people: Collection[UUID] | None) -> Iterator[tuple[UUID, str]]:
    """What people are called and, unless they are public, were called earlier, each once."""
    rows = Person.objects.order_by()
    rows = rows if people is None else rows.filter(pk__in=people)
    hidden = set(rows.exclude(exposure=Exposure.PUBLIC).values_list("pk", flat=True))
    past = history_model(Person).objects.order_by()
    past = past if people is None else past.filter(id__in=hidden)
    called = set(rows.values_list("pk", *ALIASED))
    called |= {row for row in past.values_list("id", *ALIASED) if row[0] in hidden}
    yield from {(person, alias) for person, *aliases in called for alias in aliases if alias}


def _telling(identities: Any) -> Combinations:
    found = []
    for one in identities.exclude(telling="").iterator(chunk_size=CHUNK):
        for line in one.telling.splitlines():
            parts = [part.strip() for part in line.split(";") if part.strip()]
            if parts:
                found.append((one.person, parts))
    return found
