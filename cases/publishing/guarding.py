"""The name guard at the door: no edition is printed that holds a protected name.

Which names are protected stands in cases/publishing/protected.py. What keeps a record from being
printed is every such name in it, but

- those that a guardian let pass there (cases/publishing/passing.py);
- a public person's alias, where an edition that names the person so is printed in the same act.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from cases.documents import ALIASED, document_of
from cases.identities import note_told
from cases.models import Exposure, NamePass, Person, Referenced
from cases.names import NameGuard
from cases.publishing.places import (
    Place,
    every_place,
    marks_of,
    places_by,
    places_in_note,
)
from cases.publishing.protected import is_read, known, protected_names, sealed_names
from cases.rules import Deed, refusal

SOMEBODY = "A protected name stands in it. A guardian can see where, and let it pass."
IN_THE_NOTE = "A protected name stands in the public note. A guardian can let it pass."
# A note is no record's own: the mark of a place in it is the same for all.
ANY_RECORD = UUID(int=0)
Opened = Callable[[Place], bool]


def places_in(
    records: Iterable[Referenced], together: Collection[UUID] = ()
) -> dict[Referenced, list[Place]]:
    """By record, every protected name that keeps it from being printed.

    `together` are the ids of all that is printed in the same act. Its queries do not grow with the
    records. Raises CannotUnseal.
    """
    records = list(records)
    held = _not_passed(every_place(records))
    if not held:
        return {}
    met = {one.person for places in held.values() for one in places}
    opened = _opened_by(met & {*together, *(one.pk for one in records)})
    still = {
        record: [one for one in places if one.person not in opened or not opened[one.person](one)]
        for record, places in held.items()
    }
    return {record: places for record, places in still.items() if places}


def guarded(
    records: Iterable[Referenced], by: User | None, together: Collection[UUID] = ()
) -> dict[Referenced, str]:
    """The records that would print a protected name, with what `by` may be told of it.

    That they were told is noted. `together` as for `places_in`.
    """
    found = places_in(records, together)
    note_told(by, [one.person for held in found.values() for one in held])
    return {record: _words(held, by) for record, held in found.items()}


def may_be_told(by: User, record: Referenced) -> bool:
    """Whether the guard may say of `record` what it finds: to guardians, and to who reviews it.

    To everybody else, who could try names without end, it says nothing: a reviewer is told.
    """
    return not (refusal(by, Deed.REVIEW, record) and refusal(by, Deed.IDENTIFY, Person))


def names_in_note(text: str) -> bool:
    """Whether words for the public hold a protected name that nobody let pass there.

    Raises CannotUnseal.
    """
    return bool(held_in_note(text))


def note_told_of(note: str, refused: Exception, by: User) -> None:
    """Notes that `by` was told of a protected name in a note for readers, where a refusal says so.

    What the refused act itself had noted is undone with it.
    """
    if IN_THE_NOTE in str(refused):
        note_told(by, [one.person for one in held_in_note(note)])


def held_in_note(text: str) -> list[Place]:
    """The protected names in words for the public, but those that were let pass."""
    if not (places := places_in_note(text)):
        return []
    passed = set(lasting_passes().filter(field=places[0].path).values_list("mark", flat=True))
    return [one for one in places if not is_passed(ANY_RECORD, one, passed)]


def lasting_passes() -> QuerySet[NamePass]:
    """The passes that hold: not taken back, and bound to what was seen."""
    return NamePass.objects.filter(taken_back_at=None).exclude(mark="")


def is_passed(record: UUID, place: Place, passed: Collection[str]) -> bool:
    """Whether a place in a record was let pass; `passed` are the marks of passes."""
    return bool(passed) and any(mark in passed for mark in marks_of(record, place))


def telling_combinations() -> list[tuple[UUID, list[str]]]:
    """What together tells who somebody is: by person, the parts of each combination."""
    return known().telling


def _not_passed(every: dict[Referenced, list[Place]]) -> dict[Referenced, list[Place]]:
    if not every:
        return {}
    given = lasting_passes().filter(record__in=[one.pk for one in every])
    passed = set(given.values_list("mark", flat=True))
    held = {
        record: [one for one in places if not is_passed(record.pk, one, passed)]
        for record, places in every.items()
    }
    return {record: places for record, places in held.items() if places}


def _opened_by(printed: Collection[UUID]) -> dict[UUID, Opened]:
    """By person, which places the public may read, because it reads their alias from now on."""
    people = Person.objects.filter(pk__in=printed, exposure=Exposure.PUBLIC) if printed else ()
    return {person.pk: _opened(person) for person in people}


def _opened(person: Person) -> Opened:
    """An alias opens the names that it reads as, where no sealed name keeps it back."""
    sealed = NameGuard([(person.pk, name) for name in sealed_names(person.pk)])
    document = document_of(person)
    fields = [(one, document[one]) for one in ALIASED if one in document]
    held = _not_passed({person: places_by(sealed, fields)}).get(person, [])
    paths = {one.path for one in held}
    aliases = [text for path, text in fields if path not in paths]
    names = [name for _, name in protected_names([person.pk])]
    read = {name for name in names if is_read(name, aliases)}
    opens = NameGuard([(person.pk, name) for name in read])
    closed = NameGuard([(person.pk, name) for name in names if name not in read])
    return lambda place: bool(opens.hits(place.name)) and not closed.hits(place.name)


def _words(places: list[Place], by: User | None) -> str:
    if by is not None and refusal(by, Deed.IDENTIFY, Person):
        return SOMEBODY
    fields = dict.fromkeys(one.field for one in places)
    return f"A protected name stands in: {', '.join(fields)}."
