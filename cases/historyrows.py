"""History rows themselves: the last of each object, the links that each holds, rows written by set.

What a revision is, and when it writes a row, stands in cases/history.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max
from simple_history.models import HistoricalRecords

CREATED, CHANGED, DELETED = "+", "~", "-"
CHUNK = 1000
# The links of each object: the field and target of each, with the id of the row that makes it.
Links = dict[UUID, dict[tuple[str, UUID], int]]


@cache
def history_model(model: Any) -> Any:
    """The model of the history rows of `model`; its descriptor makes a new manager class a look."""
    return model.history.model


@cache
def tracked_names(model: Any) -> list[str]:
    """The columns of a model that its history keeps, by attribute name."""
    return [field.attname for field in history_model(model).tracked_fields]


def in_chunks(pks: set[UUID]) -> Iterator[list[UUID]]:
    """The ids, at most CHUNK at a time."""
    ordered = list(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def latest_rows(model: Any, pks: Iterable[UUID], upto: int | None = None) -> dict[UUID, Any]:
    """The last history row of each object, at or before revision `upto` where one is given."""
    history = history_model(model).objects.filter(id__in=list(pks))
    if upto is not None:
        history = history.filter(revision_id__lte=upto)
    newest = history.order_by().values("id").annotate(row=Max("history_id")).values("row")
    return {row.id: row for row in history_model(model).objects.filter(history_id__in=newest)}


def many_to_many_at(row: Any) -> dict[str, set[UUID]]:
    """The ids that a history row's many-to-many fields held, by field name."""
    model = row.instance_type
    held = links_in_rows(model, {row.id: row})[row.id]
    links: dict[str, set[UUID]] = {name: set() for name in _many_to_many(model)}
    for name, target in held:
        links[name].add(target)
    return links


def changed_names(model: Any, instance: Any, row: Any) -> set[str]:
    """The columns in which an object differs from its last row; its version does not count."""
    return {
        name
        for name in tracked_names(model)
        if name != "version" and getattr(instance, name) != getattr(row, name)
    }


def copy_rows(model: Any, pks: list[UUID], values: dict[str, Any]) -> None:
    """Copies rows of `model` into its history by one statement, with these values beside them."""
    history = history_model(model)
    quote = connection.ops.quote_name
    copied = [quote(field.column) for field in history.tracked_fields]
    beside = [history._meta.get_field(name) for name in values]
    parameters = [
        field.get_db_prep_save(getattr(value, "pk", value), connection)
        for field, value in zip(beside, values.values(), strict=True)
    ]
    key = model._meta.pk
    columns = ", ".join([*copied, *(quote(field.column) for field in beside)])
    chosen = ", ".join([*copied, *("%s" for _ in beside)])
    marks = ", ".join("%s" for _ in pks)
    # Every name in it is quoted and comes from a model; every value is a parameter.
    statement = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}) SELECT {chosen} "  # noqa: S608 (names from models, quoted)  # nosec B608
        f"FROM {quote(model._meta.db_table)} WHERE {quote(key.column)} IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*parameters, *(key.get_db_prep_value(pk, connection) for pk in pks)]
        )


def links_now(model: Any, pks: list[UUID]) -> Links:
    """The many-to-many links that objects have now."""
    links: Links = defaultdict(dict)
    for name, m2m in _many_to_many(model).items():
        source, target = m2m.m2m_field_name() + "_id", m2m.m2m_reverse_field_name() + "_id"
        rows = m2m.remote_field.through._base_manager.filter(**{f"{source}__in": pks})
        for owner, linked, row in rows.values_list(source, target, "id"):
            links[owner][name, linked] = row
    return links


def links_in_rows(model: Any, rows: dict[UUID, Any]) -> Links:
    """The many-to-many links that history rows hold, by object."""
    links: Links = defaultdict(dict)
    owners = {row.history_id: pk for pk, row in rows.items()}
    for name, m2m in _many_to_many(model).items():
        target = m2m.m2m_reverse_field_name() + "_id"
        held = HistoricalRecords.m2m_models[m2m].objects.filter(history_id__in=list(owners))
        for history, linked, row in held.values_list("history_id", target, "id"):
            links[owners[history]][name, linked] = row
    return links


def store_links(model: Any, rows: list[Any], links: Links) -> None:
    """Writes the links that go with new history rows."""
    for name, m2m in _many_to_many(model).items():
        source, target = m2m.m2m_field_name() + "_id", m2m.m2m_reverse_field_name() + "_id"
        history_model = HistoricalRecords.m2m_models[m2m]
        history_model.objects.bulk_create(
            history_model(history=row, id=link, **{source: row.id, target: linked})
            for row in rows
            if row.history_type != DELETED
            for (held, linked), link in sorted(links[row.id].items())
            if held == name
        )


def _many_to_many(model: Any) -> dict[str, Any]:
    return {field.name: field for field in history_model(model)._history_m2m_fields}
