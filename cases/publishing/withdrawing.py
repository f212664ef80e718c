"""Taking editions back: what the public reads instead, and where the texts go."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from cases.models import Publication, Referenced, ShelvedEdition
from cases.publishing.head import lock_head, next_moment
from timeline import wordindex
from timeline.models import Edition, FormerAddress, Tombstone


class CannotWithdraw(ValueError):
    """Nothing was withdrawn; the message says why."""


def withdraw(record: Referenced, *, by: User | None, public_note: str) -> None:
    """Takes every edition of `record` from the public, which reads `public_note` instead (410).

    The texts go to the desk's shelf in the same transaction. Raises CannotWithdraw when the record
    is not published or the note is empty.
    """
    if not public_note.strip():
        raise CannotWithdraw("Readers will look for this record. Write a short note for them.")
    with transaction.atomic():
        head = lock_head()
        editions = list(Edition.objects.filter(record=record.pk).order_by("number"))
        current = next((one for one in editions if one.superseded is None), None)
        if current is None:
            raise CannotWithdraw("This record is not published, so there is nothing to withdraw.")
        moment = next_moment(head)
        ShelvedEdition.objects.bulk_create(_shelved(one, moment) for one in editions)
        wordindex.forget([one.pk for one in editions], using="default")
        Edition.objects.filter(record=record.pk).delete()
        FormerAddress.objects.bulk_create(
            (
                FormerAddress(kind=current.kind, reference=reference, record=record.pk)
                for reference in {one.reference for one in editions} - {current.reference}
            ),
            ignore_conflicts=True,
        )
        head.sequence += 1
        Tombstone.objects.create(
            record=record.pk,
            kind=current.kind,
            reference=current.reference,
            last=current.number,
            sequence=head.sequence,
            first_published=editions[0].published,
            withdrawn=moment,
            public_note=public_note.strip(),
        )
        head.changed = moment
        head.save()
        Publication.objects.create(
            record=record.pk,
            kind=current.kind,
            act=Publication.Act.WITHDRAWN,
            version=record.version,
            number=current.number,
            at=moment,
            by=by,
            public_note=public_note.strip(),
        )


def _shelved(edition: Edition, moment: datetime) -> ShelvedEdition:
    kept = ("record", "kind", "reference", "number", "sequence", "document", "digest")
    return ShelvedEdition(
        **{name: getattr(edition, name) for name in kept},
        public_note=edition.public_note,
        published=edition.published,
        shelved_at=moment,
    )
