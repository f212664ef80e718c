"""Where the public reads a name already: in editions, and in what was left of those taken back."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cases.models import NamePass, NamesHeld, Person
from cases.names import NameGuard
from cases.publishing.guarding import ANY_RECORD, is_passed, lasting_passes
from cases.publishing.places import NOTE, Place, places_by, texts_in
from cases.publishing.protected import CHUNK, protected_names
from cases.rules import Deed, require
from timeline.models import Edition, FormerAddress, SuppressedField, Tombstone

Held = tuple[Any, list[Place]]


@transaction.atomic
def editions_holding(person: Person, *, by: User) -> list[Held]:
    """What the public reads that holds a name of `person`, each with its places.

    Editions, earlier ones too, in the order of printing; then notes and addresses of what was taken
    back (Tombstone, SuppressedField, FormerAddress). What a guardian let pass is left out. Reads
    every edition: a few milliseconds each. Raises NotAllowed by the rules.
    """
    require(by, Deed.IDENTIFY, person)
    found = _holding([person.pk]).get(person.pk, [])
    _keep_counts([person.pk], {person.pk: len(found)})
    return found


@transaction.atomic
def recount_held(people: Iterable[UUID]) -> int:
    """Counts anew where the public reads a name of these people, for guardians' first page.

    Returns how many such places there are. Reads every edition once, however many people.
    """
    people = list(people)
    counts = {pk: len(found) for pk, found in _holding(people).items()}
    _keep_counts(people, counts)
    return sum(counts.values())


@transaction.atomic
def held_after(given: NamePass) -> list[str]:
    """Where the public reads a name only because of a pass that was taken back, in words.

    It counts among the places that hold a name from then on. A note may stand beside any record.
    """
    record = None if given.field == NOTE else given.record
    held, before = (
        _holding([given.person], record, passed).get(given.person, [])
        for passed in ((), (given.mark,))
    )
    fresh = [row for row, _ in held if row not in [one for one, _ in before]]
    if fresh:
        counted, _ = NamesHeld.objects.get_or_create(
            record=given.person, defaults={"places": 0, "counted_at": timezone.now()}
        )
        counted.places += len(fresh)
        counted.save()
    return [described(row)[3] for row in fresh]


def held_everywhere(people: Iterable[UUID] | None = None) -> int:
    """How many places hold a protected name, by the last count for each person. One query.

    Of these people, or of all.
    """
    rows = (
        NamesHeld.objects.all() if people is None else NamesHeld.objects.filter(record__in=people)
    )
    return rows.aggregate(total=Sum("places"))["total"] or 0


def described(row: Any) -> tuple[str, UUID, str, str]:
    """What holds a name: the kind, id and reference of its record, and where in words."""
    edition = row.edition if isinstance(row, SuppressedField) else row
    match row:
        case SuppressedField():
            where = f"the note of what was taken out of edition {edition.number}"
        case Edition():
            which = "an earlier one" if row.superseded else "the current one"
            where = f"edition {row.number}, {which}"
        case Tombstone():
            where = "the note and address of what was taken back"
        case _:
            where = "an earlier address, which still answers"
    return edition.kind, edition.record, edition.reference, where


def _holding(
    people: list[UUID], record: UUID | None = None, also_passed: Iterable[str] = ()
) -> dict[UUID, list[Held]]:
    """By person, what holds a name of theirs; of one record, or of all.

    `also_passed` are marks of passes that are taken as if they held.
    """
    names = sorted(set(protected_names(people)))
    if not names:
        return {}
    guard = NameGuard(names)
    passed = {*lasting_passes().values_list("mark", flat=True), *also_passed}
    found: dict[UUID, list[Held]] = {}
    for row, texts in public_texts(record):
        by_person: dict[UUID, list[Place]] = {}
        for place in places_by(guard, [(path, text) for path, text in texts if text]):
            holder = row.record if isinstance(row, Edition) else ANY_RECORD
            if not is_passed(holder, place, passed):
                by_person.setdefault(place.person, []).append(place)
        for pk, places in by_person.items():
            found.setdefault(pk, []).append((row, places))
    return found


def _keep_counts(people: list[UUID], counts: dict[UUID, int]) -> None:
    NamesHeld.objects.filter(record__in=people).delete()
    NamesHeld.objects.bulk_create(
        NamesHeld(record=pk, places=counts[pk], counted_at=timezone.now())
        for pk in people
        if counts.get(pk)
    )


def public_texts(record: UUID | None = None) -> Iterator[tuple[Any, Iterable[tuple[str, str]]]]:
    """Every row that the public reads, of one record or of all, with its texts."""
    its_own = {"record": record} if record else {}
    of_its_edition = {"edition__record": record} if record else {}
    editions = Edition.objects.filter(**its_own).order_by("sequence")
    for edition in editions.iterator(chunk_size=CHUNK):
        yield edition, [*texts_in(edition.document), *_columns(edition, "reference", NOTE)]
    for grave in Tombstone.objects.filter(**its_own).order_by("sequence"):
        yield grave, _columns(grave, "reference", NOTE)
    suppressed = SuppressedField.objects.filter(**of_its_edition).select_related("edition")
    for one in suppressed.order_by("pk"):
        yield one, _columns(one, NOTE)
    for former in FormerAddress.objects.filter(**its_own).order_by("pk"):
        yield former, _columns(former, "reference")


def _columns(row: Any, *names: str) -> list[tuple[str, str]]:
    return [(name, getattr(row, name)) for name in names]
