"""Review: what somebody asked colleagues to look at, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.sealing.cells import SealedTextField


class Submission(models.Model):
    """A record, with all that goes with it, sent for review by one person at one time (UTC)."""

    class Decision(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Awaiting review"
        APPROVED = "approved", "Approved and published"
        SENT_BACK = "sent-back", "Sent back"
        RECALLED = "recalled", "Taken back"

    id = models.BigAutoField(primary_key=True)
    row = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.UUIDField(help_text="The record that it is about.")
    kind = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    comment = SealedTextField(blank=True, bound_to="row")
    decision = models.CharField(max_length=9, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = SealedTextField(blank=True, bound_to="row")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True)
                | (~Q(decision="open") & Q(decided_at__isnull=False)),
                name="cases_submission_is_decided_once",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(decision="open"), name="cases_submission_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {self.at:%-d %B %Y}"

    @property
    def is_open(self) -> bool:
        """Whether it still awaits review."""
        return self.decision == self.Decision.OPEN


class SubmissionItem(models.Model):
    """One record of a submission, in the version that was sent."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="items")
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["submission", "record"], name="cases_submitted_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}, version {self.version}"
