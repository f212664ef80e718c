"""Small helpers for the desk's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(words: Mapping[Any, str], key: object) -> str:
    """The word for `key`, with a capital; "" where there is none."""
    return str(words.get(key, "")).capitalize()


@register.simple_tag(takes_context=True)
def contents(context: Mapping[str, Any], field: Any) -> Any:
    """What a field that cannot be changed says, naming only what the reader may see."""
    names = context.get("names")
    linked = names.linked(field.form.instance, field.field["field"]) if names else None
    return field.contents() if linked is None else linked


@register.simple_tag(takes_context=True)
def row_name(context: Mapping[str, Any], row: Any) -> str:
    """What a row of a record is called, as far as the reader may see what it links to."""
    names = context.get("names")
    return str(names.row(row) if names else row)
