"""Small helpers for the desk's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(words: Mapping[Any, str], key: object) -> str:
    """The word for `key`, with a capital; "" where there is none."""
    return str(words.get(key, "")).capitalize()
