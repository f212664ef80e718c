"""Form fields of the desk: a date in words with its reading, and countries by name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.countries import COUNTRY_CHOICES
from timeline.dates import EdtfDate, parse, read


class FuzzyDateInput(forms.TextInput):
    """One text input; under it, how its content is read, in words and as the days it spans."""

    template_name = "cases/widgets/fuzzy_date.html"

    def format_value(self, value: Any) -> str:
        """A date in words, or in exact notation where no words lead back to it; text as typed."""
        if isinstance(value, EdtfDate):
            words = value.wording().removeprefix("Some time in ")
            return words if _reads_as(words, value) else str(value)
        return "" if value is None else str(value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds `reading`, the sentence under the input; "" where nothing can be read yet."""
        context = super().get_context(name, value, attrs)
        text = self.format_value(value)
        context["with_help"] = "-" not in name  # once a page, not in every row below it
        context["reading"], context["cells"] = reading_in_words(text), cells_of(text)
        return context


def cells_of(text: str) -> list[str]:
    """The cells of the date's strip, each "empty", "striped" or "solid"; none for no date."""
    try:
        return [str(cell) for cell in read(text).date.strip().cells]
    except ValueError:
        return []


def _reads_as(words: str, date: EdtfDate) -> bool:
    try:
        reading = read(words)
    except ValueError:
        return False
    return reading.date == date and not reading.doubts


def reading_in_words(text: str) -> str:
    """How `text`, in plain words or exact notation, is read: one or more plain sentences."""
    if not text.strip():
        return ""
    try:
        reading = read(text)
    except ValueError:
        return ""
    day, span = reading.date, ""
    if day.earliest and day.latest and day.earliest != day.latest:
        span = f": {day.earliest:%-d %B %Y} to {day.latest:%-d %B %Y}"
    words = day.wording()
    sentence = f"We read this as “{words}”{span}."
    return " ".join([sentence, *reading.doubts])


class LinesField(forms.CharField):
    """A text of several lines, with line breaks as we keep them, whatever a browser sends."""

    def to_python(self, value: Any) -> Any:
        """The text with every line break as one character."""
        return super().to_python(str(value).replace("\r\n", "\n") if value else value)


class FuzzyDateFormField(forms.CharField):
    """Plain words or exact notation in, an `EdtfDate` out; None when left empty."""

    widget = FuzzyDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("empty_value", None)
        super().__init__(**{**kwargs, "max_length": None})

    def to_python(self, value: Any) -> Any:
        """The date that was typed. Raises ValidationError with the reason in words."""
        if value is None or isinstance(value, EdtfDate) or not str(value).strip():
            return value or None
        try:
            return read(str(value)).date
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed is another date than the one recorded."""
        try:
            return bool(self.to_python(data) != (parse(str(initial)) if initial else None))
        except (ValidationError, ValueError):
            return True


class CountryListFormField(forms.MultipleChoiceField):
    """Countries chosen by name; their codes in the order of the names."""

    widget = forms.SelectMultiple(attrs={"class": "countries"})

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        super().__init__(choices=COUNTRY_CHOICES, **kwargs)
