"""Taking out of earlier editions what should never have been printed, with a word for readers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from cases.models import Referenced, Removal, ShelvedEdition
from cases.publishing.guarding import IN_THE_NOTE, names_in_note
from cases.publishing.head import lock_head, next_moment
from cases.publishing.kinds import DATED_BY
from cases.publishing.notes import REMOVED_WORDS, carried, shared_notes, write_down
from cases.publishing.places import NOTE
from cases.publishing.repeating import ADDRESS, CannotRemove, refuse_repeated, said_in
from cases.publishing.reprinting import reprint, say_so
from cases.publishing.stillread import StillRead, still_read
from cases.publishing.taken import note_removal
from cases.publishing.withdrawing import put_on_shelf, shelved
from cases.rules import Deed, require
from timeline.models import Edition, FormerAddress, Kind, RecordHead, Tombstone

# An edition without these could not be told from others, nor shown.
NEEDED = ("original_language", "family")


def earlier_editions(record: Referenced) -> list[Edition]:
    """The editions of `record` that another has followed, newest first."""
    return [one for one in _editions(record) if one.superseded is not None]


def editions_to_suppress(record: Referenced) -> list[Edition]:
    """As `earlier_editions`, and the current one where it has a public note."""
    return [one for one in _editions(record) if one.superseded or NOTE in _removable(one, "")]


def suppressible(editions: Collection[Edition]) -> list[str]:
    """What can be taken out of one of these editions: fields, the address of then, the note."""
    address = _address_now(one.record for one in editions)
    return sorted({name for one in editions for name in _removable(one, address)})


def suppress(
    record: Referenced,
    numbers: Iterable[int],
    *,
    by: User | None,
    field: str = "",
    public_note: str,
    reason: str,
    keep_notes: Collection[str] = (),
    parts_may_stay: bool = True,
) -> list[int]:
    """Takes earlier editions of `record`, or one field of them, from the public for good.

    `field` may also be the note for readers, of the current edition too, or the address of then,
    in the place of which stands the present one. Readers see that something was removed and
    `public_note`; text, digest and size are gone from the record and stay on the desk's shelf.
    A note that goes is taken out as well of what was printed with it, but for those of
    `shared_notes` whose keys are in `keep_notes`. Returns the numbers of the editions that were
    touched. Raises CannotRemove where a number is that of the current edition or of none, where
    none of them has the field or another edition goes on saying the same, or a note or reason is
    missing; StillRead where parts of a field are said elsewhere, unless `parts_may_stay`;
    NotAllowed by the rules.
    """
    require(by, Deed.SUPPRESS, record)
    refuse_silence(public_note, reason)
    with transaction.atomic():
        head = lock_head()
        address = _address_now([record.pk])
        editions = _chosen(record, frozenset(numbers), field, address)
        act = _Act(head, next_moment(head), address, public_note.strip())
        others = _sharing(record, editions, keep_notes) if field in ("", NOTE) else []
        going = [said_in(one, field) for one in editions] if field else []
        for edition in editions:
            head.sequence += 1
            if field:
                _take_field(edition, field, act)
            else:
                _take_edition(edition, act)
        if field == ADDRESS:
            _take_addresses(record, going, address)
        for edition in others:
            head.sequence += 1
            _take_field(edition, NOTE, act)
        head.changed = act.moment
        head.save()
        taken = sorted(one.number for one in editions)
        note_removal(
            record,
            Removal.Kind.SUPPRESSED,
            by=by,
            reason=reason,
            editions=taken,
            field=field,
            public_note=public_note,
        )
        write_down(others, by=by, public_note=public_note)
        if not parts_may_stay and (found := still_read(record.pk, field, going)):
            raise StillRead(found)
    return taken


@dataclass(frozen=True)
class _Act:
    """One act of suppressing: when, under which address the record stands, with which note."""

    head: RecordHead
    moment: datetime
    address: str
    public_note: str


def _chosen(record: Referenced, wanted: Collection[int], field: str, address: str) -> list[Edition]:
    """The editions of these numbers that have the field. Raises CannotRemove as `suppress` does."""
    everything = _editions(record)
    editions = [one for one in everything if one.number in wanted]
    is_current = any(one.superseded is None for one in editions)
    if not wanted or len(editions) != len(wanted) or (is_current and field != NOTE):
        raise CannotRemove(
            "Choose earlier editions. To take something out of the current one, correct the "
            "record and publish it first. Of the current one only the public note can be taken."
        )
    if field:
        editions = [one for one in editions if field in _removable(one, address)]
        if not editions:
            raise CannotRemove("None of these editions has that field.")
        refuse_repeated(editions, everything, field)
    return editions


def _sharing(
    record: Referenced, editions: Collection[Edition], keep_notes: Collection[str]
) -> list[Edition]:
    """The editions of other records that carry the notes of these."""
    moments = {one.published for one in editions}
    return carried((one for one in shared_notes(record) if one.moment in moments), keep_notes)


def _editions(record: Referenced) -> list[Edition]:
    editions = Edition.objects.filter(record=record.pk).order_by("-number")
    return list(editions.prefetch_related("suppressed"))


def _address_now(records: Iterable[UUID]) -> str:
    """Under which reference one of these stands, the editions of one record being meant."""
    current = Edition.objects.current().filter(record__in=list(records))
    return current.values_list("reference", flat=True).first() or ""


def _removable(edition: Edition, address: str) -> set[str]:
    """What stands in an edition, can be missed, and was not taken out of it before.

    `address` is that of the record now; "" where the address of then cannot be taken out.
    """
    taken = {one.field for one in edition.suppressed.all()}
    found = {NOTE} if edition.public_note not in ("", REMOVED_WORDS) else set()
    if edition.superseded is not None:
        found |= set(edition.document) - set(NEEDED)
        if address and edition.reference != address:
            found.add(ADDRESS)
    return found - taken


def _take_edition(edition: Edition, act: _Act) -> None:
    put_on_shelf([edition], act.moment)
    Tombstone.objects.create(
        record=edition.record,
        kind=edition.kind,
        # Not the address of then, which may be what has to go.
        reference=act.address,
        first=edition.number,
        last=edition.number,
        is_suppressed=True,
        sequence=act.head.sequence,
        first_published=edition.published,
        withdrawn=act.moment,
        public_note=act.public_note,
    )


def _take_field(edition: Edition, field: str, act: _Act) -> None:
    ShelvedEdition.objects.bulk_create([shelved(edition, act.moment)])
    dates = DATED_BY.get(Kind(edition.kind), ())
    is_its_date = field == next((one for one in dates if one in edition.document), "")
    if field == NOTE:
        # What corrects has to say what it corrects.
        edition.public_note = REMOVED_WORDS if edition.is_correction else ""
    elif field == ADDRESS:
        edition.reference = act.address
    elif field.startswith(("title_", "label_", "alias_")):
        edition.document[field] = REMOVED_WORDS
    else:
        edition.document.pop(field)
    if is_its_date:
        edition.date_it(None, None)
        edition.order_key = ""
    if field == NOTE:
        edition.save(update_fields=["public_note"])
    else:
        reprint(edition)
    say_so(edition, field, act.head, act.moment, act.public_note)


def _take_addresses(record: Referenced, going: Collection[str], address: str) -> None:
    """No tombstone of `record` names these addresses any more, and none of them leads to it."""
    own = {"record": record.pk, "reference__in": going}
    Tombstone.objects.filter(**own).update(reference=address)
    FormerAddress.objects.filter(**own).delete()


def refuse_silence(public_note: str, reason: str) -> None:
    """Raises CannotRemove where the words for readers or those for colleagues are missing."""
    if not public_note.strip():
        raise CannotRemove("Readers will see that something is gone. Write a short note for them.")
    if names_in_note(public_note):
        raise CannotRemove(IN_THE_NOTE)
    if not reason.strip():
        raise CannotRemove("Write down the reason, for colleagues alone.")
