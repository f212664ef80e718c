"""Tells what kind of sheet a table is, and refuses what may not come in."""

import re
from collections.abc import Mapping

from cases.exchange.sheet import Sheet
from cases.exchange.sheets import SHEETS
from cases.exchange.table import Table, UnreadableFile, column_name

REAL_NAME = re.compile(
    r"(?:^|_)(?:real|full|legal|true|birth|given|family|sur|last|first)_?name"
    r"|passport|date_of_birth|birth_?date|birthday|phone|telephone|address_of_(?:person|family)"
    r"|фамилия|имя|паспорт|телефон|дата_рождения|성명|이름|생년월일|여권|전화"
)


def sheet_of(table: Table, mappings: Mapping[str, Mapping[str, str]]) -> Sheet:
    """The kind of sheet that a table is, by its columns and then by its name.

    `mappings` holds, by kind, what headers were once said to stand for. Raises UnreadableFile.
    """
    _refuse_real_names(table)
    fitting = []
    for sheet in SHEETS:
        found = set(sheet.recognised(table.columns, mappings.get(sheet.name, {})).values())
        needed = {name for name, column in sheet.columns.items() if column.required}
        if needed <= found and (found & sheet.telling or _is_named(table, sheet)):
            fitting.append((_is_named(table, sheet), len(found), sheet))
    if not fitting:
        kinds = "; ".join(f"{sheet.name}: {', '.join(_needed(sheet))}" for sheet in SHEETS)
        raise UnreadableFile(
            f"{table.file}: the columns are not those of any sheet that we know. Each kind needs "
            f"at least these: {kinds}."
        )
    fitting.sort(key=lambda one: one[:2])
    return fitting[-1][2]


def unknown_columns(table: Table, sheet: Sheet, mapping: Mapping[str, str]) -> list[str]:
    """The headers of a table that stand for nothing here."""
    known = sheet.recognised(table.columns, mapping)
    return [header for header in table.columns if header not in known]


def _is_named(table: Table, sheet: Sheet) -> bool:
    words = column_name(table.name).split("_")
    return sheet.name in words or sheet.name.removesuffix("s") in words


def _needed(sheet: Sheet) -> list[str]:
    return [name for name, column in sheet.columns.items() if column.required]


def _refuse_real_names(table: Table) -> None:
    for header in table.columns:
        if REAL_NAME.search(header):
            raise UnreadableFile(
                f"{table.file}: the column “{header}” looks as if it held real names or what finds "
                "a person. These cannot be kept safely here yet, so nothing of the file is read. "
                "Delete the column, and use aliases."
            )
