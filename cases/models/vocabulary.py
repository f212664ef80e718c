"""The words that records are described with: editable, coded by their reference, translated."""

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

    family = models.CharField(max_length=10, choices=Family)
    history = DeskHistory()

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=Q(family__in=Family.values), name="cases_eventkind_known_family"
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
