"""Two people had one record open: what the second left as it was keeps what the first has saved.

A field that was typed into stays as it was typed; the second person decides. A field that was not
touched would otherwise quietly take the first person's work back.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from cases.historyrows import latest_rows, many_to_many_at


def base_of(record: Any, version: int) -> Any:
    """The history row of `record` at its version `version`, or None."""
    rows = record.history.filter(version__lte=version)
    return rows.order_by("-history_id").first()


def adopt(form: Any, base: Any) -> set[str]:
    """Gives fields that stand as in the row `base` the value of now; returns their names.

    `form` is bound and was validated, and its `initial` holds the values of now.
    """
    adopted = {name for name in form.fields if _is_untouched(form, base, name)}
    if adopted:
        form.data = form.data.copy()
        for name in adopted:
            _put(form, name)
    return adopted


def adopt_rows(formsets: Iterable[Any], base: Any) -> None:
    """The same for the rows of a form whose record stood as in the row `base`."""
    for formset in formsets:
        rows = [one for one in formset.initial_forms if one.is_bound and one.instance.pk]
        pks = [one.instance.pk for one in rows]
        before = latest_rows(formset.model, pks, upto=base.revision_id)
        for form in rows:
            if row := before.get(form.instance.pk):
                adopt(form, row)


def _is_untouched(form: Any, base: Any, name: str) -> bool:
    if name not in getattr(form, "cleaned_data", {}) or name not in form.initial:
        return False
    field = base.instance_type._meta.get_field(name) if _has(base, name) else None
    if field is None or isinstance(field, models.FileField):
        return False
    typed, now = form.cleaned_data[name], form.initial[name]
    if field.many_to_many:
        was = many_to_many_at(base).get(name)
        return was is not None and {one.pk for one in typed} == was != {one.pk for one in now}
    was = getattr(base, field.attname)
    return bool(_plain(typed) == _plain(was) != _plain(now))


def _has(base: Any, name: str) -> bool:
    names = {field.name for field in base.tracked_fields} | many_to_many_at(base).keys()
    return name in names


def _plain(value: Any) -> Any:
    """A value so that the one from a form and the one from a row compare: keys, and no None."""
    if isinstance(value, models.Model):
        return value.pk
    return value or ""


def _put(form: Any, name: str) -> None:
    key, field = form.add_prefix(name), form.fields[name]
    value = field.prepare_value(form.initial[name])
    if isinstance(field.widget, forms.CheckboxInput):
        form.data.setlist(key, ["on"] if value else [])
    elif isinstance(value, list | tuple):
        form.data.setlist(key, [str(one) for one in value])
    else:
        form.data[key] = "" if value is None else str(value)
