"""Passes: that a protected name may stand where a guardian saw it, because somebody else bears it.

A pass is for one name in one text. Where the text changes, it asks again.
"""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import NamePass, Person, Referenced
from cases.publishing.asking import end_ask
from cases.publishing.guarding import ANY_RECORD, held_in_note, lasting_passes, places_in
from cases.publishing.kinds import KINDS, models_by_kind
from cases.publishing.places import NOTE, Place, every_place, marks_of, places_in_note
from cases.rules import Deed, ForGuardians, refusal
from timeline.models import Edition, SuppressedField, Tombstone


def held_places(record: Referenced) -> dict[str, Place]:
    """The protected names that keep `record` from being printed, by the mark of each place."""
    places = places_in([record]).get(record, [])
    return {marks_of(record.pk, one)[0]: one for one in places}


def passes_of(record: Referenced) -> QuerySet[NamePass]:
    """Every pass that was given in `record`, ended ones too, the newest first."""
    given = NamePass.objects.filter(record=record.pk)
    return given.select_related("by", "taken_back_by")


@transaction.atomic
def let_pass(record: Referenced, marks: Collection[str], *, by: User, reason: str) -> list[Place]:
    """Lets names stand where they were seen; `marks` are those of `held_places`.

    Returns the places. Raises NotAllowed by the rules, ValueError without a reason, without a mark,
    and where a text is no longer the one that was seen.
    """
    _require_guardian(by)
    _require_reason(reason)
    if not marks:
        raise ValueError("Tick the places where the name is somebody else’s.")
    held = held_places(record)
    if not held.keys() >= set(marks):
        raise ValueError("The text has changed since you saw it. Look at it again.")
    ticked = {mark: held[mark] for mark in marks}
    _give(record, ticked, by, reason)
    end_ask(record)
    return list(ticked.values())


@transaction.atomic
def let_pass_in_note(record: Referenced, note: str, *, by: User, reason: str) -> list[Place]:
    """Lets every name in a note for readers stand there, by whichever act it is printed.

    The pass is kept with `record`. Returns the places. Raises NotAllowed by the rules, ValueError
    without a reason, and where no protected name stands in the note.
    """
    _require_guardian(by)
    _require_reason(reason)
    held = {marks_of(ANY_RECORD, one)[0]: one for one in held_in_note(note)}
    if not held:
        raise ValueError("No protected name stands in this note: it needs no pass.")
    _give(record, held, by, reason)
    return list(held.values())


def _give(record: Referenced, places: dict[str, Place], by: User, reason: str) -> None:
    for mark, place in places.items():
        NamePass.objects.create(
            record=record.pk,
            record_kind=KINDS[type(record)],
            person=place.person,
            field=place.path,
            mark=mark,
            by=by,
            at=timezone.now(),
            reason=reason.strip(),
        )


def take_back(given: NamePass, *, by: User) -> bool:
    """Ends a pass; it stays, with who took it back. False where it had ended before.

    Raises NotAllowed by the rules.
    """
    _require_guardian(by)
    lasting = NamePass.objects.filter(pk=given.pk, taken_back_at=None)
    return bool(lasting.update(taken_back_at=timezone.now(), taken_back_by=by))


def renew_marks() -> int:
    """Marks passes anew under the current key, where the text is still the one that was seen.

    Returns how many. For a change of keys: without it each pass would have to be given again.
    """
    renewed = 0
    passes: dict[tuple[str, str], list[NamePass]] = {}
    for one in lasting_passes():
        passes.setdefault((one.record_kind, str(one.record)), []).append(one)
    notes = _marks_now(ANY_RECORD, _in_public_notes())
    for (kind, pk), given in passes.items():
        record = models_by_kind()[kind]._default_manager.filter(pk=pk).first()
        places = every_place([record]).get(record, []) if record else []
        now = notes | (_marks_now(record.pk, places) if record else {})
        for one in given:
            if (mark := now.get(one.mark)) and mark != one.mark:
                renewed += NamePass.objects.filter(pk=one.pk).update(mark=mark)
    return renewed


def _marks_now(record: UUID, places: Iterable[Place]) -> dict[str, str]:
    """The current mark of each place in a record, by its mark under each key."""
    found = {}
    for place in places:
        current, *earlier = marks_of(record, place)
        found.update(dict.fromkeys([current, *earlier], current))
    return found


def _in_public_notes() -> Iterator[Place]:
    """The protected names in notes that the public reads."""
    notes = {
        note
        for model in (Edition, Tombstone, SuppressedField)
        for note in model.objects.exclude(public_note="").values_list(NOTE, flat=True)
    }
    for note in notes:
        yield from places_in_note(note)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("Write down why the name may stand here.")


def _require_guardian(by: User) -> None:
    if words := refusal(by, Deed.IDENTIFY, Person):
        raise ForGuardians(words)
