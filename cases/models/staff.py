"""What the desk keeps for each member of staff: saved filters, and that a calendar is open."""

import secrets

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A list of the desk as one person likes to see it: its model and its query."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    model = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["user", "model", "name"], name="cases_filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name


def new_secret() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


class CalendarLink(models.Model):
    """That one person's calendar of reminders has an address: a keyed hash of the secret in it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="calendar_link",
    )
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
