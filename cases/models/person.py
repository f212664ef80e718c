"""People, by alias. Real names are kept apart, as identities."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.history import DeskHistory
from cases.models.base import Referenced
from cases.sealing.cells import SealedTextField


class Exposure(models.TextChoices):
    """How much of a person's alias the public may read."""

    PUBLIC = "public", "Public: the alias is shown"
    INITIALS = "initials", "Initials: the alias is initials, and is shown"
    WITHHELD = "withheld", "Withheld: the public reads “name withheld”"


class Person(Referenced):
    """Somebody whom the record concerns, under an alias.

    Applicants known by initials are one person per application: C.C. in 19115/19 is not C.C. in
    27584/20. Exposure starts at withheld; raising it is a decision with a date and a reason.
    """

    inside_fields = ("internal_notes", "assigned_to_id")
    alias_en = models.CharField("alias (English)", max_length=200)
    alias_ru = models.CharField("alias (Russian)", max_length=200, blank=True)
    alias_ko = models.CharField("alias (Korean)", max_length=200, blank=True)
    exposure = models.CharField(max_length=8, choices=Exposure, default=Exposure.WITHHELD)
    exposure_decided_on = models.DateField("exposure decided on", null=True, blank=True)
    exposure_reason = SealedTextField(
        blank=True, help_text="Why the alias may be shown, and who was asked. For staff only."
    )
    internal_notes = SealedTextField(
        blank=True, help_text="For staff only. Never a real name: this field is not for identities."
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = DeskHistory()

    class Meta(Referenced.Meta):
        verbose_name_plural = "people"
        constraints = [
            *Referenced.Meta.constraints,
            models.CheckConstraint(condition=~Q(alias_en=""), name="cases_person_has_alias"),
            models.CheckConstraint(
                condition=Q(exposure="withheld")
                | Q(
                    exposure__in=["public", "initials"],
                    exposure_decided_on__isnull=False,
                    exposure_reason__gt="",
                ),
                name="cases_person_exposure_is_decided",
                violation_error_message="Showing an alias is a decision: give its date and "
                "its reason.",
            ),
        ]

    @property
    def is_named(self) -> bool:
        """Whether the public may read the alias."""
        return self.exposure != Exposure.WITHHELD

    def __str__(self) -> str:
        return self.alias_en
