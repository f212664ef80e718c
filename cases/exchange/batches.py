"""Imports that are kept: applied with their publication as one act, and undone as a whole."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cases.exchange.apply import CannotApply, applying
from cases.exchange.plan import File, Plan
from cases.exchange.run import Mappings, driven, untold
from cases.history import restore, revision
from cases.historyrows import CREATED
from cases.models import (
    Agreement,
    Case,
    ColumnMapping,
    Event,
    Figure,
    ImportBatch,
    Person,
    Publication,
    Referenced,
    Source,
)
from cases.publishing import CannotPublish, publish, resting_on, withdraw
from cases.rules import TERMS, Deed, ever_public, require

CHUNK = 500
# What comes first is used by what comes later, and goes last when an import is undone.
RECORDS: tuple[type[Referenced], ...] = (*TERMS, Person, Source, Figure, Agreement, Case, Event)
ROW = ("id", "history_type", "version")


def applied_batch(
    plan: Plan,
    files: Iterable[File],
    *,
    by: User | None,
    reason: str = "",
    publishes: bool = False,
    publisher: User | None = None,
    public_note: str = "",
    batch: ImportBatch | None = None,
    progress: Callable[[int], None] = untold,
) -> ImportBatch:
    """Applies a plan and, if asked, publishes what it wrote; all of it in one transaction.

    `batch` is the one that waited with these files; without it one is made. Raises CannotApply,
    CannotPublish or NotAllowed, with nothing written.
    """
    work = applying_batch(
        plan,
        files,
        by=by,
        reason=reason,
        publishes=publishes,
        publisher=publisher,
        public_note=public_note,
        batch=batch,
    )
    return driven(work, progress)


def applying_batch(
    plan: Plan,
    files: Iterable[File],
    *,
    by: User | None,
    reason: str = "",
    publishes: bool = False,
    publisher: User | None = None,
    public_note: str = "",
    batch: ImportBatch | None = None,
) -> Generator[int, None, ImportBatch]:
    """As `applied_batch`, but yields the number of rows written so far; its result is the batch."""
    kept = batch or ImportBatch(made_by=by, made_at=timezone.now(), files=described(files))
    names = ", ".join(one["name"] for one in kept.files)
    with transaction.atomic():
        reason = reason or f"Imported from {names}"
        applied = yield from applying(plan, by=by, reason=reason)
        kept.revision, kept.counts, kept.reason = applied.revision, plan.count(), reason
        kept.state = ImportBatch.State.APPLIED
        if publishes:
            written = {pk for pks in applied.written.values() for pk in pks}
            for records in applied.in_chunks(CHUNK):
                wanted = _going_out(records, written)
                kept.published += len(publish(wanted, by=publisher, public_note=public_note))
        kept.save()
    return kept


def _going_out(records: list[Referenced], written: set[UUID]) -> list[Referenced]:
    """What is published of an import: what it wrote, and terms that were never published.

    Drafts that colleagues have beside it stay drafts. Raises CannotPublish for a record that held
    unpublished changes before the import: those are for somebody to look at first.
    """
    last = Publication.objects.filter(record__in=[one.pk for one in records]).order_by("id")
    printed = dict(last.values_list("record", "version"))
    held = [one for one in records if printed.get(one.pk, one.version) < one.version - 1]
    if held:
        raise CannotPublish({one: [HELD_CHANGES] for one in held})
    return [
        one
        for one in resting_on(records)
        if one.pk in written or (isinstance(one, TERMS) and not ever_public(one))
    ]


HELD_CHANGES = (
    "It had changes before this import that nobody has published. Import without publishing, look "
    "at it, and publish it by itself."
)


def described(files: Iterable[File]) -> list[dict[str, Any]]:
    """Each file's name, size and SHA-256, and its encoding where somebody said it."""
    return [
        {
            "name": file.name or file.path.name,
            "size": file.path.stat().st_size,
            "sha256": file.digest(),
            **({"encoding": file.encoding} if file.encoding else {}),
        }
        for file in files
    ]


def kept_mappings() -> Mappings:
    """What headers were once said to stand for, by kind of sheet."""
    found: dict[str, dict[str, str]] = {}
    for one in ColumnMapping.objects.all():
        found.setdefault(one.sheet, {})[one.header] = one.column
    return found


class CannotUndo(ValueError):
    """Nothing was undone; the message says why."""


@dataclass
class Undoing:
    """What undoing a batch would do with each of its records."""

    deleted: list[Referenced] = field(default_factory=list)
    restored: list[Referenced] = field(default_factory=list)
    withdrawn: list[Referenced] = field(default_factory=list)
    kept: list[Referenced] = field(default_factory=list)
    changed_since: list[Referenced] = field(default_factory=list)


def what_undoing_does(batch: ImportBatch) -> Undoing:
    """What would be deleted, restored or withdrawn, and what has been changed since the import.

    A record that the import made and that has been public cannot be deleted: it is withdrawn, where
    the public reads it, and stays on the desk.
    """
    found = Undoing()
    for record, was_made, is_changed, last_act in _records_of(batch):
        if is_changed:
            found.changed_since.append(record)
        if not was_made:
            found.restored.append(record)
        elif last_act == Publication.Act.PUBLISHED:
            found.withdrawn.append(record)
        elif last_act:
            found.kept.append(record)
        else:
            found.deleted.append(record)
    return found


def undo(
    batch: ImportBatch, *, by: User | None, also_changed: bool = False, public_note: str = ""
) -> Undoing:
    """Undoes an import whole, as one new revision.

    What it made is deleted or withdrawn, what it changed is brought back to how it stood before.
    Raises CannotUndo when records have been changed since, unless `also_changed`; when one that it
    made is used elsewhere; and when something must be withdrawn and `public_note` is empty.
    """
    with transaction.atomic():
        fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if fresh.state != ImportBatch.State.APPLIED or fresh.revision is None:
            raise CannotUndo("This import is not one that can be undone.")
        doing = what_undoing_does(fresh)
        if doing.changed_since and not also_changed:
            names = ", ".join(f"“{one}”" for one in doing.changed_since[:10])
            raise CannotUndo(f"These have been changed since: {names}. Say that they go back too.")
        with revision(by=by, reason=f"Undid import {fresh.pk}"):
            _undo(doing, fresh.revision.pk, by, public_note)
        fresh.state, fresh.undone_by, fresh.undone_at = ImportBatch.State.UNDONE, by, timezone.now()
        fresh.save()
    return doing


def _undo(doing: Undoing, number: int, by: User | None, public_note: str) -> None:
    if doing.withdrawn and not public_note.strip():
        raise CannotUndo(
            "Some of what was imported is public. Write a note for readers; they will read it in "
            "place of those records."
        )
    for record in doing.withdrawn:
        withdraw(record, by=by, public_note=public_note)
    for record in doing.restored:
        require(by, Deed.CHANGE, record)
        restore(record, number - 1, by=by, reason="")
    for record in reversed(doing.deleted):
        require(by, Deed.DELETE, record)
        try:
            record.delete()
        except ProtectedError as error:
            uses = ", ".join(sorted({f"“{one}”" for one in error.protected_objects})[:5])
            raise CannotUndo(f"“{record}” is used by {uses}, and cannot go.") from error


def _records_of(batch: ImportBatch) -> Iterator[tuple[Referenced, bool, bool, str]]:
    """The batch's records that are there: made by it? changed since? the last act at the door."""
    for model in RECORDS:
        rows = model.history.filter(revision=batch.revision_id).order_by("history_id")  # type: ignore[attr-defined]
        ids = rows.order_by().values("id")
        then = {pk: (kind, version) for pk, kind, version in rows.values_list(*ROW)}
        acts = Publication.objects.filter(record__in=ids).order_by("id")
        last = dict(acts.values_list("record", "act"))
        for record in model._base_manager.filter(pk__in=ids).order_by("reference"):
            kind, version = then[record.pk]
            changed = record.version != version
            yield record, kind == CREATED, changed, last.get(record.pk, "")


__all__ = [
    "CannotApply",
    "CannotUndo",
    "Undoing",
    "applied_batch",
    "applying_batch",
    "described",
    "kept_mappings",
    "undo",
    "what_undoing_does",
]
