"""History rows in words, for whoever reads them: names instead of ids, and no testimony."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cases.countries import NAMES
from cases.historyrows import history_model, links_in_rows
from cases.models import Source
from cases.naming import Names, linking_fields
from timeline.dates import EdtfDate

SILENT = frozenset(("id", "version"))
# What a witness said; a history is read by more people than may read testimony.
SAID = frozenset(("quote", "translation", "locator", "value", "remark"))


class Wording:
    """History rows in words. What many rows need is looked up for all of them at once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._links: dict[Any, dict[int, dict[str, set[UUID]]]] = {}
        self._is_open: dict[UUID, bool] = {}

    def learn(self, rows: Iterable[Any]) -> None:
        """Looks up what these rows link to; the number of queries does not grow with them."""
        by_model: dict[Any, list[Any]] = {}
        for row in rows:
            by_model.setdefault(row.instance_type, []).append(row)
        linked: dict[Any, set[Any]] = {}
        for model, group in by_model.items():
            for field in linking_fields(model):
                pks = {getattr(row, field.attname) for row in group}
                linked.setdefault(field.related_model, set()).update(pks)
            for name, targets in self._learn_links(model, group).items():
                related = model._meta.get_field(name).related_model
                linked.setdefault(related, set()).update(targets)
        for model, pks in linked.items():
            self._names.learn(model, pks)
        self._learn_sources(linked.get(Source, set()) - {None})

    def _learn_links(self, model: Any, rows: list[Any]) -> dict[str, set[UUID]]:
        """Notes the many-to-many links of rows; returns what they lead to, by field."""
        known = self._links.setdefault(model, {})
        fields = [field.name for field in history_model(model)._history_m2m_fields]
        fresh = {row.history_id: row for row in rows if row.history_id not in known}
        found: dict[str, set[UUID]] = {name: set() for name in fields}
        if not fields or not fresh:
            return found
        held = links_in_rows(model, fresh)
        for history_id in fresh:
            known[history_id] = {name: set() for name in fields}
            for name, target in held[history_id]:
                known[history_id][name].add(target)
                found[name].add(target)
        return found

    def _learn_sources(self, pks: set[UUID]) -> None:
        """Notes which sources never were testimony; one that is gone may have been."""
        fresh = pks - self._is_open.keys()
        if not fresh:
            return
        there = Source.objects.filter(pk__in=fresh, is_testimony=False).values_list("pk", flat=True)
        rows = history_model(Source).objects.filter(id__in=fresh, is_testimony=True).order_by()
        is_open = set(there) - set(rows.values_list("id", flat=True))
        self._is_open.update({pk: pk in is_open for pk in fresh})

    def row(self, row: Any) -> str:
        """All that a row of a record says, field by field."""
        self.learn([row])
        left_out = SILENT | set(row.instance_type.owners)
        source: Any = getattr(row, "source_id", None)
        if source and not self._is_open[source]:
            left_out |= SAID
        parts = [
            f"{field.verbose_name}: {text}"
            for field in row.tracked_fields
            if field.name not in left_out and not is_derived(field)
            if (text := self.value(field, row))
        ]
        parts += [f"{name}: {text}" for name in self.links(row) if (text := self.linked(name, row))]
        return "; ".join(parts)

    def value(self, field: Any, row: Any) -> str:
        """What a row says in one field."""
        value = getattr(row, field.attname)
        if field.is_relation:
            return "" if value is None else self._names.of(field.related_model, [value])
        return in_words(field, value)

    def links(self, row: Any) -> dict[str, set[UUID]]:
        """The ids that a row's many-to-many fields held, by field name."""
        self.learn([row])
        return self._links.get(row.instance_type, {}).get(row.history_id, {})

    def linked(self, name: str, row: Any) -> str:
        """The names of what one many-to-many field of a row held."""
        return self._names.of(
            row.instance_type._meta.get_field(name).related_model, self.links(row)[name]
        )


def in_words(field: Any, value: Any) -> str:
    """A value of a field that is no link, as staff read it; "" for none."""
    if value in (None, ""):
        return ""
    if isinstance(value, EdtfDate):
        return value.wording()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    parts = value if isinstance(value, list) else [value]
    return ", ".join(NAMES.get(one, str(one)) for one in parts)


def is_derived(field: Any) -> bool:
    """Whether a column only follows from another: the days of a date."""
    return bool(field.name.endswith(("_earliest", "_latest")))
