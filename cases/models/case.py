"""Legal cases: their status over time, the applications in them, and what to remember."""

from django.db import models
from django.db.models import Q

from cases.history import DeskHistory
from cases.models.base import Record, Tracked, dated, days_in_order
from cases.models.fields import BoundField, CountryListField
from cases.models.person import Person
from cases.models.vocabulary import Court, Topic


class Case(Record):
    """What happened to one person or group before authorities and courts."""

    respondent_states = CountryListField(
        help_text="The States that the case is brought against, or whose authorities acted."
    )
    courts = models.ManyToManyField(Court, blank=True, related_name="cases")
    topics = models.ManyToManyField(Topic, blank=True, related_name="cases")
    outcome_en = models.CharField("outcome (English)", max_length=300, blank=True)
    outcome_ru = models.CharField("outcome (Russian)", max_length=300, blank=True)
    outcome_ko = models.CharField("outcome (Korean)", max_length=300, blank=True)
    history = DeskHistory(m2m_fields=[courts, topics])

    class Meta(Record.Meta):
        pass

    @property
    def current_status(self) -> "CaseStatus | None":
        """The status row with the latest date; None where no status is recorded."""
        return max(self.statuses.all(), key=CaseStatus.order, default=None)


class Status(models.TextChoices):
    """Where a case stands."""

    REPORTED = "reported", "Reported, no proceedings known"
    PENDING = "pending", "Pending"
    COMMUNICATED = "communicated", "Communicated to the respondent State"
    DECIDED = "decided", "Decided"
    STRUCK_OUT = "struck-out", "Struck out"
    CLOSED = "closed", "Closed"
    UNKNOWN = "unknown", "Not known"


class CaseStatus(Tracked):
    """A status that a case has had since a date. The current one is derived."""

    owners = ("case",)
    natural_fields = ("case__reference", "status", "since")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=12, choices=Status)
    since = dated("since")
    since_earliest = BoundField("since", "earliest")
    since_latest = BoundField("since", "latest")
    remark = models.CharField(max_length=300, blank=True)
    history = DeskHistory()

    class Meta:
        verbose_name = "status"
        verbose_name_plural = "statuses"
        ordering = ("since_earliest", "since_latest", "id")
        constraints = [
            days_in_order("since"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="cases_casestatus_known_status"
            ),
            models.UniqueConstraint(
                fields=["case", "status", "since"], name="cases_casestatus_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()

    def order(self) -> str:
        """A text that sorts statuses by their date; an undated one comes first."""
        return str(self.since.order_key()) if self.since else ""


class Application(Tracked):
    """An application lodged with a court under a number, by one or more applicants."""

    owners = ("case",)
    natural_fields = ("court__reference", "number")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="applications")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField("application number", max_length=60)
    lodged = dated("lodged")
    lodged_earliest = BoundField("lodged", "earliest")
    lodged_latest = BoundField("lodged", "latest")
    applicants = models.ManyToManyField(Person, blank=True, related_name="applications")
    history = DeskHistory(m2m_fields=[applicants])

    class Meta:
        ordering = ("number",)
        constraints = [
            days_in_order("lodged"),
            models.CheckConstraint(condition=~Q(number=""), name="cases_application_has_number"),
            models.UniqueConstraint(
                fields=["court", "number"],
                name="cases_application_number_unique",
                violation_error_message="This court's application number is already recorded.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Reminder(Tracked):
    """Something to do on a case by a day. For staff only."""

    stays_inside = True
    owners = ("case",)
    natural_fields = ("case__reference", "due", "what")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    what = models.CharField(max_length=200)
    done_on = models.DateField(null=True, blank=True)
    history = DeskHistory()

    class Meta:
        ordering = ("due", "what")
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="cases_reminder_says_what"),
            models.UniqueConstraint(fields=["case", "due", "what"], name="cases_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due:%-d %B %Y}: {self.what}"
