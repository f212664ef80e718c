"""Model fields whose text is sealed in the database and read through the row that it belongs to.

The database, `.values()` and history's copies by SQL hold envelopes alone. An attribute is unsealed
when it is first read, so that a list which shows no notes opens none. Nothing falls back: an
envelope that does not open, and a text where an envelope is due, are errors.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from cases.sealing.blind import blind_index
from cases.sealing.envelope import Place, row_name, seal, unseal

LOOKUPS = frozenset(("exact", "gt", "isnull"))
SOME_TEXT = "sealed"


@dataclass(frozen=True)
class Envelope:
    """What the database holds for a sealed text. No text, so that none is shown by mistake."""

    text: str = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        raise TypeError("This is sealed: read it from the attribute of its record.")


class SealedAttribute(DeferredAttribute):
    """Unseals what came from the database when it is first read."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """The text. Raises CannotUnseal."""
        value = super().__get__(instance, cls)
        if isinstance(value, Envelope):
            value = self.field.from_text(unseal(value.text, self.field.place_in(instance)))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Keeps a text, or an envelope that came from the database."""
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """A text that is encrypted at rest, for the table, column and row that it stands in.

    `bound_to` names the column with the row's key; `table` is the table that the text was first
    kept in, which a copy of the field in a history keeps, so that a copied envelope still opens.
    It can be asked for whether there is a text, never for which.
    """

    descriptor_class = SealedAttribute

    def __init__(
        self, *args: Any, bound_to: str = "id", sealed_for: str = "", **kwargs: Any
    ) -> None:
        self.bound_to, self.sealed_for = bound_to, sealed_for
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Notes the first table that it stands in."""
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract and not self.sealed_for:
            self.sealed_for = cls._meta.db_table

    def deconstruct(self) -> Any:
        """Adds what migrations need to read it; a copy in a history names the original's table."""
        name, path, args, kwargs = super().deconstruct()
        if self.bound_to != "id":
            kwargs["bound_to"] = self.bound_to
        own = self.model._meta.db_table if hasattr(self, "model") else ""
        if self.sealed_for and self.sealed_for != own:
            kwargs["sealed_for"] = self.sealed_for
        return name, path, args, kwargs

    def as_text(self, value: Any) -> str:
        """The text that is sealed for a value of the attribute."""
        return str(value)

    def from_text(self, text: str) -> Any:
        """The value of the attribute that a text was sealed for."""
        return text

    def place_in(self, instance: Any) -> Place:
        """Where the text of this row belongs."""
        return Place(self.sealed_for, self.attname, row_name(getattr(instance, self.bound_to)))

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """An envelope; None where a join found no row."""
        return None if value is None else Envelope(value)

    def to_python(self, value: Any) -> Any:
        """A text; an envelope as it is."""
        return value if isinstance(value, Envelope) else super().to_python(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The envelope to write. Raises CannotUnseal where the one held belongs elsewhere."""
        value = getattr(model_instance, self.attname)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return Envelope(seal(self.as_text(value), self.place_in(model_instance)))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a text can be asked; anything else is an unsupported lookup."""
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def get_prep_value(self, value: Any) -> Any:
        """The text of an envelope. Raises FieldError for any other text but an empty one."""
        if isinstance(value, Envelope):
            return value.text
        if value in (None, ""):
            return value
        raise FieldError(f"{self.name} is sealed: it cannot be searched, nor written by itself.")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What a query carries; to a check of a whole object, only that there is some text."""
        if not prepared and isinstance(value, str) and value:
            return SOME_TEXT
        return super().get_db_prep_value(value, connection, prepared)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """What is written: an envelope, never a text."""
        if isinstance(value, str):
            value = self.get_prep_value(value)
        return super().get_db_prep_save(value, connection)


class SealedLineField(SealedTextField):
    """A sealed text of one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def formfield(self, **kwargs: Any) -> Any:
        """An input of one line."""
        widget = forms.TextInput(attrs={"class": "vTextField"})
        return super().formfield(**{**kwargs, "form_class": forms.CharField, "widget": widget})


class SealedJSONField(SealedTextField):
    """An object of JSON, sealed as a text."""

    def as_text(self, value: Any) -> str:
        """The object as JSON; an empty one is no text."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def from_text(self, text: str) -> Any:
        """The object; an empty one for no text."""
        return json.loads(text) if text else {}

    def get_prep_value(self, value: Any) -> Any:
        """As for a text; an empty object is an empty text."""
        return super().get_prep_value("" if value == {} else value)


class BlindIndexField(models.CharField):
    """The blind index of the sealed name beside it, kept true on every write."""

    def __init__(self, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=64, blank=True, editable=False, db_index=True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """Leaves out what the field always sets."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "source": self.source}

    def derived_from(self, value: Any) -> str:
        """The index of a name."""
        return blind_index(value or "")

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Computes the index anew from the name beside it."""
        index = self.derived_from(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, index)
        return index


def sealed_fields(model: Any) -> tuple[SealedTextField, ...]:
    """The sealed fields of a model."""
    return tuple(one for one in model._meta.concrete_fields if isinstance(one, SealedTextField))


@contextmanager
def sealed_for_writing(rows: Iterable[Any], names: Collection[str] | None = None) -> Iterator[None]:
    """Inside, sealed attributes hold what is to be written, for writes that ask no field for it.

    Django's bulk_update and its saving of fixtures read attributes as they are.
    """
    held: list[tuple[Any, str, Any]] = []
    try:
        for row in rows:
            for one in sealed_fields(type(row)):
                if names is None or one.name in names:
                    text = getattr(row, one.attname)
                    held.append((row, one.attname, text))
                    setattr(row, one.attname, written(one, text, getattr(row, one.bound_to)))
        yield
    finally:
        for row, name, text in held:
            setattr(row, name, text)


def written(one: SealedTextField, value: Any, key: Any) -> models.Value:
    """The expression that writes `value`, sealed, into the row with this key."""
    place = Place(one.sealed_for, one.attname, row_name(key))
    return models.Value(Envelope(seal(one.as_text(value), place)), output_field=one)
