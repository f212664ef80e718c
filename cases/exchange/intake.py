"""The intake workbook: an empty workbook whose sheets the import knows, with help in each column.

Its drop-downs offer the vocabularies as they stand when it is made. It has columns for real names
and for what else finds a person only where it is asked for with them, to be filled in by guardians.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cases.countries import COUNTRY_CHOICES
from cases.exchange.recognising import PEOPLE
from cases.exchange.sheet import Sheet
from cases.exchange.sheets import SHEETS
from cases.exchange.table import MOST_ROWS
from cases.models import (
    AgreementKind,
    Court,
    EventKind,
    SourceKind,
    Stance,
    Standing,
    Status,
    TextStanding,
    Topic,
)
from cases.models.vocabulary import Term
from cases.words import LANGUAGES

LISTS = "Lists"
READ_ME = "Read me"
HEADER = PatternFill("solid", fgColor="FF10222C")
HEADER_FONT = Font(bold=True, color="FFFFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
AS_TYPED = "@"  # a spreadsheet program changes nothing in a cell of text
WIDE = frozenset(("title", "summary", "quote", "translation", "internal_notes"))
WRITTEN_LARGE = {"url": "URL", "archived_url": "Archived URL", "ecli": "ECLI"}
# What drop-downs offer, and in which columns; in those of SEVERAL more than one value may stand.
OFFERED: dict[str, Any] = {
    "kinds of sources": SourceKind,
    "kinds of events": EventKind,
    "kinds of agreements": AgreementKind,
    "standings of texts": TextStanding,
    "standings of events": Standing,
    "states of cases": Status,
    "stances": Stance,
    "courts": Court,
    "topics": Topic,
    "countries": [name for _, name in COUNTRY_CHOICES],
    "languages": list(LANGUAGES),
}
DROP_DOWNS = {
    ("sources", "kind"): "kinds of sources",
    ("sources", "original_language"): "languages",
    ("agreements", "kind"): "kinds of agreements",
    ("agreements", "parties"): "countries",
    ("agreements", "text_standing"): "standings of texts",
    ("agreements", "original_language"): "languages",
    ("cases", "status"): "states of cases",
    ("cases", "court"): "courts",
    ("cases", "country"): "countries",
    ("cases", "topics"): "topics",
    ("cases", "original_language"): "languages",
    ("events", "kind"): "kinds of events",
    ("events", "standing"): "standings of events",
    ("events", "countries"): "countries",
    ("events", "topics"): "topics",
    ("events", "original_language"): "languages",
    ("citations", "stance"): "stances",
}
SEALED = PatternFill("solid", fgColor="FF8A1C1C")
SEVERAL = frozenset(("courts", "topics", "countries"))
NO_NAMES = (
    "NO REAL NAMES. Nowhere in this workbook: not in titles, not in notes. Write initials or an "
    "alias. Nothing that finds a person either: no passport numbers, addresses or telephones."
)
# In place of it, where the workbook is made for guardians.
NAMES_APART = (
    "FOR GUARDIANS ALONE. Real names, births and contacts stand in the marked columns of the sheet "
    "People and NOWHERE ELSE: not in titles, not in notes. Only a guardian may fill these columns "
    "in, and only a guardian can bring this workbook. The desk keeps them sealed; this file is not "
    "sealed. Keep it on an encrypted disk, send it to nobody, and delete it once it is imported."
)
FOR_GUARDIANS = "Only a guardian may fill this in. It is kept sealed, apart from the record."
WHO_THEY_ARE = {
    "Real name": "Whole names, in any script, parted by semicolons.",
    "Former name": "Whole names that they bore before.",
    "Known as": "What else they are called.",
    "Name of a relative": "Whole names of relatives who must not be named either.",
    "Date of birth": "As far as it is known: 1985-04-03, April 1985, about 1985.",
    "Contacts": "How to reach them, and whom to ask if they cannot be reached.",
}
INTRODUCTION = (
    "Fill in the sheets that you need and leave the others as they are. Each row is one record.",
    "Bring the file under “Import” on the desk. You are shown what it would do before anything is "
    "done, and what it brings are drafts until a colleague publishes them.",
    "Dates are written as you know them: 2014-03-14, March 2014, spring 2014, 2014, about 2012, "
    "before 2020, between 2004 and 2014, 2016 or 2017. Do not make a date more exact than your "
    "source does.",
    "A reference is the short name of a record, such as arrest-of-mr-kim. If you leave it empty, "
    "one is made. Other sheets name a record by its reference.",
    "Where a cell may hold several values, part them with semicolons.",
    "Drop-downs offer what the desk knows. What they do not offer has to be added to the "
    "vocabularies first, by an administrator.",
    "Bringing the same file twice changes nothing. If a row says something else than the desk does "
    "and both have sources, both are shown side by side; nothing is overwritten.",
    "The columns of each sheet, those that must be filled first:",
)


def header_of(name: str) -> str:
    """A column's name as people read it; the import takes it for the same column."""
    if name in WRITTEN_LARGE:
        return WRITTEN_LARGE[name]
    base, _, code = name.rpartition("_")
    if base in ("title", "summary", "alias"):
        return f"{base.capitalize()} ({code})"
    return name.replace("_", " ").capitalize()


def write_intake_workbook(file: BinaryIO, with_names: bool = False) -> None:
    """Writes the workbook to `file`, with the vocabularies of now.

    `with_names` adds columns for real names, births and contacts to the sheet of people, and says
    on it who may fill them in.
    """
    book = Workbook()
    _read_me(book.worksheets[0], with_names)
    sheets = [(sheet, book.create_sheet(sheet.name.capitalize())) for sheet in SHEETS]
    ranges = _lists(book.create_sheet(LISTS))
    for sheet, page in sheets:
        _sheet(page, sheet, ranges)
        if with_names and sheet.name == PEOPLE:
            _who_they_are(page)
    book.save(file)


def columns_of(sheet: Sheet) -> list[str]:
    """The columns that are offered for a sheet, those that must be filled first."""
    offered = [name for name, column in sheet.columns.items() if column.field]
    return sorted(offered, key=lambda name: not sheet.columns[name].required)


def _read_me(page: Worksheet, with_names: bool) -> None:
    page.title = READ_ME
    page.column_dimensions["A"].width = 26
    page.column_dimensions["B"].width = 90
    page.append(["How to fill in this workbook"])
    page["A1"].font = Font(bold=True, size=16)
    about_names = NAMES_APART if with_names else NO_NAMES
    for line in (*INTRODUCTION[:2], about_names, *INTRODUCTION[2:]):
        page.append([line])
        row = page.max_row
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        page.cell(row, 1).alignment = WRAPPED
        page.row_dimensions[row].height = 18 + 16 * (len(line) // 110)
    for sheet in SHEETS:
        page.append([])
        page.append([sheet.name.capitalize()])
        page.cell(page.max_row, 1).font = Font(bold=True, size=13)
        for name in columns_of(sheet):
            page.append([header_of(name), _help(sheet, name)])
            page.cell(page.max_row, 2).alignment = WRAPPED
        for name, words in WHO_THEY_ARE.items() if with_names and sheet.name == PEOPLE else ():
            page.append([name, f"{words} {FOR_GUARDIANS}"])
            page.cell(page.max_row, 2).alignment = WRAPPED


def _help(sheet: Sheet, name: str) -> str:
    column = sheet.columns[name]
    return " ".join(filter(None, (column.help, "Must be filled in." if column.required else "")))


def _lists(page: Worksheet) -> dict[str, str]:
    """Writes what the drop-downs offer, a column each; returns where each list stands."""
    ranges = {}
    for number, (name, offered) in enumerate(OFFERED.items(), start=1):
        values = list(_values(offered))
        for row, text in enumerate([name.capitalize(), *values], start=1):
            page.cell(row, number, text).number_format = AS_TYPED
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 34
        if values:
            ranges[name] = f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${len(values) + 1}"
    _make_header(page, len(OFFERED))
    return ranges


def _values(offered: Any) -> Iterable[str]:
    if isinstance(offered, list):
        return offered
    if issubclass(offered, Term):
        return (str(one) for one in offered.objects.order_by("label_en"))
    return _labels(offered.choices)


def _labels(choices: Iterable[tuple[str, Any]]) -> Iterator[str]:
    return (str(label) for _, label in choices)


def _sheet(page: Worksheet, sheet: Sheet, ranges: dict[str, str]) -> None:
    for number, name in enumerate(columns_of(sheet), start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 44 if name in WIDE else 22
        page.column_dimensions[letter].number_format = AS_TYPED
        cell = page.cell(1, number, header_of(name))
        if words := _help(sheet, name):
            cell.comment = Comment(words, "Caseline", width=260, height=110)
        offered = DROP_DOWNS.get((sheet.name, name), "")
        if offered in ranges:
            _drop_down(page, f"{letter}2:{letter}{MOST_ROWS}", offered, ranges[offered])
    _make_header(page, len(columns_of(sheet)))


def _who_they_are(page: Worksheet) -> None:
    """Adds the columns that only a guardian may fill in; each cell says so when it is chosen."""
    for number, (header, words) in enumerate(WHO_THEY_ARE.items(), start=page.max_column + 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 28
        page.column_dimensions[letter].number_format = AS_TYPED
        cell = page.cell(1, number, header)
        cell.font, cell.fill = HEADER_FONT, SEALED
        cell.comment = Comment(f"{words} {FOR_GUARDIANS}", "Caseline", width=260, height=110)
        hint = DataValidation(
            showInputMessage=True, promptTitle="For guardians alone", prompt=FOR_GUARDIANS
        )
        hint.add(f"{letter}2:{letter}{MOST_ROWS}")
        page.add_data_validation(hint)


def _drop_down(page: Worksheet, cells: str, offered: str, values: str) -> None:
    choice = DataValidation(
        "list",
        formula1=values,
        allow_blank=True,
        showErrorMessage=offered not in SEVERAL,
        errorStyle="warning",
        errorTitle="Not on the list",
        error="The desk does not know this word, so the import would not take it.",
    )
    choice.add(cells)
    page.add_data_validation(choice)


def _make_header(page: Worksheet, width: int) -> None:
    for number in range(1, width + 1):
        cell = page.cell(1, number)
        cell.font, cell.fill = HEADER_FONT, HEADER
    page.freeze_panes = "A2"
