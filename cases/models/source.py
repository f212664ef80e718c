"""Sources, and the citations that tie what we say to where it is said."""

import hashlib
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models, transaction
from django.db.models import Q

from cases.filetypes import UnfitFile, type_of
from cases.history import DeskHistory
from cases.models.base import Record, Tracked, dated, days_in_order, one_of
from cases.models.fields import BoundField, FuzzyDateField
from cases.models.log import Publication
from cases.models.testimony import (
    IN_THE_OPEN,
    Audience,
    refuse_in_the_open,
    seal_words,
    tells_nothing,
)
from cases.models.vocabulary import SourceKind
from cases.sealing.cells import SealedLineField, SealedTextField
from timeline.dates import read

CITABLE = ("case", "agreement", "event", "figure")
IDENTIFIED = ("case", "agreement", "event", "source")
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


def stored_name(source: models.Model, _uploaded: str) -> str:
    """The digest of the content, and no name of the uploader's, which could name a person."""
    return f"sources/{source.file_sha256}"  # type: ignore[attr-defined]


def check_upload(file: Any) -> None:
    """Raises ValidationError for a newly attached file of a type that is not kept."""
    if file and not file._committed:
        try:
            type_of(_content(file))
        except UnfitFile as error:
            raise ValidationError(str(error), code="unfit") from error


def _content(file: Any) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content


class Source(Record):
    """Something that says what we record: a judgment, a report, a page, testimony.

    A file is never public. Of testimony the public reads only that it is held.
    """

    inside_fields = ("called", "consent_uses", "interviewer")
    # Of testimony these are what a witness said, which the public never reads.
    summary_en = SealedTextField("summary (English)", blank=True)
    summary_ru = SealedTextField("summary (Russian)", blank=True)
    summary_ko = SealedTextField("summary (Korean)", blank=True)
    kind = models.ForeignKey(SourceKind, on_delete=models.PROTECT, related_name="sources")
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True)
    published = dated("published")
    published_earliest = BoundField("published", "earliest")
    published_latest = BoundField("published", "latest")
    accessed = models.DateField(null=True, blank=True)
    language = models.CharField(
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Such as en, ko or ja.")],
        help_text="The language of the source itself, such as en, ru, ko or ja.",
    )
    url = models.URLField("address", max_length=1000, blank=True, validators=[WEB_ADDRESS])
    archived_url = models.URLField(
        "archived copy", max_length=1000, blank=True, validators=[WEB_ADDRESS]
    )
    file = models.FileField(
        upload_to=stored_name,
        blank=True,
        validators=[check_upload],
        help_text="Kept sealed, and never published. Documents, images, sound and film.",
    )
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    is_testimony = models.BooleanField(
        "testimony", default=False, help_text="Held by us under the consent below."
    )
    called = SealedTextField(
        "who speaks, and what we call it",
        blank=True,
        help_text="Of testimony. Sealed and never published. Title, author, publisher and "
        "addresses stand in the open, so of testimony they are moved here when it is saved.",
    )
    consent_uses = SealedTextField("uses agreed to", blank=True)
    consent_audience = models.CharField(
        "agreed audience", max_length=10, choices=Audience, blank=True
    )
    consent_expires = models.DateField("consent expires", null=True, blank=True)
    consent_withdrawn = models.DateField("consent withdrawn", null=True, blank=True)
    interviewer = SealedLineField(max_length=200, blank=True)
    history = DeskHistory()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            days_in_order("published"),
            models.CheckConstraint(
                condition=tells_nothing(),
                name="cases_source_testimony_tells_nothing",
                violation_error_message="Of testimony title, author, publisher and addresses are "
                "not kept in the open.",
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="cases_source_address_is_unique",
                violation_error_message="Another source already has this address.",
            ),
        ]

    def __str__(self) -> str:
        # All testimony has one title; lists and pickers tell it apart by its id.
        return f"Testimony {self.pk.hex[:8]}" if self.is_testimony else super().__str__()

    def clean(self) -> None:
        """No testimony is public as another source; it stays one once something rests on it.

        Raises ValidationError.
        """
        super().clean()
        if self.is_testimony:
            refuse_in_the_open(self)
            seal_words(self)
        was = Source.objects.filter(pk=self.pk, is_testimony=True)
        if not self.is_testimony and was.exists() and self._is_relied_on():
            raise ValidationError(
                {
                    "is_testimony": "Something rests on this testimony or it has been published, "
                    "so it stays testimony: without the mark the witness's words would be printed. "
                    "If it is none, make a new source and cite that."
                }
            )

    def _is_relied_on(self) -> bool:
        published = Publication.objects.filter(record=self.pk)
        return self.citations.exists() or self.observations.exists() or published.exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with digest, size and type of a newly attached file.

        Of testimony the words that could tell who speaks are sealed first, in its history too.
        Raises UnfitFile, and ValidationError where what becomes testimony is public still.
        """
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            content = _content(self.file)
            self.file_sha256 = hashlib.sha256(content).hexdigest()
            self.file_size, self.file_type = len(content), type_of(content)
        with transaction.atomic():
            if self.is_testimony:
                refuse_in_the_open(self)
                moved = seal_words(self)
                if moved and kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], *moved}
                if not self._state.adding:
                    self._seal_history()
            super().save(*args, **kwargs)

    def _seal_history(self) -> None:
        """What it was called before it was known as testimony is sealed where it stands."""
        for row in self.history.exclude(**IN_THE_OPEN):
            row.save(update_fields=seal_words(row))


class Stance(models.TextChoices):
    """Whether a source bears out what we record or gives another value."""

    SUPPORTS = "supports", "Supports"
    CONTRADICTS = "contradicts", "Contradicts"


class Citation(Tracked):
    """One place in one source that bears on one record, or on one field of it.

    `value` is what this source gives for the field. Two values for one field are rival claims,
    shown side by side; neither overwrites the other.
    """

    owners = CITABLE
    case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    agreement = models.ForeignKey(
        "cases.Agreement", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    event = models.ForeignKey(
        "cases.Event", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    figure = models.ForeignKey(
        "cases.Figure", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.CharField(
        max_length=200, blank=True, help_text="Where in the source: § 42, p. 7, a heading."
    )
    quote = SealedTextField(blank=True, help_text="The source's own words, briefly.")
    translation = SealedTextField(blank=True, help_text="The quote in English.")
    field = models.CharField(
        max_length=40, blank=True, help_text="The field it bears on, such as date; empty for all."
    )
    stance = models.CharField(max_length=11, choices=Stance, default=Stance.SUPPORTS)
    value = models.CharField(
        max_length=300, blank=True, help_text="What this source gives for the field."
    )
    history = DeskHistory()

    class Meta:
        ordering = ("source__reference", "field", "locator")
        constraints = [
            models.CheckConstraint(condition=one_of(CITABLE), name="cases_citation_of_one_record"),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="cases_citation_known_stance"
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "source", "field", "locator"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"cases_citation_once_per_{name}",
                )
                for name in CITABLE
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.source.title, self.locator) if part)

    def clean(self) -> None:
        """A date is stored in exact notation, however it was typed. Raises ValidationError."""
        super().clean()
        record = self._meta.get_field(owner_name(self, CITABLE)).related_model
        dates = {one.name for one in record._meta.fields if isinstance(one, FuzzyDateField)}  # type: ignore[union-attr]
        if self.value and self.field in dates:
            try:
                self.value = str(read(self.value).date)
            except ValueError as error:
                raise ValidationError({"value": str(error)}) from error

    @classmethod
    def natural_lookup(cls, *key: str) -> dict[str, str]:
        """From owner's kind and reference, source, field and locator."""
        return owned_lookup(CITABLE, key, ("source__reference", "field", "locator"))

    def natural_key(self) -> tuple[str, ...]:
        """Owner's kind and reference, source, field and locator."""
        owner = owner_name(self, CITABLE)
        reference = getattr(self, owner).reference
        return (owner, reference, self.source.reference, self.field, self.locator)


class Scheme(models.TextChoices):
    """Who numbers cases and texts, and how."""

    APPLICATION = "application", "Application number"
    ECLI = "ecli", "ECLI"
    HUDOC = "hudoc", "HUDOC item"
    DOCKET = "docket", "Docket number"
    UNTS = "unts", "UN Treaty Series"
    GAZETTE = "gazette", "Official gazette"


class Identifier(Tracked):
    """A number that somebody else gave to a case, agreement, event or source."""

    owners = IDENTIFIED
    natural_fields = ("scheme", "value")
    case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers"
    )
    agreement = models.ForeignKey(
        "cases.Agreement",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="identifiers",
    )
    event = models.ForeignKey(
        "cases.Event", null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers"
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(max_length=12, choices=Scheme)
    value = models.CharField(max_length=120)
    url = models.URLField(max_length=1000, blank=True, validators=[WEB_ADDRESS])
    history = DeskHistory()

    class Meta:
        ordering = ("scheme", "value")
        constraints = [
            models.CheckConstraint(
                condition=one_of(IDENTIFIED), name="cases_identifier_of_one_record"
            ),
            models.CheckConstraint(condition=~Q(value=""), name="cases_identifier_has_value"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="cases_identifier_unique_in_scheme",
                violation_error_message="This number is already recorded.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


def owner_name(row: models.Model, names: tuple[str, ...]) -> str:
    """Which of the foreign keys `names` is set on `row`."""
    ids: list[tuple[str, UUID | None]] = [(name, getattr(row, f"{name}_id")) for name in names]
    return next((name for name, pk in ids if pk is not None), names[0])


def owned_lookup(
    owners: tuple[str, ...], key: tuple[str, ...], rest: tuple[str, ...]
) -> dict[str, str]:
    """A natural key that begins with its owner's kind and reference, as a filter."""
    if len(key) != len(rest) + 2 or key[0] not in owners:
        raise ValidationError(f"The key {list(key)} does not name one of {', '.join(owners)}.")
    return {f"{key[0]}__reference": key[1], **dict(zip(rest, key[2:], strict=True))}
