"""What a reader asks of the timeline: query parameters in, checked filters out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from timeline.dates import read

FAMILIES = ("movement", "harm", "court", "agreement", "figure", "background")
STANDINGS = ("alleged", "reported", "corroborated", "established", "disputed")
GROUPS = ("family", "kind", "case", "agreement", "country", "place", "standing", "source")
MOST_VALUES = 40
LONGEST_QUESTION = 200
COUNTRY = re.compile(r"[A-Z]{2}")


class BadParameter(ValueError):
    """A query parameter that cannot be used; the message says which and why.

    `parameter` is its name, "" where none alone is to blame.
    """

    def __init__(self, words: str, parameter: str = "") -> None:
        self.parameter = parameter
        super().__init__(words)


class QueryParameters(Protocol):
    """What Django's QueryDict offers of itself here."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value given for `key`."""

    def get(self, key: str, /) -> str | None:
        """The last value given for `key`; None where there is none."""


@dataclass(frozen=True)
class Filters:
    """The active filters: values by group, a period in days, and the period as it was typed."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    typed_from: str = ""
    typed_to: str = ""
    words: str = ""

    def group(self, name: str) -> tuple[str, ...]:
        """The values of one group; empty when it is not filtered by."""
        return self.groups.get(name, ())

    def without(self, name: str, value: str | None = None) -> "Filters":
        """The same filters less one group, or less one value of it."""
        kept = tuple(one for one in self.group(name) if value is not None and one != value)
        groups = {key: values for key, values in self.groups.items() if key != name}
        return replace(self, groups={**groups, name: kept} if kept else groups)

    def without_period(self) -> "Filters":
        """The same filters for all times."""
        return replace(self, first=None, last=None, typed_from="", typed_to="")

    def without_words(self) -> "Filters":
        """The same filters without the words that are searched for."""
        return replace(self, words="")

    @property
    def active(self) -> bool:
        """Whether anything is filtered by."""
        return bool(self.groups or self.first or self.last or self.words)

    def query(self, **more: str) -> str:
        """The filters as a query string, in a stable order, with further parameters behind."""
        pairs = [(name, value) for name in GROUPS for value in self.group(name)]
        pairs += [("q", self.words)] if self.words else []
        pairs += [("from", self.typed_from)] if self.typed_from else []
        pairs += [("to", self.typed_to)] if self.typed_to else []
        return urlencode([*pairs, *more.items()])


def filters_from(query: QueryParameters) -> Filters:
    """The filters that a query string asks for.

    Dates are read like any date on this site: plain words or exact notation. Raises BadParameter
    with the parameter's name and the reason for anything that cannot be used.
    """
    groups = {}
    for name in GROUPS:
        values = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
        if values:
            groups[name] = _checked(name, values)
    typed_from, typed_to = (query.get("from") or "").strip(), (query.get("to") or "").strip()
    first, last = _day("from", typed_from, "earliest"), _day("to", typed_to, "latest")
    if first and last and first > last:
        raise BadParameter(
            f"The period ends before it begins: from “{typed_from}” to “{typed_to}”.", "to"
        )
    return Filters(groups, first, last, typed_from, typed_to, words_from(query))


def words_from(query: QueryParameters) -> str:
    """The words that `q` asks for, as they were typed; "" where there is nothing to look for.

    Raises BadParameter for words that are too long. Words without a letter or digit find nothing.
    """
    typed = " ".join((query.get("q") or "").split())
    if len(typed) > LONGEST_QUESTION:
        raise BadParameter(
            f"“q” has {len(typed)} characters; at most {LONGEST_QUESTION} can be searched for.",
            "q",
        )
    return typed


def _checked(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) > MOST_VALUES:
        raise BadParameter(f"“{name}” takes at most {MOST_VALUES} values at once.", name)
    for value in values:
        if "\0" in value or len(value) > 200:
            raise BadParameter(
                f"A value of “{name}” is too long or has a character nobody types.", name
            )
    if name == "family":
        _among(name, values, FAMILIES)
    if name == "standing":
        _among(name, values, STANDINGS)
    if name == "country":
        for value in values:
            if not COUNTRY.fullmatch(value):
                raise BadParameter(
                    f"“country” was “{value}”. Two capital letters are expected, such as RU.",
                    name,
                )
    return values


def _among(name: str, values: Iterable[str], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise BadParameter(f"“{name}” was “{value}”. It can be {', '.join(known)}.", name)


def _day(name: str, typed: str, side: str) -> date | None:
    if not typed:
        return None
    try:
        day: date | None = getattr(read(typed).date, side)
    except ValueError as error:
        raise BadParameter(
            f"“{name}” was “{typed}”, which is not a date we can read. {error}", name
        ) from error
    if day is None:
        raise BadParameter(
            f"“{name}” was “{typed}”, which has no first or last day to count from.", name
        )
    return day
