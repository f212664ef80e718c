"""What a guardian chooses before deciding: what stays, which names to leave out, which words.

Each guardian's choices are kept, sealed, in the request while they read. A decision keeps those
that hold, a mark of all that is looked for and spared, and the files that were offered, so that
nothing else is erased later.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from cases.erasing.lookedfor import LookedFor, looked_for
from cases.identities import note_told
from cases.models import ErasureRequest
from cases.names import Eraser
from cases.publishing import held_in_note
from cases.sealing.marks import is_mark_of, mark_of

LONGEST_NOTE = 300
# What guardians write and read; all else of their choices is keys and marks.
WORDS = ("note", "left_out")
NAMED = "A protected name stands in the words for readers. Take it out first."
State = ErasureRequest.State


class CannotDecide(ValueError):
    """Nothing was decided; the message says why."""


@dataclass(frozen=True)
class Choices:
    """The keys of what is spared, the names that are left out, and the words for readers."""

    spared: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    note: str = ""

    def and_those_of(self, other: "Choices") -> "Choices":
        """What two both want kept, with the words of the second where there are some."""
        return Choices(
            self.spared & other.spared, self.left_out & other.left_out, other.note or self.note
        )


def choices_of(request: ErasureRequest, by: User) -> Choices:
    """What this guardian has chosen; until then, what the one before has decided on."""
    drafts = request.choices.get("drafts", {})
    return _read(drafts.get(str(by.pk)) or request.choices.get("decided") or {})


def decided_on(request: ErasureRequest) -> Choices:
    """What the decision that stands was made on."""
    return _read(request.choices.get("decided") or {})


def decided_by_two(request: ErasureRequest | None) -> Choices:
    """The choices of a request that two have decided; of any other none, for no one spares alone.

    Of a backup's request nobody knows how it went on: where one guardian had decided by then, the
    second may have wanted nothing spared.
    """
    if request is None or request.state != State.DECIDED:
        return Choices()
    return decided_on(request)


def keep_draft(request: ErasureRequest, choices: Choices, by: User) -> None:
    """Puts a guardian's choices into a request, which is not saved by this."""
    drafts = {**request.choices.get("drafts", {}), str(by.pk): _written(choices)}
    request.choices = {**request.choices, "drafts": drafts}


def keep_decided(
    request: ErasureRequest, choices: Choices, known: LookedFor, files: Collection[str]
) -> None:
    """Puts what was decided on into a request, which is not saved by this.

    `files` are the keys of all that were offered, those that are spared among them.
    """
    decided = {**_written(choices), "mark": mark_of(_told(known, choices)), "files": sorted(files)}
    request.choices = {**request.choices, "decided": decided}


def is_as_decided(request: ErasureRequest, known: LookedFor) -> bool:
    """Whether what would be erased now is what was decided."""
    mark = (request.choices.get("decided") or {}).get("mark", "")
    return is_mark_of(mark, _told(known, decided_on(request)))


def are_files_decided(request: ErasureRequest, files: Collection[str]) -> bool:
    """Whether the files that are offered now, by their keys, are those that were decided on."""
    decided = request.choices.get("decided") or {}
    return set(decided.get("files", ())) == set(files)


def renew_decisions() -> int:
    """Marks decisions anew under the current key, where they hold. Returns how many.

    For a change of keys: without it two guardians would have to decide again. The system reads the
    names for it, which is noted. Raises CannotUnseal.
    """
    renewed = 0
    for pk in ErasureRequest.objects.filter(state__in=[State.FIRST, State.DECIDED]).values("pk"):
        with transaction.atomic():
            request = ErasureRequest.objects.select_for_update().get(**pk)
            decided = request.choices.get("decided") or {}
            known = looked_for(request.person, by=None, also=request.also_called)
            mark = mark_of(_told(known, decided_on(request)))
            if decided.get("mark") != mark and is_as_decided(request, known):
                request.choices = {**request.choices, "decided": {**decided, "mark": mark}}
                request.save(update_fields=["choices"])
                renewed += 1
    return renewed


def begin_anew(request: ErasureRequest) -> None:
    """Takes decisions back, for what they were made on is no longer so. Choices stay."""
    request.state = State.RECEIVED
    request.first_by = request.second_by = request.first_at = request.second_at = None
    kept = ("drafts", "agreed")
    request.choices = {name: request.choices[name] for name in kept if name in request.choices}
    request.save()


def check_note(note: str, by: User) -> None:
    """Raises CannotDecide for words for readers that tell a protected name, or are too long.

    That `by` was told of the name is noted: ask outside the transaction that a refusal undoes.
    """
    if len(note) > LONGEST_NOTE:
        raise CannotDecide(f"The words for readers are longer than {LONGEST_NOTE} characters.")
    if held := held_in_note(note):
        note_told(by, [one.person for one in held])
        raise CannotDecide(NAMED)


def check_own_name(note: str, known: LookedFor) -> None:
    """Raises CannotDecide for words for readers that tell who is to be erased."""
    if known.eraser().holds(note):
        raise CannotDecide(NAMED)


def words_chosen(choices: dict[str, Any]) -> list[Any]:
    """The words for readers and the names left out in the choices of a request, of everybody."""
    drafts = choices.get("drafts", {}).values()
    each = [*drafts, choices.get("decided") or {}]
    return [one[name] for one in each for name in WORDS if name in one]


def without_names(choices: dict[str, Any], eraser: Eraser) -> dict[str, Any]:
    """The choices of a request without somebody else's names in `words_chosen`.

    A decision that left out what its own person is called as well has to be made anew.
    """
    found = dict(choices)
    if "drafts" in found:
        drafts = found["drafts"].items()
        found["drafts"] = {who: _reworded(one, eraser) for who, one in drafts}
    if found.get("decided"):
        found["decided"] = _reworded(found["decided"], eraser)
    return found


def _reworded(chosen: dict[str, Any], eraser: Eraser) -> dict[str, Any]:
    return chosen | {name: eraser.erased_value(chosen[name]) for name in WORDS if name in chosen}


def _told(known: LookedFor, choices: Choices) -> list[str]:
    held = known.without(choices.left_out)
    return [
        *sorted(held.names),
        "",
        *sorted(held.contacts),
        "",
        *sorted(held.references),
        "",
        *sorted(choices.spared),
    ]


def _read(values: dict[str, Any]) -> Choices:
    return Choices(
        frozenset(values.get("spared", ())),
        frozenset(values.get("left_out", ())),
        values.get("note", ""),
    )


def _written(choices: Choices) -> dict[str, Any]:
    return {
        "spared": sorted(choices.spared),
        "left_out": sorted(choices.left_out),
        "note": choices.note,
    }
