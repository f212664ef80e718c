"""Reading a whole site as a stranger who knows every reference, public or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.test import Client

from cases.models import Event, HeldReference
from cases.publishing.printing import main_date
from tests.privacy.addresses import ANY, MORE, WRONG, Place, addresses_of, patterns
from tests.privacy.asking import Values, asked, noting
from tests.privacy.planting import word
from tests.privacy.reading import Finder
from tests.privacy.site import Site
from timeline.entries import FOLDERS

PAGES = {str(kind): folder for kind, folder in FOLDERS.items()}


@dataclass
class Found:
    """What reading came to: how many answers of each status, and what they betrayed.

    By route, which parameters were read and which were asked.
    """

    statuses: dict[int, int] = field(default_factory=dict)
    leaks: dict[str, list[str]] = field(default_factory=dict)
    reads: dict[str, set[str]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many answers were read."""
        return sum(self.statuses.values())

    @property
    def unasked(self) -> dict[str, set[str]]:
        """By route, the parameters that it reads and was never asked."""
        left = {route: names - self.asked[route] for route, names in self.reads.items()}
        return {route: names for route, names in left.items() if names}

    def note(self, answer: Any, read: set[str]) -> None:
        """Adds what an answer read of its query and was asked by it."""
        match, query = answer.wsgi_request.resolver_match, answer.wsgi_request.META["QUERY_STRING"]
        route = match.route if match else "no route"
        self.reads.setdefault(route, set()).update(read)
        self.asked.setdefault(route, set()).update(QueryDict(query))


def places_of(site: Site, *, every: bool = False) -> list[Place]:
    """The address of every record in every state, and those that it had before.

    Terms and people have no page; with `every` they are looked for below cases/ all the same.
    """
    found = {
        (one._meta.model_name, one.reference)
        for rows in (*site.sets.values(), *site.hubs.values())
        for one in rows.records()
    }
    found |= set(HeldReference.objects.values_list("kind", "reference"))
    places = {
        Place(PAGES.get(kind, "cases"), reference)
        for kind, reference in found
        if every or kind in PAGES or kind == "person"
    }
    return sorted(places, key=lambda one: (one.folder, one.reference))


def every_address(site: Site, *, every: bool = False) -> Iterator[str]:
    """Every public address with every reference, and lists asked for what is secret.

    Without `every` a part of the secret words is asked for.
    """
    places, fills = places_of(site, every=every), MORE if every else ANY
    for text, names in patterns():
        yield from addresses_of(text, names, places, fills)
    yield from WRONG
    step = 1 if every else 40
    words = [word(number)[number % 3] for number in range(1, site.canaries.made, step)]
    values = secret_values(site, places[::step], words[::9], fills["as_of"])
    yield from asked(places, fills, values, most=10 if every else 1)
    yield from (f"/search/?q={one}" for one in words)


def secret_values(site: Site, places: list[Place], words: list[str], days: Iterable[str]) -> Values:
    """What is asked for: these references, words and days, and the places of secret events."""
    references = [one.reference for one in places]
    kinds = ("case", "source", "kind", "agreement")
    events = [rows[Event] for rows in site.sets.values() if rows.has(Event)]
    keys = [main_date(one).order_key(one.sequence, one.pk.hex) for one in events]
    named = dict.fromkeys(kinds, references)
    of_days = dict.fromkeys(("as_of", "date"), days)
    return {**named, **of_days, "place": words, "q": words, "after": [*references, *keys]}


def asked_by(address: str) -> str:
    """What an address asks for: a State is asked for by its code and named in the answer."""
    return address.replace("=TV", "=TV Tuvalu")


def read_all(client: Client, finder: Finder, addresses: Iterable[str]) -> Found:
    """Reads every address once. An answer that fails is told among the leaks."""
    client.raise_request_exception = False
    found = Found()
    for address in dict.fromkeys(addresses):
        read: set[str] = set()
        with noting(read):
            answer: Any = client.get(address, headers={"accept-encoding": "gzip"})
        found.note(answer, read)
        status = answer.status_code
        found.statuses[status] = found.statuses.get(status, 0) + 1
        betrayed = set(finder.in_answer(answer, asked_by(address)).values())
        if betrayed or status >= 500:
            found.leaks[address] = [str(status), *sorted(betrayed)]
    return found


def rows_of_the_record() -> Iterator[tuple[str, bytes]]:
    """All that the public's connection can read at all: every row of every table of the record."""
    for table in connection.introspection.table_names():
        if table.startswith("timeline_"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    yield table, repr(row).encode()
