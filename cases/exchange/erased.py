"""Objects of a file that are about somebody who was erased here."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from cases.erasurelist import erasure_list

HEX = frozenset("0123456789abcdef")
# It is what is kept of an erasure.
TOMBSTONE = "cases.erasurerequest"
ERASED = "it is about somebody who was erased here, and no file brings them back."


def about_erased(data: Sequence[dict[str, Any]]) -> Iterator[int]:
    """The places of those objects of a fixture that hold the id of somebody who was erased.

    The list outside the database says whom. An id is known in whatever form a column would take it:
    as a number, and in a text in digits of any script, however they are parted. Raises CannotList.
    """
    erased = {one.person for one in erasure_list()}
    if not erased:
        return
    for place, one in enumerate(data):
        if one["model"].lower() != TOMBSTONE and _holds(one, erased):
            yield place


def _holds(value: Any, erased: Collection[UUID]) -> bool:
    match value:
        case dict():
            return any(_holds(one, erased) for pair in value.items() for one in pair)
        case list():
            return any(_holds(one, erased) for one in value)
        case int():
            return any(one.int == value for one in erased)
        case str():
            digits = "".join(sign for sign in map(_digit, value.lower()) if sign in HEX)
            return any(one.hex in digits or _is(value, one) for one in erased)
    return False


def _digit(sign: str) -> str:
    """A digit of any script as one of ours; any other sign in its plain form."""
    value = unicodedata.decimal(sign, None)
    return unicodedata.normalize("NFKC", sign) if value is None else str(value)


def _is(text: str, wanted: UUID) -> bool:
    """Whether a column would read a text as this id, with a sign or a space for a leading 0."""
    try:
        return UUID(text) == wanted
    except ValueError:
        return False
