"""Review: a record goes to a colleague with all that it rests on, and comes back or goes out."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Publication, Referenced, Submission, SubmissionItem
from cases.publishing.kinds import KINDS, models_by_kind
from cases.publishing.printing import Printed, changed_since_publication, publish, resting_on
from cases.publishing.submitted import open_submission, records_of
from cases.rules import Deed, NotAllowed, require

IN_REVIEW = "It is in review already."


class CannotReview(ValueError):
    """Nothing was sent, approved or sent back; the message says why."""


def going_along(record: Referenced) -> list[Referenced]:
    """What goes to review with `record`: itself and all it rests on, where that would print."""
    return changed_since_publication(resting_on([record]))


def submit(record: Referenced, *, by: User | None, comment: str = "") -> Submission:
    """Sends `record`, and all that goes with it, for review.

    Raises CannotReview when it is in review already or nothing would be printed, NotAllowed when
    the rules say no.
    """
    require(by, Deed.SUBMIT, record)
    with transaction.atomic():
        items = going_along(record)
        if not items:
            raise CannotReview("The public already reads it as it stands here.")
        if all(one.pk != record.pk for one in items):
            items.insert(0, record)
        made = _opened(record, by, comment)
        SubmissionItem.objects.bulk_create(
            SubmissionItem(
                submission=made, record=one.pk, kind=KINDS[type(one)], version=one.version
            )
            for one in items
        )
    return made


def _opened(record: Referenced, by: User | None, comment: str) -> Submission:
    if open_submission(record):
        raise CannotReview(IN_REVIEW)
    try:
        with transaction.atomic():
            return Submission.objects.create(
                record=record.pk,
                kind=KINDS[type(record)],
                by=by,
                at=timezone.now(),
                comment=comment.strip(),
            )
    except IntegrityError as error:
        # A colleague sent it at the same moment.
        raise CannotReview(IN_REVIEW) from error


def last_sent_back(record: Referenced) -> Submission | None:
    """The last submission that `record` was in, if it was sent back and nothing came since."""
    asked = Submission.objects.filter(items__record=record.pk).select_related("decided_by")
    last = asked.first()
    if last is None or last.decision != Submission.Decision.SENT_BACK:
        return None
    out = Publication.objects.filter(record=record.pk, at__gt=last.decided_at)
    return None if out.exists() else last


def added_since(submission: Submission) -> list[Referenced]:
    """What would go along today and is not in `submission`: it was added or changed after it."""
    record = models_by_kind()[submission.kind]._default_manager.filter(pk=submission.record).first()
    sent = set(submission.items.values_list("record", flat=True))
    return [one for one in going_along(record) if one.pk not in sent] if record else []


def approve(
    submission: Submission,
    *,
    by: User | None,
    seen: Mapping[UUID, int],
    also: Collection[UUID] = (),
    public_note: str = "",
    corrects: Referenced | None = None,
) -> list[Printed]:
    """Publishes everything in `submission`, all of it or nothing.

    `seen` holds the versions that the reviewer had before them, `also` the ids of those that were
    added since it was sent and are to go along. Raises CannotReview when one of the records has
    changed since, CannotPublish when one is not ready, NotAllowed by the rules.
    """
    with transaction.atomic():
        _lock_open(submission)
        added = added_since(submission)
        if unseen := [one for one in added if one.pk not in seen]:
            names = ", ".join(f"“{one}”" for one in unseen)
            raise CannotReview(f"{names} was added while you were reading. Look at it again.")
        records = [*records_of(submission), *(one for one in added if one.pk in also)]
        changed = [one for one in records if seen.get(one.pk) != one.version]
        if changed:
            names = ", ".join(f"“{one}”" for one in changed)
            raise CannotReview(f"{names} changed while you were reading. Look at it again.")
        for record in records:
            require(by, Deed.REVIEW, record)
        printed = publish(records, by=by, public_note=public_note, corrects=corrects)
        _decide(submission, Submission.Decision.APPROVED, by, public_note)
    return printed


def send_back(submission: Submission, *, by: User | None, comment: str) -> None:
    """Gives a submission back to its author with a comment. Raises CannotReview, NotAllowed."""
    if not comment.strip():
        raise CannotReview("Say in a comment what should be mended.")
    with transaction.atomic():
        _lock_open(submission)
        for record in records_of(submission):
            require(by, Deed.REVIEW, record)
        _decide(submission, Submission.Decision.SENT_BACK, by, comment)


def recall(submission: Submission, *, by: User | None) -> None:
    """Takes a submission back, by whoever sent it. Raises CannotReview, NotAllowed."""
    if by is not None and submission.by_id != by.pk:
        raise NotAllowed("Only whoever sent it can take it back.")
    with transaction.atomic():
        _lock_open(submission)
        _decide(submission, Submission.Decision.RECALLED, by, "")


def _lock_open(submission: Submission) -> None:
    fresh = Submission.objects.select_for_update().get(pk=submission.pk)
    if not fresh.is_open:
        raise CannotReview(f"It is no longer in review: {str(fresh).lower()}.")


def _decide(submission: Submission, decision: str, by: User | None, answer: str) -> None:
    submission.decision, submission.answer = decision, answer.strip()
    submission.decided_by, submission.decided_at = by, timezone.now()
    submission.save()
