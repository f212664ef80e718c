"""Spreadsheets as rows of text: what every file is brought into, whatever it was saved as."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import dropwhile

LARGEST = 100 * 1024 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 200_000
# Our own exports put an apostrophe before what a spreadsheet program might take for a formula.
INERT = re.compile(r"'+[=+\-@\t\r]")
LONGEST_CELL = 100_000
LONGEST_ROW = 1_000_000  # characters, in a file that is text
MOST_CELLS = 16_384  # blank ones included: what a spreadsheet program holds in a row


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """Why a cell, a row or a whole file cannot be imported. `row` is 0 for a whole file."""

    file: str
    row: int
    column: str
    value: str
    advice: str

    def __str__(self) -> str:
        if not self.row:
            return self.advice
        where = f", column {self.column}" if self.column else ""
        shown = f" “{self.value[:60]}”" if self.value else ""
        return f"{self.file}: row {self.row}{where}{shown}: {self.advice}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number in the file, the header being 1, and its cells by column name.

    `problems` holds, by column name, why a cell could not be read at all; `ordered`, dates in
    digits whose order the rest of their column shows, in exact notation. `apart` holds the cells
    that tell who somebody is, which nothing may show.
    """

    file: str
    number: int
    cells: dict[str, str]
    problems: dict[str, str]
    ordered: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Table:
    """A file's, or a sheet's, header and rows. `rows` reads them anew at each call.

    `name` is what the sheet calls itself: the name of the sheet, or of the file without its ending.
    """

    file: str
    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[TableRow]]
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a file has it: its text, or else why there is none."""

    text: str = ""
    problem: str = ""


Line = tuple[int, list[Cell]]


def table_of(
    file: str, name: str, lines: Callable[[], Iterable[Line]], encoding: str = ""
) -> Table | None:
    """The table that these numbered lines make, the first that is not blank being its header.

    None when there is nothing in them. Raises UnreadableFile for a header that names no columns.
    """

    def from_header() -> Iterator[Line]:
        return dropwhile(lambda line: not _trimmed(line[1]), lines())

    header = next(from_header(), None)
    if header is None:
        return None
    columns = tuple(column_name(cell.text) for cell in _trimmed(header[1]))
    _refuse_odd_header(file, columns, from_header)
    return Table(file, name, columns, lambda: _rows(file, columns, from_header()), encoding)


def set_apart(table: Table, headers: Collection[str]) -> Table:
    """The table without the columns of these headers, whose cells its rows then keep apart.

    A cell of them that cannot be read stays among the problems of its row.
    """
    if not headers:
        return table

    def rows() -> Iterator[TableRow]:
        for row in table.rows():
            shown = {name: text for name, text in row.cells.items() if name not in headers}
            apart = {name: text for name, text in row.cells.items() if name in headers}
            yield replace(row, cells=shown, apart=apart)

    columns = tuple(one for one in table.columns if one not in headers)
    return replace(table, columns=columns, rows=rows)


def column_name(text: str) -> str:
    """A header as it is compared: lower case, words joined by one underscore."""
    return "_".join(re.sub(r"[\s\-_/.:*?()]+", " ", text).lower().split())


def plain_text(text: str) -> str:
    """A cell's text without outer spaces; one that our exports made inert, exactly as it was."""
    return text[1:] if INERT.match(text) else text.strip("\u00a0\ufeff \n\t\r")


def _trimmed(cells: list[Cell]) -> list[Cell]:
    last = len(cells)
    while last and not (cells[last - 1].text or cells[last - 1].problem):
        last -= 1
    return cells[:last]


def _refuse_odd_header(
    file: str, columns: tuple[str, ...], lines: Callable[[], Iterable[Line]]
) -> None:
    if not any(columns):
        raise UnreadableFile(f"{file}: the first row has no column names.")
    if len(columns) > MOST_COLUMNS:
        raise UnreadableFile(f"{file}: there are more than {MOST_COLUMNS} columns.")
    widest = max((len(_trimmed(cells)) for _, cells in _first(lines(), 5)), default=0)
    unnamed = [at for at, column in enumerate(columns, start=1) if not column]
    if unnamed or (len(columns) == 1 and widest > 1):
        at = _letter(unnamed[0] if unnamed else 2)
        raise UnreadableFile(
            f"{file}: column {at} has no name in the first row. Merged cells or a title above the "
            "table cannot be read: let the first row give each column its own name."
        )
    for column in columns:
        if columns.count(column) > 1:
            raise UnreadableFile(f"{file}: the column {column} is there twice.")


def _rows(file: str, columns: tuple[str, ...], lines: Iterable[Line]) -> Iterator[TableRow]:
    rest = iter(lines)
    next(rest, None)
    for number, line in rest:
        cells = _trimmed(line)
        if not cells:
            continue
        if len(cells) > len(columns):
            raise UnreadableFile(
                f"{file}: row {number} has {len(cells)} cells, but there are {len(columns)} "
                "columns. A text with commas needs quotation marks around it."
            )
        named = list(zip(columns, cells, strict=False))
        yield TableRow(
            file,
            number,
            {column: cell.text for column, cell in named if cell.text},
            {column: cell.problem for column, cell in named if cell.problem},
        )


def _first(lines: Iterable[Line], most: int) -> Iterator[Line]:
    for _, line in zip(range(most), lines, strict=False):
        yield line


def _letter(number: int) -> str:
    """The name of a column as spreadsheet programs show it, from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
