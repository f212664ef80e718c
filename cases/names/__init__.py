"""Names, and where they stand in a text, however they are written. Knows no record and no database.

A name is looked for in two ways: word by word as it is written, and by how it sounds, which finds
the other romanisations of a Korean or Russian name, its other script and its other order.
"""

from cases.names.erasing import ERASED, Eraser, key_of_text
from cases.names.guard import Hit, NameGuard

__all__ = ["ERASED", "Eraser", "Hit", "NameGuard", "key_of_text"]
