"""Pages of the timeline by cursor: any page costs what the first one costs.

The cursor is the order key of the first or last event on the page at hand, so that an event
published meanwhile shifts nobody's place.
"""

import re
from dataclasses import dataclass

from timeline.filters import BadParameter, QueryParameters
from timeline.models import Edition, EditionQuerySet

PAGE = 50
_CURSOR = re.compile(r"[0-9]{20}[0-9a-f]{32}")


@dataclass(frozen=True)
class Cursor:
    """Where to read on: after a key or before one; both empty is the beginning."""

    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Page:
    """Some editions in order, and the keys to read on from; "" where there is nothing more."""

    rows: list[Edition]
    before: str
    after: str


def cursor_from(query: QueryParameters) -> Cursor:
    """The cursor that a query string gives. Raises BadParameter for one we did not make."""
    after, before = query.get("after") or "", query.get("before") or ""
    for name, value in (("after", after), ("before", before)):
        if value and not _CURSOR.fullmatch(value):
            raise BadParameter(
                f"“{name}” does not name a place in the timeline. Follow the links to earlier and "
                "later events instead of changing the address.",
                name,
            )
    if after and before:
        raise BadParameter("Give “after” or “before”, not both.", "before")
    return Cursor(after, before)


def page_of(editions: EditionQuerySet, cursor: Cursor, size: int = PAGE) -> Page:
    """The page of `editions` at `cursor`, in the order of the timeline. One query."""
    if cursor.before:
        rows = list(editions.filter(order_key__lt=cursor.before).order_by("-order_key")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, rows[0].order_key if more else "", rows[-1].order_key if rows else "")
    found = editions.filter(order_key__gt=cursor.after) if cursor.after else editions
    rows = list(found.in_order()[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        rows[0].order_key if cursor.after and rows else "",
        rows[-1].order_key if more else "",
    )
