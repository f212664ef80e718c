"""A record's revisions for staff: who, when, why, and what changed, with names instead of ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst

from cases.countries import NAMES
from cases.history import owned_by
from cases.historyrows import DELETED, latest_rows, many_to_many_at
from cases.models import Source
from timeline.dates import EdtfDate
from timeline.diff import Piece, words_difference

SILENT = frozenset(("id", "version"))
# What a witness said; a history is read by more people than may read testimony.
SAID = frozenset(("quote", "translation", "locator", "value", "remark"))


@dataclass(frozen=True)
class FieldChange:
    """One field before and after a revision, in words. `field` is "" for rows that it owns."""

    name: str
    before: str
    after: str
    field: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The two texts word by word: kept, removed, added."""
        return words_difference(self.before, self.after)


@dataclass(frozen=True)
class RevisionOfRecord:
    """One revision that touched a record or what it owns."""

    number: int
    version: int
    made_at: datetime
    by: str
    reason: str
    changes: list[FieldChange]


def revisions_of(record: Any, only: int | None = None) -> list[RevisionOfRecord]:
    """Every revision of `record`, newest first; with `only`, the one with that number alone."""
    rows = list(record.history.select_related("history_user").order_by("revision_id"))
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        if only is not None and row.revision_id != only:
            continue
        earlier = before.revision_id if before else 0
        found.append(
            RevisionOfRecord(
                number=row.revision_id,
                version=row.version,
                made_at=row.history_date,
                by=str(row.history_user or "the system"),
                reason=row.history_change_reason or "",
                changes=[
                    *_own_changes(before, row),
                    *_owned_changes(record, earlier, row.revision_id),
                ],
            )
        )
    return found[::-1]


def difference(record: Any, earlier: int, later: int) -> list[FieldChange]:
    """What changed in `record` from its state after revision `earlier` to that after `later`.

    Raises LookupError when it did not exist at either.
    """
    rows = [
        latest_rows(type(record), [record.pk], upto=number).get(record.pk)
        for number in (earlier, later)
    ]
    if None in rows:
        raise LookupError("This record did not exist at that revision.")
    changes = list(_own_changes(*rows))
    for model, key in owned_by(type(record)):
        changes += _owned_difference(model, {f"{key}_id": record.pk}, earlier, later)
    return changes


def since_version(record: Any, version: int) -> list[FieldChange]:
    """What changed in `record`, and what it owns, since its version `version`, field by field."""
    base = record.history.filter(version__lte=version).order_by("-history_id").first()
    last = record.history.order_by("-history_id").first()
    if base is None or last is None:
        return []
    return difference(record, base.revision_id, last.revision_id)


def _owned_difference(
    model: Any, owner: dict[str, Any], earlier: int, later: int
) -> Iterable[FieldChange]:
    ever = set(model.history.model.objects.filter(**owner).values_list("id", flat=True))
    before = latest_rows(model, ever, upto=earlier)
    label = capfirst(str(model._meta.verbose_name))
    for pk, row in latest_rows(model, ever, upto=later).items():
        was, now = _standing(before.get(pk)), _standing(row)
        if was != now:
            yield FieldChange(label, was, now)


def _standing(row: Any) -> str:
    return "" if row is None or row.history_type == DELETED else _row_in_words(row)


def _own_changes(before: Any, row: Any) -> Iterable[FieldChange]:
    for field in row.tracked_fields:
        if field.name in SILENT or field.name.endswith(("_earliest", "_latest")):
            continue
        if before and getattr(before, field.attname) == getattr(row, field.attname):
            continue
        old, new = _worded(field, before) if before else "", _worded(field, row)
        if old == new and before:
            old, new = (str(getattr(one, field.attname, "")) for one in (before, row))
        if old != new:
            yield FieldChange(capfirst(str(field.verbose_name)), old, new, field.name)
    links_before = many_to_many_at(before) if before else {}
    for name, targets in many_to_many_at(row).items():
        was = links_before.get(name, set())
        if was != targets:
            model = row.instance_type._meta.get_field(name).related_model
            was_named, is_named = _names(model, was), _names(model, targets)
            yield FieldChange(name.capitalize(), was_named, is_named, name)


def _owned_changes(record: Any, earlier: int, number: int) -> Iterable[FieldChange]:
    for model, key in owned_by(type(record)):
        history = model.history.model.objects
        rows = history.filter(**{key: record.pk}, revision_id=number).select_related()
        before = latest_rows(model, [row.id for row in rows], upto=earlier)
        label = capfirst(str(model._meta.verbose_name))
        for row in rows:
            old = before.get(row.id)
            was = _row_in_words(old) if old and old.history_type != DELETED else ""
            yield FieldChange(label, was, "" if row.history_type == DELETED else _row_in_words(row))


def _row_in_words(row: Any) -> str:
    left_out = SILENT | set(row.instance_type.owners)
    source: Any = getattr(row, "source_id", None)
    if source and Source.objects.filter(pk=source, is_testimony=True).exists():
        left_out |= SAID
    parts = []
    for field in row.tracked_fields:
        if field.name in left_out or field.name.endswith(("_earliest", "_latest")):
            continue
        if text := _worded(field, row):
            parts.append(f"{field.verbose_name}: {text}")
    return "; ".join(parts)


def _worded(field: Any, row: Any) -> str:
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return _names(field.related_model, [value])
    if isinstance(value, EdtfDate):
        return value.wording()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    parts = value if isinstance(value, list) else [value]
    return ", ".join(NAMES.get(one, str(one)) for one in parts)


def _names(model: type[models.Model], pks: Iterable[Any]) -> str:
    there = model._base_manager.in_bulk(list(pks))
    return ", ".join(sorted(str(there.get(pk, "[deleted]")) for pk in pks))
