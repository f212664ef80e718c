"""Figures: what was counted, by whom, over which period, and out of how many."""

from django.db import models
from django.db.models import F, Q

from cases.history import DeskHistory
from cases.models.base import Record, Tracked, dated, days_in_order
from cases.models.fields import BoundField, CountryListField
from cases.models.source import Source


class Figure(Record):
    """A measure with its definition. Its values are observations; a gap stays a gap."""

    definition = models.TextField(help_text="What exactly is counted, and what is not.")
    unit = models.CharField(max_length=60, help_text="Such as people, km or US dollars.")
    reporting_body = models.CharField("counted by", max_length=200, blank=True)
    countries = CountryListField("States concerned")
    compare_with = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="compared_by",
        help_text="Figures that count something alike. They stand side by side, and are not mixed.",
    )
    history = DeskHistory(m2m_fields=[compare_with])

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(unit=""), name="cases_figure_has_unit"),
        ]


class Observation(Tracked):
    """One value of a figure for one period, out of a denominator where there is one."""

    owners = ("figure",)
    natural_fields = ("figure__reference", "period", "source__reference")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="observations")
    period = dated("period")
    period_earliest = BoundField("period", "earliest")
    period_latest = BoundField("period", "latest")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    approximate = models.BooleanField(
        default=False, help_text="The source gives it as an estimate, or rounds it."
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="observations")
    locator = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    history = DeskHistory()

    class Meta:
        ordering = ("period_earliest", "period_latest", "source__reference")
        constraints = [
            days_in_order("period"),
            models.UniqueConstraint(
                fields=["figure", "period", "source"], name="cases_observation_once"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True)
                | Q(denominator__gt=0, value__lte=F("denominator")),
                name="cases_observation_within_denominator",
                violation_error_message="The value is larger than what it is counted out of.",
            ),
        ]

    def __str__(self) -> str:
        of = f" of {self.denominator:,.0f}" if self.denominator else ""
        return f"{self.value:,.0f}{of}"
