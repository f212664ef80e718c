"""Files as offices make them, for the tests of imports."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from cases.exchange.plan import Plan, lines_of

SOURCES = "key,title,publisher,published,language,url,kind\n"
BULLETIN = "bulletin,Court bulletin,Town Court,2017-03-01,ru,https://court.example/1,news\n"
EVENTS = "reference,title,date,kind,country,place,cases,status,summary,sources\n"
ARREST = "arrest-of-kim,Kim is arrested,Feb 2016,arrest,Russia,Tynda,mr-kim,reported,,bulletin\n"


def a_file(folder: Path, content: str | bytes, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def a_workbook(folder: Path, name: str = "book.xlsx", **sheets: Iterable[Iterable[Any]]) -> Path:
    """A workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def said(plan: Plan) -> str:
    """All that a plan says: its lines, or its problems."""
    return "\n".join([*lines_of(plan), *map(str, plan.problems)])


def with_part(path: Path, part: str, content: bytes) -> Path:
    """The workbook at `path` with one part of it replaced, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def sheet_xml(rows: str) -> bytes:
    """The XML of a worksheet with these rows."""
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        f'2006/main"><sheetData>{rows}</sheetData></worksheet>'
    ).encode()
