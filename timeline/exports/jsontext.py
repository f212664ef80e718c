"""JSON written piece by piece: an object whose longest value is a list that never is in memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def text_of(value: Any) -> str:
    """A value as JSON, with letters of every script as they are."""
    return json.dumps(value, ensure_ascii=False)


def members(values: dict[str, Any]) -> str:
    """The members of an object without its brackets."""
    return text_of(values)[1:-1]


def list_pieces(name: str, items: Iterable[Any]) -> Iterator[str]:
    """One member of an object: a list under `name`, an item a line."""
    yield f"{text_of(name)}: ["
    for index, item in enumerate(items):
        yield (",\n" if index else "\n") + text_of(item)
    yield "\n]"
