"""What an import brought, on its way to the public: looked at first, then published as one act."""

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from cases.exchange.batches import CHUNK, RECORDS
from cases.models import ImportBatch, Referenced
from cases.publishing import (
    changed_since_publication,
    newly_read,
    publish,
    resting_on,
    unready,
    warned,
)

MOST_SHOWN = 200


class CannotBringOut(ValueError):
    """Nothing was published; the message says why."""


@dataclass
class Outgoing:
    """What publishing an import would print, and what stands in the way of the rest.

    `told` are those that together tell who somebody is: a guardian should look at them first.
    `named` are all people of whom the public would newly read an alias, with the words for it.
    """

    ready: list[Referenced] = field(default_factory=list)
    ready_count: int = 0
    blocked: list[tuple[Referenced, list[str]]] = field(default_factory=list)
    blocked_count: int = 0
    published: int = 0
    digest: str = ""
    told: list[Referenced] = field(default_factory=list)
    told_count: int = 0
    named: list[tuple[Referenced, str]] = field(default_factory=list)


def written_by(batch: ImportBatch) -> list[tuple[type[Referenced], UUID, str]]:
    """The records that an import wrote, sources first, and whether it made (+) or changed (~) each.

    Those that have since been deleted are among them.
    """
    found = []
    for model in RECORDS:
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(revision=batch.revision_id).order_by("history_id")
        found += [(model, pk, kind) for pk, kind in rows.values_list("id", "history_type")]
    return found


def looking_at(batch: ImportBatch, by: User) -> Generator[int, None, Outgoing]:
    """Yields how many records were looked at; its result is what `by` would publish."""
    out, digest, settled, together = Outgoing(), hashlib.sha256(), set[UUID](), set[UUID]()
    looked = 0
    for chunk in _chunks(batch):
        items = [one for one in resting_on(chunk) if one.pk not in settled]
        settled |= {one.pk for one in items}
        ready, blocked = _parted(changed_since_publication(items), together, by)
        _note(out, digest, ready, blocked)
        found = warned(ready, by)
        told = [one for one in ready if one.pk in found]
        out.told_count += len(told)
        out.told += told[: MOST_SHOWN - len(out.told)]
        read = newly_read(ready)
        out.named += [(one, read[one.pk]) for one in ready if one.pk in read]
        together |= {one.pk for one in ready}
        looked += len(chunk)
        yield looked
    out.digest = digest.hexdigest()
    return out


def bringing_out(
    batch: ImportBatch, *, by: User, public_note: str, digest: str
) -> Generator[int, None, int]:
    """Publishes what is ready, in one transaction; its result is the number of editions.

    Yields how many records were gone through. Closed before its end, it publishes nothing. Raises
    NotAllowed, CannotPublish, and CannotBringOut where something changed since `looking_at`.
    """
    out, seen, settled, printed, done = Outgoing(), hashlib.sha256(), set[UUID](), 0, 0
    with transaction.atomic():
        for chunk in _chunks(batch):
            items = [one for one in resting_on(chunk) if one.pk not in settled]
            settled |= {one.pk for one in items}
            ready, blocked = _parted(changed_since_publication(items), set(), by)
            _note(out, seen, ready, blocked)
            printed += len(publish(ready, by=by, public_note=public_note))
            done += len(chunk)
            yield done
        if seen.hexdigest() != digest:
            raise CannotBringOut(
                "Some of the records were changed meanwhile. Nothing was published. Look again."
            )
        fresh = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.APPLIED)
        if not fresh.update(published=F("published") + printed):
            raise CannotBringOut("This import has been undone. Nothing was published.")
    return printed


def _chunks(batch: ImportBatch) -> Iterator[list[Referenced]]:
    pks: dict[type[Referenced], list[UUID]] = {}
    for model, pk, _ in written_by(batch):
        pks.setdefault(model, []).append(pk)
    for model, ids in pks.items():
        for start in range(0, len(ids), CHUNK):
            chunk = model._base_manager.filter(pk__in=ids[start : start + CHUNK])
            yield list(chunk.order_by("reference"))


def _parted(
    records: list[Referenced], together: set[UUID], by: User
) -> tuple[list[Referenced], dict[Referenced, list[str]]]:
    """Those that can be published together, and the others with what has to be mended in each."""
    ready, blocked = records, dict[Referenced, list[str]]()
    while found := unready(ready, together | {one.pk for one in ready}, by):
        blocked |= found
        ready = [one for one in ready if one not in found]
    return ready, blocked


def _note(
    out: Outgoing, digest: Any, ready: list[Referenced], blocked: dict[Referenced, list[str]]
) -> None:
    for one in sorted([*ready, *blocked], key=lambda one: one.pk):
        digest.update(f"{one.pk} {one.version} {one in blocked}\n".encode())
    out.ready_count += len(ready)
    out.blocked_count += len(blocked)
    out.ready += ready[: MOST_SHOWN - len(out.ready)]
    out.blocked += list(blocked.items())[: MOST_SHOWN - len(out.blocked)]
