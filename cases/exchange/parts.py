"""The lists that a record holds, as an import adds to them. Nothing is ever taken away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cases.exchange.known import Named
from cases.models import (
    Application,
    CaseStatus,
    Citation,
    Identifier,
    Participation,
    Party,
    Scheme,
)

Item = Any
Key = Any


@dataclass(frozen=True)
class Part:
    """One list of a record: what to prefetch, the keys it holds, and the row that an item makes."""

    prefetch: tuple[str, ...]
    held: Callable[[Any], set[Key]]
    key: Callable[[Item], Key]
    row: Callable[[Any, Item], Any]
    words: Callable[[Item], str]

    def added(self, record: Any, items: list[Item]) -> list[Item]:
        """Those of `items` that `record` does not hold yet; all of them where it is new."""
        held = set() if record._state.adding else self.held(record)
        found: dict[Key, Item] = {}
        for item in items:
            if self.key(item) not in held:
                found.setdefault(self.key(item), item)
        return list(found.values())


def links(name: str) -> Part:
    """A many-to-many field."""

    def row(record: Any, item: Named) -> Any:
        field = record._meta.get_field(name)
        through = field.remote_field.through
        return through(
            **{
                f"{field.m2m_field_name()}_id": record.pk,
                f"{field.m2m_reverse_field_name()}_id": item.pk,
            }
        )

    return Part(
        (name,),
        lambda record: {one.pk for one in getattr(record, name).all()},
        lambda item: item.pk,
        row,
        lambda item: str(item.text),
    )


def _owner(record: Any) -> dict[str, Any]:
    return {str(record._meta.model_name): record}


SOURCES = Part(
    ("citations",),
    lambda record: {one.source_id for one in record.citations.all()},
    lambda item: item.pk,
    lambda record, item: Citation(**_owner(record), source_id=item.pk),
    lambda item: str(item.text),
)
PARTIES = Part(
    ("parties",),
    lambda record: {one.country for one in record.parties.all()},
    lambda item: item,
    lambda record, item: Party(agreement=record, country=item),
    str,
)
STATUSES = Part(
    ("statuses",),
    lambda record: {(one.status, str(one.since or "")) for one in record.statuses.all()},
    lambda item: (item[0], str(item[1] or "")),
    lambda record, item: CaseStatus(case=record, status=item[0], since=item[1]),
    lambda item: f"{item[0]} since {item[1]}" if item[1] else str(item[0]),
)
APPLICATIONS = Part(
    ("applications",),
    lambda record: {(one.court_id, one.number) for one in record.applications.all()},
    lambda item: (item[0].pk, item[1]),
    lambda record, item: Application(case=record, court_id=item[0].pk, number=item[1]),
    lambda item: str(item[1]),
)
ECLI = Part(
    ("identifiers",),
    lambda record: {one.value for one in record.identifiers.all() if one.scheme == Scheme.ECLI},
    lambda item: item,
    lambda record, item: Identifier(**_owner(record), scheme=Scheme.ECLI, value=item),
    str,
)
PEOPLE = Part(
    ("participations",),
    lambda record: {one.person_id for one in record.participations.all()},
    lambda item: item.pk,
    lambda record, item: Participation(event=record, person_id=item.pk),
    lambda item: str(item.text),
)


def prefetches(parts: dict[str, Part]) -> Iterator[str]:
    """What to prefetch for records that these lists are compared with."""
    for part in parts.values():
        yield from part.prefetch
