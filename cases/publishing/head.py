"""The one row that says how far the record has come: locked by whoever prints."""

from datetime import datetime, timedelta

from django.utils import timezone

from timeline.models import RecordHead


def lock_head() -> RecordHead:
    """The head, locked until the transaction ends."""
    RecordHead.objects.get_or_create(pk=1)
    return RecordHead.objects.select_for_update().get(pk=1)


def next_moment(head: RecordHead) -> datetime:
    """Now, but never before or at the last change: a clock may step back, the record may not."""
    now = timezone.now()
    return max(now, head.changed + timedelta(microseconds=1)) if head.changed else now
