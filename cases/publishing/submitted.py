"""What was sent for review: the records of a submission, and when it is settled."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Referenced, Submission
from cases.publishing.kinds import models_by_kind
from cases.rules import Deed, is_inside, refusal


def open_submissions(records: Iterable[UUID]) -> QuerySet[Submission]:
    """The submissions that await review and that one of these records is in."""
    waiting = Submission.objects.filter(decision=Submission.Decision.OPEN)
    pks = list(records)
    return waiting.filter(Q(record__in=pks) | Q(items__record__in=pks)).distinct()


def open_submission(record: Referenced) -> Submission | None:
    """The submission that awaits review and that `record` is in, if there is one."""
    return open_submissions([record.pk]).first()


def reads_words_of(submission: Submission, user: Any) -> bool:
    """Whether `user` may read what was written with a submission: comment, answer, and by whom.

    Those inside the record that it is about; and whoever sent it, while they see that record. What
    only went along with it may be seen by many more.
    """
    model = models_by_kind()[submission.kind]
    record = model._default_manager.filter(pk=submission.record).first()
    if record is None:
        return False
    is_own = submission.by_id == user.pk and not refusal(user, Deed.VIEW, record)
    return is_own or is_inside(user, record)


def records_of(submission: Submission) -> list[Referenced]:
    """The records of a submission as they stand on the desk now; deleted ones are left out."""
    by_kind: dict[str, list[UUID]] = {}
    for item in submission.items.all():
        by_kind.setdefault(item.kind, []).append(item.record)
    models = models_by_kind()
    return [
        record
        for kind, pks in by_kind.items()
        for record in models[kind]._default_manager.filter(pk__in=pks)
    ]
