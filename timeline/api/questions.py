"""What the API can be asked: the parameters of its queries, as described and as checked.

The values themselves are read from the query by the same functions as on the pages, so that both
refuse in the same words.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import Schema
from pydantic import Field

from timeline.filters import FAMILIES, MOST_VALUES, STANDINGS, BadParameter
from timeline.views.visit import Visit, day_of

REFERENCE = "[a-z0-9-]{1,80}"
A_REFERENCE = f"^{REFERENCE}$"
READ_ON = "Where to read on; follow “next” instead of making one."
LONGEST = 200
SHORT: dict[str, Any] = {"pattern": r"^[^\u0000]*$", "maxLength": LONGEST}
MOST_ITEMS = 100
ITEMS = 50
_LIMIT = re.compile(r"[1-9][0-9]{0,2}")


def one(words: str, name: str | None = None, **schema: Any) -> Any:
    """A parameter that is given once at most; `schema` says what it can be."""
    extra: dict[str, Any] = {"minLength": 1, **schema}
    return Field(default_factory=str, alias=name, description=words, json_schema_extra=extra)


def several(words: str, **schema: Any) -> Any:
    """A parameter that may be given more than once; the values are alternatives."""
    items: dict[str, Any] = {"type": "string", "minLength": 1, **schema}
    extra: dict[str, Any] = {"items": items, "maxItems": MOST_VALUES}
    return Field(default_factory=list, description=words, json_schema_extra=extra)


def limit() -> Any:
    """How many items a page has."""
    extra: dict[str, Any] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_ITEMS,
        "default": ITEMS,
    }
    words = f"How many items a page has: {ITEMS} unless given, {MOST_ITEMS} at most."
    return Field(default_factory=str, description=words, json_schema_extra=extra)


class AsOf(Schema):
    """The moment at which the record is read."""

    as_of: str = one(
        "Read the record as it stood at the end of this day (UTC), such as 2026-03-01. Not a day "
        "to come.",
        format="date",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    )


class Listing(AsOf):
    """A list of records, page by page."""

    limit: str = limit()
    after: str = one(READ_ON, pattern=A_REFERENCE)


class EventListing(AsOf):
    """The timeline with the filters of its page: alternatives within a name, all across names."""

    family: list[str] = several("Families of kinds.", enum=list(FAMILIES))
    kind: list[str] = several("Kinds of events.", pattern=A_REFERENCE)
    case: list[str] = several("Events of these cases.", pattern=A_REFERENCE)
    agreement: list[str] = several("Events of these agreements.", pattern=A_REFERENCE)
    source: list[str] = several("Events that cite these sources.", pattern=A_REFERENCE)
    country: list[str] = several("States concerned, by ISO 3166-1.", pattern="^[A-Z]{2}$")
    place: list[str] = several("Places, as the record words them.", **SHORT)
    standing: list[str] = several("How well an event is borne out.", enum=list(STANDINGS))
    q: str = one("Words to look for, in English, Russian or Korean.", **SHORT)
    from_: str = one(
        "Events that can have touched this date or a later one: EDTF or plain words, such as "
        "2014-03 or “spring 2014”.",
        name="from",
        **SHORT,
    )
    to: str = one("As “from”, for the end of the period. Not before it.", **SHORT)
    limit: str = limit()
    after: str = one(READ_ON, pattern="^[0-9]{20}[0-9a-f]{32}$")


def asked(request: HttpRequest, question: type[AsOf]) -> Visit:
    """The visit that a query asks for. Raises BadParameter, naming the parameter."""
    fields = question.model_fields
    names = {field.alias or name: field.annotation for name, field in fields.items()}
    _refuse_unknown(request.GET, names)
    for name, kind in names.items():
        _refuse_odd(name, request.GET.getlist(name), may_repeat=kind == list[str])
    typed = request.GET.get("as_of")
    if typed is None:
        return Visit(request)
    try:
        return Visit(request, day_of(typed))
    except BadParameter as error:
        raise BadParameter(str(error), "as_of") from error


def limit_of(query: QueryDict) -> int:
    """How many items a page shall have. Raises BadParameter."""
    typed = query.get("limit")
    if typed is None:
        return ITEMS
    if not _LIMIT.fullmatch(typed) or int(typed) > MOST_ITEMS:
        raise BadParameter(
            f"“limit” was “{typed}”. It is a number from 1 to {MOST_ITEMS}.", "limit"
        )
    return int(typed)


def place_of(query: QueryDict) -> str:
    """The reference that a list of records is read on after, or "". Raises BadParameter."""
    typed = query.get("after") or ""
    if typed and not re.fullmatch(REFERENCE, typed):
        raise BadParameter(
            "“after” does not name a place in the list. Follow “next” instead of making one.",
            "after",
        )
    return typed


def _refuse_unknown(query: QueryDict, names: Iterable[str]) -> None:
    for name in query:
        if name not in names:
            known = ", ".join(names)
            raise BadParameter(f"“{name[:80]}” is not asked for here. It can be {known}.", name)


def _refuse_odd(name: str, values: list[str], *, may_repeat: bool) -> None:
    if len(values) > 1 and not may_repeat:
        raise BadParameter(f"“{name}” is given more than once.", name)
    for value in values:
        if not value:
            raise BadParameter(f"“{name}” is empty. Give a value, or leave it out.", name)
        if len(value) > LONGEST:
            raise BadParameter(f"A value of “{name}” has more than {LONGEST} characters.", name)
