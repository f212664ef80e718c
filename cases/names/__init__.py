"""Names, and where they stand in a text, however they are written. Knows no record and no database.

A name is looked for in two ways: word by word as it is written, and by how it sounds, which finds
the other romanisations of a Korean or Russian name, its other script and its other order.
"""

from cases.names.called import NOT_LOOKED_FOR, is_looked_for, names_in
from cases.names.decoding import OLD_CHARSETS, as_read
from cases.names.erasing import ERASED, Eraser, key_of_text
from cases.names.guard import Hit, NameGuard
from cases.names.whole import is_whole_name

__all__ = [
    "ERASED",
    "NOT_LOOKED_FOR",
    "OLD_CHARSETS",
    "Eraser",
    "Hit",
    "NameGuard",
    "as_read",
    "is_looked_for",
    "is_whole_name",
    "key_of_text",
    "names_in",
]
