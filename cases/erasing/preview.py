"""What an erasure would take, before anything is taken."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from cases.documents import ALIASED
from cases.erasing.choices import Choices
from cases.erasing.files import (
    StoredFile,
    Waiting,
    read_files,
    sources_telling,
    telling,
    waiting,
)
from cases.erasing.links import change_of, links_of
from cases.erasing.lookedfor import LookedFor, looked_for
from cases.erasing.places import Place, found_at_desk, places_of, sources_of
from cases.erasing.rows import counted_rows, keys_of_own
from cases.identities import note_looked, note_shown
from cases.models import IdentityName, IdentityReading, NameKind, Person
from cases.names import Eraser
from cases.publishing.erasing import found_in_record, own_rows
from cases.sealing.blind import every_index

NO_CHOICES = Choices()


@dataclass(frozen=True)
class Preview:
    """All that would go: rows by table, texts place by place, files, and what is left to decide.

    `looked_for` is all that gives the person away, `hits` in how many places each of it stands.
    `unread` are the files that nobody could look into, and that stay. `namesakes` are the ids of
    other people who bear one of the names: what names them goes as well unless it is spared.
    `links` are the rows that tie the person to records, `changes` the editions that lose something.
    `spared`, `spared_files` and `left_out` are what two guardians decided to let stay.
    """

    person: UUID
    rows: Counter[str]
    places: list[Place]
    files: list[StoredFile]
    unread: list[StoredFile]
    waiting: list[Waiting]
    readings: int
    looked_for: LookedFor
    hits: Counter[str]
    namesakes: list[UUID] = field(default_factory=list)
    spared: list[Place] = field(default_factory=list)
    spared_files: list[StoredFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    links: list[Place] = field(default_factory=list)
    changes: list[Place] = field(default_factory=list)

    @property
    def editions(self) -> int:
        """How many public editions change."""
        return sum(one.is_public for one in self.changes)

    @property
    def closed(self) -> int:
        """How many texts are not shown yet to whom this is for."""
        return len({one.key for one in self.places if one.is_closed})

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the person is there."""
        return not (self.rows or self.places or self.files)

    @property
    def counts(self) -> dict[str, int]:
        """In a few figures."""
        return {
            "rows": sum(self.rows.values()),
            "places": len(self.places),
            "editions": self.editions,
            "files": len(self.files),
            "unread": len(self.unread),
            "waiting": len(self.waiting),
        }


@transaction.atomic
def would_erase(
    person: UUID, *, by: User | None, also: str = "", choices: Choices = NO_CHOICES
) -> Preview:
    """All that erasing this person would take; `also` are more names, a line each.

    What is left out by `choices` is not looked for, but counted. That `by` had the names looked for
    is noted as a reading, also of everybody else whose identity tells of them, and as a search for
    everybody who bears one of the names; that there were more names, by itself. Raises NotAllowed
    by the rules, CannotUnseal where something does not open.
    """
    everything = looked_for(person, by=by, also=also)
    if also.strip():
        note_looked(by, [person])
    held = everything.without(choices.left_out)
    eraser = held.eraser(choices.spared)
    places, changes, sources = _places(eraser, person)
    rows = counted_rows(person)
    for model, own in own_rows(person).items():
        rows[model._meta.db_table] += own.count()
    read = read_files(held.eraser())
    if choices.spared:
        sources = sources_telling(held.eraser(), person)
    files = [one for one in telling(read, sources) if one.key not in choices.spared]
    namesakes = _namesakes(eraser, held, person)
    note_shown(by, {one.tells_of for one in places if one.tells_of} - {person}, namesakes)
    return Preview(
        person,
        +rows,
        places,
        files,
        [one for one in read if not one.is_read and one not in files],
        waiting(),
        IdentityReading.objects.filter(person=person).count(),
        everything,
        _hits(places) + _hits_left_out(everything.only(choices.left_out), person),
        namesakes,
        _spared(held, choices, person),
        [one for one in read if one.key in choices.spared],
        [one for one in everything.all if one in choices.left_out],
        links_of(person),
        changes,
    )


def _places(eraser: Eraser, person: UUID) -> tuple[list[Place], list[Place], set[UUID]]:
    """Every place in a text, the editions that change, and the sources that it concerns."""
    places: list[Place] = []
    changes: list[Place | None] = []
    sources: set[UUID] = set()
    for found in found_at_desk(eraser, person, keys_of_own(person)):
        places += places_of(found, eraser)
        changes.append(change_of(found))
        sources |= sources_of(found.row)
    for in_record in found_in_record(eraser, person):
        places += places_of(in_record, eraser)
        changes.append(change_of(in_record))
    return places, [one for one in changes if one], sources


def _spared(held: LookedFor, choices: Choices, person: UUID) -> list[Place]:
    """The places that stay as they are."""
    if not choices.spared:
        return []
    return [one for one in _places(held.eraser(), person)[0] if one.key in choices.spared]


def _hits(places: list[Place]) -> Counter[str]:
    return Counter(one for place in places for one in place.found)


def _hits_left_out(left_out: LookedFor, person: UUID) -> Counter[str]:
    return _hits(_places(left_out.eraser(), person)[0]) if left_out.all else Counter()


def _namesakes(eraser: Eraser, known: LookedFor, person: UUID) -> list[UUID]:
    """Other people who are called by one of the names, by alias or in their identity."""
    found = {
        pk
        for pk, *aliases in Person.objects.exclude(pk=person).values_list("pk", *ALIASED)
        if any(map(eraser.holds, aliases))
    }
    index = [one for name in known.names for one in every_index(name)]
    rows = IdentityName.objects.filter(blind_index__in=index).exclude(kind=NameKind.RELATIVE)
    found |= set(rows.exclude(identity__person=person).values_list("identity__person", flat=True))
    return sorted(found)
