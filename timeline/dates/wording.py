"""Dates in words, a speaker for each language. Another language is another file and entry here."""

from typing import Protocol

from timeline.dates import english
from timeline.dates.parts import Part, Precision, Span


class Speaker(Protocol):
    """What a language's module offers."""

    def wording(self, precision: Precision, members: tuple[Part | Span, ...]) -> str:
        """The date in words, beginning with a capital."""
        ...

    def note(self, precision: Precision, members: tuple[Part | Span, ...]) -> str:
        """Its precision in words."""
        ...


SPEAKERS: dict[str, Speaker] = {"en": english}


def speaker(language: str) -> Speaker:
    """The speaker of `language` (en). Raises ValueError for another."""
    try:
        return SPEAKERS[language]
    except KeyError:
        raise ValueError(f"Dates are not worded in “{language}” yet.") from None
