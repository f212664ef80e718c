"""Events: what happened, when as far as is known, to whom, and how well it is borne out."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from cases.history import DeskHistory
from cases.models.agreement import Agreement
from cases.models.base import Record, Tracked, dated, days_in_order
from cases.models.case import Case
from cases.models.fields import BoundField, CountryListField
from cases.models.figure import Figure
from cases.models.person import Person
from cases.models.vocabulary import EventKind, Provision, Topic


class Standing(models.TextChoices):
    """How well what we record is borne out."""

    ALLEGED = "alleged", "Alleged: a party says so"
    REPORTED = "reported", "Reported: a source says so"
    CORROBORATED = "corroborated", "Corroborated: two independent sources say so"
    ESTABLISHED = "established", "Established: a court or official act did it or found it"
    DISPUTED = "disputed", "Disputed: sources disagree"


class Event(Record):
    """Something that happened once, or over a time, dated as precisely as its sources allow."""

    date = dated("date")
    date_earliest = BoundField("date", "earliest")
    date_latest = BoundField("date", "latest")
    wording = models.CharField(
        max_length=200, blank=True, help_text="The date as the source words it."
    )
    sequence = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(999_999)],
        help_text="Puts events of the same date in order: lower numbers first.",
    )
    kind = models.ForeignKey(EventKind, on_delete=models.PROTECT, related_name="events")
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.REPORTED)
    countries = CountryListField("States concerned")
    place = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    coordinates_public = models.BooleanField(
        default=False, help_text="Coordinates stay with staff unless this is ticked."
    )
    cases = models.ManyToManyField(Case, blank=True, related_name="events")
    agreements = models.ManyToManyField(Agreement, blank=True, related_name="events")
    topics = models.ManyToManyField(Topic, blank=True, related_name="events")
    figures = models.ManyToManyField(
        Figure, blank=True, related_name="events", help_text="The figures that it reports."
    )
    history = DeskHistory(m2m_fields=[cases, agreements, topics, figures])

    class Meta(Record.Meta):
        ordering = ("date_earliest", "-date_latest", "sequence", "id")  # type: ignore[assignment]
        constraints = [
            *Record.Meta.constraints,
            days_in_order("date"),
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="cases_event_known_standing"
            ),
            models.CheckConstraint(
                condition=Q(sequence__lte=999_999), name="cases_event_sequence_fits"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="cases_event_on_earth",
                violation_error_message="Give both latitude and longitude, or neither.",
            ),
        ]


class Role(models.TextChoices):
    """How a person takes part in an event."""

    SUBJECT = "subject", "Person concerned"
    APPLICANT = "applicant", "Applicant"
    REPRESENTATIVE = "representative", "Representative"
    OFFICIAL = "official", "Official"
    REPORTER = "reporter", "Reporter"


class Participation(Tracked):
    """A person's part in an event."""

    owners = ("event",)
    natural_fields = ("event__reference", "person__reference", "role")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=14, choices=Role, default=Role.SUBJECT)
    history = DeskHistory()

    class Meta:
        ordering = ("role", "person__reference")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "role"], name="cases_participation_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="cases_participation_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Outcome(models.TextChoices):
    """What a court found on one provision for one applicant."""

    VIOLATION = "violation", "Violation"
    NO_VIOLATION = "none", "No violation"
    INADMISSIBLE = "inadmissible", "Inadmissible"
    STRUCK_OUT = "struck-out", "Struck out"


class Finding(Tracked):
    """What a decision found: one applicant, one provision, one outcome."""

    owners = ("event",)
    natural_fields = ("event__reference", "applicant__reference", "provision__reference")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="findings")
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="findings")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=12, choices=Outcome)
    history = DeskHistory()

    class Meta:
        ordering = ("applicant__reference", "provision__reference")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "applicant", "provision"], name="cases_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="cases_finding_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant}, {self.provision}: {self.get_outcome_display()}"

    def clean(self) -> None:
        """Refuses a finding on an event that is not a court's."""
        if self.event_id and self.event.kind_id and self.event.kind.family != "court":
            raise ValidationError("Findings belong to an event of the family “Court decision”.")
