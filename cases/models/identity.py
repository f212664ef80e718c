"""Who somebody is: real names, birth and contacts, sealed, apart from the person's record.

An identity names its person by id alone, as the door's log does. So no other table points at it:
deleting, listing or exporting a person says nothing of whether there is one.
"""

import re
import unicodedata
import uuid
from collections import Counter
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from cases.history import DeskHistory
from cases.models.base import Tracked, Versioned
from cases.sealing.cells import BlindIndexField, SealedLineField, SealedTextField
from cases.words import field_in_words
from timeline.dates import parse


class Script(models.TextChoices):
    """The script that a name is written in."""

    LATIN = "latin", "Latin"
    HANGUL = "hangul", "Hangul"
    CYRILLIC = "cyrillic", "Cyrillic"
    HAN = "han", "Han"
    OTHER = "other", "Another script"


# By the first word of a letter's name in Unicode.
SCRIPTS = {
    "LATIN": Script.LATIN,
    "HANGUL": Script.HANGUL,
    "CYRILLIC": Script.CYRILLIC,
    "CJK": Script.HAN,
}


def script_of(name: str) -> Script:
    """The script that most letters of a name are of; Script.OTHER where it is none we know."""
    letters = (one for one in unicodedata.normalize("NFKC", name) if one.isalpha())
    words = (re.split(r"[ -]", unicodedata.name(one, "")) for one in letters)
    most = Counter(SCRIPTS.get(one[0], Script.OTHER) for one in words).most_common(1)
    return most[0][0] if most else Script.OTHER


class NameKind(models.TextChoices):
    """What a name is to the person."""

    REAL = "real", "Real name"
    FORMER = "former", "Former name"
    KNOWN_AS = "known-as", "Known as"
    RELATIVE = "relative", "Name of a relative"


def check_date(text: str) -> None:
    """Raises ValidationError unless `text` is a date in exact notation (EDTF)."""
    try:
        parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Identity(Versioned):
    """What a guardian knows of who a person is. Never printed, never listed, never in a search."""

    natural_fields = ("person",)
    stays_inside = True
    person = models.UUIDField("the person's id", unique=True, editable=False)
    birth_date = SealedLineField("born", blank=True, max_length=100, validators=[check_date])
    contacts = SealedTextField(
        blank=True, help_text="How to reach them, and whom to ask if they cannot be reached."
    )
    notes = SealedTextField(blank=True)
    telling = SealedTextField(
        "what tells who it is",
        blank=True,
        help_text="What together would tell, one combination a line: 1985; Camp 4; Tynda. Whoever "
        "publishes all parts of a line in one record is warned.",
    )
    history = DeskHistory()

    class Meta:
        verbose_name_plural = "identities"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Identity {self.pk.hex[:8]}"


class IdentityName(Tracked):
    """One name of a person, in one script, found again by its blind index alone."""

    owners = ("identity",)
    natural_fields = ("id",)
    stays_inside = True
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=NameKind, default=NameKind.REAL)
    script = models.CharField(max_length=8, choices=Script, default=Script.LATIN)
    name = SealedLineField(max_length=300)
    blind_index = BlindIndexField("name")
    history = DeskHistory()

    class Meta:
        verbose_name = "name"
        ordering = ("kind", "script", "id")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="cases_identity_has_name"),
        ]

    def __str__(self) -> str:
        return f"Name {self.pk.hex[:8]}"

    def clean(self) -> None:
        """Notes which script the name is written in."""
        super().clean()
        self.script = script_of(self.name)


class NamePass(models.Model):
    """That a protected name may stand in one text of a record, because somebody else bears it.

    `mark` is a keyed digest of all that was seen: whose name, in which field, its whole text.
    Passes from before there were marks have none, and let nothing pass.
    """

    id = models.BigAutoField(primary_key=True)
    row = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.UUIDField(db_index=True)
    record_kind = models.CharField(max_length=12)
    person = models.UUIDField()
    field = models.CharField(max_length=100, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    reason = SealedTextField(bound_to="row")
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Let pass, {self.at:%-d %B %Y}"

    @property
    def where(self) -> str:
        """The field in words: “citations: quote”."""
        return field_in_words(self.field)


class PassAsked(models.Model):
    """That somebody waits for a guardian to look at a protected name in a record, as it stood then.

    It says nothing of whose name it is. Once the text changes it counts no more.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(unique=True)
    record_kind = models.CharField(max_length=12)
    version = models.PositiveIntegerField(help_text="The desk version that was looked at.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "notes that somebody waits for a pass"

    def __str__(self) -> str:
        return f"Waits since {self.at:%-d %B %Y}"


class NamesHeld(models.Model):
    """How many public places held a name of somebody when they were last counted. No names."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField("the person's id", unique=True)
    places = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "names held"
        ordering = ("-places", "id")

    def __str__(self) -> str:
        return f"{self.places} of {self.record.hex[:8]}"


class ReadingQuerySet(models.QuerySet["IdentityReading"]):
    """Readings are added, one by one or many; nothing else can be done with them."""

    def update(self, **values: Any) -> NoReturn:
        """Raises TypeError: what was read was read."""
        raise TypeError("The log of readings only grows.")

    def delete(self) -> NoReturn:
        """Raises TypeError: what was read was read."""
        raise TypeError("The log of readings only grows.")


class IdentityReading(models.Model):
    """That somebody read, searched, changed or exported an identity, and when (UTC). No names.

    Or that they were told, of something to be published, that it holds what gives somebody away.
    """

    class Act(models.TextChoices):
        """What was done."""

        READ = "read", "Read"
        SEARCHED = "searched", "Found by name"
        CHANGED = "changed", "Changed"
        EXPORTED = "exported", "Exported"
        LOOKED = "looked", "Had other words looked for"
        TOLD = "told", "Was told that a name is protected"

    id = models.BigAutoField(primary_key=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    act = models.CharField(max_length=8, choices=Act)
    person = models.UUIDField(null=True, help_text="Empty for a search that found nobody.")
    is_erased = models.BooleanField(
        default=False, help_text="Whether it was about somebody who has been erased since."
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.at:%-d %B %Y, %H:%M} UTC"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds it. Raises TypeError for one that is there."""
        if not self._state.adding:
            raise TypeError("The log of readings only grows.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises TypeError: what was read was read."""
        raise TypeError("The log of readings only grows.")


class KeyCanary(models.Model):
    """A known word sealed with a key that is in use: tells whether it is right."""

    key = models.CharField(max_length=16, primary_key=True)
    envelope = models.TextField()

    class Meta:
        verbose_name_plural = "key canaries"

    def __str__(self) -> str:
        return self.key
