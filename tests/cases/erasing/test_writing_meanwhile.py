"""What a colleague is just writing while somebody is erased is erased as well, or nothing is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.erasing.site import Site, on_postgresql_at, postgresql_database

pytestmark = pytest.mark.slow

DECIDED = """
import threading
from django.db import connection, transaction
from cases.erasing import CannotErase, decide, erase, postgresql, receive
from cases.history import revision
from cases.models import Case, Identity, IdentityName
from cases.publishing import places
from cases.publishing.protected import Known
from cases.roles import Role
from tests.cast import a_case, a_person, alice, grace, staff

places.known = lambda: Known(None, [])
guardian = grace()
person = a_person(alias_en="Z. Q.")
identity = Identity.objects.create(person=person.pk)
IdentityName.objects.create(identity=identity, name="Zorbik Quandel")
request = receive(person.pk, by=guardian, asked_in="File 7", reason="Asked.")
decide(request, by=guardian)
request = decide(request, by=staff("gina", Role.GUARDIAN))
alice()
begun, may_commit = threading.Event(), threading.Event()


def colleague():
    with transaction.atomic(), revision(by=alice(), reason="Told by Zorbik Quandel"):
        a_case(cited=False, title_en="Zorbik Quandel v. Russia")
        begun.set()
        may_commit.wait(20)
    connection.close()


writing = threading.Thread(target=colleague)
writing.start()
assert begun.wait(20)
"""
TOO_LONG = """
postgresql.LONGEST_WAIT = 1
if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA busy_timeout = 1000")
try:
    erase(request, by=guardian)
except CannotErase as error:
    print(error)
request.refresh_from_db()
print(request.state)
postgresql.LONGEST_WAIT = 20
"""
SAID = """
writing.join()
print(Case.objects.get().title_en, "|", Case.history.get().revision.reason)
"""
AWAITED = "threading.Timer(1, may_commit.set).start(); erase(request, by=guardian)" + SAID
AFTERWARDS = "may_commit.set(); writing.join(); erase(request, by=guardian)" + SAID
WITHOUT_THE_NAME = "[erased] v. Russia | Told by [erased]"


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Site]:
    with postgresql_database() as name:
        site = on_postgresql_at(tmp_path, name)
        site.manage("migrate", "--verbosity", "0")
        yield site


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Site:
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'site.sqlite3'}")
    site.manage("migrate", "--verbosity", "0")
    return site


@pytest.mark.parametrize(("kind", "then"), [("on_sqlite", AFTERWARDS), ("on_postgresql", AWAITED)])
def test_nothing_is_erased_while_somebody_writes_and_all_of_it_afterwards(request, kind, then):
    site = request.getfixturevalue(kind)
    said = site.manage("shell", "--no-imports", "-c", DECIDED + TOO_LONG + then)
    refused, state, after = said.strip().splitlines()
    assert "Colleagues are saving or importing just now" in refused
    assert "Nothing was erased. Try again" in refused
    assert (state, after) == ("decided", WITHOUT_THE_NAME)
