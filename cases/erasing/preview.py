"""What an erasure would take, before anything is taken."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from cases.erasing.files import StoredFile, files_telling, waiting_files, waiting_imports
from cases.erasing.places import Place, found_at_desk, places_of
from cases.erasing.rows import counted_rows, keys_of_own
from cases.historyrows import history_model
from cases.identities import names_of
from cases.models import IdentityName, IdentityReading, NameKind, Person, Source
from cases.names import Eraser
from cases.publishing.erasing import found_in_record, own_rows
from cases.sealing.blind import every_index

ALIASES = ("alias_en", "alias_ru", "alias_ko")


@dataclass(frozen=True)
class Preview:
    """All that would go: rows by table, texts place by place, files, and what is left to decide.

    `namesakes` are the ids of other people who bear one of the names: what names them goes as well
    unless it is spared.
    """

    person: UUID
    rows: Counter[str]
    places: list[Place]
    editions: int
    files: list[StoredFile]
    waiting: int
    readings: int
    names: int
    namesakes: list[UUID] = field(default_factory=list)

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
            "waiting": self.waiting,
        }


def eraser_of(
    person: UUID, *, by: User | None, also: str = "", spared: Any = ()
) -> tuple[Eraser, list[str]]:
    """What finds a person's names, and the names: their own and their aliases, earlier ones too.

    Names of relatives are not looked for: they are other people's. Raises NotAllowed, CannotUnseal.
    """
    names = [one.name for one in names_of(person, by=by) if one.kind != NameKind.RELATIVE]
    for model in (Person, history_model(Person)):
        for aliases in model._base_manager.filter(id=person).values_list(*ALIASES):
            names += [alias for alias in aliases if alias]
    names += [line.strip() for line in also.splitlines()]
    names = list(dict.fromkeys(name for name in names if name))
    return Eraser(names, spared), names


def would_erase(person: UUID, *, by: User | None, also: str = "", spared: Any = ()) -> Preview:
    """All that erasing this person would take; `also` are more names, a line each.

    That a person (`by`) had the names looked for is noted as a reading. Raises NotAllowed by the
    rules, CannotUnseal where something does not open.
    """
    eraser, names = eraser_of(person, by=by, also=also, spared=spared)
    places: list[Place] = []
    sources: set[UUID] = set()
    for found in found_at_desk(eraser, person, keys_of_own(person)):
        places += places_of(found, eraser)
        if isinstance(found.row, Source | history_model(Source)):
            sources.add(found.row.id)
    editions = 0
    for in_record in found_in_record(eraser, person):
        places += places_of(in_record, eraser)
        editions += hasattr(in_record.row, "document")
    rows = counted_rows(person)
    for model, own in own_rows(person).items():
        rows[model._meta.db_table] += own.count()
    files = [one for one in files_telling(eraser, sources) if one.key not in spared]
    return Preview(
        person,
        +rows,
        places,
        editions,
        files,
        waiting_imports().count() + len(waiting_files()),
        IdentityReading.objects.filter(person=person).count(),
        len(names),
        _namesakes(eraser, names, person),
    )


def _namesakes(eraser: Eraser, names: list[str], person: UUID) -> list[UUID]:
    """Other people who are called by one of the names, by alias or in their identity."""
    found = {
        pk
        for pk, *aliases in Person.objects.exclude(pk=person).values_list("pk", *ALIASES)
        if any(map(eraser.holds, aliases))
    }
    index = [one for name in names for one in every_index(name)]
    rows = IdentityName.objects.filter(blind_index__in=index).exclude(kind=NameKind.RELATIVE)
    found |= set(rows.exclude(identity__person=person).values_list("identity__person", flat=True))
    return sorted(found)
