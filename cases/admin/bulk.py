"""Acts on many records at once: what stands in the way of each, what goes along, and the act."""

from typing import Any

from django.http import HttpRequest

from cases.admin.forms import typed
from cases.models import Referenced
from cases.publishing import (
    changed_since_publication,
    going_along,
    open_submission,
    publish,
    resting_on,
    submit,
    unready,
    withdraw,
)
from cases.words import counted

NOTHING_NEW = "The public already reads it as it stands here."
Problems = dict[Referenced, list[str]]


class BulkAct:
    """One kind of act on many records, by whoever sent the request."""

    verb: str
    action: str
    note_label = "Public note"
    needs_note = False

    def __init__(self, request: HttpRequest) -> None:
        self.user: Any = request.user
        self.note = typed(request, "note")

    def blocked(self, records: list[Any]) -> Problems:
        """By record, in words, what stands in the way."""
        raise NotImplementedError

    def going_along(self, records: list[Any]) -> list[Referenced]:
        """What else the act would touch."""
        return []

    def act(self, records: list[Any]) -> str:
        """Does it, for all of `records` or none. Returns what was done, in words."""
        raise NotImplementedError


class Sending(BulkAct):
    """Sends each for review, with what goes along."""

    verb = "Send for review"
    action = "submit_many"
    note_label = "A word to the reviewer"

    def blocked(self, records: list[Any]) -> Problems:
        """Those that are in review already, or as the public reads them."""
        waiting = {one: "It is in review already." for one in records if open_submission(one)}
        same = {one: NOTHING_NEW for one in records if not going_along(one)}
        return {one: [words] for one, words in (same | waiting).items()}

    def going_along(self, records: list[Any]) -> list[Referenced]:
        """What the records rest on, where that would print."""
        return _along(records)

    def act(self, records: list[Any]) -> str:
        """Raises CannotReview, NotAllowed."""
        for record in records:
            submit(record, by=self.user, comment=self.note)
        return f"Sent {counted(len(records), 'record')} for review."


class Publishing(BulkAct):
    """Publishes those that are ready, in one act, with what they rest on."""

    verb = "Publish"
    action = "publish_many"

    def blocked(self, records: list[Any]) -> Problems:
        """What is to be mended in each, or in anything that would be printed with it."""
        return {one: words for one in records if (words := _in_the_way(one, self.user))}

    def going_along(self, records: list[Any]) -> list[Referenced]:
        """What the records rest on, where that would print."""
        return _along(records)

    def act(self, records: list[Any]) -> str:
        """Raises CannotPublish, NotAllowed."""
        wanted = changed_since_publication(resting_on(records))
        printed = publish(wanted, by=self.user, public_note=self.note)
        return f"Published {counted(len(printed), 'edition')}."


class Withdrawing(BulkAct):
    """Withdraws each with the same note."""

    verb = "Withdraw"
    action = "withdraw_many"
    needs_note = True

    def blocked(self, records: list[Any]) -> Problems:
        """Those that the public does not read and that nobody hid."""
        there = ("published", "hidden")
        return {one: ["It is not published."] for one in records if one.last_act not in there}

    def act(self, records: list[Any]) -> str:
        """Raises CannotWithdraw, NotAllowed."""
        for record in records:
            withdraw(record, by=self.user, public_note=self.note)
        return f"Withdrew {counted(len(records), 'record')}."


def _along(records: list[Any]) -> list[Referenced]:
    chosen = {one.pk for one in records}
    return [one for one in changed_since_publication(resting_on(records)) if one.pk not in chosen]


def _in_the_way(record: Any, user: Any) -> list[str]:
    """What keeps a record, or anything that would be printed with it, from being published."""
    together = resting_on([record])
    problems = unready(changed_since_publication(together), {one.pk for one in together}, user)
    own = problems.pop(record, [])
    return [*own, *(f"{one}: {' '.join(words)}" for one, words in problems.items())]
