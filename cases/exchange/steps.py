"""What one row of a sheet would do to one record: nothing, make it, change it, or dispute it."""

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from cases.exchange.claims import Claims
from cases.exchange.sheet import Sheet, Values
from cases.exchange.table import TableRow
from cases.exchange.tongues import language_of
from cases.identities import Brought
from cases.models import Citation, Tracked
from timeline.dates import EdtfDate

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One field or list that would change, in words."""

    name: str
    before: str
    after: str


@dataclass(slots=True)
class Step:
    """What would be done with one row. `rows` would be added to the record.

    `amended` are rows that it holds already and that would be saved anew; `identity` is what would
    be written of who a person is, and is not shown.
    """

    row: TableRow
    sheet: Sheet
    record: Any
    is_new: bool
    set: Values = dataclasses.field(default_factory=dict)
    rows: list[Any] = dataclasses.field(default_factory=list)
    changes: list[Change] = dataclasses.field(default_factory=list)
    rivals: list[Change] = dataclasses.field(default_factory=list)
    amended: list[Any] = dataclasses.field(default_factory=list)
    identity: Brought | None = dataclasses.field(default=None, repr=False)

    @property
    def writes_record(self) -> bool:
        """Whether applying it writes to the record or to what it holds."""
        return self.is_new or bool(self.changes or self.rivals)

    @property
    def does_something(self) -> bool:
        """Whether applying it writes anything."""
        return self.writes_record or (self.identity is not None and self.identity.writes)

    @property
    def name(self) -> str:
        """The record's kind and name."""
        if isinstance(self.record, Citation):
            cells = self.row.cells
            return f"citation of {cells.get('source', '')} for {cells.get('record', '')}"
        return f"{self.record._meta.verbose_name} {self.record.reference}"

    @property
    def lines(self) -> list[str]:
        """What would be done, a line for each thing."""
        found = [f"new        {self.name}"] if self.is_new else []
        found += [f"change     {self.name}: {_arrow(one)}" for one in self.changes]
        for one in self.rivals:
            found.append(
                f"rival      {self.name}: {one.name}: {one.before or 'nothing'} stays; "
                f"{one.after} is noted beside it"
            )
        if self.identity is not None:
            found.append(f"identity   {self.name}: {self.identity.state}")
        return found


def _arrow(change: Change) -> str:
    if change.after.endswith(" added"):
        return f"{change.name}: {change.after}"
    return f"{change.name}: {change.before or 'nothing'} → {change.after or 'nothing'}"


class Unsayable(ValueError):
    """A row that cannot become a step; the message says why, `column` where."""

    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(message)


def new_step(row: TableRow, sheet: Sheet, values: Values, claims: Claims, by: User | None) -> Step:
    """A step that makes a record. Raises Unsayable for values that do not go together."""
    plain = {name: value for name, value in values.items() if name not in sheet.parts}
    if "title" in plain:
        plain.setdefault("original_language", language_of(plain["title"]) or "en")
    language = values.get("original_language", "")
    given = {_attribute(sheet, name, value, language): value for name, value in plain.items()}
    record = sheet.model(id=uuid4(), **{name: stored(value) for name, value in given.items()})
    record.assigned_to = by
    step = Step(row, sheet, record, is_new=True, set=given)
    for name, part in sheet.parts.items():
        for item in part.added(record, values.get(name, [])):
            if name != "sources" or not claims.cite(kind_of(record), record.reference, item.pk):
                step.rows.append(part.row(record, item))
    check(step)
    return step


def check(step: Step) -> None:
    """Validates all that needs no query. Raises Unsayable with the column that is at fault."""
    for one in (step.record, *step.rows, *step.amended):
        if not isinstance(one, Tracked) or (one is not step.record and _only_links(one)):
            continue  # both its ends are known
        fields = one._meta.concrete_fields
        relations = {column.name for column in fields if column.is_relation}
        try:
            one.clean_fields(exclude=relations)
            if one is step.record:
                one.clean()
        except ValidationError as error:
            name = next(iter(getattr(error, "error_dict", {})), "")
            raise Unsayable(column_of(step.sheet, name), " ".join(error.messages)) from error


def _only_links(row: Tracked) -> bool:
    """Whether a row says nothing but which source is cited for what."""
    return isinstance(row, Citation) and not (row.field or row.value)


def column_of(sheet: Sheet, name: str) -> str:
    """The column that fills a field; the field's own name where none does."""
    fits = (column for column, one in sheet.columns.items() if one.field == name)
    return next(fits, "title" if name.startswith("title_") else name)


def derived_reference(sheet: Sheet, values: Values) -> str:
    """A reference for a record that a sheet gives none: the same for the same row, at any time.

    From the title or alias in Latin letters, with the year for events; or else a digest of it.
    """
    title = str(values.get("title") or values.get("alias_en") or "")
    moment = values.get("date")
    year = str(moment.earliest.year) if isinstance(moment, EdtfDate) and moment.earliest else ""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = "-".join(words)[:TITLE_LENGTH].strip("-")
    if len(slug) < 3:
        digest = hashlib.sha256(f"{title}{moment}".encode()).hexdigest()[:10]
        slug = "-".join(filter(None, (str(sheet.name).removesuffix("s"), slug, digest)))
    return f"{slug}-{year}" if year and not slug.endswith(year) else slug


def _attribute(sheet: Sheet, name: str, value: Any, language: str) -> str:
    """The field that a column fills: of titles and summaries, that of their language."""
    if name in ("title", "summary"):
        return f"{name}_{language or language_of(value) or 'en'}"
    return str(sheet.model._meta.get_field(name).attname)


def stored(value: Any) -> Any:
    """The value as a field holds it: of a record, its key."""
    return value.pk if hasattr(value, "pk") else value


def shown(value: Any) -> str:
    """A value in words; nothing for none."""
    return "" if value in (None, "", []) else str(value)


def kind_of(record: Any) -> str:
    """The kind of a record, such as event."""
    return str(record._meta.model_name)


def chunks(rows: Iterator[TableRow], size: int) -> Iterator[list[TableRow]]:
    """The rows in lists of at most `size`."""
    chunk: list[TableRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
