"""What the door keeps for the desk: who published what, and what was taken back."""

import uuid

from django.conf import settings
from django.db import models

from cases.sealing.cells import SealedJSONField, SealedTextField
from cases.words import field_in_words

# What a line of the log calls that which is no field of a document.
WORDS = {"public_note": "the public note", "reference": "the old address"}


class Publication(models.Model):
    """One act at the door. It names staff and so never leaves the desk."""

    class Act(models.TextChoices):
        """What was done."""

        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"
        HIDDEN = "hidden", "Hidden"
        REMOVED = "removed", "Removed to protect somebody"
        ALLOWED = "allowed", "Allowed to be published again"

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12)
    act = models.CharField(max_length=10, choices=Act)
    version = models.PositiveIntegerField(help_text="The desk version that was printed.")
    number = models.PositiveIntegerField(help_text="The number of the edition.")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    public_note = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["record", "-id"], name="cases_publication_latest")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: edition {self.number}"


class Removal(models.Model):
    """What was taken from the public, by whom and why. It never leaves the desk."""

    class Kind(models.TextChoices):
        """How it was taken: each has other words for the public, or none."""

        HIDDEN = "hidden", "Hidden while it is checked"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPPRESSED = "suppressed", "Taken out of earlier editions"
        REMOVED = "removed", "Removed to protect somebody"
        ALLOWED = "allowed", "Allowed to be published again"

    id = models.BigAutoField(primary_key=True)
    row = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.UUIDField(db_index=True)
    record_kind = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind)
    editions = models.JSONField(default=list, help_text="The numbers of the editions concerned.")
    field = models.CharField(max_length=40, blank=True, help_text="Empty for whole editions.")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = SealedTextField(blank=True, bound_to="row", help_text="For staff.")
    public_note = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%-d %B %Y}"

    @property
    def what(self) -> str:
        """What was taken out, in words; "" for whole editions."""
        return WORDS.get(self.field, field_in_words(self.field))


class ShelvedEdition(models.Model):
    """The text of an edition that the public can no longer read, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    sequence = models.BigIntegerField()
    document = SealedJSONField()
    digest = models.CharField(max_length=64)
    public_note = models.TextField(blank=True)
    published = models.DateTimeField()
    shelved_at = models.DateTimeField()

    class Meta:
        ordering = ("record", "number")
        constraints = [
            # After a protective removal a record begins anew with edition 1.
            models.UniqueConstraint(
                fields=["record", "number", "shelved_at"], name="cases_shelved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}, edition {self.number}"


class HeldReference(models.Model):
    """A reference that has been public. It belongs to its record for good."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=80)
    record = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="cases_reference_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
