"""Which records link to a record: who uses it, and what would change if it were deleted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import PROTECT, Q, QuerySet

from cases.admin.pages import address_of
from cases.models import Referenced
from cases.rules import visible

MOST_SHOWN = 50


@dataclass
class Linking:
    """Records that link to another: by name and address, as far as they are shown.

    `hidden` counts those that the reader may not see, `more` those beyond MOST_SHOWN.
    """

    shown: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden or self.more)

    def add(self, records: QuerySet[Any], user: Any) -> None:
        """Adds records of one model, in three queries at most."""
        seen = visible(records, user)
        count = seen.count()
        self.hidden += records.count() - count
        room = MOST_SHOWN - len(self.shown)
        found = list(seen[:room]) if room and count else []
        self.shown += [(str(one), address_of(one)) for one in found]
        self.more += count - len(found)


def linking_to(record: Any, user: Any, *, holds: bool | None = None) -> Linking:
    """The records that link to `record`, by themselves or by a row of theirs.

    With `holds`, those alone that keep it from being deleted, or those alone that do not. What
    `record` itself owns is no part of the answer.
    """
    by_model: dict[type[Referenced], Q] = {}
    for model, condition, is_held in _links(record):
        if holds is None or is_held == holds:
            by_model[model] = by_model.get(model, Q()) | condition
    found = Linking()
    for model, condition in by_model.items():
        found.add(model._default_manager.filter(condition).exclude(pk=record.pk), user)
    return found


def _links(record: Any) -> Iterator[tuple[type[Referenced], Q, bool]]:
    """The models that link to `record`: which of their records do, and whether they hold it."""
    for relation in record._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        is_held = getattr(relation, "on_delete", None) is PROTECT
        if issubclass(model, Referenced):
            linked = model._default_manager.filter(**{name: record.pk})
            yield model, Q(pk__in=linked.order_by().values("pk")), is_held
        elif name not in getattr(model, "owners", (name,)):
            rows = model._default_manager.filter(**{name: record.pk}).order_by()
            for owner in model.owners:
                key = model._meta.get_field(owner)
                owned = rows.filter(**{f"{owner}__isnull": False})
                yield key.related_model, Q(pk__in=owned.values(key.attname)), is_held
