"""Tells what kind of sheet a table is, and refuses what may not come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from cases.exchange.identifying import meaning_of, tells_who
from cases.exchange.sheet import Sheet
from cases.exchange.sheets import SHEETS
from cases.exchange.table import Table, UnreadableFile, column_name, set_apart
from cases.identities import may_identify

Mappings = Mapping[str, Mapping[str, str]]
PEOPLE = "people"


@dataclass(frozen=True)
class Planned:
    """A table, what kind of sheet it is, and what its headers stand for.

    `apart` says what those headers hold that tell who somebody is; the table has none of them.
    """

    table: Table
    sheet: Sheet
    headers: dict[str, str]
    unknown: list[str]
    apart: dict[str, str] = field(default_factory=dict)


def recognised(table: Table, mappings: Mappings, by: User | None) -> Planned:
    """What a table is that `by` brings. Raises UnreadableFile."""
    sheet = sheet_of(table, mappings, by)
    apart = kept_apart(table, sheet)
    table = set_apart(table, apart)
    mapping = mappings.get(sheet.name, {})
    headers = sheet.recognised(table.columns, mapping)
    stand_for = [column for column in headers.values() if column]
    for column in stand_for:
        if stand_for.count(column) > 1:
            names = ", ".join(name for name, one in headers.items() if one == column)
            raise UnreadableFile(
                f"{table.file}: the columns {names} all stand for {column}. Leave one of them out."
            )
    return Planned(table, sheet, headers, unknown_columns(table, sheet, mapping), apart)


def sheet_of(table: Table, mappings: Mappings, by: User | None) -> Sheet:
    """The kind of sheet that a table is, by its columns and then by its name.

    `mappings` holds, by kind, what headers were once said to stand for. Raises UnreadableFile, for
    a table with a column that tells who somebody is, too, which `by` may not bring there.
    """
    refuse_real_names(table, by=by)
    found = kind_of(table, mappings)
    refuse_real_names(table, found.name, by)
    return found


def kind_of(table: Table, mappings: Mappings) -> Sheet:
    """The kind of sheet that a table is, whatever its columns hold. Raises UnreadableFile."""
    found = {
        sheet.name: set(sheet.recognised(table.columns, mappings.get(sheet.name, {})).values())
        for sheet in SHEETS
    }
    found[PEOPLE] |= {one for one in table.columns if tells_who(one)}
    whole = [
        sheet
        for sheet in SHEETS
        if not _missing(sheet, found[sheet.name])
        and (found[sheet.name] & sheet.telling or _is_named(table, sheet))
    ]
    # One that changes what is there needs no more than references and what changes.
    partial = [sheet for sheet in SHEETS if {"reference"} < found[sheet.name] - {""}]

    def fit(sheet: Sheet) -> tuple[bool, int]:
        return (_is_named(table, sheet), len(found[sheet.name]))

    if whole:
        return max(reversed(whole), key=fit)
    best = [one for one in partial if fit(one) == max(map(fit, partial))]
    if len(best) == 1:
        return best[0]
    nearest = max(SHEETS, key=lambda one: (*fit(one), -len(_missing(one, found[one.name]))))
    raise UnreadableFile(f"{table.file}: {_nearest(nearest, found[nearest.name])}")


def _nearest(sheet: Sheet, found: set[str]) -> str:
    kinds = "; ".join(f"{one.name}: {', '.join(_needed(one))}" for one in SHEETS)
    telling = [name for name in sheet.columns if name in sheet.telling]
    missing = ", ".join(_missing(sheet, found)) or f"one of {', '.join(telling)}"
    near = f" Nearest is {sheet.name}, without {missing}." if found else ""
    return (
        f"the columns are not those of any sheet that we know.{near} Each kind needs at least "
        f"these: {kinds}. A sheet that only changes records needs their references."
    )


def _missing(sheet: Sheet, found: set[str]) -> list[str]:
    return [name for name in _needed(sheet) if name not in found]


def unknown_columns(table: Table, sheet: Sheet, mapping: Mapping[str, str]) -> list[str]:
    """The headers of a table that stand for nothing here."""
    known = sheet.recognised(table.columns, mapping)
    return [header for header in table.columns if header not in known]


def _is_named(table: Table, sheet: Sheet) -> bool:
    words = column_name(table.name).split("_")
    return sheet.name in words or sheet.name.removesuffix("s") in words


def _needed(sheet: Sheet) -> list[str]:
    return [name for name, column in sheet.columns.items() if column.required]


def kept_apart(table: Table, sheet: Sheet) -> dict[str, str]:
    """What those headers hold that tell who somebody is, on a sheet of people; "" if unclear."""
    if sheet.name != PEOPLE:
        return {}
    return {one: meaning_of(one) for one in table.columns if tells_who(one, sheet.name)}


def refuse_real_names(table: Table, kind: str = "", by: User | None = None) -> None:
    """Raises UnreadableFile for a column that tells who somebody is and may not come in.

    A guardian may bring those that say plainly what they hold, on a sheet of people. `kind` is ""
    where the kind of the table is not yet known.
    """
    for header in table.columns:
        if tells_who(header, kind) and (why := _why_not(header, kind, by)):
            raise UnreadableFile(f"{table.file}: {why.format(header)}")


def _why_not(header: str, kind: str, by: User | None) -> str:
    if by is None or not may_identify(by):
        return TELLS_WHO
    if kind not in ("", PEOPLE):
        return ELSEWHERE
    return "" if meaning_of(header) else UNCLEAR


TELLS_WHO = (
    "the column “{}” looks as if it held real names or what finds a person. Only a guardian, under "
    "their own name, can bring these, on a sheet of people; so nothing of the file is read. Delete "
    "the column and use aliases, or ask a guardian."
)
ELSEWHERE = (
    "the column “{}” looks as if it held real names or what finds a person. They can be brought on "
    "a sheet of people alone, so nothing of the file is read. Move the column there, or delete it."
)
UNCLEAR = (
    "the column “{}” looks as if it held what tells who somebody is, but not what is kept for it. "
    "Call it Real name, Former name, Known as, Name of a relative (each with whole names), Date of "
    "birth or Contacts if it is one of these; or else delete it. Nothing of the file is read."
)
