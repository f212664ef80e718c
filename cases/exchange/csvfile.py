"""CSV as offices save it: semicolons or tabs, and whatever encoding the machine had."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from cases.exchange.table import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Line,
    Table,
    UnreadableFile,
    plain_text,
    table_of,
)

LAST_ASCII = 127
SAMPLE = 256 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What an office here may have saved in, when it is not Unicode, and the letters it would be for.
# Western letters stand one by one among plain ones, Russian and Korean ones make whole words.
ACCENTED = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
FOREIGN_WORD = re.compile(rb"(?<![A-Za-z])[\xa1-\xff]{2,}(?![A-Za-z])")
LIKELY = (("cp949", "[가-힣]"), ("cp1251", "[А-Яа-яЁё]"), ("koi8_r", "[А-Яа-яЁё]"))
MOSTLY = 0.8
# Spreadsheet programs write this line to say what parts the cells.
SEPARATOR = re.compile(r"\ufeff?sep=([,;\t|])\r?\n", re.IGNORECASE)
WESTERN = "cp1252"
NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1251": "Windows-1251",
    "cp949": "EUC-KR",
    "euc_kr": "EUC-KR",
    "koi8_r": "KOI8-R",
    "cp1252": "Windows-1252",
}
# What a file can be said to be in.
ENCODINGS = {code: name for code, name in NAMES.items() if code not in ("euc_kr", "utf-8")}


def read_csv(path: Path, name: str, encoding: str = "") -> Table | None:
    """The table in a CSV file; None for an empty one. Raises UnreadableFile.

    `name` is what the file is called for people. Its encoding is recognised unless one is named.
    """
    try:
        known = codecs.lookup(encoding).name if encoding else _encoding_of(path, name)
        "a".encode(known)
    except LookupError as error:
        raise UnreadableFile(f"“{encoding}” is no encoding that is known here.") from error
    delimiter = _delimiter_of(_head(path, name, known))

    def lines() -> Iterator[Line]:
        return _lines(path, name, known, delimiter)

    return table_of(name, Path(name).stem, lines, _called(known))


def _lines(path: Path, name: str, encoding: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        text = _BoundedLines(file, name)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(rows, start=1):
                text.length = 0
                if number == 1 and row and row[0].lower() == "sep=":
                    continue
                if len(row) > MOST_CELLS:
                    raise UnreadableFile(
                        f"{name}: row {number} has {len(row):,} cells; at most {MOST_COLUMNS} "
                        "columns are read."
                    )
                if number > MOST_ROWS:
                    raise UnreadableFile(
                        f"{name}: there are more than {MOST_ROWS:,} rows. Split it."
                    )
                if any("\0" in text for text in row):
                    raise UnreadableFile(
                        f"{name}: row {number} holds a NUL character, so this is no CSV file."
                    )
                yield number, [Cell(plain_text(text)) for text in row]
        except csv.Error as error:
            raise UnreadableFile(
                f"{name}: after row {number}, this is not a well-formed CSV file: {error}."
            ) from error
        except UnicodeError as error:
            raise UnreadableFile(
                f"{name}: after row {number}, the file is no longer in "
                f"{_called(encoding)}. Save it as “CSV UTF-8” and try again."
            ) from error


class _BoundedLines:
    """The lines of a file, none of them without end. `length` is that of the row so far."""

    def __init__(self, file: TextIO, name: str) -> None:
        self.file, self.name, self.length = file, name, 0

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        line = self.file.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.length += len(line)
        if self.length > LONGEST_ROW:
            raise UnreadableFile(
                f"{self.name}: a row has more than {LONGEST_ROW:,} characters, so this is not a "
                "well-formed CSV file."
            )
        return line


def _encoding_of(path: Path, name: str) -> str:
    """The encoding that a byte order mark says, or UTF-8 where that fits, or the likeliest."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample:
        raise UnreadableFile(f"{name}: the file holds NUL characters, so it is not a CSV file.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        best = _likely(sample) or from_bytes(sample).best()
        if best is None:
            raise UnreadableFile(
                f"{name}: the file is in an encoding that we do not recognise. Save it as “CSV "
                "UTF-8” and try again."
            ) from None
        return best if isinstance(best, str) else str(best.encoding)
    return "utf-8-sig"


def _likely(sample: bytes) -> str:
    """The encoding in which the sample's letters are Korean or Russian; "" where none makes them.

    Of two Cyrillic ones it is that in which words are in lower case but for their beginnings.
    Where hardly a word is wholly of such letters, the sample is Western.
    """
    whole_words = len(FOREIGN_WORD.findall(sample))
    if not whole_words or len(ACCENTED.findall(sample)) > 3 * whole_words:
        return WESTERN if _is_text_in(WESTERN, sample) else ""
    found: list[tuple[int, str]] = []
    for encoding, letters in LIKELY:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
        foreign = [one for one in text if ord(one) > LAST_ASCII]
        fitting = re.findall(letters, text)
        if len(fitting) >= MOSTLY * len(foreign):
            if encoding == "cp949":
                return encoding
            found.append((sum(one.islower() for one in fitting), encoding))
    return max(found, default=(0, ""))[1]


def _called(encoding: str) -> str:
    return NAMES.get(encoding) or NAMES.get(encoding.replace("-", "_"), encoding)


def _is_text_in(encoding: str, sample: bytes) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(one) == "Cc" and one not in "\t\r\n" for one in text)


def _head(path: Path, name: str, encoding: str) -> str:
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            return file.read(64 * 1024)
    except UnicodeError as error:
        said = _called(encoding)
        raise UnreadableFile(f"{name}: the file is not in {said}.") from error


def _delimiter_of(head: str) -> str:
    """What the line sep=; says, or whichever of comma, semicolon and tab parts the header most."""
    if said := SEPARATOR.match(head):
        return said[1]
    line = next((one for one in head.splitlines() if one.strip(' ,;\t"')), "")
    outside = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
    return max(",;\t", key=outside.count)
