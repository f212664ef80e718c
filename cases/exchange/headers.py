"""What each table of an import was taken for, and what its headers stand for, to be set right."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches

from django.contrib.auth.models import User
from django.utils import timezone

from cases.documents import PRIVATE
from cases.exchange.identifying import tells_who
from cases.exchange.opening import open_tables
from cases.exchange.plan import File
from cases.exchange.recognising import (
    PEOPLE,
    TELLS_WHO,
    Mappings,
    kept_apart,
    kind_of,
    refuse_real_names,
)
from cases.exchange.sheet import Sheet
from cases.exchange.sheets import BY_NAME, SHEETS
from cases.exchange.table import Table, UnreadableFile, column_name, set_apart
from cases.models import ColumnMapping, ImportBatch
from cases.roles import Role, roles_of

# A contributor's answer would change what the next import of anybody brings.
KEEPERS = frozenset({Role.EDITOR, Role.GUARDIAN, Role.ADMINISTRATOR})
LONGEST_HEADER = 200
SAMPLE = 3
UTF_8 = "UTF-8"


@dataclass(frozen=True)
class Header:
    """A header that no column has by itself: what it was said to stand for, and what it may.

    `column` is None where nobody has said anything yet, "" where it is left out.
    """

    name: str
    column: str | None
    example: str


@dataclass(frozen=True)
class Shape:
    """A table as it was understood.

    `is_known` is whether its kind could be told; `headers` are those that may be set right, and
    `taken` the columns that its other headers stand for.
    """

    file: str
    sheet: Sheet
    is_known: bool
    encoding: str
    sample: str
    headers: list[Header]
    taken: frozenset[str]

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has said yet what one of its headers stands for."""
        return any(one.column is None for one in self.headers)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The columns that a header may stand for, with their help."""
        free = self.sheet.columns.items()
        return [(name, one.help) for name, one in free if one.field and name not in self.taken]


class CannotMap(ValueError):
    """Nothing was kept; the message says why."""


def shapes_of(
    files: Iterable[File],
    mappings: Mappings,
    kinds: Mapping[str, str] | None = None,
    by: User | None = None,
) -> list[Shape]:
    """The tables of these files that can be opened and that `by` may bring.

    `kinds` says, by file, what kind a table is that cannot be told by its columns.
    """
    found = []
    for file in files:
        try:
            tables = open_tables(file.path, file.name, file.encoding)
        except UnreadableFile:
            continue  # the plan says why
        for table in tables:
            with suppress(UnreadableFile):  # one that holds real names, as the plan says
                refuse_real_names(table, by=by)
                found.append(_shape(table, mappings, kinds or {}, by))
    return found


def mappings_said(said: Iterable[str]) -> dict[str, dict[str, str]]:
    """By kind of sheet, what headers stand for, from texts such as events:Happened=date.

    Raises CannotMap, with the nearest names for a sheet or column that is not known.
    """
    found: dict[str, dict[str, str]] = {}
    for text in said:
        kind, colon, pair = text.partition(":")
        header, equals, name = pair.rpartition("=")
        if not (colon and equals and header.strip()):
            raise CannotMap(f"“{text}” does not read like events:Happened=date.")
        kind, header, column = column_name(kind), column_name(header), column_name(name)
        if kind not in BY_NAME:
            raise CannotMap(f"“{text}”: {_nearest('kind of sheet', kind, BY_NAME)}")
        columns = [one for one, it in BY_NAME[kind].columns.items() if it.field]
        if column and column not in columns:
            raise CannotMap(f"“{text}”: {_nearest(f'column of {kind}', column, columns)}")
        if tells_who(header, kind):
            raise CannotMap(f"“{text}”: {TELLS_WHO.format(header)}")
        found.setdefault(kind, {})[header] = column
    return found


def _nearest(what: str, name: str, names: Collection[str]) -> str:
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    meant = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(names)}."
    return f"“{name}” is no {what}. {meant}"


def may_keep(user: User) -> bool:
    """Whether what this person says of headers is kept for everybody."""
    return bool(roles_of(user) & KEEPERS)


def kept_for_all(shape: Shape) -> list[str]:
    """Which headers are read by the public under another name, as somebody chose it; in words."""
    kept = ColumnMapping.objects.filter(batch=None, sheet=shape.sheet.name).select_related("by")
    inside = PRIVATE[shape.sheet.model]
    columns = {one.name: one.column for one in shape.headers if one.column}
    return [
        f"“{one.header}” → {one.column}, which the public reads, as was chosen {_chosen(one)}"
        for one in kept
        if columns.get(one.header) == one.column
        and shape.sheet.columns[one.column].field not in inside
    ]


def _chosen(kept: ColumnMapping) -> str:
    if kept.at is None:
        return "earlier"
    return f"on {kept.at:%-d %B %Y} by {kept.by or 'an account that is gone'}"


def keep_columns(shape: Shape, chosen: Mapping[str, str], *, batch: ImportBatch, by: User) -> None:
    """Keeps what the headers of a table stand for: for this import, and where `may_keep` for all.

    Raises CannotMap where two headers would stand for one column, or one tells who somebody is.
    """
    offered = {name for name, _ in shape.choices} | {""}
    wanted = {one.name: chosen[one.name] for one in shape.headers if one.name in chosen}
    for header, column in wanted.items():
        if column and tells_who(header, shape.sheet.name):
            raise CannotMap(f"{shape.file}: {TELLS_WHO.format(header)}")
        if column not in offered:
            raise CannotMap(f"{shape.file}: “{column}” cannot be chosen here.")
        if column and list(wanted.values()).count(column) > 1:
            raise CannotMap(
                f"{shape.file}: two columns would stand for {column}. Leave one of them out."
            )
    if any(len(header) > LONGEST_HEADER for header in wanted):
        raise CannotMap(f"{shape.file}: a column has a very long name. Shorten it in the file.")
    said = {one.name: one.column for one in shape.headers}
    for header, column in wanted.items():
        if column != said[header]:
            ColumnMapping.objects.update_or_create(
                sheet=shape.sheet.name,
                header=header,
                batch=None if may_keep(by) else batch,
                defaults={"column": column, "by": by, "at": timezone.now()},
            )


def _shape(table: Table, mappings: Mappings, kinds: Mapping[str, str], by: User | None) -> Shape:
    try:
        sheet, is_known = kind_of(table, mappings), True
    except UnreadableFile:
        said = BY_NAME.get(kinds.get(table.file, ""))
        sheet, is_known = said or _likeliest(table, mappings), False
    refuse_real_names(table, sheet.name if is_known else "", by)
    apart = kept_apart(table, sheet) if is_known else [*filter(tells_who, table.columns)]
    table = set_apart(table, apart)
    mapping = mappings.get(sheet.name, {})
    # Of cells that may tell who somebody is not even an example is shown.
    hidden = [] if is_known else [one for one in table.columns if tells_who(one, PEOPLE)]
    rows = _first_rows(set_apart(table, hidden))
    headers = [
        Header(name, mapping.get(name), next((row[name] for row in rows if name in row), ""))
        for name in table.columns
        if name in mapping or sheet.column_called(name) is None
    ]
    offered = {one.name for one in headers}
    known = sheet.recognised(table.columns, {})
    taken = {column for header, column in known.items() if header not in offered}
    foreign = table.encoding not in ("", UTF_8)
    sample = " · ".join(text for row in rows[:1] for text in row.values()) if foreign else ""
    return Shape(
        table.file,
        sheet,
        is_known,
        table.encoding if foreign else "",
        sample,
        headers,
        frozenset(taken),
    )


def _likeliest(table: Table, mappings: Mappings) -> Sheet:
    """The kind that most of a table's headers belong to."""

    def fitting(sheet: Sheet) -> int:
        return len(sheet.recognised(table.columns, mappings.get(sheet.name, {})))

    return max(SHEETS, key=fitting)


def _first_rows(table: Table) -> list[dict[str, str]]:
    try:
        return [row.cells for row, _ in zip(table.rows(), range(SAMPLE), strict=False)]
    except UnreadableFile:
        return []
