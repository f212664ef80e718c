"""Imports that are kept: applied with their publication as one act, and undone as a whole."""

from collections.abc import Callable, Generator, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cases.exchange.apply import CannotApply, applying
from cases.exchange.named import people_named_in
from cases.exchange.plan import File, Plan
from cases.exchange.recognising import Mappings
from cases.exchange.run import driven, untold
from cases.exchange.undoing import (
    RECORDS,
    CannotUndo,
    Undoing,
    still_public,
    undo,
    what_undoing_does,
)
from cases.models import (
    ColumnMapping,
    ImportBatch,
    Publication,
    Referenced,
)
from cases.publishing import (
    WARNING,
    CannotPublish,
    publish,
    recount_on_commit,
    resting_on,
    telling,
)
from cases.rules import TERMS, ever_public

CHUNK = 500


def applied_batch(
    plan: Plan,
    files: Iterable[File],
    *,
    by: User | None,
    reason: str = "",
    publishes: bool = False,
    publisher: User | None = None,
    public_note: str = "",
    despite_warnings: bool = False,
    batch: ImportBatch | None = None,
    progress: Callable[[int], None] = untold,
) -> ImportBatch:
    """Applies a plan and, if asked, publishes what it wrote; all of it in one transaction.

    `batch` is the one that waited with these files; without it one is made. What tells who somebody
    is is published `despite_warnings` alone. Raises CannotApply,
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
        despite_warnings=despite_warnings,
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
    despite_warnings: bool = False,
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
                if not despite_warnings and (told := telling(wanted)):
                    raise CannotPublish({one: [WARNING] for one in told})
                kept.published += len(publish(wanted, by=publisher, public_note=public_note))
        kept.save()
        recount_on_commit(people_named_in(kept.revision_id))
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


def kept_mappings(batch: ImportBatch) -> Mappings:
    """What headers stand for in `batch`, by kind of sheet: as was said of it, or else is kept."""
    found: dict[str, dict[str, str]] = {}
    rows = ColumnMapping.objects.filter(Q(batch=None) | Q(batch=batch))
    for one in rows.order_by(F("batch").asc(nulls_first=True)):
        found.setdefault(one.sheet, {})[one.header] = one.column
    return found


__all__ = [
    "RECORDS",
    "CannotApply",
    "CannotUndo",
    "Undoing",
    "applied_batch",
    "applying_batch",
    "described",
    "kept_mappings",
    "still_public",
    "undo",
    "what_undoing_does",
]
