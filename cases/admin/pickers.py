"""Pickers of other records: a search while one types, and without script a field to name them in.

The field is inside <noscript> and sends the same name as the select: a reference, or words that
the list of those records finds once.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cases.admin.pages import names_for
from cases.naming import Names

MOST_NAMED = 5


class PickingAdmin:
    """Adds the pickers to a ModelAdmin or to its rows, for the fields in `autocomplete_fields`."""

    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A picker of one record."""
        kwargs |= self._picker(db_field, request, Picker, NamedChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A picker of any number of records."""
        kwargs |= self._picker(db_field, request, PickerOfMany, NamedChoicesField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _picker(
        self, db_field: Any, request: HttpRequest, widget: Any, field: Any
    ) -> dict[str, Any]:
        if db_field.name not in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            return {}
        others = self.admin_site.get_model_admin(db_field.related_model)
        find = partial(key_of_named, others, request)
        chooser = widget(db_field, self.admin_site)
        chooser.names = names_for(request)
        return {"widget": chooser, "form_class": partial(field, find)}


def key_of_named(others: Any, request: HttpRequest, words: str) -> Any:
    """The key of the one record of the admin `others` that `words` name.

    They are its reference (of a colleague the user name), or words of a search that finds it alone,
    among the records that this person may see. Raises ValidationError.
    """
    seen = others.get_queryset(request)
    exact = list(seen.filter(**{others.search_fields[0]: words})[:1])
    found = exact or list(others.get_search_results(request, seen, words)[0][: MOST_NAMED + 1])
    if len(found) == 1:
        return found[0].pk
    if not found:
        raise ValidationError(f"We found nothing by the name of “{words}”.", code="unknown")
    names = ", ".join(
        f"{getattr(one, others.search_fields[0])} ({one})" for one in found[:MOST_NAMED]
    )
    more = " and others" if len(found) > MOST_NAMED else ""
    raise ValidationError(
        f"“{words}” fits {names}{more}. Write the reference of the one that is meant.", code="many"
    )


class NamedChoiceField(forms.ModelChoiceField):
    """One record, by its key or by its name."""

    def __init__(self, find: Callable[[str], Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find

    def to_python(self, value: Any) -> Any:
        """The record. Raises ValidationError where none, or more than one, has that name."""
        return super().to_python(_keys([value], self)[0] if isinstance(value, str) else value)


class NamedChoicesField(forms.ModelMultipleChoiceField):
    """Any number of records, each by its key or by its name."""

    def __init__(self, find: Callable[[str], Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find

    def clean(self, value: Any) -> Any:
        """The records. Raises ValidationError as NamedChoiceField does."""
        return super().clean(_keys(value, self) if isinstance(value, list) else value)


def _keys(values: Iterable[Any], field: Any) -> list[Any]:
    model = field.queryset.model
    return [one if not one or is_key(model, one) else field.find(one) for one in values]


def is_key(model: Any, value: Any) -> bool:
    """Whether `value` has the form of a key of that model."""
    try:
        model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return True


class NamingMixin:
    """Adds the field to name records in; what was typed there comes back if it is not accepted."""

    template_name = "cases/widgets/picker.html"
    field: Any
    names: Names

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds `typed`, what is in the field for names."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        given = value if isinstance(value, list | tuple) else [value]
        context["typed"] = ", ".join(
            str(one) for one in given if one and not is_key(self.field.related_model, one)
        )
        return context

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """The records that are chosen, as options; one that is not to be seen without its name."""
        model = self.field.related_model
        keys = [model._meta.pk.to_python(one) for one in value if one and is_key(model, one)]
        empty = not self.is_required and not self.allow_multiple_selected  # type: ignore[attr-defined]
        options = [("", "", False)] if empty else []
        options += [(key, label, True) for key, label in self.names.there(model, keys)]
        made = [
            self.create_option(name, key, label, chosen, at)  # type: ignore[attr-defined]
            for at, (key, label, chosen) in enumerate(options)
        ]
        return [(None, made, 0)]


class Picker(NamingMixin, AutocompleteSelect):  # type: ignore[misc]
    """A picker of one record; a name that was typed takes the place of what was chosen."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The key or the name."""
        return next((one for one in _sent(data, name)[::-1] if one), "")


class PickerOfMany(NamingMixin, AutocompleteSelectMultiple):  # type: ignore[misc]
    """A picker of any number of records; names are parted by commas."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Without the cross that would drop all that is chosen: each has a cross of its own."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The keys and the names."""
        return [
            part for one in _sent(data, name) for part in map(str.strip, one.split(",")) if part
        ]


def _sent(data: Any, name: str) -> list[str]:
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
    values = values if isinstance(values, list | tuple) else [values]
    return [str(one).replace("\0", "").strip() for one in values if one is not None]
