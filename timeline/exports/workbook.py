"""Events as an XLSX workbook (ECMA-376), written to disk row by row."""

import tempfile
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from timeline.exports.cells import ACTIVE, text_of
from timeline.exports.events import COLUMNS, cells
from timeline.exports.extract import Extract

# A sheet has 1,048,576 rows at most; further events go on the next.
MOST_ROWS = 1_000_000
WIDTHS = {"title": 50, "date_text": 28, "kind": 20, "place": 20, "summary": 60, "url": 40}
PIECE = 64 * 1024


def workbook_pieces(extract: Extract) -> Iterator[bytes]:
    """The workbook in pieces: the events on the first sheet, and whence they come on the last.

    The whole file is made before the first piece, on disk: its table of contents comes at its end.
    """
    workbook = Workbook(write_only=True)
    rows = (cells(extract, row) for row in extract.rows())
    for number in count(1):
        sheet = _new_sheet(workbook, "Events" if number == 1 else f"Events {number}")
        written = 0
        for row in islice(rows, MOST_ROWS):
            sheet.append([_cell(sheet, value) for value in row])
            written += 1
        if written < MOST_ROWS:
            break
    sheet = workbook.create_sheet("About")
    sheet.column_dimensions["B"].width = 100
    for name, value in extract.about().items():
        sheet.append([name, _cell(sheet, value)])
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _new_sheet(workbook: Workbook, title: str) -> Any:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + index)].width = WIDTHS.get(name, 14)
    header = [WriteOnlyCell(sheet, value=name) for name in COLUMNS]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    """A number, or a text that stays one even where somebody edits it."""
    if isinstance(value, int):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text_of(value))
    if not text.startswith((*ACTIVE, "#")):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
