"""Agreements between States: who is bound, since when, and where the text can be read."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from cases.countries import COUNTRY_CHOICES
from cases.history import DeskHistory
from cases.models.base import Record, Tracked, dated, days_in_order
from cases.models.fields import BoundField, check_country


class AgreementKind(models.TextChoices):
    """How many parties an agreement has, and of what sort it is."""

    BILATERAL = "bilateral", "Bilateral treaty"
    MULTILATERAL = "multilateral", "Multilateral treaty"
    PROTOCOL = "protocol", "Protocol to a treaty"
    MEMORANDUM = "memorandum", "Memorandum of understanding"


class TextStanding(models.TextChoices):
    """How the text of an agreement can be read."""

    OFFICIAL = "official", "Officially published"
    LEAKED = "leaked", "Known from a copy that was not officially published"
    UNPUBLISHED = "unpublished", "Not published"
    UNKNOWN = "unknown", "Not recorded"


class Agreement(Record):
    """A treaty or other agreement, with the dates of its life."""

    kind = models.CharField(max_length=12, choices=AgreementKind)
    drafted = dated("drafted")
    drafted_earliest = BoundField("drafted", "earliest")
    drafted_latest = BoundField("drafted", "latest")
    approved = dated("approved")
    approved_earliest = BoundField("approved", "earliest")
    approved_latest = BoundField("approved", "latest")
    signed = dated("signed")
    signed_earliest = BoundField("signed", "earliest")
    signed_latest = BoundField("signed", "latest")
    signed_at = models.CharField("place of signature", max_length=200, blank=True)
    in_force = dated("in force since")
    in_force_earliest = BoundField("in_force", "earliest")
    in_force_latest = BoundField("in_force", "latest")
    terminated = dated("terminated")
    terminated_earliest = BoundField("terminated", "earliest")
    terminated_latest = BoundField("terminated", "latest")
    text_standing = models.CharField(
        "standing of the text", max_length=12, choices=TextStanding, default=TextStanding.UNKNOWN
    )
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    history = DeskHistory()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            *map(days_in_order, ("drafted", "approved", "signed", "in_force", "terminated")),
            models.CheckConstraint(
                condition=Q(kind__in=AgreementKind.values), name="cases_agreement_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=models.F("id")),
                name="cases_agreement_not_its_own_predecessor",
            ),
        ]


class Party(Tracked):
    """A State that takes part in an agreement, and since when it is bound."""

    owners = ("agreement",)
    natural_fields = ("agreement__reference", "country")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    country = models.CharField(
        max_length=2,
        choices=COUNTRY_CHOICES,
        validators=[MinLengthValidator(2), check_country],
    )
    signed = dated("signed")
    signed_earliest = BoundField("signed", "earliest")
    signed_latest = BoundField("signed", "latest")
    ratified = dated("ratified")
    ratified_earliest = BoundField("ratified", "earliest")
    ratified_latest = BoundField("ratified", "latest")
    left = dated("left")
    left_earliest = BoundField("left", "earliest")
    left_latest = BoundField("left", "latest")
    history = DeskHistory()

    class Meta:
        verbose_name_plural = "parties"
        ordering = ("country",)
        constraints = [
            *map(days_in_order, ("signed", "ratified", "left")),
            models.CheckConstraint(condition=~Q(country=""), name="cases_party_has_country"),
            models.UniqueConstraint(fields=["agreement", "country"], name="cases_party_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_country_display())
