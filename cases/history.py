"""What django-simple-history leaves out: one history row per changed object and revision.

A *revision* is one act of one person: a save, an import, a restore. Inside `revision()` any number
of saves, deletions and many-to-many changes may happen; when the outermost context ends, every
touched object is compared with its last history row and gets one new row if it differs, in the
same transaction. Comparing states rather than counting signals is what makes this safe: a save
without a change writes nothing, and a rolled-back savepoint leaves no trace.

A record *owns* rows of other tables (a case its applications, an event its citations). When such a
row changes, its owner gets a row too, so that a record's history is the history of all it holds,
and its `version` counts it.

Some of what a record holds stays inside the desk whatever happens: notes, reminders, who looks
after it. A row says whether it changed more than that (`changes_print`), and only then do lists
call the record changed since its last edition.
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
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from simple_history.models import HistoricalRecords

from cases.historyrows import (
    CHANGED,
    CREATED,
    DELETED,
    changed_names,
    copy_rows,
    history_model,
    in_chunks,
    latest_rows,
    links_in_rows,
    links_now,
    many_to_many_at,
    store_links,
    tracked_names,
)

# By model, the records whose own rows changed, each with whether print may change by that.
Disturbed = dict[type[models.Model], dict[UUID, bool]]


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
    """What every history row has besides the values: the revision, and whether print may change."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    changes_print = models.BooleanField(default=True)

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
        disturbed: Disturbed = defaultdict(dict)
        for model in owned:
            for chunk in in_chunks(self.touched[model]):
                for row in self._write_rows(model, chunk, {}):
                    _note_owners(model, row, disturbed)
        for model in {*self.touched, *disturbed} - set(owned):
            everything = self.touched.get(model, set()) | disturbed[model].keys()
            for chunk in in_chunks(everything):
                self._write_rows(model, chunk, disturbed[model])

    def _write_rows(self, model: Any, pks: list[UUID], disturbed: dict[UUID, bool]) -> list[Any]:
        """Writes a row for each of `pks` that differs from its last row; returns those rows.

        `disturbed` are the ids of records whose own rows changed, each with whether print may
        change by that.
        """
        last = latest_rows(model, pks)
        first = self._write_first_rows(model, [pk for pk in pks if pk not in last])
        now = model._base_manager.in_bulk(list(last))
        linked, linked_last = links_now(model, list(last)), links_in_rows(model, last)
        rows, written = [], []
        for pk, row in last.items():
            instance = now.get(pk)
            if row.history_type == DELETED:
                if instance is not None:
                    written.append((instance, CREATED, not model.stays_inside))
                continue
            if instance is None:
                rows.append(self._row(model, row, DELETED, not model.stays_inside))
                continue
            changed = changed_names(model, instance, row)
            relinked = linked[pk].keys() != linked_last[pk].keys()
            if changed or relinked or pk in disturbed:
                prints = relinked or disturbed.get(pk, False) or bool(changed - model.inside())
                written.append((instance, CHANGED, prints and not model.stays_inside))
        self._count_versions(model, [instance.pk for instance, *_ in written])
        if hasattr(model, "version"):
            for instance, *_ in written:
                instance.version += 1
        rows += [self._row(model, *one) for one in written]
        history_model(model).objects.bulk_create(rows)
        store_links(model, rows, linked)
        return [*first, *rows]

    def _write_first_rows(self, model: Any, pks: list[UUID]) -> list[Any]:
        """The rows of objects that have none: copied in the database, by one statement for all."""
        there = model._base_manager.filter(pk__in=pks)
        if not pks or not there.exists():
            return []
        self._count_versions(model, pks)
        copy_rows(model, pks, self._of_this_revision(CREATED, not model.stays_inside))
        rows = list(history_model(model).objects.filter(id__in=pks, revision=self.revision))
        store_links(model, rows, links_now(model, pks))
        return rows

    def _count_versions(self, model: Any, pks: list[UUID]) -> None:
        if not pks or not hasattr(model, "version"):
            return
        model._base_manager.filter(pk__in=pks).update(version=F("version") + 1)
        numbers = dict(model._base_manager.filter(pk__in=pks).values_list("pk", "version"))
        for pk in pks:
            for held in self.instances.get((model, pk), ()):
                held.version = numbers[pk]

    def _of_this_revision(self, history_type: str, changes_print: bool) -> dict[str, Any]:
        """What every row of this revision has besides its object's values."""
        if self.revision is None:
            self.revision = Revision.objects.create(made_by=self.by, reason=self.reason)
        return {
            "revision": self.revision,
            "history_date": self.revision.made_at,
            "history_type": history_type,
            "history_user": self.by,
            "history_change_reason": self.reason,
            "changes_print": changes_print,
        }

    def _row(self, model: Any, values: Any, history_type: str, changes_print: bool) -> Any:
        tracked = {name: getattr(values, name) for name in tracked_names(model)}
        beside = self._of_this_revision(history_type, changes_print)
        return history_model(model)(**beside, **tracked)


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


def _note_owners(model: Any, row: Any, disturbed: Disturbed) -> None:
    for name in model.owners:
        owner = getattr(row, f"{name}_id")
        if owner is not None:
            of_model = disturbed[model._meta.get_field(name).related_model]
            of_model[owner] = of_model.get(owner, False) or row.changes_print


class CannotRestore(ValueError):
    """Nothing was restored; the message names what is missing."""


def restore(record: Any, number: int, *, by: Any, reason: str) -> None:
    """Brings `record` back to how it stood after revision `number`, as a new revision.

    Its fields, its many-to-many links and the rows it owns come back; rows that it did not own then
    are deleted. What stays inside the desk, such as notes and reminders, is left as it is now.
    Raises CannotRestore when it did not exist then, or when something it would point to is gone.
    """
    row = latest_rows(type(record), [record.pk], upto=number).get(record.pk)
    if row is None or row.history_type == DELETED:
        raise CannotRestore("This record did not exist at that revision.")
    with revision(by=by, reason=reason):
        _restore_row(record, row)
        for model, key in owned_by(type(record)):
            if not model.stays_inside:
                _restore_owned(record, (model, key), number)


def owned_by(owner: Any) -> list[tuple[Any, str]]:
    """The models whose rows are a part of `owner`, each with the name of its foreign key."""
    relations = [one for one in owner._meta.related_objects if one.one_to_many]
    return [
        (one.related_model, one.field.name)
        for one in relations
        if one.field.name in getattr(one.related_model, "owners", ())
    ]


def _restore_row(instance: Any, row: Any) -> None:
    model = instance._meta.model
    for name in tracked_names(model):
        if name not in ("id", "version") and name not in model.inside():
            setattr(instance, name, getattr(row, name))
    # A row may have no name any more: that of a citation is its source's.
    called = capfirst(str(model._meta.verbose_name))
    for link in (one for one in model._meta.concrete_fields if one.is_relation):
        pk = getattr(instance, link.attname)
        if pk is not None and not _is_there(link.related_model, pk):
            raise CannotRestore(f"{called}: its {link.verbose_name} has since been deleted.")
    try:
        instance.full_clean()
    except ValidationError as error:
        raise CannotRestore(f"{called}: {' '.join(error.messages)}") from error
    instance.save()
    for name, targets in many_to_many_at(row).items():
        field = getattr(instance, name)
        there = set(field.model._base_manager.filter(pk__in=targets).values_list("pk", flat=True))
        if there != targets:
            raise CannotRestore(f"{called}: some of its {name} have since been deleted.")
        field.set(targets)


def _is_there(model: Any, pk: UUID) -> bool:
    return bool(model._base_manager.filter(pk=pk).exists())


def _restore_owned(record: Any, owned: tuple[Any, str], number: int) -> None:
    model, key = owned
    history = history_model(model).objects
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
