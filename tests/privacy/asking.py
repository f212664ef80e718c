"""What public addresses are asked: every parameter that the API declares or that a page reads."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import product
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.http import QueryDict
from django.test import Client

from tests.privacy.addresses import Fills, NotVisited, Place, addresses_of, patterns
from timeline.api.description import description

# What is asked for the sake of each parameter, whatever is published. One that is not named here
# fails the test.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "family": ("family=court",),
    "kind": (),
    "case": (),
    "agreement": (),
    "source": (),
    "country": ("country=TV", "country=RU"),
    "place": (),
    "standing": ("standing=reported",),
    "from": ("from=1500&to=1700", "from=1500&to=2030"),
    "to": ("to=1700",),
    "q": ("q=ordinary", "q=linked"),
    "in": ("in=cases&in=events", "in=agreements&in=sources&in=figures"),
    "page": ("page=1", "page=2"),
    "limit": ("limit=1",),
    "after": (f"after={'0' * 52}",),
    "before": (f"before={'9' * 52}", "before=999999"),
    "date": (),
    "as_of": (),
}
# What says nothing unless another parameter is given too.
NEEDS = {"in": "q", "page": "q"}
# Lists that are asked everything, even where others are asked one question for each parameter.
THOROUGHLY = ("/", "/search/", "/embed/", "/export/events.json", "/api/v1/events")
READING = ("get", "getlist", "__getitem__", "__contains__")

Values = Mapping[str, Iterable[str]]


@contextmanager
def noting(names: set[str]) -> Iterator[None]:
    """Adds to `names` every parameter of a query that is read, whether it was given or not."""

    def noted(method: str) -> Any:
        real = getattr(QueryDict, method)

        def reads(query: QueryDict, name: str, *args: Any, **kwargs: Any) -> Any:
            names.add(name)
            return real(query, name, *args, **kwargs)

        return reads

    with ExitStack() as stack:
        for method in READING:
            stack.enter_context(patch.object(QueryDict, method, noted(method)))
        yield


def declared() -> dict[str, frozenset[str]]:
    """The parameters of each operation in the API's description, by its pattern."""
    return {
        path.removeprefix("/").replace("{", "%(").replace("}", ")s"): frozenset(
            one["name"] for one in operation["get"]["parameters"] if one["in"] == "query"
        )
        for path, operation in description()["paths"].items()
    }


@cache
def parameters() -> dict[str, frozenset[str]]:
    """The parameters of each pattern: those that it declares, or else reads unasked."""
    found, described = {}, declared()
    client = Client()
    nobody = [Place(folder, "nobody") for folder in ("cases", "events", "figures")]
    for text, names in patterns():
        read: set[str] = set()
        if text not in described:
            with noting(read):
                client.get(next(addresses_of(text, names, nobody)))
        found[text] = described.get(text, frozenset(read))
    return found


def questions(names: Iterable[str], values: Values) -> Iterator[tuple[str, str]]:
    """Queries for each of these parameters, each with the name of that. Raises NotVisited."""
    for name in names:
        if name not in QUESTIONS:
            raise NotVisited(f"Say in tests/privacy/asking.py what asks for “{name}”.")
        own = [*(urlencode({name: one}) for one in values.get(name, ())), *QUESTIONS[name]]
        beside = [query for _, query in questions([NEEDS[name]], values)] if name in NEEDS else [""]
        for parts in product(own, beside):
            yield name, "&".join(filter(None, parts))


def every_question(names: frozenset[str], values: Values) -> Iterator[tuple[str, str]]:
    """As `questions`, and each of them once more as of each day, where a query can say that."""
    for name, query in questions(sorted(names), values):
        yield name, query
        if "as_of" in names and name != "as_of":
            for day in values["as_of"]:
                yield f"{name} as of a day", f"{query}&as_of={day}"


def some(queries: Iterable[tuple[str, str]], most: int) -> Iterator[str]:
    """At most so many queries for the sake of each parameter, spread over all of them."""
    by_name: dict[str, list[str]] = {}
    for name, query in queries:
        by_name.setdefault(name, []).append(query)
    for found in by_name.values():
        yield from found[:: -(-len(found) // most)]


def asked(
    places: Iterable[Place], fills: Fills, values: Values, *, most: int, but_for: str = "\0"
) -> Iterator[str]:
    """Every public address with every question that can be asked there.

    THOROUGHLY are asked all of them, others at most `most` for each parameter, and patterns in
    which `but_for` stands none.
    """
    kept = list(places)
    for text, names in patterns():
        queries = list(every_question(parameters()[text], values))
        for address in addresses_of(text, names, kept, fills):
            if address in THOROUGHLY:
                chosen: Iterable[str] = (query for _, query in queries)
            else:
                chosen = () if but_for in text else some(queries, most)
            yield from (f"{address}?{query}" for query in chosen)
