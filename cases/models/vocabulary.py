"""The words that records are described with: editable, coded by their reference, translated."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from cases.history import DeskHistory
from cases.models.base import Referenced
from cases.models.fields import check_country


class Family(models.TextChoices):
    """The six families of events; each has its shape and colour on the timeline."""

    MOVEMENT = "movement", "Movement"
    HARM = "harm", "Harm"
    COURT = "court", "Court decision"
    AGREEMENT = "agreement", "Agreement"
    FIGURE = "figure", "Figure"
    BACKGROUND = "background", "Background"


class Term(Referenced):
    """A word of a vocabulary, labelled in English and, where translated, Russian and Korean."""

    label_en = models.CharField("label (English)", max_length=200)
    label_ru = models.CharField("label (Russian)", max_length=200, blank=True)
    label_ko = models.CharField("label (Korean)", max_length=200, blank=True)

    class Meta(Referenced.Meta):
        abstract = True
        constraints = [
            *Referenced.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(label_en=""), name="%(app_label)s_%(class)s_has_label"
            ),
        ]

    def __str__(self) -> str:
        return self.label_en


class EventKind(Term):
    """What kind of thing happened, such as an arrest or an interim measure."""

    inside_fields = ("reminder_months", "reminder_what")
    family = models.CharField(max_length=10, choices=Family)
    reminder_months = models.PositiveSmallIntegerField(
        "reminder after (months)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="A case with such an event is offered a reminder so many months after its date.",
    )
    reminder_what = models.CharField(
        "what it reminds of", max_length=200, blank=True, help_text="For staff only."
    )
    history = DeskHistory()

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=Q(family__in=Family.values), name="cases_eventkind_known_family"
            ),
            models.CheckConstraint(
                condition=Q(reminder_months__isnull=True, reminder_what="")
                | Q(reminder_months__isnull=False) & ~Q(reminder_what=""),
                name="cases_eventkind_reminds_whole",
                violation_error_message="A reminder needs both: after how many months, and of "
                "what.",
            ),
        ]


class SourceKind(Term):
    """What kind of source it is, such as a judgment, a news report or testimony."""

    history = DeskHistory()


class Court(Term):
    """A court or tribunal, with the country it belongs to where it belongs to one."""

    country = models.CharField(max_length=2, blank=True, validators=[check_country])
    history = DeskHistory()


class Provision(Term):
    """A provision of law that a finding is about, such as Article 3 of the Convention."""

    instrument = models.CharField(max_length=200, help_text="The treaty or law it stands in.")
    history = DeskHistory()


class Topic(Term):
    """A subject that records share, such as forced labour."""

    history = DeskHistory()
