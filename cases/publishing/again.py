"""What a restored backup made public again, and how it is taken back once more."""

from typing import Any

from django.db import transaction

from cases.models import Referenced, Removal
from cases.publishing.kinds import models_by_kind
from cases.publishing.leaving import Left, left_of, take_out_left
from cases.publishing.leftwords import NOTE_GONE, left_words
from cases.publishing.notes import CORRECTED, REMOVED_WORDS
from cases.publishing.outside import Taken, removal_list
from cases.publishing.places import NOTE
from cases.publishing.removing import remove
from cases.publishing.withdrawing import hide
from timeline.models import Edition, Tombstone

AGAIN = "It was taken back before the database was restored from a backup."
WHOLE = (Removal.Kind.HIDDEN, Removal.Kind.WITHDRAWN, Removal.Kind.REMOVED)


def public_again() -> list[Taken]:
    """The acts on the removal list that are undone in this database. Raises UnreadableList.

    Whatever was published before such an act must not be there; what was published later may.
    """
    lines = removal_list()
    if not lines:
        return []
    there = {
        record
        for model in (Edition, Tombstone)
        for record in model._default_manager.order_by().values_list("record", flat=True).distinct()
    }
    return [one for one in lines if one.record in there and _is_undone(one)]


@transaction.atomic
def take_back_again() -> list[Taken]:
    """Takes back what `public_again` names: what was removed is removed, all else hidden.

    Of what was suppressed the whole record is hidden, for the text that corrects it may not be in
    the backup; notes and addresses that were left go alone, and last. Returns the acts that were
    undone. Raises UnreadableList.
    """
    undone = public_again()
    whole = [one for one in undone if not _is_of_left(one)]
    for one in sorted(whole, key=lambda one: one.kind != Removal.Kind.REMOVED):
        if not _is_undone(one) or (record := _record_of(one)) is None:
            continue
        if one.kind == Removal.Kind.REMOVED:
            remove(record, by=None, reason=AGAIN)
        else:
            hide(record, by=None, reason=AGAIN)
    # Whether these are undone is not asked again: a removal takes words out of other records too,
    # and the log that would tell does not say which.
    for one in {(one.record, one.field): one for one in undone if _is_of_left(one)}.values():
        _take_out_again(one)
    return undone


def _take_out_again(taken: Taken) -> None:
    """Takes out what is left of a record; what others carry as well has a line of its own."""
    record = _record_of(taken)
    if record is None or not (left := _left_now(record, taken.field)):
        return
    take_out_left(
        record,
        [one.key for one in left],
        by=None,
        public_note=NOTE_GONE,
        reason=AGAIN,
        keep_notes=[one.key for one in left_words(record)],
    )


def _record_of(taken: Taken) -> Referenced | None:
    model: Any = models_by_kind()[taken.record_kind]
    found: Referenced | None = model._default_manager.filter(pk=taken.record).first()
    return found


def _is_of_left(taken: Taken) -> bool:
    """Whether a note or an address was taken out that an earlier act had left."""
    return taken.kind == Removal.Kind.SUPPRESSED and not taken.editions


def _left_again(taken: Taken) -> list[Left]:
    """What an earlier act left, where this database is older than its taking out.

    The texts themselves cannot tell, for they are nowhere outside; the log of the desk can.
    """
    same = Removal.objects.filter(
        record=taken.record, kind=taken.kind, field=taken.field, editions=[], at__gte=taken.at
    )
    if same.exists() or (record := _record_of(taken)) is None:
        return []
    return _left_now(record, taken.field)


def _left_now(record: Referenced, field: str) -> list[Left]:
    return [one for one in left_of(record) if one.field == field and one.text]


def _is_undone(taken: Taken) -> bool:
    if _is_of_left(taken):
        return bool(_left_again(taken))
    editions = Edition.objects.filter(record=taken.record, published__lt=taken.at)
    if taken.kind in WHOLE:
        graves = Tombstone.objects.filter(record=taken.record, withdrawn__lt=taken.at)
        return editions.exists() or (taken.kind == Removal.Kind.REMOVED and graves.exists())
    editions = editions.filter(number__in=taken.editions)
    if taken.field == NOTE:
        return editions.exclude(public_note__in=("", REMOVED_WORDS, CORRECTED)).exists()
    return editions.exclude(suppressed__field=taken.field).exists()
