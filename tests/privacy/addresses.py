"""Every public address of a site, made of the patterns themselves: a new one cannot be left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from django.urls import get_resolver

from tests.privacy.site import AFTER, BETWEEN

STAFF = "admin/"
# Values for each parameter that a pattern can have; a pattern with another one fails the test.
ANY: dict[str, tuple[str, ...]] = {
    "number": ("1",),
    "form": ("txt", "bib", "json"),
    "as_of": (BETWEEN,),
    "part": ("1",),
}
# The same for the long drill.
MORE: dict[str, tuple[str, ...]] = {"number": ("1", "2", "3"), "as_of": (BETWEEN, AFTER)}
PAIRED = {"first": "1", "second": "2"}
OF_FOLDERS = {"folder", "reference"}
# Patterns that name a folder in their own text.
IN_FOLDER = {"case", "cases", "events", "figures", "agreements", "sources"}
# What can be asked of lists, whatever is published.
QUESTIONS = (
    "family=court",
    "country=RU",
    "country=TV",
    "standing=reported",
    "from=1500&to=2030",
    "from=1500&to=1700",
    "q=ordinary",
    "q=linked",
)
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
)
LISTS = ("/", "/search/", "/embed/", "/export/events.json", "/feed.atom", "/api/v1/events")


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
    text: str, names: Iterable[str], places: Iterable[Place], *, every: bool = False
) -> Iterator[str]:
    """The addresses of one pattern for all these places. Raises NotVisited."""
    names = set(names)
    if unknown := names - {*ANY, *PAIRED, *OF_FOLDERS}:
        raise NotVisited(f"Say in tests/privacy/addresses.py what fills {unknown} of “{text}”.")
    free = [name for name in ANY if name in names]
    known = {**ANY, **(MORE if every else {})}
    fixed = {name: value for name, value in PAIRED.items() if name in names}
    for values in product(*(known[name] for name in free)):
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


def questions(values: dict[str, Iterable[str]]) -> Iterator[str]:
    """The lists, asked by each of QUESTIONS and by each of these values of a filter."""
    for path in LISTS:
        yield from (f"{path}?{one}" for one in QUESTIONS if may_ask(path, one))
        for name, many in values.items():
            for value in many:
                query = urlencode({name: value})
                if may_ask(path, query):
                    yield f"{path}?{query}"


def may_ask(path: str, query: str) -> bool:
    """Whether a list is asked so; a search is asked by its words alone."""
    return path != "/search/" or query.startswith(("q=", "country=", "from="))
