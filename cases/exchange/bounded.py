"""JSON looked at before it is parsed: how much of it there is, and how many things it makes."""

from collections.abc import Iterator
from pathlib import Path

LARGEST = 16 * 2**20
MOST_OBJECTS = 50_000
# Each value of JSON has one of these beside it, and takes some 60 to 100 bytes when it is parsed.
MARKS = (b",", b"{", b"[")
MOST_MARKS = 800_000
CHUNK = 2**20


class TooMuch(ValueError):
    """The file would take too much memory; the message says what to do."""


def refuse_too_much(path: Path, name: str) -> None:
    """Raises TooMuch for JSON that is too large, or is made of very many values."""
    if path.stat().st_size > LARGEST:
        raise TooMuch(
            f"{name}: the file is larger than {LARGEST // 2**20} MB. Split it, or let whoever runs "
            "the site load it with loaddata."
        )
    if sum(chunk.count(mark) for chunk in _chunks(path) for mark in MARKS) > MOST_MARKS:
        raise TooMuch(f"{name}: it holds more than {MOST_MARKS:,} values. Split it.")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
