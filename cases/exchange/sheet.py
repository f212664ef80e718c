"""A kind of table: its columns, the lists its records hold, and what its headers stand for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.exchange.columns import Column
from cases.exchange.parts import Part
from cases.exchange.table import column_name

Values = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One kind of table: its records, its columns, and the lists that its records hold.

    `telling` are columns of which at least one must be there for a table to be taken for it.
    `combine` brings values together that stand in several columns.
    """

    name: str
    model: Any
    columns: dict[str, Column]
    telling: frozenset[str]
    parts: dict[str, Part] = field(default_factory=dict)
    combine: Callable[[Values], Values] = lambda values: values

    def column_called(self, header: str) -> str | None:
        """The column that a header stands for, if it is known here."""
        if header in self.columns:
            return header
        return next(
            (name for name, column in self.columns.items() if header in column.synonyms), None
        )

    def recognised(self, headers: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
        """By header, the column it stands for, by name, synonym or `mapping`; "" to leave out."""
        found = {}
        for header in headers:
            column = mapping.get(header, self.column_called(header))
            if column is not None:
                found[header] = column
        return found


def several_names(*names: str) -> tuple[str, ...]:
    """Synonyms as headers are compared."""
    return tuple(column_name(name) for name in names)
