"""Acts on many records at once: what stands in the way of each, what goes along, and the act."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from cases.admin.forms import typed
from cases.admin.together import Together
from cases.models import Publication, Referenced, Submission, SubmissionItem
from cases.naming import Names
from cases.publishing import newly_read, publish, submit, unready, warned, withdraw
from cases.publishing.review import IN_REVIEW
from cases.words import counted

AS_PUBLISHED = Q(last_act=Publication.Act.PUBLISHED, has_news=False)
READ_OR_HIDDEN = (Publication.Act.PUBLISHED, Publication.Act.HIDDEN)
NOTHING_NEW = "The public already reads it as it stands here."
Problems = dict[Referenced, list[str]]


class BulkAct:
    """One kind of act on many records, by whoever sent the request.

    `done` is true, as a condition on records with their public state, of those that most likely
    need it no more: where only some of many can be taken at once, they come last. What `takes_back`
    shows what the public goes on reading.
    """

    done: ClassVar[Q]
    verb: str
    action: str
    note_label = "Public note"
    needs_note = False
    takes_back = False

    def __init__(self, request: HttpRequest) -> None:
        self.user: Any = request.user
        self.note = typed(request, "note")

    def blocked(self, records: list[Any]) -> Problems:
        """By record, in words, what stands in the way."""
        raise NotImplementedError

    def going_along(self, records: list[Any]) -> list[Referenced]:
        """What else the act would touch."""
        return []

    def warned(self, records: list[Any]) -> set[UUID]:
        """The ids of those that should be looked at first; nothing keeps anybody from going on."""
        return set()

    def newly_read(self, records: list[Any]) -> dict[UUID, str]:
        """By id of a person, in words, what the public would newly read of who they are."""
        return {}

    def act(self, records: list[Any]) -> str:
        """Does it, for all of `records` or none. Returns what was done, in words."""
        raise NotImplementedError


class Sending(BulkAct):
    """Sends each for review, with what goes along."""

    done = Q(last_review=Submission.Decision.OPEN) | AS_PUBLISHED
    verb = "Send for review"
    action = "submit_many"
    note_label = "A word to the reviewer"

    def blocked(self, records: list[Any]) -> Problems:
        """Those that are in review already, or as the public reads them."""
        in_review, together = _in_review(records), Together(records)
        waiting = {one: IN_REVIEW for one in records if one.pk in in_review}
        same = {one: NOTHING_NEW for one in records if not together.printing_with(one)}
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

    done = AS_PUBLISHED
    verb = "Publish"
    action = "publish_many"

    def blocked(self, records: list[Any]) -> Problems:
        """What is to be mended in each, or in anything that would be printed with it."""
        together = Together(records)
        problems = unready(together.changed, together.everything, self.user)
        names = Names(self.user)
        names.seen(problems)
        found = {one: _in_the_way(one, together, problems, names) for one in records}
        return {one: words for one, words in found.items() if words}

    def going_along(self, records: list[Any]) -> list[Referenced]:
        """What the records rest on, where that would print."""
        return _along(records)

    def warned(self, records: list[Any]) -> set[UUID]:
        """Those that tell, with what goes along, who somebody is."""
        return warned(records, self.user)

    def newly_read(self, records: list[Any]) -> dict[UUID, str]:
        """As their aliases would be printed."""
        return newly_read(records)

    def act(self, records: list[Any]) -> str:
        """Raises CannotPublish, NotAllowed."""
        printed = publish(Together(records).changed, by=self.user, public_note=self.note)
        return f"Published {counted(len(printed), 'edition')}."


class Withdrawing(BulkAct):
    """Withdraws each with the same note."""

    done = Q(last_act=None) | ~Q(last_act__in=READ_OR_HIDDEN)
    verb = "Withdraw"
    action = "withdraw_many"
    needs_note = True
    takes_back = True

    def blocked(self, records: list[Any]) -> Problems:
        """Those that the public does not read and that nobody hid."""
        away = [one for one in records if one.last_act not in READ_OR_HIDDEN]
        return {one: ["It is not published."] for one in away}

    def act(self, records: list[Any]) -> str:
        """Raises CannotWithdraw, NotAllowed."""
        for record in records:
            withdraw(record, by=self.user, public_note=self.note)
        return f"Withdrew {counted(len(records), 'record')}."


def _in_review(records: list[Any]) -> set[UUID]:
    pks = [one.pk for one in records]
    waiting = Submission.objects.filter(decision=Submission.Decision.OPEN)
    items = SubmissionItem.objects.filter(submission__in=waiting, record__in=pks)
    own = waiting.filter(record__in=pks)
    return {*items.values_list("record", flat=True), *own.values_list("record", flat=True)}


def _along(records: list[Any]) -> list[Referenced]:
    chosen = {one.pk for one in records}
    return [one for one in Together(records).changed if one.pk not in chosen]


def _in_the_way(record: Any, together: Together, problems: Problems, names: Names) -> list[str]:
    """What keeps a record, or anything that would be printed with it, from being published."""
    others = [one for one in together.printing_with(record) if one.pk != record.pk]
    return [
        *problems.get(record, []),
        *(
            f"{names.of(type(one), [one.pk])}: {' '.join(problems[one])}"
            for one in others
            if one in problems
        ),
    ]
