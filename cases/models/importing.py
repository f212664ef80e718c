"""Imports: what was brought, by whom, when, and what was once said of a sheet's headers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.history import Revision


class ImportBatch(models.Model):
    """One import: its files by their digest, what came of it, and the revision that it made.

    Its records are those of its revision, so that nothing is written twice. `stored` names the
    files in the private store while they wait to be imported; afterwards they are gone.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Uploaded, not imported"
        APPLIED = "applied", "Imported"
        UNDONE = "undone", "Undone"

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    files = models.JSONField(default=list)
    stored = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    revision = models.OneToOneField(
        Revision, null=True, on_delete=models.PROTECT, related_name="import_batch"
    )
    published = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | (~Q(state="undone") & Q(undone_at__isnull=True)),
                name="cases_importbatch_undone_once",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}: {', '.join(file['name'] for file in self.files)}"


class ColumnMapping(models.Model):
    """What a header of an office's own sheets stands for; an empty column leaves it out.

    It is kept for everybody, or holds for one waiting import alone, before what is kept.
    """

    id = models.BigAutoField(primary_key=True)
    sheet = models.CharField(max_length=20)
    header = models.CharField(max_length=200)
    column = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.CASCADE, related_name="columns"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("sheet", "header")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "header"],
                condition=Q(batch=None),
                name="cases_mapping_header_once",
            ),
            models.UniqueConstraint(
                fields=["batch", "sheet", "header"], name="cases_mapping_once_in_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.header} → {self.column or 'left out'}"
