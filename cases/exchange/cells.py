"""The cells of a row as values, by the columns that their headers stand for."""

import re
from contextlib import suppress

from cases.exchange.columns import Column, day, fuzzy_date
from cases.exchange.dayorder import orders_in
from cases.exchange.known import Known
from cases.exchange.recognising import Planned
from cases.exchange.sheet import Values
from cases.exchange.steps import Unsayable
from cases.exchange.table import TableRow, UnreadableFile
from cases.models import Citation
from timeline.dates import orders_of

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A citation is never found by a reference, so that a row of one always makes or changes it.
NEEDED_OF_CITATIONS = frozenset(("record", "source"))


class Cells:
    """Reads rows: what they name must be known, and dates be in the order of their column."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._orders: dict[str, dict[str, int]] = {}

    def read(self, row: TableRow, one: Planned) -> tuple[Values, list[Unsayable]]:
        """The row's values by field, and what of it cannot be read."""
        values: Values = {}
        faults = []
        self._put_in_order(row, one)
        named = row.cells | row.ordered
        cells = {one.headers[name]: text for name, text in named.items() if name in one.headers}
        broken = {one.headers.get(name, ""): why for name, why in row.problems.items()}
        needed = NEEDED_OF_CITATIONS if one.sheet.model is Citation else frozenset[str]()
        for name, column in one.sheet.columns.items():
            if not (name in cells or name in broken or name in needed):
                continue
            try:
                if broken.get(name):
                    raise ValueError(broken[name])
                if name not in cells:
                    raise ValueError(EMPTY)
                self._read_cell(column, cells[name], values)
            except ValueError as error:
                faults.append(Unsayable(name, str(error)))
        return values, faults

    def _read_cell(self, column: Column, cell: str, values: Values) -> None:
        """Puts what a cell holds among the values, if it holds something. Raises ValueError."""
        if control := CONTROL.search(cell):
            raise ValueError(HOLDS_CONTROL.format(ord(control[0])))
        if column.field:
            value = column.read(cell, self.known)
            if value == []:
                raise ValueError("This cell names nothing.")
            if value is not None:
                values[column.field] = value

    def _put_in_order(self, row: TableRow, one: Planned) -> None:
        """Reads dates such as 03/04/2017 in the order that the rest of their column shows."""
        for header, text in row.cells.items():
            column = one.sheet.columns.get(one.headers.get(header, ""))
            if column is not None and column.read in (fuzzy_date, day) and orders_of(text):
                if one.table.file not in self._orders:
                    self._orders[one.table.file] = {}
                    with suppress(UnreadableFile):  # it is named when its row is reached
                        self._orders[one.table.file] = orders_in(one.table.rows())
                order = self._orders[one.table.file].get(header)
                if order is not None and (exact := orders_of(text)[order]):
                    row.ordered[header] = exact


def lacking(row: TableRow, one: Planned) -> list[Unsayable]:
    """What a row lacks that is to make a record: empty cells, or whole columns."""
    if one.sheet.model is Citation:
        return []  # it says so where it is read
    given = {one.headers[name] for name in row.cells if name in one.headers}
    needed = [name for name, column in one.sheet.columns.items() if column.required]
    empty = [name for name in needed if name not in given]
    absent = [name for name in empty if name not in one.headers.values()]
    found = [Unsayable(name, EMPTY) for name in empty if name not in absent]
    if absent:
        kind, names = one.sheet.model._meta.verbose_name, ", ".join(absent)
        found.append(Unsayable("reference", LACKING.format(kind, names, one.sheet.name)))
    return found


EMPTY = "This cell may not be empty."
HOLDS_CONTROL = (
    "This cell holds a control character (code {}), which no text may hold. Type the cell anew."
)
LACKING = (
    "No {0} has this reference, and a new one needs the columns {1} too. Mend the reference, or "
    "add these columns to this sheet of {2}."
)
