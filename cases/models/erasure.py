"""Requests to be erased: what is asked, what two guardians decided, and what was done."""

import secrets
import uuid
from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.sealing.cells import SealedJSONField, SealedTextField


def new_reference() -> str:
    """A random reference, which tells neither how many requests there are nor in what order."""
    return f"E-{secrets.token_hex(4)}"


def today() -> date:
    """The day (UTC)."""
    return timezone.now().date()


def in_a_month(day: date) -> date:
    """The same day of the next month, or its last where it is shorter (GDPR, article 12(3))."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class ErasureRequest(models.Model):
    """That somebody asked for a person to be erased, and, once done, the tombstone of it.

    It names the person by their random id alone, and whoever asked by a file of the office.
    """

    class State(models.TextChoices):
        """How far it has come."""

        RECEIVED = "received", "Received"
        FIRST = "first", "One guardian has decided"
        DECIDED = "decided", "Decided by two"
        DONE = "done", "Erased"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    person = models.UUIDField("the person's id", db_index=True, editable=False)
    received = models.DateField("received on", default=today)
    due = models.DateField(help_text="The law of most countries gives a month.")
    asked_in = models.CharField(
        "asked in",
        max_length=120,
        help_text="The file or letter in which it is asked, by its number. Write no name here.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    reason = SealedTextField(help_text="Why it is right to erase. For guardians.")
    also_called = SealedTextField(
        "also called",
        blank=True,
        help_text="Other words that give the person away, a line each: a nickname, a telephone "
        "number, another spelling. They are looked for like names, and forgotten once it is done.",
    )
    choices: Any = SealedJSONField(
        default=dict,
        blank=True,
        help_text="What each guardian would spare and leave out, and what was decided on.",
    )
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, help_text="What went, by table and kind.")
    scrubbed_at = models.DateTimeField(
        null=True, help_text="When the bytes were gone from the database's own files."
    )

    class Meta:
        ordering = ("due", "reference")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="cases_erasure_done_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["received", "first", "decided"]),
                name="cases_erasure_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be decided or done."""
        return self.state not in (self.State.DONE, self.State.REFUSED)

    @property
    def is_late(self) -> bool:
        """Whether it is open after the day it was due."""
        return self.is_open and self.due < today()
