"""Spreadsheet files as rows of text: each cell with its file, row and column."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST = 50 * 1024 * 1024
MOST_COLUMNS = 200


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class TableRow:
    """One row: its number in the file, the header being 1, and its cells by column name."""

    file: str
    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file's header and rows."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path) -> Table:
    """The rows of a CSV file in UTF-8, empty ones left out. Raises UnreadableFile."""
    text = _text_of(path)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            f"{path.name}: this is not a well-formed CSV file: {error}."
        ) from error
    if not lines or not any(lines[0]):
        raise UnreadableFile(f"{path.name}: the first row has no column names.")
    columns = tuple(_column_name(cell) for cell in lines[0])
    _refuse_odd_columns(path.name, columns)
    return Table(path.name, columns, tuple(_rows(path.name, columns, lines[1:])))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(f"{path.name}: the file is larger than 50 MB. Split it.")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: there is no such file.") from error
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: the file cannot be opened: {error.strerror}."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path.name}: the file is not in UTF-8. Save it as “CSV UTF-8” and try again."
        ) from error
    if "\0" in text:
        raise UnreadableFile(
            f"{path.name}: the file holds NUL characters, so it is not a CSV file."
        )
    return text


def _column_name(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").split())


def _refuse_odd_columns(file: str, columns: tuple[str, ...]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise UnreadableFile(f"{file}: there are {len(columns)} columns, more than {MOST_COLUMNS}.")
    for column in columns:
        if columns.count(column) > 1:
            shown = column or "without a name"
            raise UnreadableFile(f"{file}: the column {shown} is there twice.")


def _rows(file: str, columns: tuple[str, ...], lines: list[list[str]]) -> Iterator[TableRow]:
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(columns):
            raise UnreadableFile(
                f"{file}: row {number} has {len(cells)} cells, but there are {len(columns)} "
                "columns. A text with commas needs quotation marks around it."
            )
        cells += [""] * (len(columns) - len(cells))
        yield TableRow(file, number, dict(zip(columns, cells, strict=True)))
