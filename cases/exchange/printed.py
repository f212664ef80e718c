"""Rows of the record in a file: which of them must not be loaded."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer

from cases.publishing import kept_out


def refused_rows(data: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Which of these objects of a fixture must not be loaded, by their place, each with why.

    One that cannot be read is not among them: loading says what is the matter. Raises CannotUnseal.
    """
    read = dict(_printed(data))
    places = list(read)
    return {places[at]: words for at, words in kept_out(list(read.values())).items()}


def _printed(data: Sequence[dict[str, Any]]) -> Iterator[tuple[int, Any]]:
    for place, one in enumerate(data):
        if one["model"].lower().startswith("timeline."):
            try:
                yield place, next(iter(Deserializer([one]))).object
            except (DeserializationError, FieldDoesNotExist, ValueError, TypeError):
                continue
