"""What the cells of a spreadsheet may name: records of the desk, and those of the same import."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from cases.models import (
    Agreement,
    Application,
    Case,
    Court,
    Event,
    EventKind,
    Figure,
    Identifier,
    Person,
    Provision,
    Referenced,
    Source,
    SourceKind,
    Topic,
)
from cases.models.source import IDENTIFIED
from cases.rules import visible

TERMS = (EventKind, SourceKind, Court, Provision, Topic)
# By what else than its reference a record may be named.
ALSO: dict[type[Referenced], tuple[str, ...]] = {
    Source: ("url",),
    Person: ("alias_en", "alias_ru", "alias_ko"),
    **dict.fromkeys(TERMS, ("label_en", "label_ru", "label_ko")),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a cell names, with the words it was named by."""

    pk: UUID
    text: str


class Known:
    """The records that `by` may see, by all their names; None for one that several share.

    A name is looked up as it is written, and in lower case with hyphens for spaces. Two people with
    the same initials are two people: an alias that more than one has names nobody.
    """

    def __init__(self, by: User | None) -> None:
        self.by = by
        self._names: dict[type[Referenced], dict[str, UUID | None]] = {}
        self._references: dict[UUID, str] = {}

    def one(self, model: type[Referenced], text: str) -> Named:
        """The record called `text`. Raises ValueError with advice."""
        kind = model._meta.verbose_name
        for name in _spellings(model, text):
            if name in self.names(model):
                pk = self.names(model)[name]
                if pk is None:
                    raise ValueError(
                        f"More than one {kind} is called “{text}”. Write the reference."
                    )
                return Named(pk, text)
        raise ValueError(
            f"“{text}” is no {kind} that the desk or this import knows. Add it first, or mend the "
            "spelling."
        )

    def find(self, model: type[Referenced], text: str) -> UUID | None:
        """The record that exactly this reference, address or number names, if there is one."""
        return self.names(model).get(text)

    def add(self, model: type[Referenced], pk: UUID, names: Iterable[str]) -> None:
        """Makes a record known under these names, of which the first is its reference."""
        known = self.names(model)
        for name in filter(None, names):
            self._references.setdefault(pk, name)
            known[name] = pk if known.get(name, pk) == pk else None

    def reference_of(self, pk: UUID) -> str:
        """The reference of a record that `find` found."""
        return self._references[pk]

    def names(self, model: type[Referenced]) -> dict[str, UUID | None]:
        """Every name of every record of `model`. One query or a few, the first time."""
        if model not in self._names:
            self._names[model] = {}
            for pk, names in self._read(model):
                self.add(model, pk, names)
        return self._names[model]

    def _read(self, model: type[Referenced]) -> Iterator[tuple[UUID, Iterable[str]]]:
        seen: Any = model._default_manager.all()
        seen = seen if self.by is None else visible(seen, self.by)
        also = ALSO.get(model, ())
        rows = seen.order_by().values_list("pk", "reference", *also)
        for pk, reference, *others in rows.iterator(chunk_size=2000):
            folded = [other if model is Source else other.casefold() for other in others]
            yield pk, (reference, *folded, *([pk.hex] if model in (Source, Person) else []))
        if model is Case:
            numbers = Application.objects.filter(case__in=seen).order_by()
            for pk, number in numbers.values_list("case_id", "number").iterator():
                yield pk, (number,)
        if str(model._meta.model_name) in IDENTIFIED:
            yield from self._identified(str(model._meta.model_name), seen)

    def _identified(self, owner: str, seen: Any) -> Iterator[tuple[UUID, Iterable[str]]]:
        held = Identifier.objects.filter(**{f"{owner}__in": seen}).order_by()
        for pk, value in held.values_list(f"{owner}_id", "value").iterator():
            yield pk, (value,)


MODELS: dict[str, type[Referenced]] = {
    "case": Case,
    "agreement": Agreement,
    "event": Event,
    "figure": Figure,
}


def _spellings(model: type[Referenced], text: str) -> Iterator[str]:
    """How a name may be written: as it is, folded, hyphenated; a court without its formation."""
    folded = text.casefold()
    yield from (text, folded, folded.replace(" ", "-"))
    if model is Court:
        # “European Court of Human Rights (Third Section)” is a formation of that court.
        yield re.sub(r"\s*\([^()]*\)$", "", folded)
