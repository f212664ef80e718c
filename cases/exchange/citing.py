"""Sheets of citations: which place in which source bears on which field of which record."""

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from cases.exchange.claims import agrees
from cases.exchange.columns import fuzzy_date
from cases.exchange.known import MODELS, Known
from cases.exchange.sheet import Sheet, Values
from cases.exchange.sheets import BY_NAME
from cases.exchange.steps import Change, Step, Unsayable, check
from cases.exchange.table import TableRow, column_name
from cases.models import Citation, Stance
from cases.models.fields import FuzzyDateField
from cases.models.source import CITABLE

Read = list[tuple[TableRow, Values]]
# What the records that are cited for will say after the import, field by field.
Recorded = dict[tuple[str, str], dict[str, Any]]


class Citing:
    """Makes steps of the rows of sheets of citations, each place and field once in an import."""

    def __init__(self, known: Known, recorded: Recorded, locked: bool) -> None:
        self.known, self.recorded, self.locked = known, recorded, locked
        self._rows: dict[tuple[UUID, UUID, str, str], tuple[str, int]] = {}
        self._there: dict[tuple[UUID, UUID, str, str], Citation] = {}
        self.owners: dict[UUID, Any] = {}

    def fetch(self, read: Read) -> None:
        """Reads what the desk has of the records and citations that these rows are about."""
        sources = {values["source"].pk for _, values in read}
        records = {values["record"][1].pk for _, values in read}
        owned = Q()
        for name in CITABLE:
            owned |= Q(**{f"{name}__in": records})
        rows = Citation.objects.filter(owned, source__in=sources)
        rows = rows.select_for_update() if self.locked else rows
        self._there = {(_owner_of(one), one.source_id, one.field, one.locator): one for one in rows}
        self.owners = {}
        for kind in CITABLE:
            pks = [values["record"][1].pk for _, values in read if values["record"][0] == kind]
            self.owners |= MODELS[kind]._base_manager.in_bulk(pks) if pks else {}

    def step(self, row: TableRow, sheet: Sheet, values: Values) -> Step:
        """The step of one row. Raises Unsayable."""
        kind, record = values["record"]
        name = field_called(kind, values.get("field", ""), self.owners.get(record.pk))
        given: Values = {"field": name, "locator": values.get("locator", "")}
        key = (record.pk, values["source"].pk, name, given["locator"])
        file, number = self._rows.setdefault(key, (row.file, row.number))
        if (file, number) != (row.file, row.number):
            where = f"Row {number}" if file == row.file else f"Row {number} of {file}"
            raise Unsayable("record", f"{where} cites the same place for the same column.")
        given["value"], given["stance"], recorded = self._claim(kind, record, name, values)
        given |= {one: values[one] for one in ("quote", "translation") if one in values}
        if key in self._there:
            return _changed(Step(row, sheet, self._there[key], is_new=False), given)
        owner = {f"{kind}_id": record.pk}
        citation = Citation(id=uuid4(), **owner, source_id=values["source"].pk, **given)
        step = Step(row, sheet, citation, is_new=True, set=given)
        if given["stance"] == Stance.CONTRADICTS:
            step.rivals.append(Change(name or "the record", recorded, given["value"] or "it"))
        check(step)
        return step

    def _claim(self, kind: str, record: Any, name: str, values: Values) -> tuple[str, str, str]:
        """A citation's value in exact notation, its stance, and what will be recorded.

        Sheets say a stance from their own point of view. A date that agrees with what will be
        recorded supports it, another contradicts it; for what is no date their word is taken.
        """
        value, stance = values.get("value", ""), values.get("stance", Stance.SUPPORTS)
        owner = self.owners.get(record.pk)
        after = self.recorded.get((kind, record.text)) or (recorded_in(owner) if owner else {})
        field = MODELS[kind]._meta.get_field(name) if name else None
        if field is not None and field.many_to_one:
            return value, stance, str(getattr(owner, name, ""))
        if not (isinstance(field, FuzzyDateField) and value):
            return value, stance, str(after.get(name) or "")
        try:
            day = fuzzy_date(value, self.known)
        except ValueError as error:
            raise Unsayable("value", str(error)) from error
        if day is None:
            return "", stance, str(after.get(name) or "")
        if (recorded := after.get(name)) is not None:
            stance = Stance.SUPPORTS if agrees(day, recorded) else Stance.CONTRADICTS
        return str(day), stance, str(recorded or "")


def _changed(step: Step, given: Values) -> Step:
    for name, new in given.items():
        old = getattr(step.record, name)
        if new and old != new:
            step.set[name] = new
            step.changes.append(Change(name, str(old), str(new)))
            setattr(step.record, name, new)
    check(step)
    return step


def field_called(kind: str, text: str, owner: Any) -> str:
    """The desk's field behind the name of a column, as date or summary. Raises Unsayable."""
    if not text:
        return ""
    sheet = BY_NAME.get(f"{kind}s")
    column = sheet.column_called(column_name(text)) if sheet else None
    name = sheet.columns[column].field if sheet and column else column_name(text)
    if name in ("title", "summary"):
        return f"{name}_{owner.original_language if owner else 'en'}"
    if name not in {field.name for field in MODELS[kind]._meta.get_fields()}:
        raise Unsayable("field", f"“{text}” is no column of {kind}s.")
    return name


def recorded_in(record: Any) -> dict[str, Any]:
    """The values of a record's own fields, by name, without its links to others."""
    fields = (one for one in record._meta.concrete_fields if not one.is_relation)
    return {one.name: getattr(record, one.name) for one in fields}


def _owner_of(citation: Citation) -> UUID:
    pks: list[UUID | None] = [getattr(citation, f"{name}_id") for name in CITABLE]
    return next(pk for pk in pks if pk is not None)
