"""A record's revisions for staff: who, when, why, and what changed, with names instead of ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from cases.admin.wording import SILENT, Wording, is_derived
from cases.history import owned_by
from cases.historyrows import DELETED, history_model, latest_rows
from cases.naming import Names
from timeline.diff import Piece, words_difference

Changes = list["FieldChange"]


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


def history_of(record: Any) -> QuerySet[Any]:
    """The history rows of `record`, newest first."""
    model: Any = type(record)
    rows: QuerySet[Any] = history_model(model).objects.filter(id=record.pk)
    return rows.order_by("-revision_id")


def revisions_of(record: Any, rows: list[Any], names: Names) -> list[RevisionOfRecord]:
    """What each of `rows`, a run of the record's history without a gap, newest first, changed.

    The number of queries does not grow with the rows.
    """
    if not rows:
        return []
    first, last = rows[-1].revision_id, rows[0].revision_id
    before = history_of(record).filter(revision_id__lt=first).first()
    owned = [
        found
        for model, key in owned_by(type(record))
        for found in _owned_steps(model, {f"{key}_id": record.pk}, first, last)
    ]
    wording = Wording(names)
    wording.learn(one for pair in owned for one in pair if one is not None)
    wording.learn([*rows, *([before] if before else [])])
    changes: dict[int, Changes] = {row.revision_id: [] for row in rows}
    for row, earlier in zip(rows, [*rows[1:], before], strict=True):
        changes[row.revision_id] += _own_changes(earlier, row, wording)
    for earlier, row in owned:
        if row.revision_id in changes:
            was, now = _standing(earlier, wording), _standing(row, wording)
            changes[row.revision_id].append(FieldChange(_heading(row.instance_type), was, now))
    return [
        RevisionOfRecord(
            number=row.revision_id,
            version=row.version,
            made_at=row.history_date,
            by=str(row.history_user or "the system"),
            reason=row.history_change_reason or "",
            changes=changes[row.revision_id],
        )
        for row in rows
    ]


def changes_of(record: Any, number: int, names: Names) -> Changes:
    """What the revision `number` changed in `record`."""
    rows = list(history_of(record).filter(revision_id=number).select_related("history_user"))
    return [change for one in revisions_of(record, rows, names) for change in one.changes]


def difference(record: Any, earlier: int, later: int, names: Names) -> Changes:
    """What changed in `record` from its state after revision `earlier` to that after `later`.

    Raises LookupError when it did not exist at either.
    """
    before, after = (
        latest_rows(type(record), [record.pk], upto=number).get(record.pk)
        for number in (earlier, later)
    )
    if before is None or after is None:
        raise LookupError("This record did not exist at that revision.")
    wording = Wording(names)
    wording.learn([before, after])
    changes = list(_own_changes(before, after, wording))
    for model, key in owned_by(type(record)):
        changes += _owned_difference(model, {f"{key}_id": record.pk}, (earlier, later), wording)
    return changes


def since_version(record: Any, version: int, names: Names) -> Changes:
    """What changed in `record`, and what it owns, since its version `version`, field by field."""
    rows = history_of(record)
    base, last = rows.filter(version__lte=version).first(), rows.first()
    if base is None or last is None:
        return []
    return difference(record, base.revision_id, last.revision_id, names)


def _owned_steps(
    model: Any, owner: dict[str, Any], first: int, last: int
) -> Iterable[tuple[Any, Any]]:
    """Each row that revisions `first` to `last` wrote of what the owner owns, after its last."""
    rows = history_model(model).objects.filter(revision_id__gte=first, revision_id__lte=last)
    ids = set(rows.filter(**owner).order_by().values_list("id", flat=True))
    if not ids:
        return
    before = latest_rows(model, ids, upto=first - 1)
    (key, pk), *_ = owner.items()
    for row in rows.filter(id__in=ids).order_by("revision_id", "history_id"):
        if getattr(row, key) == pk:
            yield before.get(row.id), row
        before[row.id] = row


def _owned_difference(
    model: Any, owner: dict[str, Any], between: tuple[int, int], wording: Wording
) -> Iterable[FieldChange]:
    ever = set(history_model(model).objects.filter(**owner).values_list("id", flat=True))
    before, after = (latest_rows(model, ever, upto=number) for number in between)
    wording.learn([*before.values(), *after.values()])
    for pk, row in after.items():
        was, now = _standing(before.get(pk), wording), _standing(row, wording)
        if was != now:
            yield FieldChange(_heading(model), was, now)


def _heading(model: Any) -> str:
    return str(capfirst(str(model._meta.verbose_name)))


def _standing(row: Any, wording: Wording) -> str:
    return "" if row is None or row.history_type == DELETED else wording.row(row)


def _own_changes(before: Any, row: Any, wording: Wording) -> Iterable[FieldChange]:
    for field in row.tracked_fields:
        if field.name in SILENT or is_derived(field):
            continue
        if before and getattr(before, field.attname) == getattr(row, field.attname):
            continue
        old, new = wording.value(field, before) if before else "", wording.value(field, row)
        if old == new and before and not field.is_relation:
            old, new = (str(getattr(one, field.attname, "")) for one in (before, row))
        if old != new or (before and field.is_relation):
            name = capfirst(str(field.verbose_name))
            yield FieldChange(str(name), old, _told_apart(old, new), field.name)
    links_before = wording.links(before) if before else {}
    for name, targets in wording.links(row).items():
        if links_before.get(name, set()) != targets:
            old, new = wording.linked(name, before) if before else "", wording.linked(name, row)
            yield FieldChange(name.capitalize(), old, _told_apart(old, new), name)


def _told_apart(old: str, new: str) -> str:
    """What a link leads to now, where it is called as what it led to before."""
    return f"{new} (another than before)" if old and old == new else new
