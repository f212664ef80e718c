"""What was sent for review: the records of a submission, and when it is settled."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Referenced, Submission
from cases.publishing.kinds import models_by_kind


def open_submissions(records: Iterable[UUID]) -> QuerySet[Submission]:
    """The submissions that await review and that one of these records is in."""
    waiting = Submission.objects.filter(decision=Submission.Decision.OPEN)
    pks = list(records)
    return waiting.filter(Q(record__in=pks) | Q(items__record__in=pks)).distinct()


def open_submission(record: Referenced) -> Submission | None:
    """The submission that awaits review and that `record` is in, if there is one."""
    return open_submissions([record.pk]).first()


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
