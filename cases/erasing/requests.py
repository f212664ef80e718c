"""Requests to be erased: received, decided by two guardians, or refused."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cases.erasing.agreeing import keep_agreed
from cases.erasing.choices import (
    CannotDecide,
    Choices,
    are_files_decided,
    begin_anew,
    check_note,
    check_own_name,
    decided_on,
    is_as_decided,
    keep_decided,
    keep_draft,
)
from cases.erasing.files import offered_files
from cases.erasing.lookedfor import LookedFor, looked_for
from cases.identities import may_identify
from cases.models import ErasureRequest
from cases.models.erasure import in_a_month, today
from cases.rules import ForGuardians
from cases.sealing.marks import is_mark_of

State = ErasureRequest.State
ANOTHER = (
    "You decided first, so another guardian has to decide as well. If there is no other, ask an "
    "administrator to make a colleague one: nobody is erased by one person alone."
)


def require_guardian(by: Any) -> None:
    """Raises NotAllowed unless it is a guardian, or the system (None)."""
    if by is not None and not may_identify(by):
        raise ForGuardians("Erasing somebody is for guardians alone.")


def open_requests() -> Any:
    """The requests that wait, the first due first."""
    return ErasureRequest.objects.exclude(state__in=[State.DONE, State.REFUSED])


def receive(
    person: UUID,
    *,
    by: User | None,
    asked_in: str,
    reason: str,
    also_called: str = "",
    received: date | None = None,
    reference: str = "",
) -> ErasureRequest:
    """Writes down that it is asked to erase a person. Due a month after it was received.

    Whoever does agrees to what is looked for. Raises CannotDecide where a request for this person
    is open, something is missing or the day is not yet; NotAllowed.
    """
    require_guardian(by)
    day = received or today()
    if day > today():
        raise CannotDecide("It cannot be received on a day that is still to come.")
    if not asked_in.strip() or not reason.strip():
        raise CannotDecide("Say in which file or letter it is asked, and why it is right.")
    with transaction.atomic():
        if open_requests().filter(person=person).exists():
            raise CannotDecide("There is an open request for this person already.")
        if reference and ErasureRequest.objects.filter(reference=reference).exists():
            raise CannotDecide(f"There is a request {reference} already. Give another reference.")
        given = {"reference": reference} if reference else {}
        request = ErasureRequest(
            person=person,
            received=day,
            due=in_a_month(day),
            asked_in=asked_in.strip(),
            reason=reason.strip(),
            also_called=also_called.strip(),
            **given,
        )
        if by:
            keep_agreed(request, looked_for(person, by=by, also=request.also_called), by)
        request.save()
        return request


def agree(request: ErasureRequest, *, by: User, shown: str) -> None:
    """A guardian agrees to what is looked for, so that what it finds can be read.

    `shown` is the mark of what was before them. Raises CannotDecide, NotAllowed.
    """
    require_guardian(by)
    with transaction.atomic():
        fresh = _locked(request, "")
        known = looked_for(fresh.person, by=by, also=fresh.also_called)
        if not is_mark_of(shown, sorted(known.all)):
            raise CannotDecide(SHOWN_OTHERS)
        keep_agreed(fresh, known, by)
        fresh.save()


def choose(request: ErasureRequest, choices: Choices, *, by: User, seen: str = "") -> None:
    """Keeps what a guardian has chosen so far. Raises CannotDecide, NotAllowed.

    It is kept, and CannotDecide says so, also where a colleague has decided meanwhile.
    """
    require_guardian(by)
    with transaction.atomic():
        fresh = _locked(request, "")
        if fresh.state == State.DECIDED:
            raise CannotDecide("It is decided already.")
        keep_draft(fresh, choices, by)
        fresh.save()
    if seen and fresh.state != seen:
        raise CannotDecide(f"{MEANWHILE} What you chose and wrote is kept.")


def decide(
    request: ErasureRequest,
    *,
    by: User,
    spared: Iterable[str] = (),
    left_out: Iterable[str] = (),
    note: str = "",
    seen: str = "",
    shown: str = "",
    shown_files: Collection[str] | None = None,
    unseen: int = 0,
) -> ErasureRequest:
    """A guardian decides that the person is to be erased; the second decision has to be another's.

    `spared` are the keys of what is about somebody else, `left_out` the names that are not looked
    for, as this guardian found, and `note` the words for readers. What the first spared or left out
    and the second does not is erased, so nothing stays that only one of them wanted kept. There
    have to be two whatever FOUR_EYES says: what was published can be withdrawn, this cannot.
    `seen` is the state that was before whoever decides, `shown` the mark of what was looked for
    there, `shown_files` the keys of the files that were offered there, `unseen` how many texts they
    may not read yet: nobody decides on these. Where what was decided on changed after the first
    decision, or whoever made it is no guardian any more, the request is begun anew. Raises
    CannotDecide, NotAllowed.
    """
    require_guardian(by)
    choices = Choices(frozenset(spared), frozenset(left_out), note.strip())
    check_note(choices.note, by)
    with transaction.atomic():
        fresh = _locked(request, seen)
        known = looked_for(fresh.person, by=by, also=fresh.also_called)
        if shown and not is_mark_of(shown, sorted(known.all)):
            raise CannotDecide(SHOWN_OTHERS)
        check_own_name(choices.note, known)

        @cache
        def files(left_out: frozenset[str]) -> frozenset[str]:
            offered = offered_files(known.without(left_out).eraser(), fresh.person)
            return frozenset(one.key for one in offered)

        if shown_files is not None and files(choices.left_out) - set(shown_files):
            raise CannotDecide(SHOWN_OTHER_FILES)
        if outdated := why_anew(fresh, known, files(decided_on(fresh).left_out)):
            begin_anew(fresh)
        elif unseen:
            raise CannotDecide(NOT_ALL_SHOWN)
        else:
            final = _decided(fresh, choices, by)
            keep_agreed(fresh, known, by)
            keep_draft(fresh, choices, by)
            keep_decided(fresh, final, known, files(final.left_out))
            fresh.save()
    if outdated:
        raise CannotDecide(outdated)
    return fresh


def why_anew(request: ErasureRequest, known: LookedFor, files: Collection[str]) -> str:
    """Why the decisions that were made do not count any more, in words; "" where they do.

    `files` are the keys of those that are offered now.
    """
    if request.state != State.RECEIVED and not is_as_decided(request, known):
        return BEGUN_ANEW
    if request.state != State.RECEIVED and not are_files_decided(request, files):
        return OTHER_FILES
    return NO_GUARDIAN if no_guardians(request) else ""


def no_guardians(request: ErasureRequest) -> list[str]:
    """Who decided and is no guardian now: suspended, without the role, or gone."""
    deciders = {
        State.FIRST: [request.first_by],
        State.DECIDED: [request.first_by, request.second_by],
    }
    return [
        by.get_username() if by else "an account that is gone"
        for by in deciders.get(State(request.state), [])
        if by is None or not may_identify(by)
    ]


MEANWHILE = "A colleague has decided meanwhile. Look at it again."
SHOWN_OTHERS = (
    "What is looked for was changed while you were reading: a name, a contact or a reference. "
    "Nothing is decided. Look at what would go now."
)
NOT_ALL_SHOWN = (
    "Some of the texts are not shown to you yet. Nothing is decided. Once two guardians have "
    "agreed to what is looked for, read them, and decide."
)
SHOWN_OTHER_FILES = (
    "A file came while you were reading. Nothing is decided. Look at the files that would go now."
)
OTHER_FILES = (
    "The files that would go are not those that were decided on: one came or changed since. "
    "Nothing was erased. The request is back to the beginning: two guardians have to look at what "
    "would go now, and decide again."
)
BEGUN_ANEW = (
    "What is looked for was changed after it was decided: a name, a contact or a reference. "
    "Nothing was erased. The request is back to the beginning: two guardians have to look at what "
    "would go now, and decide again."
)
NO_GUARDIAN = (
    "Somebody who decided it is no guardian any more. Nothing was erased. The request is back to "
    "the beginning: two guardians have to decide it."
)


def _decided(fresh: ErasureRequest, choices: Choices, by: User) -> Choices:
    """Brings a request a decision further; answers with what is decided on by it."""
    if fresh.state == State.RECEIVED:
        fresh.state, fresh.first_by, fresh.first_at = State.FIRST, by, timezone.now()
        final = choices
    elif fresh.state == State.FIRST:
        if fresh.first_by_id == by.pk:
            raise CannotDecide(ANOTHER)
        fresh.state, fresh.second_by, fresh.second_at = State.DECIDED, by, timezone.now()
        final = decided_on(fresh).and_those_of(choices)
    else:
        raise CannotDecide("It is decided already.")
    return final


def refuse(request: ErasureRequest, *, by: User, reason: str, seen: str = "") -> ErasureRequest:
    """A guardian refuses what is asked, with the reason; nothing is erased.

    What else was to be looked for is kept, sealed, until the person is erased: who asked for it has
    to answer for that. Raises CannotDecide, NotAllowed.
    """
    require_guardian(by)
    if not reason.strip():
        raise CannotDecide("Write down why it is refused: whoever asked has a right to know.")
    with transaction.atomic():
        fresh = _locked(request, seen)
        if fresh.state == State.RECEIVED:
            fresh.first_by, fresh.first_at = by, timezone.now()
        else:
            fresh.second_by, fresh.second_at = by, timezone.now()
        fresh.state, fresh.choices = State.REFUSED, {}
        fresh.reason = f"{fresh.reason}\n\nRefused: {reason.strip()}"
        fresh.save()
    return fresh


def _locked(request: ErasureRequest, seen: str) -> ErasureRequest:
    fresh = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if not fresh.is_open:
        raise CannotDecide("It is done or refused already.")
    if seen and fresh.state != seen:
        raise CannotDecide(MEANWHILE)
    return fresh
