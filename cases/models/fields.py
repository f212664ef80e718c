"""Model fields of the desk: dates as their sources know them, and lists of countries."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cases.countries import COUNTRY_CODES
from cases.fields import CountryListFormField, FuzzyDateFormField
from timeline.dates import EdtfDate, parse


class FuzzyDateField(models.CharField):
    """A date as precise as its source: EDTF text in the database, an `EdtfDate` in Python.

    Empty is None in Python and "" in the database. A text that is not a date is a
    ValidationError that says why, wherever it comes from.
    """

    description = "A date in EDTF (ISO 8601-2)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 60
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> EdtfDate | None:
        """An EdtfDate from text in exact notation; None from None or ""."""
        if value is None or value == "":
            return None
        if isinstance(value, EdtfDate):
            return value
        try:
            return parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def from_db_value(self, value: str | None, *_: Any) -> EdtfDate | None:
        """An EdtfDate from the column's text."""
        return parse(value) if value else None

    def get_prep_value(self, value: Any) -> str:
        """The column's text."""
        return str(self.to_python(value) or "")

    def pre_save(self, model_instance: models.Model, add: bool) -> EdtfDate | None:
        """Turns text that was assigned to the attribute into its value."""
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """The exact notation, for serializers."""
        return self.get_prep_value(self.value_from_object(obj))

    def get_default(self) -> None:
        """No date."""

    def formfield(self, **kwargs: Any) -> Any:
        """An input that takes plain words and shows how they were read."""
        return models.Field.formfield(
            self, **{"form_class": FuzzyDateFormField, "max_length": None, **kwargs}
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> EdtfDate | None:
        """Validates as Django does; None counts as blank, not as null."""
        cleaned = self.to_python(value)
        if cleaned is None and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return cleaned


class BoundField(models.DateField):
    """The earliest or latest day of a FuzzyDateField beside it, kept true on every write.

    `source` names that field, `side` is "earliest" or "latest". Null means that the side is open,
    unknown, or that there is no date.
    """

    def __init__(self, source: str = "date", side: str = "earliest", **kwargs: Any) -> None:
        self.source, self.side = source, side
        kwargs.update(null=True, editable=False, blank=True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """Adds the source and side to what migrations record."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "editable", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "source": self.source, "side": self.side}

    def derived_from(self, value: Any) -> date | None:
        """The day on this side of `value`, an EdtfDate, its text, or None."""
        if value is None or value == "":
            return None
        day: date | None = getattr(
            value if isinstance(value, EdtfDate) else parse(value), self.side
        )
        return day

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        """Computes the day anew from the date beside it."""
        day = self.derived_from(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, day)
        return day


class CountryListField(models.JSONField):
    """States concerned, as a list of ISO 3166-1 alpha-2 codes in alphabetical order.

    They are a set: an order that somebody chose them in means nothing and is not kept.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(default=list, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leaves out what the field always sets."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        """The codes in alphabetical order; anything that is no list of texts as it is."""
        is_texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return sorted(value) if is_texts else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Puts codes that were assigned to the attribute in order."""
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuses anything but a list of different country codes."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise ValidationError("Give a list of different country codes, such as RU and KP.")
        for code in value:
            check_country(code)

    def formfield(self, **kwargs: Any) -> Any:
        """A choice of countries by name."""
        return models.Field.formfield(self, **{"form_class": CountryListFormField, **kwargs})


def check_country(code: object) -> None:
    """Raises ValidationError unless `code` is an ISO 3166-1 alpha-2 code in capitals."""
    if code not in COUNTRY_CODES:
        raise ValidationError(
            f"“{code}” is not a country code. Two capital letters are expected, such as RU or KP."
        )
