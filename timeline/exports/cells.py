"""Cells of a table that no spreadsheet runs as a formula, and that read back as they were."""

import re
from typing import Any

# A spreadsheet takes a cell that begins with one of these for a formula.
ACTIVE = ("=", "+", "-", "@", "\t", "\r")
_MIGHT_RUN = re.compile(r"'*[=+\-@\t\r]")


def text_of(value: Any) -> str:
    """A value as the text of a cell: a list joined by “; ”, and nothing for None."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def inert(value: Any) -> str:
    """The text of a cell, with an apostrophe before what might be a formula.

    A text that begins with apostrophes before such a sign gets one more, so that `revived` gives
    back every text as it was.
    """
    text = text_of(value)
    return f"'{text}" if _MIGHT_RUN.match(text) else text


def revived(cell: str) -> str:
    """The text that `inert` made this cell of."""
    return cell[1:] if cell.startswith("'") and _MIGHT_RUN.match(cell) else cell
