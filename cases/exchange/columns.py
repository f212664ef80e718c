"""Typed columns: what each column of a spreadsheet may hold, and how its cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from cases.countries import COUNTRY_CODES, NAMES
from cases.exchange.known import MODELS, Known, Named
from cases.models import Referenced
from cases.models.base import check_reference
from timeline.dates import is_undated, orders_of, read

CODES_BY_NAME = {name.casefold(): code for code, name in NAMES.items()}
IS_WEB_ADDRESS = URLValidator(schemes=["http", "https"])

Reader = Callable[[str, Known], Any]


@dataclass(frozen=True)
class Column:
    """One column: the field or list it fills, how a cell is read, and what else it may be called.

    A column whose field is "" says what follows from others; it may be there and is not read.
    """

    field: str
    read: Reader
    required: bool = False
    synonyms: tuple[str, ...] = ()
    help: str = ""


def text(longest: int) -> Reader:
    """A text of at most `longest` characters."""

    def reader(cell: str, known: Known) -> str:
        if len(cell) > longest:
            raise ValueError(f"The text has {len(cell)} characters; at most {longest} fit.")
        return cell.replace("\r\n", "\n")

    return reader


def reference(cell: str, known: Known) -> str:
    """A reference."""
    try:
        check_reference(cell)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    if len(cell) > 80:
        raise ValueError("A reference has at most 80 characters.")
    return cell


def fuzzy_date(cell: str, known: Known) -> Any:
    """A date, in exact notation or plain words; None for words such as n.d."""
    if is_undated(cell):
        return None
    _refuse_ambiguous(cell)
    return read(cell).date


def day(cell: str, known: Known) -> date | None:
    """A day, for fields that hold nothing vaguer; None for words such as n.d."""
    found = fuzzy_date(cell, known)
    if found is None:
        return None
    if found.earliest is None or found.earliest != found.latest:
        raise ValueError("A day is expected here, such as 2016-02-02.")
    earliest: date = found.earliest
    return earliest


def _refuse_ambiguous(cell: str) -> None:
    """Raises ValueError for digits of which nobody can tell which are the month."""
    found = orders_of(cell)
    if all(found) and len(set(found)) > 1:
        days = " or ".join(read(one).date.wording() for one in found)
        raise ValueError(
            f"This may be {days}, and no other date of this column shows which. Write the month as "
            f"a word, or the date as {found[0]}."
        )


def web_address(cell: str, known: Known) -> str:
    """An address that begins with http:// or https://."""
    try:
        IS_WEB_ADDRESS(cell)
    except ValidationError as error:
        raise ValueError(
            "This is not a web address. It begins with https:// or http://."
        ) from error
    return cell


def language(cell: str, known: Known) -> str:
    """A language code such as en or ja."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise ValueError("This is not a language code. Write en, ru, ko, ja or another.")
    return cell


def among(choices: type[Any]) -> Reader:
    """One of Django's choices, by value or label, in any case."""
    labels = {str(label).casefold(): value for value, label in choices.choices}

    def reader(cell: str, known: Known) -> str:
        folded = cell.casefold()
        value: str = labels.get(folded, folded.replace(" ", "-"))
        if value not in choices.values:
            raise ValueError(f"This can be {', '.join(choices.values)}.")
        return value

    return reader


def yes_or_no(cell: str, known: Known) -> bool:
    """Yes or no."""
    if cell.casefold() in ("yes", "y", "true", "1", "x"):
        return True
    if cell.casefold() in ("no", "n", "false", "0"):
        return False
    raise ValueError("Write yes or no.")


def countries(cell: str, known: Known) -> list[str]:
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
    return lambda cell, known: known.one(model, cell)


def several(model: type[Referenced]) -> Reader:
    """Several records, parted by semicolons or commas."""

    def reader(cell: str, known: Known) -> list[Named]:
        try:
            return [known.one(model, cell)]  # a label, or an address, may hold a comma itself
        except ValueError:
            return [known.one(model, part) for part in parts(cell)]

    return reader


def any_record(cell: str, known: Known) -> tuple[str, Named]:
    """A record of any kind that sources are cited for, such as event:choe-arrest."""
    kind, colon, name = (part.strip() for part in cell.partition(":"))
    if not colon or kind.lower() not in MODELS:
        raise ValueError(
            f"Write the kind and the reference: {', '.join(MODELS)}, as in case:mr-kim."
        )
    return kind.lower(), known.one(MODELS[kind.lower()], name)


def listed(cell: str, known: Known) -> list[str]:
    """Several texts, parted by semicolons or commas."""
    return parts(cell)


def nothing(cell: str, known: Known) -> None:
    """Nothing: the column follows from others."""


def parts(cell: str) -> list[str]:
    """The values in a cell that holds many."""
    return [part for raw in re.split(r"[;,\n]", cell) if (part := raw.strip())]
