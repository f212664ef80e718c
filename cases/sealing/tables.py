"""Sealed columns as tables hold them, to be sealed for the first time and sealed anew.

Both go through rows in batches, in the order of their keys, so that memory is that of one batch and
a run that was cut off is begun again where it had come to.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cases.sealing.cells import BlindIndexField, SealedTextField
from cases.sealing.envelope import Place, row_name

BATCH = 500


@dataclass(frozen=True)
class Column:
    """A sealed column: where it is, by which key its rows are found, and what it is bound to.

    `index` names the column of its blind index, "" where it has none.
    """

    table: str
    name: str
    key: str
    bound_to: str
    sealed_for: str
    index: str = ""

    def place(self, bound: Any) -> Place:
        """Where a text of this column belongs."""
        return Place(self.sealed_for, self.name, row_name(bound))


def sealed_columns(models: Iterable[Any]) -> Iterator[Column]:
    """The sealed columns of these models, in the order that they are given."""
    for model in models:
        meta: Any = model._meta
        indexes = {
            one.source: one.column
            for one in meta.concrete_fields
            if isinstance(one, BlindIndexField)
        }
        for one in meta.concrete_fields:
            if isinstance(one, SealedTextField):
                yield Column(
                    meta.db_table,
                    str(one.column),
                    meta.pk.column,
                    meta.get_field(one.bound_to).column,
                    one.sealed_for,
                    str(indexes.get(one.name, "")),
                )


def cells(connection: Any, column: Column) -> Iterator[list[tuple[Any, Any, str]]]:
    """The cells that are not empty, in batches: the row's key, what it is bound to, the text."""
    names = [_quoted(connection, one) for one in (column.key, column.bound_to, column.name)]
    table, (key, _, text) = _quoted(connection, column.table), names
    # Every name is quoted and comes from a model; every value is a parameter.
    start = f"SELECT {', '.join(names)} FROM {table} WHERE {text} <> ''"  # noqa: S608  # nosec B608
    last: Any = None
    while True:
        after = "" if last is None else f" AND {key} > %s"
        with connection.cursor() as cursor:
            query = f"{start}{after} ORDER BY {key} LIMIT {BATCH}"
            cursor.execute(query, [] if last is None else [last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def rewrite(
    connection: Any,
    column: Column,
    changed: Callable[[str, Place], str | None],
    indexed: Callable[[str, Place], str] | None = None,
) -> Iterator[int]:
    """Puts `changed(text, place)` in place of each cell; None leaves it. Yields how many, by batch.

    Each batch is a transaction. A cell that somebody else writes meanwhile stays as they wrote it.
    With `indexed`, the blind index is made anew from the text that is put there.
    """
    table, key, text = (_quoted(connection, one) for one in (column.table, column.key, column.name))
    sets = f"{text} = %s" + (f", {_quoted(connection, column.index)} = %s" if indexed else "")
    query = f"UPDATE {table} SET {sets} WHERE {key} = %s AND {text} = %s"  # noqa: S608  # nosec B608
    for rows in cells(connection, column):
        work = []
        for pk, bound, old in rows:
            place = column.place(bound)
            new = changed(old, place)
            if new is not None:
                index = [indexed(new, place)] if indexed else []
                work.append([new, *index, pk, old])
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.executemany(query, work)
        yield len(work)


def _quoted(connection: Any, name: str) -> str:
    return str(connection.ops.quote_name(name))
