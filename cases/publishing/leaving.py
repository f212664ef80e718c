"""What was left when something was taken back, and how that is taken out in its turn.

A withdrawn record leaves a note for readers and its addresses, a suppressed edition a note. Where
these tell too much, another note takes the place of the first, and an address answers like what
never was.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from cases.models import Referenced, Removal
from cases.publishing.head import lock_head, next_moment
from cases.publishing.leftwords import replace_words, shared_by_others
from cases.publishing.places import NOTE
from cases.publishing.repeating import ADDRESS, CannotRemove
from cases.publishing.suppressing import refuse_silence
from cases.publishing.taken import note_removal
from cases.rules import Deed, require
from cases.words import field_in_words
from timeline.models import Edition, FormerAddress, SuppressedField, Tombstone


@dataclass(frozen=True)
class Left:
    """One thing that was left: `key` to choose it by, what it is, and its text."""

    key: str
    what: str
    text: str
    field: str


def left_of(record: Referenced) -> list[Left]:
    """The notes and addresses that stand in the place of what was taken back of `record`."""
    found = []
    for grave in Tombstone.objects.filter(record=record.pk):
        of = f"edition {grave.last}, taken out" if grave.is_suppressed else "what was withdrawn"
        found.append(Left(f"note:{grave.pk}", f"The note of {of}", grave.public_note, NOTE))
        if grave.reference != _plain_reference(record):
            what = f"The address of {of}"
            found.append(Left(f"address:{grave.pk}", what, grave.reference, ADDRESS))
    for one in SuppressedField.objects.filter(edition__record=record.pk).select_related("edition"):
        of = f"{field_in_words(one.field)} of edition {one.edition.number}"
        found.append(Left(f"field:{one.pk}", f"The note of the {of}", one.public_note, NOTE))
    for former in FormerAddress.objects.filter(record=record.pk):
        found.append(Left(f"former:{former.pk}", "An earlier address", former.reference, ADDRESS))
    return found


@transaction.atomic
def take_out_left(
    record: Referenced,
    keys: Collection[str],
    *,
    by: User | None,
    public_note: str,
    reason: str,
    keep_notes: Collection[str] = (),
) -> int:
    """Takes out what was left: `keys` are those of `left_of`. How many things were taken out.

    `public_note` takes the place of each note, and where others carry the same, but for those of
    `left_words` whose keys are in `keep_notes`. Raises CannotRemove where nothing is chosen, it is
    not there, or a note or reason is missing; NotAllowed by the rules.
    """
    require(by, Deed.SUPPRESS, record)
    refuse_silence(public_note, reason)
    head = lock_head()
    chosen = [one for one in left_of(record) if one.key in keys]
    if not chosen or len(chosen) != len(set(keys)):
        raise CannotRemove("Tick what is to be taken out, among what is left now.")
    for one in chosen:
        _take_out(record, one, public_note.strip())
    shared = shared_by_others(record, {one.text for one in chosen if one.field == NOTE})
    replace_words(shared, keep_notes, by, note=public_note.strip())
    head.sequence += 1
    head.changed = next_moment(head)
    head.save()
    for field in sorted({one.field for one in chosen}):
        kind = Removal.Kind.SUPPRESSED
        note_removal(record, kind, by=by, reason=reason, field=field, public_note=public_note)
    return len(chosen)


def _take_out(record: Referenced, left: Left, note: str) -> None:
    what, _, pk = left.key.partition(":")
    if what == "note":
        Tombstone.objects.filter(pk=pk).update(public_note=note)
    elif what == "address":
        Tombstone.objects.filter(pk=pk).update(reference=_plain_reference(record))
    elif what == "field":
        SuppressedField.objects.filter(pk=pk).update(public_note=note)
    else:
        FormerAddress.objects.filter(pk=pk).delete()


def _plain_reference(record: Referenced) -> str:
    """What tells nothing: where the record stands now, or else its random id."""
    now = Edition.objects.current().filter(record=record.pk).values_list("reference", flat=True)
    return now.first() or f"removed-{record.pk.hex[:12]}"
