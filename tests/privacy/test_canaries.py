"""Canaries: one in every private field and in every state that is not public, found nowhere.

The control set is public, and is found: so the pages are known to have been read.
"""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from cases.models import HeldReference
from tests.privacy.addresses import WRONG, Place, addresses_of, patterns, questions
from tests.privacy.planting import word
from tests.privacy.reading import Finder, body_of
from tests.privacy.site import TODAY, Site, planted
from timeline.entries import FOLDERS
from timeline.models import Kind
from tracker.discreet import DiscreetFormatter

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    """The planted site, read a month after the last act."""
    made = planted()
    with time_machine.travel(TODAY, tick=True):
        yield made


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the site logs, down to what a deployment leaves out, as its own settings write it."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter())
    names = ("django", "django.request", "axes", "cases", "timeline", "")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG if name else logging.INFO)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def finder_of(site: Site) -> Finder:
    return Finder(site.canaries.needles)


def places_of(site: Site) -> list[Place]:
    """The address of every record in every state, published or not, and those it had before."""
    found = {
        (kind, one.reference)
        for rows in (*site.sets.values(), *site.hubs.values())
        for one in rows.records()
        for kind in [one._meta.model_name]
    }
    found |= set(HeldReference.objects.values_list("kind", "reference"))
    folders = {str(kind): folder for kind, folder in FOLDERS.items()}
    return sorted(
        {Place(folders.get(kind, "cases"), reference) for kind, reference in found},
        key=lambda one: (one.folder, one.reference),
    )


def every_address(site: Site) -> Iterator[str]:
    """Every public address that a reader could type who knew all the references."""
    places = places_of(site)
    for text, names in patterns():
        yield from addresses_of(text, names, places)
    yield from WRONG
    secret = [one.reference for one in places]
    yield from questions(
        {
            **dict.fromkeys(("case", "agreement", "source", "kind"), secret[::9]),
            "place": [words[0] for words in map(word, range(1, site.canaries.made, 97))],
            "q": [words[n % 3] for n in range(1, site.canaries.made, 31) for words in [word(n)]],
        }
    )


def leaks_of(client: Client, finder: Finder, address: str) -> dict[str, str]:
    return finder.in_answer(client.get(address, headers={"accept-encoding": "gzip"}), address)


def test_nothing_that_is_not_public_is_found_at_any_public_address(client, site, log):
    finder, leaks, read = finder_of(site), {}, 0
    statuses: dict[int, int] = {}
    for address in dict.fromkeys(every_address(site)):
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if found := finder.in_answer(answer, address):
            leaks[address] = sorted(set(found.values()))
        read += 1
    print(read, statuses)
    for a, b in leaks.items(): print(a, b)
    assert leaks == {}
    assert {200, 302, 400, 404, 410} <= set(statuses)
    assert log.getvalue()
    assert finder.in_bytes(log.getvalue().encode()) == {}


def rows_of_the_record() -> Iterator[tuple[str, bytes]]:
    """All that the public's connection can read at all: every row of every table of the record."""
    for table in connection.introspection.table_names():
        if table.startswith("timeline_"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    yield table, repr(row).encode()


def test_nothing_that_is_not_public_stands_in_any_table_that_the_public_can_read(site):
    finder = finder_of(site)
    found = {}
    for table, row in rows_of_the_record():
        for needle, what in finder.in_bytes(row).items():
            found.setdefault(what, []).append((table, needle))
    for w, x in found.items(): print(w, x)
    assert found == {}
