"""What django-simple-history leaves out: one history row per changed object and revision.

A *revision* is one act of one person: a save, an import, a restore. Inside `revision()` any number
of saves, deletions and many-to-many changes may happen; when the outermost context ends, every
touched object is compared with its last history row and gets one new row if it differs, in the
same transaction. Comparing states rather than counting signals is what makes this safe: a save
without a change writes nothing, and a rolled-back savepoint leaves no trace.

A record *owns* rows of other tables (a case its applications, an event its citations). When such a
row changes, its owner gets a row too, so that a record's history is the history of all it holds,
and its `version` counts it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone
from simple_history.models import HistoricalRecords

CREATED, CHANGED, DELETED = "+", "~", "-"
CHUNK = 1000


class Revision(models.Model):
    """One act that changed the desk: who, when (UTC) and why. Its id is the order of all acts."""

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Revision {self.pk}"


class RevisionRow(models.Model):
    """What every history row has besides the values: the revision it belongs to."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DeskHistory(HistoricalRecords):
    """simple-history's tables and descriptors, written by `revision()`, not by each signal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            bases=[RevisionRow],
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.TextField(null=True),
            **options,
        )

    def post_save(self, instance: models.Model, created: bool, **kwargs: Any) -> None:
        """Notes that `instance` was written."""
        touch(type(instance), [instance.pk], instance)

    def post_delete(self, instance: models.Model, **kwargs: Any) -> None:
        """Notes that `instance` is gone."""
        touch(type(instance), [instance.pk])

    def m2m_changed(self, instance: Any, action: str, attr: str, **kwargs: Any) -> None:
        """Notes whose many-to-many changed, from whichever side it was changed."""
        if not kwargs["reverse"]:
            touch(type(instance), [instance.pk], instance)
        elif kwargs["pk_set"]:
            touch(kwargs["model"], kwargs["pk_set"])
        elif action == "pre_clear":
            # Once cleared, nobody can tell any more who linked here.
            linking = kwargs["model"]._base_manager.filter(**{attr: instance})
            instance._cleared = list(linking.values_list("pk", flat=True))
        elif action == "post_clear":
            touch(kwargs["model"], instance._cleared)


@dataclass
class _Writer:
    """Gathers what a revision touched, and writes the history rows at its end."""

    by: Any = None
    reason: str = ""
    touched: dict[type[models.Model], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    instances: dict[tuple[type[models.Model], UUID], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    revision: Revision | None = None

    def write(self) -> None:
        owned = [model for model in self.touched if model.owners]  # type: ignore[attr-defined]
        disturbed: dict[type[models.Model], set[UUID]] = defaultdict(set)
        for model in owned:
            for chunk in _chunks(self.touched[model]):
                for row in self._write_rows(model, chunk, forced=set()):
                    _note_owners(model, row, disturbed)
        for model in {*self.touched, *disturbed} - set(owned):
            everything = self.touched.get(model, set()) | disturbed[model]
            for chunk in _chunks(everything):
                self._write_rows(model, chunk, forced=disturbed[model])

    def _write_rows(self, model: Any, pks: list[UUID], forced: set[UUID]) -> list[Any]:
        """Writes a row for each of `pks` that differs from its last row; returns those rows."""
        now = model._base_manager.in_bulk(pks)
        last = latest_rows(model, pks)
        links_now, links_last = _links_now(model, pks), _links_in_rows(model, last)
        rows = []
        for pk in pks:
            instance, row = now.get(pk), last.get(pk)
            if row is not None and row.history_type == DELETED:
                row = None
            if instance is None and row is not None:
                rows.append(self._row(model, row, DELETED))
            elif instance is not None and (
                row is None
                or pk in forced
                or _differs(model, instance, row)
                or links_now[pk].keys() != links_last[pk].keys()
            ):
                self._count_version(model, instance)
                rows.append(self._row(model, instance, CREATED if row is None else CHANGED))
        model.history.model.objects.bulk_create(rows)
        _store_links(model, rows, links_now)
        return rows

    def _count_version(self, model: Any, instance: Any) -> None:
        if not hasattr(instance, "version"):
            return
        model._base_manager.filter(pk=instance.pk).update(version=F("version") + 1)
        instance.version += 1
        for held in self.instances[model, instance.pk]:
            held.version = instance.version

    def _row(self, model: Any, values: Any, history_type: str) -> Any:
        if self.revision is None:
            self.revision = Revision.objects.create(made_by=self.by, reason=self.reason)
        return model.history.model(
            revision=self.revision,
            history_date=self.revision.made_at,
            history_type=history_type,
            history_user=self.by,
            history_change_reason=self.reason,
            **{name: getattr(values, name) for name in _tracked(model)},
        )


_open: ContextVar[_Writer | None] = ContextVar("revision", default=None)


@contextmanager
def revision(*, by: Any = None, reason: str = "") -> Iterator[_Writer]:
    """One transaction, and one history row for each object changed in it.

    `by` is the user who acts (None for the system), `reason` a text of any length. A revision
    opened inside another joins it; the outer one's user and reason hold, where it has them.
    """
    writer = _open.get()
    if writer is not None:
        writer.by, writer.reason = writer.by or by, writer.reason or reason
        yield writer
        return
    writer = _Writer(by, reason)
    token = _open.set(writer)
    try:
        with transaction.atomic():
            yield writer
            writer.write()
    finally:
        _open.reset(token)


def touch(model: type[models.Model], pks: Iterable[UUID], instance: Any = None) -> None:
    """Marks objects of `model` as possibly changed, in the open revision or one of their own."""
    writer = _open.get()
    if writer is None:
        with revision():
            touch(model, pks, instance)
        return
    writer.touched[model].update(pks)
    if instance is not None:
        writer.instances[model, instance.pk].append(instance)


def latest_rows(model: Any, pks: Iterable[UUID], upto: int | None = None) -> dict[UUID, Any]:
    """The last history row of each object, at or before revision `upto` where one is given."""
    history = model.history.model.objects.filter(id__in=list(pks))
    if upto is not None:
        history = history.filter(revision_id__lte=upto)
    newest = history.order_by().values("id").annotate(row=Max("history_id")).values("row")
    return {row.id: row for row in model.history.model.objects.filter(history_id__in=newest)}


def many_to_many_at(row: Any) -> dict[str, set[UUID]]:
    """The ids that a history row's many-to-many fields held, by field name."""
    model = row.instance_type
    held = _links_in_rows(model, {row.id: row})[row.id]
    links: dict[str, set[UUID]] = {name: set() for name in _many_to_many(model)}
    for name, target in held:
        links[name].add(target)
    return links


def _chunks(pks: set[UUID]) -> Iterator[list[UUID]]:
    ordered = list(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _tracked(model: Any) -> list[str]:
    return [field.attname for field in model.history.model.tracked_fields]


def _differs(model: Any, instance: Any, row: Any) -> bool:
    return any(
        getattr(instance, name) != getattr(row, name)
        for name in _tracked(model)
        if name != "version"
    )


def _note_owners(model: Any, row: Any, disturbed: dict[type[models.Model], set[UUID]]) -> None:
    for name in model.owners:
        owner = getattr(row, f"{name}_id")
        if owner is not None:
            disturbed[model._meta.get_field(name).related_model].add(owner)


def _many_to_many(model: Any) -> dict[str, Any]:
    return {field.name: field for field in model.history.model._history_m2m_fields}


# The links of each object: the field and target of each, with the id of the row that makes it.
Links = dict[UUID, dict[tuple[str, UUID], int]]


def _links_now(model: Any, pks: list[UUID]) -> Links:
    links: Links = defaultdict(dict)
    for name, m2m in _many_to_many(model).items():
        source, target = m2m.m2m_field_name() + "_id", m2m.m2m_reverse_field_name() + "_id"
        rows = m2m.remote_field.through._base_manager.filter(**{f"{source}__in": pks})
        for owner, linked, row in rows.values_list(source, target, "id"):
            links[owner][name, linked] = row
    return links


def _links_in_rows(model: Any, rows: dict[UUID, Any]) -> Links:
    links: Links = defaultdict(dict)
    owners = {row.history_id: pk for pk, row in rows.items()}
    for name, m2m in _many_to_many(model).items():
        target = m2m.m2m_reverse_field_name() + "_id"
        held = DeskHistory.m2m_models[m2m].objects.filter(history_id__in=list(owners))
        for history, linked, row in held.values_list("history_id", target, "id"):
            links[owners[history]][name, linked] = row
    return links


def _store_links(model: Any, rows: list[Any], links: Links) -> None:
    for name, m2m in _many_to_many(model).items():
        source, target = m2m.m2m_field_name() + "_id", m2m.m2m_reverse_field_name() + "_id"
        history_model = DeskHistory.m2m_models[m2m]
        history_model.objects.bulk_create(
            history_model(history=row, id=link, **{source: row.id, target: linked})
            for row in rows
            if row.history_type != DELETED
            for (held, linked), link in sorted(links[row.id].items())
            if held == name
        )


class CannotRestore(ValueError):
    """Nothing was restored; the message names what is missing."""


def restore(record: Any, number: int, *, by: Any, reason: str) -> None:
    """Brings `record` back to how it stood after revision `number`, as a new revision.

    Its fields, its many-to-many links and the rows it owns come back; rows that it did not own then
    are deleted. Raises CannotRestore when it did not exist then, or when something it would point
    to is gone.
    """
    row = latest_rows(type(record), [record.pk], upto=number).get(record.pk)
    if row is None or row.history_type == DELETED:
        raise CannotRestore("This record did not exist at that revision.")
    with revision(by=by, reason=reason):
        _restore_row(record, row)
        for owned in owned_by(type(record)):
            _restore_owned(record, owned, number)


def owned_by(owner: Any) -> list[tuple[Any, str]]:
    """The models whose rows are a part of `owner`, each with the name of its foreign key."""
    relations = [one for one in owner._meta.related_objects if one.one_to_many]
    return [
        (one.related_model, one.field.name)
        for one in relations
        if one.field.name in getattr(one.related_model, "owners", ())
    ]


def _restore_row(instance: Any, row: Any) -> None:
    for name in _tracked(type(instance)):
        if name not in ("id", "version"):
            setattr(instance, name, getattr(row, name))
    try:
        instance.full_clean()
    except ValidationError as error:
        raise CannotRestore(f"{instance}: {' '.join(error.messages)}") from error
    instance.save()
    for name, targets in many_to_many_at(row).items():
        field = getattr(instance, name)
        there = set(field.model._base_manager.filter(pk__in=targets).values_list("pk", flat=True))
        if there != targets:
            raise CannotRestore(f"{instance}: some of its {name} have since been deleted.")
        field.set(targets)


def _restore_owned(record: Any, owned: tuple[Any, str], number: int) -> None:
    model, key = owned
    history = model.history.model.objects
    ever = set(history.filter(**{key: record.pk}).values_list("id", flat=True))
    then = {
        pk: row
        for pk, row in latest_rows(model, ever, upto=number).items()
        if row.history_type != DELETED and getattr(row, f"{key}_id") == record.pk
    }
    for extra in model._base_manager.filter(**{key: record.pk}).exclude(pk__in=then):
        extra.delete()
    now = model._base_manager.in_bulk(list(then))
    for pk, row in then.items():
        _restore_row(now.get(pk) or model(pk=pk), row)
