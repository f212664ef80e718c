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

from cases.exchange.claims import Claims, lies_within, refines
from cases.exchange.sheet import Sheet, Values
from cases.exchange.table import TableRow
from cases.models import Citation, Stance, Tracked
from cases.models.source import CITABLE
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
    """What would be done with one row. `rows` are the rows that would be added to the record."""

    row: TableRow
    sheet: Sheet
    record: Any
    is_new: bool
    set: Values = dataclasses.field(default_factory=dict)
    rows: list[Any] = dataclasses.field(default_factory=list)
    changes: list[Change] = dataclasses.field(default_factory=list)
    rivals: list[Change] = dataclasses.field(default_factory=list)

    @property
    def does_something(self) -> bool:
        """Whether applying it writes anything."""
        return self.is_new or bool(self.changes or self.rivals)

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
    language = plain.setdefault("original_language", "en") if "title" in plain else "en"
    given = {
        f"{name}_{language}" if name in ("title", "summary") else _attribute(sheet, name): value
        for name, value in plain.items()
    }
    if "title" not in plain:
        given.pop("original_language", None)
    record = sheet.model(id=uuid4(), **{name: _stored(value) for name, value in given.items()})
    record.assigned_to = by
    step = Step(row, sheet, record, is_new=True, set=given)
    for name, part in sheet.parts.items():
        for item in part.added(record, values.get(name, [])):
            if name != "sources" or not claims.cite(_kind(record), record.reference, item.pk):
                step.rows.append(part.row(record, item))
    check(step)
    return step


def changing_step(row: TableRow, sheet: Sheet, values: Values, record: Any, claims: Claims) -> Step:
    """A step for a record that is there. Raises Unsayable."""
    step = Step(row, sheet, record, is_new=False)
    for name, value in values.items():
        if name in sheet.parts:
            _add_to_list(step, name, value, claims)
        elif name in ("countries", "respondent_states"):
            _add_countries(step, name, value)
        elif name != "reference":
            _compare(step, _field(record, name), value, values, claims)
    wording = str(getattr(record, "wording", ""))
    if wording and "date" in step.set and "wording" not in values:
        _change(step, "wording", wording, "")  # it worded the date that is replaced
    for name, value in step.set.items():
        setattr(record, name, value)
    if step.does_something:
        check(step)
    return step


def check(step: Step) -> None:
    """Validates all that needs no query. Raises Unsayable with the column that is at fault."""
    for one in (step.record, *step.rows):
        if not isinstance(one, Tracked):
            continue  # a link, whose both ends are known
        fields = one._meta.concrete_fields
        relations = {column.name for column in fields if column.is_relation}
        try:
            one.clean_fields(exclude=relations)
            if one is step.record:
                one.clean()
        except ValidationError as error:
            name = next(iter(getattr(error, "error_dict", {})), "")
            raise Unsayable(column_of(step.sheet, name), " ".join(error.messages)) from error


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


def _compare(step: Step, name: str, value: Any, values: Values, claims: Claims) -> None:
    old = getattr(step.record, name)
    new = _stored(value)
    if _same(old, new) or (name.startswith("summary_") and _said_otherwise(step.record, new)):
        return
    if isinstance(old, EdtfDate) and isinstance(new, EdtfDate):
        if refines(new, old):
            _change(step, name, old, new)
        elif not lies_within(old, new):
            _dispute(step, name, new, values, claims)
    elif old and any(one.field == name and one.value for one in _citations(step.record)):
        _dispute(step, name, new, values, claims)
    else:
        _change(step, name, old, new, shown=getattr(value, "text", None))


def _dispute(step: Step, name: str, new: Any, values: Values, claims: Claims) -> None:
    """A value that contradicts a cited one becomes a claim of the row's sources."""
    old, citations = getattr(step.record, name), _citations(step.record)
    if not citations:
        _change(step, name, old, new)
        return
    if any(one.field == name and one.value == str(new) for one in citations):
        return
    if claims.give(_kind(step.record), step.record.reference, name, new):
        return
    sources = values.get("sources", [])
    if not sources:
        raise Unsayable(
            column_of(step.sheet, name),
            f"This contradicts what is recorded ({_shown(old)}). Name in the column sources who "
            "says so; then both are shown side by side.",
        )
    owner = {_kind(step.record): step.record}
    claiming = {one.pk for one in sources}
    step.rows = [one for one in step.rows if getattr(one, "source_id", None) not in claiming]
    step.rows += [
        Citation(**owner, source_id=pk, field=name, stance=Stance.CONTRADICTS, value=str(new))
        for pk in sorted(claiming)
    ]
    step.rivals.append(Change(name, _shown(old), _shown(new)))


def _add_to_list(step: Step, name: str, items: list[Any], claims: Claims) -> None:
    part, record = step.sheet.parts[name], step.record
    added = part.added(record, items)
    if name == "sources":
        disputing = {one.source_id for one in step.rows if isinstance(one, Citation)}
        added = [
            one
            for one in added
            if one.pk not in disputing and not claims.cite(_kind(record), record.reference, one.pk)
        ]
    if added:
        step.rows += [part.row(record, one) for one in added]
        words = ", ".join(part.words(one) for one in added)
        step.changes.append(Change(name, "", f"{words} added"))


def _add_countries(step: Step, name: str, codes: list[str]) -> None:
    held = set(getattr(step.record, name))
    if not held.issuperset(codes):
        after = sorted({*held, *codes})
        step.set[name] = after
        step.changes.append(Change(name, ", ".join(sorted(held)), ", ".join(after)))


def _change(step: Step, name: str, old: Any, new: Any, shown: str | None = None) -> None:
    step.set[name] = new
    label = name.removesuffix("_id")
    if label != name:
        old = getattr(step.record, label)
    step.changes.append(Change(label, _shown(old), shown or _shown(new)))


def _field(record: Any, name: str) -> str:
    """The field of `record` that a column fills: titles and summaries in its own language."""
    if name in ("title", "summary"):
        return f"{name}_{record.original_language}"
    field = record._meta.get_field(name)
    return str(field.attname)


def _attribute(sheet: Sheet, name: str) -> str:
    return str(sheet.model._meta.get_field(name).attname)


def _stored(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(old.split()) == " ".join(new.split())
    return bool(old == new)


def _said_otherwise(record: Any, text: str) -> bool:
    """Whether a record without a summary in its own language has this one in another."""
    own = getattr(record, f"summary_{record.original_language}")
    others = (getattr(record, f"summary_{code}") for code in ("en", "ru", "ko"))
    return not own and any(_same(other, text) for other in others)


def _citations(record: Any) -> list[Citation]:
    return list(record.citations.all()) if _kind(record) in CITABLE else []


def _kind(record: Any) -> str:
    return str(record._meta.model_name)


def _shown(value: Any) -> str:
    return "" if value in (None, "", []) else str(value)


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
