"""Taking out what should never have been printed: from earlier editions, or without a trace.

To withdraw a record (cases/publishing/withdrawing.py) is a third way, of which the public is told.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.models import Publication, Referenced, Removal, ShelvedEdition
from cases.publishing.guarding import names_in_note
from cases.publishing.head import lock_head, next_moment
from cases.publishing.kinds import KINDS
from cases.publishing.printing import DATING
from cases.publishing.reprinting import reprint, say_so
from cases.publishing.withdrawing import put_on_shelf, shelved
from cases.rules import Deed, require
from timeline.models import (
    Edition,
    FormerAddress,
    RecordHead,
    Tombstone,
)

# An edition without these could not be told from others, nor shown.
NEEDED = ("original_language", "family")
WITHOUT_TITLE = "[removed]"


class CannotRemove(ValueError):
    """Nothing was removed; the message says why."""


def earlier_editions(record: Referenced) -> list[Edition]:
    """The editions of `record` that another has followed, newest first."""
    old = Edition.objects.filter(record=record.pk, superseded__isnull=False)
    return list(old.order_by("-number").prefetch_related("suppressed"))


def suppressible(editions: Iterable[Edition]) -> list[str]:
    """The fields that can be taken out of one of these editions, in one language each."""
    return sorted({name for one in editions for name in _removable(one)})


def suppress(
    record: Referenced,
    numbers: Iterable[int],
    *,
    by: User | None,
    field: str = "",
    public_note: str,
    reason: str,
) -> list[int]:
    """Takes earlier editions of `record`, or one field of them, from the public for good.

    Readers see that something was removed and `public_note`; text, digest and size are gone from
    the record and stay on the desk's shelf. Returns the numbers of the editions that were touched.
    Raises CannotRemove where a number is that of the current edition or of none, where none of
    them has the field, or a note or reason is missing; NotAllowed by the rules.
    """
    require(by, Deed.SUPPRESS, record)
    wanted = set(numbers)
    _refuse_silence(public_note, reason)
    with transaction.atomic():
        head = lock_head()
        editions = [one for one in earlier_editions(record) if one.number in wanted]
        if not wanted or len(editions) != len(wanted):
            raise CannotRemove(
                "Choose earlier editions. To take something out of the current one, correct the "
                "record and publish it first."
            )
        if field:
            editions = [one for one in editions if field in _removable(one)]
            if not editions:
                raise CannotRemove("None of these editions has that field.")
        moment = next_moment(head)
        for edition in editions:
            head.sequence += 1
            take_out = _take_field if field else _take_edition
            take_out(edition, head, moment, public_note.strip(), field)
        head.changed = moment
        head.save()
        log = _log(record, Removal.Kind.SUPPRESSED, by, reason, editions)
        log.field, log.public_note = field, public_note.strip()
        log.save()
    return sorted(one.number for one in editions)


def remove(record: Referenced, *, by: User | None, reason: str) -> None:
    """Removes `record` from the public as if it had never been there: to protect somebody.

    Its addresses answer like those of what never was; no tombstone, note or address stays. Until a
    guardian allows it, it cannot be published again. Raises CannotRemove when nothing of it is or
    was public or the reason is missing, NotAllowed by the rules.
    """
    require(by, Deed.REMOVE, record)
    if not reason.strip():
        raise CannotRemove("Write down the reason, for colleagues alone.")
    with transaction.atomic():
        head = lock_head()
        editions = list(Edition.objects.filter(record=record.pk).order_by("number"))
        graves = Tombstone.objects.filter(record=record.pk)
        if not editions and not graves:
            raise CannotRemove("The public has nothing of this record, so nothing can be removed.")
        moment = next_moment(head)
        last = max((one.number for one in editions), default=0)
        put_on_shelf(editions, moment)
        graves.delete()
        FormerAddress.objects.filter(record=record.pk).delete()
        head.sequence += 1
        head.changed = moment
        head.save()
        _act(record, Publication.Act.REMOVED, moment, by, last)
        _log(record, Removal.Kind.REMOVED, by, reason, editions)


def allow_again(record: Referenced, *, by: User | None, reason: str) -> None:
    """Lets a record that was removed to protect somebody be published again, as edition 1.

    Raises CannotRemove when it was not removed or the reason is missing, NotAllowed by the rules.
    """
    require(by, Deed.ALLOW, record)
    if not reason.strip():
        raise CannotRemove("Write down why nobody is endangered any more.")
    with transaction.atomic():
        head = lock_head()
        last = Publication.objects.filter(record=record.pk).order_by("-id").first()
        if last is None or last.act != Publication.Act.REMOVED:
            raise CannotRemove("It was not removed to protect anybody.")
        moment = next_moment(head)
        _act(record, Publication.Act.ALLOWED, moment, by, 0)
        _log(record, Removal.Kind.ALLOWED, by, reason, [])


def _removable(edition: Edition) -> set[str]:
    """What stands in an edition, can be missed, and was not taken out of it before."""
    taken = {one.field for one in edition.suppressed.all()}
    return set(edition.document) - set(NEEDED) - taken


def _take_edition(
    edition: Edition, head: RecordHead, moment: datetime, public_note: str, _field: str
) -> None:
    put_on_shelf([edition], moment)
    Tombstone.objects.create(
        record=edition.record,
        kind=edition.kind,
        reference=edition.reference,
        first=edition.number,
        last=edition.number,
        is_suppressed=True,
        sequence=head.sequence,
        first_published=edition.published,
        withdrawn=moment,
        public_note=public_note,
    )


def _take_field(
    edition: Edition, head: RecordHead, moment: datetime, public_note: str, field: str
) -> None:
    ShelvedEdition.objects.bulk_create([shelved(edition, moment)])
    is_dated_by_it = field == next((one for one in DATING if one in edition.document), None)
    if field.startswith(("title_", "label_", "alias_")):
        edition.document[field] = WITHOUT_TITLE
    else:
        edition.document.pop(field)
    if is_dated_by_it:
        edition.date_it(None, None)
        edition.order_key = ""
    reprint(edition)
    say_so(edition, field, head, moment, public_note)


def _refuse_silence(public_note: str, reason: str) -> None:
    if not public_note.strip():
        raise CannotRemove("Readers will see that something is gone. Write a short note for them.")
    if names_in_note(public_note):
        raise CannotRemove("A protected name stands in the note.")
    if not reason.strip():
        raise CannotRemove("Write down the reason, for colleagues alone.")


def _act(record: Referenced, act: str, moment: datetime, by: User | None, number: int) -> None:
    Publication.objects.create(
        record=record.pk,
        kind=KINDS[type(record)],
        act=act,
        version=record.version,
        number=number,
        at=moment,
        by=by,
    )


def _log(
    record: Referenced, kind: str, by: User | None, reason: str, editions: list[Edition]
) -> Removal:
    return Removal.objects.create(
        record=record.pk,
        record_kind=KINDS[type(record)],
        kind=kind,
        editions=sorted(one.number for one in editions),
        at=timezone.now(),
        by=by,
        reason=reason.strip(),
    )
