"""Typed columns: what each column of a spreadsheet may hold, and how it is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from cases.countries import COUNTRY_CODES, NAMES
from cases.models import Agreement, Case, EventKind, Referenced, Source, SourceKind, Standing
from cases.models.base import check_reference
from timeline.dates import read

CODES_BY_NAME = {name.casefold(): code for code, name in NAMES.items()}
IS_WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@dataclass
class Lookup:
    """The records that cells may name, by reference and, for terms, by label."""

    found: Mapping[type[Referenced], Mapping[str, Referenced]]

    def one(self, model: type[Referenced], name: str) -> Referenced:
        """The record called `name`. Raises ValueError with advice."""
        known = self.found[model]
        folded = name.casefold()
        record = known.get(name) or known.get(folded) or known.get(folded.replace(" ", "-"))
        if record is None:
            kind = model._meta.verbose_name
            raise ValueError(
                f"“{name}” is no {kind} that the desk or this import knows. Add it first, or mend "
                "the spelling."
            )
        return record


Reader = Callable[[str, Lookup], Any]


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, how a cell is read, and whether it may be empty."""

    field: str
    read: Reader
    required: bool = False


def text(longest: int) -> Reader:
    """A text of at most `longest` characters."""

    def reader(cell: str, lookup: Lookup) -> str:
        if len(cell) > longest:
            raise ValueError(f"The text has {len(cell)} characters; at most {longest} fit.")
        return cell

    return reader


def reference(cell: str, lookup: Lookup) -> str:
    """A reference."""
    try:
        check_reference(cell)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return cell


def fuzzy_date(cell: str, lookup: Lookup) -> Any:
    """A date, in exact notation or plain words."""
    return read(cell).date


def web_address(cell: str, lookup: Lookup) -> str:
    """An address that begins with http:// or https://."""
    try:
        IS_WEB_ADDRESS(cell)
    except ValidationError as error:
        raise ValueError(
            "This is not a web address. It begins with https:// or http://."
        ) from error
    return cell


def language(cell: str, lookup: Lookup) -> str:
    """A language code such as en or ja."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise ValueError("This is not a language code. Write en, ru, ko, ja or another.")
    return cell


def standing(cell: str, lookup: Lookup) -> str:
    """How well it is borne out."""
    if cell.lower() not in Standing.values:
        raise ValueError(f"This can be {', '.join(Standing.values)}.")
    return cell.lower()


def countries(cell: str, lookup: Lookup) -> list[str]:
    """Country codes or English names, parted by semicolons or commas."""
    codes = []
    for part in parts(cell):
        code = part.upper() if len(part) == 2 else CODES_BY_NAME.get(part.casefold(), part)
        if code not in COUNTRY_CODES:
            raise ValueError(f"“{part}” is no country. Write a code such as RU, or a name.")
        codes.append(code)
    return sorted(set(codes))


def one(model: type[Referenced]) -> Reader:
    """One record, by reference or label."""
    return lambda cell, lookup: lookup.one(model, cell)


def several(model: type[Referenced]) -> Reader:
    """Several records, parted by semicolons or commas."""
    return lambda cell, lookup: [lookup.one(model, part) for part in parts(cell)]


def parts(cell: str) -> list[str]:
    """The values in a cell that holds many."""
    return [part for raw in re.split(r"[;,]", cell) if (part := raw.strip())]


SOURCES: dict[str, Column] = {
    "key": Column("reference", reference, required=True),
    "title": Column("title_en", text(300), required=True),
    "publisher": Column("publisher", text(200)),
    "author": Column("author", text(200)),
    "published": Column("published", fuzzy_date),
    "language": Column("language", language),
    "url": Column("url", web_address),
    "kind": Column("kind", one(SourceKind), required=True),
}
EVENTS: dict[str, Column] = {
    "reference": Column("reference", reference, required=True),
    "title": Column("title_en", text(300), required=True),
    "date": Column("date", fuzzy_date, required=True),
    "kind": Column("kind", one(EventKind), required=True),
    "country": Column("countries", countries),
    "place": Column("place", text(200)),
    "cases": Column("cases", several(Case)),
    "agreements": Column("agreements", several(Agreement)),
    "status": Column("standing", standing),
    "summary": Column("summary_en", text(20_000)),
    "sources": Column("sources", several(Source), required=True),
}
