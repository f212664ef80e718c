"""Undoing an import as a whole: what it would do with each record, and doing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cases.exchange.named import people_named_in
from cases.exchange.undoing_identities import OfIdentities, identities_of_batch, take_back
from cases.exposure import require_same_exposure
from cases.history import restore, revision
from cases.historyrows import CREATED, in_chunks
from cases.identities import may_identify
from cases.models import (
    Agreement,
    Case,
    Citation,
    Event,
    Figure,
    ImportBatch,
    Observation,
    Person,
    Publication,
    Referenced,
    Source,
)
from cases.models.source import CITABLE
from cases.naming import named_for
from cases.publishing import recount_on_commit, withdraw
from cases.rules import TERMS, Deed, NotAllowed, require

# What comes first is used by what comes later, and goes last when an import is undone.
RECORDS: tuple[type[Referenced], ...] = (*TERMS, Person, Source, Figure, Agreement, Case, Event)
ROW = ("id", "history_type", "version")


class CannotUndo(ValueError):
    """Nothing was undone; the message says why."""


@dataclass
class Undoing:
    """What undoing a batch would do with each of its records."""

    deleted: list[Referenced] = field(default_factory=list)
    restored: list[Referenced] = field(default_factory=list)
    withdrawn: list[Referenced] = field(default_factory=list)
    kept: list[Referenced] = field(default_factory=list)
    cited: list[Referenced] = field(default_factory=list)
    still_public: list[Referenced] = field(default_factory=list)
    changed_since: list[Referenced] = field(default_factory=list)
    identities: OfIdentities = field(default_factory=OfIdentities)

    @property
    def deeds(self) -> Iterator[tuple[Deed, Referenced]]:
        """What is done with each record, as the rules ask about it."""
        yield from ((Deed.DELETE, one) for one in self.deleted)
        yield from ((Deed.CHANGE, one) for one in self.restored)
        yield from ((Deed.WITHDRAW, one) for one in self.withdrawn)


def what_undoing_does(batch: ImportBatch) -> Undoing:
    """What would be deleted, restored or withdrawn, and what has been changed since the import.

    A record that the import made and that has been public cannot be deleted: it is withdrawn, where
    the public reads it, and stays on the desk. A source that others have cited since is not touched
    where it is public. What the public reads of a record that was changed stays, until somebody
    publishes it as it stood before.
    """
    found = Undoing(identities=identities_of_batch(batch))
    records = list(_records_of(batch))
    cited = _cited_by_others([one.record for one in records])
    for one in records:
        stays = one.was_made and one.is_public and one.record.pk in cited
        if one.is_changed and not stays:
            found.changed_since.append(one.record)
        if one.is_public and not one.was_made and one.is_printed:
            found.still_public.append(one.record)
        if not one.was_made:
            found.restored.append(one.record)
        elif stays:
            found.cited.append(one.record)
        elif one.is_public:
            found.withdrawn.append(one.record)
        elif one.was_public:
            found.kept.append(one.record)
        else:
            found.deleted.append(one.record)
    return found


def still_public(batch: ImportBatch) -> list[Referenced]:
    """The records that the public reads as an import left them, though it is undone."""
    return [
        one.record
        for one in _records_of(batch)
        if one.is_public and not one.was_made and one.is_printed and one.is_changed_since_printed
    ]


def undo(
    batch: ImportBatch, *, by: User | None, also_changed: bool = False, public_note: str = ""
) -> Undoing:
    """Undoes an import whole, as one new revision.

    What it made is deleted or withdrawn, what it changed is brought back to how it stood before.
    Raises CannotUndo when records have been changed since, unless `also_changed`; when one that it
    made is used elsewhere; and when something must be withdrawn and `public_note` is empty. Before
    that NotAllowed by the rules: whoever may not undo it is told of none of its records.
    """
    with transaction.atomic():
        fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if fresh.state != ImportBatch.State.APPLIED or fresh.revision is None:
            raise CannotUndo("This import is not one that can be undone.")
        doing = what_undoing_does(fresh)
        for deed, record in doing.deeds:
            require(by, deed, record)
        if doing.identities and (by is None or not may_identify(by)):
            raise NotAllowed(FOR_GUARDIANS)
        if doing.changed_since and not also_changed:
            names = named_for(by, doing.changed_since)
            raise CannotUndo(f"These have been changed since: {names}. Say that they go back too.")
        if doing.identities.changed_since and not also_changed:
            raise CannotUndo(CHANGED_SINCE.format(doing.identities.changed_since))
        with revision(by=by, reason=f"Undid import {fresh.pk}") as writer:
            _undo(doing, fresh.revision.pk, by, public_note)
        fresh.state, fresh.undone_by, fresh.undone_at = ImportBatch.State.UNDONE, by, timezone.now()
        fresh.save()
        if writer.revision is not None:
            recount_on_commit(people_named_in(writer.revision.pk))
    return doing


FOR_GUARDIANS = "Only a guardian, under their own name, can undo this import."
CHANGED_SINCE = "Identities changed since the import: {}. Say that they go back too."


def _undo(doing: Undoing, number: int, by: User | None, public_note: str) -> None:
    if doing.withdrawn and not public_note.strip():
        raise CannotUndo(
            "Some of what was imported is public. Write a note for readers; they will read it in "
            "place of those records."
        )
    for record in doing.withdrawn:
        withdraw(record, by=by, public_note=public_note)
    for record in doing.restored:
        require_same_exposure(record, number - 1, by=by)
        restore(record, number - 1, by=by, reason="")
    take_back(doing.identities, number, by=by)
    for record in reversed(doing.deleted):
        try:
            record.delete()
        except ProtectedError as error:
            uses = named_for(by, _users(error.protected_objects))
            raise CannotUndo(f"“{record}” is used by {uses}, and cannot go.") from error


def _users(rows: Iterable[Any]) -> list[Referenced]:
    """The records that these rows are, or are a part of."""
    found: dict[UUID, Referenced] = {}
    for row in rows:
        owners = [row] if isinstance(row, Referenced) else [getattr(row, n) for n in row.owners]
        found |= {one.pk: one for one in owners if one is not None}
    return list(found.values())


@dataclass(frozen=True)
class _Brought:
    """A record of a batch: how it was left, at which version, and its last act at the door."""

    record: Referenced
    was_made: bool
    version: int
    last_act: str
    printed: int

    @property
    def is_changed(self) -> bool:
        """Whether somebody has changed it since."""
        return self.record.version != self.version

    @property
    def was_public(self) -> bool:
        """Whether it has been at the door at all."""
        return bool(self.last_act)

    @property
    def is_public(self) -> bool:
        """Whether the public reads it now."""
        return self.last_act == Publication.Act.PUBLISHED

    @property
    def is_printed(self) -> bool:
        """Whether what the import brought, or what came after it, has been printed."""
        return self.printed >= self.version

    @property
    def is_changed_since_printed(self) -> bool:
        """Whether the desk says something newer than what was printed."""
        return self.printed < self.record.version


def _records_of(batch: ImportBatch) -> Iterator[_Brought]:
    """The batch's records that are there."""
    for model in RECORDS:
        rows = model.history.filter(revision=batch.revision_id).order_by("history_id")  # type: ignore[attr-defined]
        ids = rows.order_by().values("id")
        then = {pk: (kind, version) for pk, kind, version in rows.values_list(*ROW)}
        acts = Publication.objects.filter(record__in=ids).order_by("id")
        last = {pk: (act, at) for pk, act, at in acts.values_list("record", "act", "version")}
        for record in model._base_manager.filter(pk__in=ids).order_by("reference"):
            kind, version = then[record.pk]
            yield _Brought(record, kind == CREATED, version, *last.get(record.pk, ("", 0)))


def _cited_by_others(records: list[Referenced]) -> set[UUID]:
    """The sources among `records` that a record which is not among them rests on."""
    own = {one.pk for one in records}
    sources = [one.pk for one in records if isinstance(one, Source)]
    found: set[UUID] = set()
    for chunk in in_chunks(set(sources)):
        cited = Citation.objects.filter(source__in=chunk)
        owners = [f"{name}_id" for name in CITABLE]
        for source, *others in cited.values_list("source_id", *owners).iterator():
            if not own & set(filter(None, others)):
                found.add(source)
        seen = Observation.objects.filter(source__in=chunk).exclude(figure__in=own)
        found |= set(seen.values_list("source_id", flat=True))
    return found
