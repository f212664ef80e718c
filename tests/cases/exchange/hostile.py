"""Files that mean harm, or are broken: by name, a function that makes each in a folder."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cases.exchange.sheets import a_file, a_workbook, sheet_xml, with_part

FIRST = "xl/worksheets/sheet1.xml"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = b"<x>" + b"0" * 60_000_000 + b"</x>"
TITLED = '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
OUTSIDE = f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c>
</row></sheetData></worksheet>"""
LAUGHS = "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' if at else '<!ENTITY l0 "ha">' for at in range(10)
)
LAUGHING = f"""<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}]>
<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>
</row></sheetData></worksheet>"""


def honest(folder: Path) -> Path:
    rows = [("reference", "title", "date", "kind"), ("kim", "Kim", "2014", "arrest")]
    return a_workbook(folder, Events=rows)


def with_sheet(folder: Path, xml: bytes) -> Path:
    return with_part(honest(folder), FIRST, xml)


def with_a_cell(folder: Path, row: int) -> Path:
    far = f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>'
    return with_sheet(folder, sheet_xml(TITLED + far))


def lying_of_its_size(folder: Path) -> Path:
    """A bomb whose list of parts says that every part unpacks to 100 bytes."""
    data = bytearray(with_sheet(folder, BOMB).read_bytes())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 100)
        at = data.rfind(b"PK\x01\x02", 0, at)
    return a_file(folder, bytes(data), "liar.xlsx")


def a_plain_archive(folder: Path) -> Path:
    path = folder / "plain.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return path


def huge(folder: Path) -> Path:
    path = folder / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2**30)
    return path


def many_sheets(folder: Path) -> Path:
    path = honest(folder)
    with zipfile.ZipFile(path, "a") as archive:
        for at in range(3000):
            archive.writestr(f"xl/worksheets/sheet{at + 2}.xml", "<x/>")
    return path


def a_fixture(folder: Path, objects: list[str]) -> Path:
    return a_file(folder, f"[{','.join(objects)}]", "seed.json")


def bare_events(folder: Path) -> Path:
    """Events of which every one lacks what it needs, among topics that can be loaded."""
    event = '{{"model": "cases.event", "fields": {{"reference": "e-{0}", "title_en": "E"}}}}'
    topic = '{{"model": "cases.topic", "fields": {{"reference": "t-{0}", "label_en": "T"}}}}'
    return a_fixture(folder, [(event if at % 100 else topic).format(at) for at in range(3000)])


def dangling_events(folder: Path) -> Path:
    """Events that name kinds which are nowhere."""
    event = (
        '{{"model": "cases.event", "fields": {{"reference": "e-{0}", "title_en": "E", '
        '"date": "2016", "kind": ["k-{0}"]}}}}'
    )
    return a_fixture(folder, [event.format(at) for at in range(3000)])


def wrong_rows(folder: Path) -> Path:
    """A sheet in which every one of very many rows is wrong."""
    return a_file(folder, "reference,title,date,kind\n" + "Not One,T,soon,dance\n" * 150_000)


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "bomb": lambda folder: with_sheet(folder, BOMB),
    "lying size": lying_of_its_size,
    "many parts": many_sheets,
    "far cell": lambda folder: with_a_cell(folder, 1_048_576),
    "wide cell": lambda folder: with_a_cell(folder, 2),
    "entities": lambda folder: with_sheet(folder, OUTSIDE.encode()),
    "laughing entities": lambda folder: with_sheet(folder, LAUGHING.encode()),
    "way out": lambda folder: with_part(honest(folder), "../../etc/cron.d/x", b"boo"),
    "truncated": lambda folder: a_file(folder, honest(folder).read_bytes()[:-600], "cut.xlsx"),
    "no workbook": a_plain_archive,
    "old": lambda folder: a_file(folder, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "old.xls"),
    "pdf": lambda folder: a_file(folder, b"%PDF-1.7 ...", "scan.csv"),
    "nul": lambda folder: a_file(folder, b"reference,title\nkim,a\0b\n"),
    "endless line": lambda folder: a_file(folder, b"reference,title\nkim," + b"a" * 300_000),
    "open quote": lambda folder: a_file(folder, b'reference,title\nkim,"never closed'),
    "noise": lambda folder: a_file(folder, bytes(range(1, 256)) * 50),
    "huge": huge,
    "commas": lambda folder: a_file(folder, b"reference,title\n" + b"," * 60_000_000),
    "comma header": lambda folder: a_file(folder, b"," * 60_000_000),
    "quoted lines": lambda folder: a_file(folder, b'reference,title\n"' + b'a\n","b' * 5_000_000),
    "empty objects": lambda folder: a_fixture(folder, ["{}"] * 10_000_000),
    "fewer empty objects": lambda folder: a_fixture(folder, ["{}"] * 300_000),
    "long list": lambda folder: a_fixture(folder, ["1" * 50] * 600_000),
    "nested lists": lambda folder: a_file(folder, b"[" * 700_000, "seed.json"),
    "bare events": bare_events,
    "dangling events": dangling_events,
    "wrong rows": wrong_rows,
}
