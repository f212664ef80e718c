"""Many records with all that they rest on, told apart by record."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from cases.documents import mentioned
from cases.models import Case, Referenced
from cases.publishing import changed_since_publication, resting_on, taken_back
from cases.publishing.kinds import STANDS_ON_ITS_OWN


class Together:
    """Records, and behind each all that it rests on. The number of queries does not grow with them.

    `everything` are the ids of all of it, `changed` those whose publication would print something.
    """

    def __init__(self, records: Iterable[Any]) -> None:
        chosen = list(records)
        prefetch_related_objects([one for one in chosen if isinstance(one, Case)], "events")
        found = resting_on(chosen)
        self.everything = {one.pk for one in found}
        self._behind = {one.pk: [other.pk for other in _next_to(one)] for one in found}
        self._away = taken_back(self.everything)
        self.changed = changed_since_publication(found)

    def printing_with(self, record: Referenced) -> list[Referenced]:
        """What would be printed with `record`, itself among it: as `going_along` says of one."""
        reached: set[UUID] = set()
        wave = [record.pk]
        while wave:
            reached.update(wave)
            further = {pk for one in wave for pk in self._behind.get(one, ())}
            wave = [pk for pk in further - reached if pk not in self._away]
        return [one for one in self.changed if one.pk in reached]


def _next_to(record: Referenced) -> list[Referenced]:
    linked = [one for _, one in mentioned(record) if not isinstance(one, STANDS_ON_ITS_OWN)]
    return [*linked, *record.events.all()] if isinstance(record, Case) else linked
