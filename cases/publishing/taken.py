"""The desk's log of all that was taken from the public: who, when, what and why."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Referenced, Removal, ShelvedEdition
from cases.publishing.kinds import KINDS
from cases.publishing.outside import list_it


def note_removal(
    record: Referenced,
    kind: Removal.Kind,
    *,
    by: User | None,
    reason: str = "",
    editions: Iterable[int] = (),
    field: str = "",
    public_note: str = "",
) -> Removal:
    """Writes down that something of `record` was taken from the public. Needs a transaction.

    Once that is done, the removal list outside the database says so too.
    """
    removal = Removal.objects.create(
        record=record.pk,
        record_kind=KINDS[type(record)],
        kind=kind,
        editions=sorted(editions),
        field=field,
        at=timezone.now(),
        by=by,
        reason=reason.strip(),
        public_note=public_note.strip(),
    )
    transaction.on_commit(lambda: list_it(removal))
    return removal


def removals_of(record: Referenced) -> QuerySet[Removal]:
    """What was taken from the public of `record`, the latest first."""
    return Removal.objects.filter(record=record.pk).select_related("by")


def shelf_of(record: Referenced) -> QuerySet[ShelvedEdition]:
    """The texts of `record` that the public can no longer read, in the order they were taken."""
    return ShelvedEdition.objects.filter(record=record.pk).order_by("shelved_at", "number")
