"""Taking out without a trace what should never have been printed: to protect somebody.

To take something out of earlier editions (cases/publishing/suppressing.py) and to withdraw a record
(cases/publishing/withdrawing.py) are the other ways; the public is told of both.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from cases.history import revision
from cases.models import Person, Publication, Referenced, Removal
from cases.publishing.head import lock_head, next_moment
from cases.publishing.kinds import KINDS
from cases.publishing.leftwords import left_words, replace_words
from cases.publishing.notes import carried, empty_notes, shared_notes
from cases.publishing.recounting import recount_on_commit
from cases.publishing.remaining import cited_by_these_alone, left_without_source
from cases.publishing.repeating import CannotRemove
from cases.publishing.taken import note_removal
from cases.publishing.withdrawing import hide, put_on_shelf
from cases.roles import Role, roles_of
from cases.rules import Deed, require
from timeline.models import Edition, FormerAddress, Tombstone

# What such an act protects from cannot be known, so a holder who is none of these reads no more.
STILL_READING = frozenset({Role.EDITOR, Role.GUARDIAN})
SOURCE_GONE = "It has no published source for now."
CITED_ALONE = "Nothing that is public cites it for now."


def remove(
    record: Referenced,
    *,
    by: User | None,
    reason: str,
    hide_too: Collection[UUID] = (),
    keep_notes: Collection[str] = (),
) -> None:
    """Removes `record` from the public as if it had never been there: to protect somebody.

    Its addresses answer like those of what never was; no tombstone, note or address stays. Until a
    guardian allows it, it cannot be published again. Unless an editor or a guardian looks after it,
    nobody does any more. In the same act are hidden those of `left_without_source` and
    `cited_by_these_alone` whose ids are in `hide_too`, and its notes are taken out of what was
    printed with it, and where something was taken back of others, but for those of `shared_notes`
    and `left_words` whose keys are in `keep_notes`. Raises CannotRemove when nothing of it is or
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
        for others, why in (
            (left_without_source(record), SOURCE_GONE),
            (cited_by_these_alone([record]), CITED_ALONE),
        ):
            for one in others:
                if one.pk in hide_too:
                    hide(one, by=by, reason=why)
        head.refresh_from_db()
        moment = next_moment(head)
        last = max((one.number for one in editions), default=0)
        empty_notes(carried(shared_notes(record), keep_notes), moment, by)
        replace_words(left_words(record), keep_notes, by)
        put_on_shelf(editions, moment)
        graves.delete()
        FormerAddress.objects.filter(record=record.pk).delete()
        head.sequence += 1
        head.changed = moment
        head.save()
        _act(record, Publication.Act.REMOVED, moment, by, last)
        _take_from_holder(record, by)
        numbers = [one.number for one in editions]
        note_removal(record, Removal.Kind.REMOVED, by=by, reason=reason, editions=numbers)
        if isinstance(record, Person):
            recount_on_commit([record.pk])


def _take_from_holder(record: Any, by: User | None) -> None:
    """Whoever looked after it reads it no more, unless they see such records in any case."""
    holder = getattr(record, "assigned_to", None)
    if holder is None or roles_of(holder) & STILL_READING:
        return
    with revision(by=by, reason="Removed to protect somebody"):
        type(record)._default_manager.filter(pk=record.pk).update(assigned_to=None)
    record.refresh_from_db(fields=["assigned_to", "version"])


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
        note_removal(record, Removal.Kind.ALLOWED, by=by, reason=reason)


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
