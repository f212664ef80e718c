"""Passes: that a protected name may stand where a guardian saw it, because somebody else bears it.

A pass is for one name in one text. Where the text changes, it asks again.
"""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import NamePass, Person, Referenced
from cases.publishing.guarding import Place, every_place, lasting_passes, marks_of, places_in
from cases.publishing.kinds import KINDS, models_by_kind
from cases.rules import Deed, NotAllowed, refusal


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
    if not reason.strip():
        raise ValueError("Write down why the name may stand here.")
    if not marks:
        raise ValueError("Tick the places where the name is somebody else’s.")
    held = held_places(record)
    if not held.keys() >= set(marks):
        raise ValueError("The text has changed since you saw it. Look at it again.")
    for mark in dict.fromkeys(marks):
        NamePass.objects.create(
            record=record.pk,
            record_kind=KINDS[type(record)],
            person=held[mark].person,
            field=held[mark].path,
            mark=mark,
            by=by,
            at=timezone.now(),
            reason=reason.strip(),
        )
    return [held[mark] for mark in marks]


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
    for (kind, pk), given in passes.items():
        record = models_by_kind()[kind]._default_manager.filter(pk=pk).first()
        now = _marks_now(record) if record else {}
        for one in given:
            if (mark := now.get(one.mark)) and mark != one.mark:
                renewed += NamePass.objects.filter(pk=one.pk).update(mark=mark)
    return renewed


def _marks_now(record: Referenced) -> dict[str, str]:
    """The current mark of each place in `record`, by its mark under each key."""
    found = {}
    for place in every_place([record]).get(record, []):
        current, *earlier = marks_of(record.pk, place)
        found.update(dict.fromkeys([current, *earlier], current))
    return found


def _require_guardian(by: User) -> None:
    if words := refusal(by, Deed.IDENTIFY, Person):
        raise NotAllowed(words)
