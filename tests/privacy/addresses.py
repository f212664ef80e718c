"""Every public address of a site, made of the patterns themselves: a new one cannot be left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from django.urls import get_resolver

from tests.privacy.site import AFTER, BETWEEN

STAFF = "admin/"
# Values for each parameter that a pattern can have; a pattern with another one fails the test.
Fills = Mapping[str, tuple[str, ...]]
ANY: Fills = {
    "number": ("1",),
    "form": ("txt", "bib", "json"),
    "as_of": (BETWEEN,),
    "part": ("1",),
}
# The same for the long drill.
MORE: Fills = {**ANY, "number": ("1", "2", "3"), "as_of": (BETWEEN, AFTER)}
PAIRED = {"first": "1", "second": "2"}
OF_FOLDERS = {"folder", "reference"}
# Patterns that name a folder in their own text.
IN_FOLDER = {"case", "cases", "events", "figures", "agreements", "sources"}
WRONG = (
    "/?from=no-day-at-all",
    "/?country=russia",
    "/search/?page=0",
    "/changes/?before=x",
    "/as-of/2999-01-01/",
    "/as-of/nonsense/cases/",
    "/as-of/?date=2026-01-20",
    "/cases/?after=nobody",
    "/nothing-here/",
    "/admin",
    "/administration/",
    "/uploads/",
    "/media/",
    "/static/",
    "/.env",
    "/caseline.sqlite3",
    "/api/v1/nothing",
    "/api/v1/events?nothing=1",
    "/sitemap-99.xml",
    "/%00",
    "/?q=%00",
    "/feed.atom?q=ordinary",
    "/api/v1/events?before=" + "9" * 52,
    "/api/v1/cases?limit=0",
    "/api/v1/cases?as_of=2999-01-01",
    "/search/?in=people",
)


class NotVisited(LookupError):
    """A pattern has a parameter that nobody has given values for."""


@dataclass(frozen=True)
class Place:
    """A record's address: its folder and a reference that it has or had."""

    folder: str
    reference: str


def patterns() -> list[tuple[str, tuple[str, ...]]]:
    """Every public address with its parameters, as `cases/%(reference)s/`; none is left out."""
    resolver = get_resolver()
    found = {
        (text, tuple(names))
        for key in resolver.reverse_dict
        for possible, *_ in resolver.reverse_dict.getlist(key)
        for text, names in possible
        if not text.startswith(STAFF)
    }
    return sorted(found)


def addresses_of(
    text: str, names: Iterable[str], places: Iterable[Place], fills: Fills = ANY
) -> Iterator[str]:
    """The addresses of one pattern for all these places, filled in. Raises NotVisited."""
    names = set(names)
    if unknown := names - {*ANY, *PAIRED, *OF_FOLDERS}:
        raise NotVisited(f"Say in tests/privacy/addresses.py what fills {unknown} of “{text}”.")
    free = [name for name in ANY if name in names]
    fixed = {name: value for name, value in PAIRED.items() if name in names}
    for values in product(*(fills[name] for name in free)):
        given = {**fixed, **dict(zip(free, values, strict=True))}
        if "folder" in names and "reference" not in names:
            for folder in ("cases", "agreements", "sources", "figures"):
                yield "/" + text % {**given, "folder": folder}
        elif "reference" in names:
            for place in _fitting(text, names, places):
                yield "/" + text % {
                    **given,
                    "folder": place.folder,
                    "reference": place.reference,
                }
        else:
            yield "/" + text % given


def _fitting(text: str, names: set[str], places: Iterable[Place]) -> Iterator[Place]:
    if "folder" in names:
        yield from places
        return
    folder = next(part for part in text.split("/") if part in IN_FOLDER)
    yield from (one for one in places if one.folder == folder)
