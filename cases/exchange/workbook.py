"""XLSX workbooks, opened as if a stranger had sent them: bounded first, then read row by row.

Nothing in a workbook is ever evaluated: neither formulas nor macros nor links. XML is parsed by
defusedxml, which openpyxl uses where it is installed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML

from cases.exchange.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Line,
    Table,
    UnreadableFile,
    plain_text,
    table_of,
)

MOST_PARTS = 2_000
LARGEST_UNZIPPED = 200 * 1024 * 1024
LARGEST_STRINGS = 40 * 1024 * 1024
DENSEST = 150  # an honest sheet shrinks to a twentieth or so, a bomb to a thousandth
LARGEST_WHOLE = 10**15
NOT_TABLES = ("read me", "lists", "about")
FORMULA = "This cell holds a formula, which is never evaluated here. Put its value in its place."
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
)


def read_workbook(path: Path, name: str) -> list[Table]:
    """A table for each visible sheet that holds something. Raises UnreadableFile."""
    if not DEFUSEDXML:
        raise UnreadableFile(f"{name}: workbooks cannot be read safely without defusedxml.")
    _refuse_bombs(path, name)
    with _opened(path, name) as book:
        titles = [
            sheet.title
            for sheet in book.worksheets
            if sheet.sheet_state == "visible" and sheet.title.strip().lower() not in NOT_TABLES
        ]
    tables = [_table(path, name, title, alone=len(titles) == 1) for title in titles]
    return [table for table in tables if table is not None]


def _table(path: Path, name: str, title: str, alone: bool) -> Table | None:
    file = name if alone else f"{name}, sheet {title}"

    def lines() -> Iterator[Line]:
        return _lines(path, name, title, file)

    return table_of(file, title, lines)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Any]:
    """The workbook at `path`, read-only; closed at the end. Raises UnreadableFile."""
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, keep_links=False)
        except BROKEN as error:
            raise _damaged(name, error) from error
        try:
            yield book
        finally:
            book.close()


def _damaged(name: str, error: Exception) -> UnreadableFile:
    # openpyxl says only that it could not read; the cause says why.
    if any(isinstance(one, DefusedXmlException) for one in (error, error.__cause__)):
        return UnreadableFile(
            f"{name}: the workbook defines XML entities, which no spreadsheet needs. It is not "
            "opened."
        )
    return UnreadableFile(
        f"{name}: the workbook is damaged or is none. Open it in your spreadsheet program and save "
        "it anew as .xlsx."
    )


def _lines(path: Path, name: str, title: str, file: str) -> Iterator[Line]:
    with _opened(path, name) as book:
        sheet = book[title]
        sheet.reset_dimensions()
        try:
            for number, row in enumerate(sheet.iter_rows(), start=1):
                if not row:
                    _refuse_depth(number, file)
                    continue
                cells = [_cell(one) for one in _bounded(row, number, file)]
                _refuse_depth(number, file)
                yield number, cells
        except UnreadableFile:
            raise
        except BROKEN as error:
            raise _damaged(name, error) from error


def _refuse_depth(number: int, file: str) -> None:
    if number > MOST_ROWS:
        raise UnreadableFile(
            f"{file}: something stands below row {MOST_ROWS:,}. Delete what is far down, or split "
            "the table."
        )


def _bounded(row: Any, number: int, file: str) -> Any:
    """The row's cells up to the last that holds something. Raises UnreadableFile for very many."""
    last = len(row)
    while last and row[last - 1].value is None:
        last -= 1
    if last > MOST_COLUMNS:
        raise UnreadableFile(
            f"{file}: row {number} has a cell in column {last:,}; at most {MOST_COLUMNS} columns "
            "are read. Delete what is far to the right."
        )
    return row[:last]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell(problem=FORMULA)
    if cell.data_type == "e":
        return Cell(problem=f"This cell holds the error {value}.")
    if isinstance(value, time):
        return Cell(problem="This cell holds a time of day, not a date.")
    text = _text(value, str(cell.number_format or ""))
    if len(text) > LONGEST_CELL:
        return Cell(problem=f"The text has {len(text):,} characters; at most {LONGEST_CELL:,} fit.")
    return Cell(plain_text(text))


def _text(value: Any, form: str) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return _day(value, form)
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < LARGEST_WHOLE:
            return str(int(value))
    return str(value)


def _day(value: datetime | date, form: str) -> str:
    """A date cell, no finer than the cell shows it: “Sep 2014” is a month, whatever lies behind."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form.lower())
    day = value.date() if isinstance(value, datetime) else value
    if "y" in shown and "d" not in shown:
        return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"
    return day.isoformat()


def _refuse_bombs(path: Path, name: str) -> None:
    """Looks at the archive's own list of parts before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(name, error) from error
    packed = sum(part.compress_size for part in parts) or 1
    unpacked = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    odd = [part for part in parts if ".." in PurePosixPath(part.filename.replace("\\", "/")).parts]
    if odd or any(part.filename.startswith(("/", "\\")) for part in parts):
        raise UnreadableFile(f"{name}: a part of the workbook has a name that leads out of it.")
    if len({part.filename for part in parts}) != len(parts):
        raise UnreadableFile(f"{name}: two parts of the workbook have the same name.")
    too_large = unpacked > LARGEST_UNZIPPED or strings > LARGEST_STRINGS
    if len(parts) > MOST_PARTS or too_large or (unpacked > 2**20 and unpacked / packed > DENSEST):
        raise UnreadableFile(
            f"{name}: unpacked, the workbook would be too large ({unpacked / 2**20:,.0f} MB). "
            "Split it, or save it as CSV."
        )
