"""Taking editions back: what the public reads instead, and where the texts go."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from cases.models import Person, Publication, Referenced, Removal, ShelvedEdition
from cases.publishing.guarding import IN_THE_NOTE, names_in_note
from cases.publishing.head import lock_head, next_moment
from cases.publishing.indexing import index_citing
from cases.publishing.recounting import recount_on_commit
from cases.publishing.states import last_act
from cases.publishing.taken import note_removal
from cases.rules import Deed, require
from timeline import wordindex
from timeline.models import Edition, FormerAddress, Kind, Tombstone

HIDDEN_NOTE = "This entry is being checked and cannot be read at present."


class CannotWithdraw(ValueError):
    """Nothing was withdrawn; the message says why."""


def withdraw(record: Referenced, *, by: User | None, public_note: str, reason: str = "") -> None:
    """Takes every edition of `record` from the public, which reads `public_note` instead (410).

    The texts go to the desk's shelf in the same transaction; `reason` is for colleagues.
    Raises CannotWithdraw when the record is not published or the note is empty, NotAllowed when the
    rules say no.
    """
    require(by, Deed.WITHDRAW, record)
    if not public_note.strip():
        raise CannotWithdraw("Readers will look for this record. Write a short note for them.")
    if names_in_note(public_note):
        raise CannotWithdraw(IN_THE_NOTE)
    with transaction.atomic():
        if last_act(record, Publication.Act.HIDDEN):
            numbers = _explain(record, by, public_note.strip())
        else:
            numbers = _take_back(record, by, public_note.strip(), Publication.Act.WITHDRAWN)
        kind = Removal.Kind.WITHDRAWN
        note_removal(record, kind, by=by, reason=reason, editions=numbers, public_note=public_note)


def hide(record: Referenced, *, by: User | None, reason: str = "") -> None:
    """Takes every edition of `record` from the public at once; any member of staff may, alone.

    Readers are told that it is being checked. Publishing it again brings it back, which needs an
    editor. Raises CannotWithdraw when it is not published, NotAllowed when the rules say no.
    """
    require(by, Deed.HIDE, record)
    with transaction.atomic():
        numbers = _take_back(record, by, HIDDEN_NOTE, Publication.Act.HIDDEN)
        note_removal(
            record,
            Removal.Kind.HIDDEN,
            by=by,
            reason=reason,
            editions=numbers,
            public_note=HIDDEN_NOTE,
        )


def _explain(record: Referenced, by: User | None, note: str) -> list[int]:
    """A hidden record becomes a withdrawn one: it stays away, with another note for readers.

    No edition is taken that was not taken before, so it answers with none.
    """
    head = lock_head()
    grave = Tombstone.objects.filter(record=record.pk).order_by("-sequence").first()
    if grave is None:
        raise CannotWithdraw("This record is not published, so there is nothing to take back.")
    head.sequence += 1
    head.changed = next_moment(head)
    head.save()
    grave.sequence, grave.public_note = head.sequence, note
    grave.save()
    _note_act(record, grave.kind, Publication.Act.WITHDRAWN, grave.last, (head.changed, by, note))
    return []


def _take_back(record: Referenced, by: User | None, note: str, act: str) -> list[int]:
    """Takes every edition back; their numbers."""
    with transaction.atomic():
        head = lock_head()
        editions = list(Edition.objects.filter(record=record.pk).order_by("number"))
        current = next((one for one in editions if one.superseded is None), None)
        if current is None:
            raise CannotWithdraw("This record is not published, so there is nothing to take back.")
        moment = next_moment(head)
        put_on_shelf(editions, moment)
        _keep_addresses(editions, current)
        head.sequence += 1
        Tombstone.objects.create(
            record=record.pk,
            kind=current.kind,
            reference=current.reference,
            last=current.number,
            sequence=head.sequence,
            first_published=editions[0].published,
            withdrawn=moment,
            public_note=note,
        )
        head.changed = moment
        head.save()
        _note_act(record, current.kind, act, current.number, (moment, by, note))
        if isinstance(record, Person):
            recount_on_commit([record.pk])
    return [one.number for one in editions]


def _note_act(
    record: Referenced, kind: str, act: str, number: int, how: tuple[datetime, User | None, str]
) -> None:
    """Notes at the desk what was done; `how` is when, by whom and with which public note."""
    moment, by, note = how
    Publication.objects.create(
        record=record.pk,
        kind=kind,
        act=act,
        version=record.version,
        number=number,
        at=moment,
        by=by,
        public_note=note,
    )


def put_on_shelf(editions: list[Edition], moment: datetime) -> None:
    """Moves editions from the record to the desk's shelf."""
    ShelvedEdition.objects.bulk_create(shelved(one, moment) for one in editions)
    wordindex.forget([one.pk for one in editions], using="default")
    Edition.objects.filter(pk__in=[one.pk for one in editions]).delete()
    index_citing({one.record for one in editions if one.kind == Kind.SOURCE})


def _keep_addresses(editions: list[Edition], current: Edition) -> None:
    """Notes the addresses that the record had before its last one, so that they answer too."""
    FormerAddress.objects.bulk_create(
        (
            FormerAddress(kind=current.kind, reference=reference, record=current.record)
            for reference in {one.reference for one in editions} - {current.reference}
        ),
        ignore_conflicts=True,
    )


def shelved(edition: Edition, moment: datetime) -> ShelvedEdition:
    """A copy of an edition for the desk's shelf, not yet saved."""
    kept = ("record", "kind", "reference", "number", "sequence", "document", "digest")
    return ShelvedEdition(
        **{name: getattr(edition, name) for name in kept},
        public_note=edition.public_note,
        published=edition.published,
        shelved_at=moment,
    )
