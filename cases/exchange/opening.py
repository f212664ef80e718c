"""Opens whatever file staff bring: CSV or a workbook, told by its content, not by its name."""

from pathlib import Path

from cases.exchange.csvfile import read_csv
from cases.exchange.table import LARGEST, Table, UnreadableFile
from cases.exchange.workbook import read_workbook

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF"


def open_tables(path: Path, name: str = "", encoding: str = "") -> list[Table]:
    """The tables in a file; `name` is what people know it by. Raises UnreadableFile.

    `encoding` names a CSV file's encoding; without it, it is recognised.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            begins = file.read(8)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: there is no such file.") from error
    except OSError as error:
        raise UnreadableFile(f"{name}: the file cannot be opened: {error.strerror}.") from error
    if size > LARGEST:
        raise UnreadableFile(f"{name}: the file is larger than {LARGEST // 2**20} MB. Split it.")
    if begins.startswith(OLD_EXCEL):
        raise UnreadableFile(f"{name}: this is an old or encrypted workbook. Save it as .xlsx.")
    if begins.startswith(PDF):
        raise UnreadableFile(f"{name}: this is a PDF, not a table.")
    if begins.startswith(ZIP):
        tables = read_workbook(path, name)
    else:
        table = read_csv(path, name, encoding)
        tables = [table] if table is not None else []
    if not tables:
        raise UnreadableFile(f"{name}: the first row has no column names.")
    return tables
