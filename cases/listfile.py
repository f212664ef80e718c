"""Lists in files outside the database, which outlive a restore of it: one line an entry."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that says something, with its number; none where there is no file.

    Raises OSError, and ValueError for what is no ASCII.
    """
    text = path.read_text(encoding="ascii") if path.exists() else ""
    yield from ((at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip())


def append(path: Path, lines: Iterable[object]) -> None:
    """Adds lines to a file for its owner alone, on the disk before this returns. Raises OSError.

    A last line without an end, as editors and an act that was cut off leave it, is ended first.
    """
    with open(path, "a", encoding="ascii", opener=_for_its_owner) as file:
        file.writelines(f"{one}\n" for one in [*_missing_end(path), *lines])
        file.flush()
        os.fsync(file.fileno())


def _missing_end(path: Path) -> list[str]:
    """An empty line to write where the last line of a file has no end."""
    with open(path, "rb") as file:
        file.seek(-min(1, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return [""] if file.read() not in (b"", b"\n") else []


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
