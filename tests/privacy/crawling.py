"""Reading a whole site as a stranger who knows every reference, public or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client

from cases.models import HeldReference
from tests.privacy.addresses import WRONG, Place, addresses_of, patterns, questions
from tests.privacy.planting import word
from tests.privacy.reading import Finder
from tests.privacy.site import Site
from timeline.entries import FOLDERS

PAGES = {str(kind): folder for kind, folder in FOLDERS.items()}


@dataclass
class Found:
    """What reading came to: how many answers of each status, and what they betrayed."""

    statuses: dict[int, int] = field(default_factory=dict)
    leaks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many answers were read."""
        return sum(self.statuses.values())


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
    places = places_of(site, every=every)
    for text, names in patterns():
        yield from addresses_of(text, names, places, every=every)
    yield from WRONG
    step = 1 if every else 40
    words = [word(number)[number % 3] for number in range(1, site.canaries.made, step)]
    asked = {name: [one.reference for one in places[::step]] for name in ("case", "source", "kind")}
    yield from questions({**asked, "agreement": asked["case"], "place": words[::9]})
    yield from (f"/search/?q={one}" for one in words)


def asked_by(address: str) -> str:
    """What an address asks for: a State is asked for by its code and named in the answer."""
    return address.replace("=TV", "=TV Tuvalu")


def read_all(client: Client, finder: Finder, addresses: Iterable[str]) -> Found:
    """Reads every address once. An answer that fails is told among the leaks."""
    client.raise_request_exception = False
    found = Found()
    for address in dict.fromkeys(addresses):
        answer: Any = client.get(address, headers={"accept-encoding": "gzip"})
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
