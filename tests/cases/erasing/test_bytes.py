"""After an erasure no byte of a name is left in the files of a real database.

A site of its own on each database, filled through its commands. On SQLite every file is read: the
database, its log, what is beside it and the store. On PostgreSQL the server hands out the files of
every table, its catalogue included.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cases.erasing.planting import CONTROL, KEPT_CONTROL, forms, left_in
from tests.cases.erasing.site import (
    PLANT,
    Site,
    on_postgresql_at,
    on_server,
    postgresql_database,
)

pytestmark = pytest.mark.slow
ERASE = """
from django.contrib.auth.models import User
from cases.erasing import erase, scrub
from cases.models import ErasureRequest
erase(ErasureRequest.objects.get(state="decided"), by=User.objects.get(username="filler"))
scrub()
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that is filled, to be copied."""
    folder = tmp_path_factory.mktemp("planted")
    site = Site(folder, f"sqlite:///{folder / 'site.sqlite3'}")
    site.manage("migrate", "--verbosity", "0")
    site.does(PLANT)
    return folder


@pytest.fixture
def on_sqlite(planted: Path, tmp_path: Path) -> Site:
    folder = tmp_path / "site"
    shutil.copytree(planted, folder)
    return Site(folder, f"sqlite:///{folder / 'site.sqlite3'}")


def test_no_byte_is_left_in_the_files_of_sqlite(on_sqlite):
    before = on_sqlite.bytes()
    assert set(left_in(b"".join(before.values()))) >= {"Beomseogi", "곽범석흔", "Помсогин", "곽범"}
    assert len(on_sqlite.sources()) == 3
    after = on_sqlite.after(ERASE)
    assert {"site.sqlite3", "site.sqlite3-wal", "site.sqlite3-shm"} <= set(after)
    assert {name: left for name, content in after.items() if (left := left_in(content))} == {}
    for control in (CONTROL, KEPT_CONTROL):
        assert any(form in after["site.sqlite3"] for form in forms(control))
    # A file of a source that names the person, a waiting import and a held upload.
    assert on_sqlite.sources() == []
    # Of the log there is left what was written since: that the bytes are gone.
    assert len(after["site.sqlite3-wal"]) < len(after["site.sqlite3"]) / 10


def test_without_scrubbing_bytes_would_be_left(on_sqlite):
    """The control: the search finds what only the scrubbing takes."""
    after = on_sqlite.after(ERASE.replace("scrub()\n", ""))
    assert left_in(b"".join(after.values()))


def test_a_reader_delays_the_bytes_and_is_told(on_sqlite):
    reader = sqlite3.connect(on_sqlite.database)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM cases_case").fetchone()
    said = on_sqlite.manage("shell", "--no-imports", "-c", SCRUB_IN_WORDS.format(erase=ERASE))
    assert "its log is not yet emptied" in said
    assert "erase_person --scrub" in said
    reader.close()
    assert "nothing is left in the files" in on_sqlite.manage("erase_person", "--scrub")
    assert left_in(b"".join(on_sqlite.bytes().values())) == []


SCRUB_IN_WORDS = """
from django.db import connection
connection.cursor().execute("PRAGMA busy_timeout = 1000")
try:
    exec('''{erase}''')
except Exception as error:
    print(error)
"""


# What `make serve` and `make run` do first, and what the server itself does before it answers.
STARTS = (
    ("check", "--database", "default", "--fail-level", "ERROR"),
    ("migrate", "--verbosity", "0"),
    ("shell", "--no-imports", "-c", "import tracker.wsgi"),
)


def test_an_older_copy_starts_nothing_and_is_erased_again_from_the_list(on_sqlite):
    on_sqlite.does("from django.db import connection as c; c.cursor().execute('VACUUM')")
    older = on_sqlite.folder.parent / "older"
    older.mkdir()
    shutil.copy(on_sqlite.database, older)
    on_sqlite.does(ERASE)
    for beside in on_sqlite.folder.glob("site.sqlite3-*"):
        beside.unlink()
    shutil.copy(older / "site.sqlite3", on_sqlite.database)
    assert left_in(on_sqlite.database.read_bytes())
    for start in STARTS:
        assert "erase_person --replay" in on_sqlite.manage(*start, code=1)
    assert "would be erased again" in on_sqlite.manage("erase_person", "--replay", "--yes")
    assert left_in(b"".join(on_sqlite.bytes().values())) == []
    for start in STARTS:
        assert "erase_person" not in on_sqlite.manage(*start)
    assert "Nobody on the erasure list" in on_sqlite.manage("erase_person", "--replay", "--yes")
    # One line, though it was done twice.
    assert len((on_sqlite.folder / "erasures.list").read_text().splitlines()) == 1


@pytest.fixture(scope="module")
def planted_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The database and the folder of a site that is filled, to be copied."""
    with postgresql_database() as name:
        site = on_postgresql_at(tmp_path_factory.mktemp("planted"), name)
        site.manage("migrate", "--verbosity", "0")
        site.does(PLANT)
        yield name, site.folder


@pytest.fixture
def on_postgresql(planted_on_postgresql: tuple[str, Path], tmp_path: Path) -> Iterator[Site]:
    planted, uploads = planted_on_postgresql
    with postgresql_database(template=planted) as name:
        shutil.copytree(uploads, tmp_path / "site")
        yield on_postgresql_at(tmp_path / "site", name)


def analysed(site: Site) -> None:
    """As autovacuum does from time to time: values are copied into the statistics."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("ANALYZE")


def pages_of(site: Site, which: str = "true") -> bytes:
    """The files of every table and index as the server keeps them, its own catalogue too."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        rows = connection.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid::regclass)) FROM pg_class "
            f"WHERE relkind IN ('r', 'i', 't', 'm', 'S') AND {which}"
        )
        return b"".join(bytes(row[0]) for row in rows)


STATISTICS = "relname = 'pg_statistic'"
WITHOUT_SCRUBBING = ERASE.replace("scrub()\n", "")
MORE_OF_ONE_TABLE = """
from cases.models import SavedFilter
one = SavedFilter.objects.get()
for number in range(5):
    one.pk, one.name = None, f"{number} {one.query}"[:60]
    one.save()
"""
SCRUB = "from cases.erasing import scrub; scrub()"


def test_no_byte_is_left_in_the_files_of_postgresql(on_postgresql):
    on_postgresql.does(MORE_OF_ONE_TABLE)
    analysed(on_postgresql)
    assert set(left_in(pages_of(on_postgresql))) >= {"Beomseogi", "곽범석흔", "Помсогин"}
    on_postgresql.does(WITHOUT_SCRUBBING)
    assert left_in(pages_of(on_postgresql))
    assert left_in(pages_of(on_postgresql, STATISTICS))
    # Tables that it emptied too, of which ANALYZE alone would leave the statistics as they were.
    on_postgresql.does("from cases.models import SavedFilter as S; assert not S.objects.exists()")
    on_postgresql.does(SCRUB)
    pages = pages_of(on_postgresql)
    assert left_in(pages) == []
    assert CONTROL.encode() in pages
    assert CONTROL.encode() in pages_of(on_postgresql, STATISTICS)
    assert on_postgresql.sources() == []


def test_bytes_that_somebody_still_reads_are_told_of(on_postgresql):
    with psycopg.connect(on_postgresql.environment["DATABASE_URL"]) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1 FROM django_migrations LIMIT 1")
        on_postgresql.does(WITHOUT_SCRUBBING)
        said = on_postgresql.manage("erase_person", "--scrub", code=1)
    assert "may not all be gone: somebody is still reading" in said
    assert "nothing is left in the files" in on_postgresql.manage("erase_person", "--scrub")
    assert left_in(pages_of(on_postgresql)) == []


def test_a_user_of_the_database_who_may_not_is_told_what_to_do(on_postgresql):
    url = on_postgresql.environment["DATABASE_URL"]
    name, user = url.rsplit("/", 1)[1], f"erased_{uuid.uuid4().hex[:8]}"
    on_server("CREATE ROLE {} LOGIN SUPERUSER", user)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(OWNED_BY.replace("somebody", user))
            connection.execute("ANALYZE")
        on_postgresql.does(WITHOUT_SCRUBBING)
        on_server("ALTER ROLE {} NOSUPERUSER PASSWORD 'x'", user)
        on_postgresql.environment["DATABASE_URL"] = f"postgres://{user}:x@{url.rsplit('@', 1)[1]}"
        said = on_postgresql.manage("erase_person", "--scrub", code=1)
        assert "pg_statistic" in said
        assert f'ALTER DATABASE "{name}" OWNER TO "{user}"' in said
        assert "erase_person --scrub" in on_postgresql.manage("check", "--database", "default")
        on_server("ALTER DATABASE {} OWNER TO {}", name, user)
        assert "nothing is left in the files" in on_postgresql.manage("erase_person", "--scrub")
    finally:
        on_postgresql.environment["DATABASE_URL"] = url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"REASSIGN OWNED BY {user} TO CURRENT_USER; DROP OWNED BY {user}")
        on_server("ALTER DATABASE {} OWNER TO CURRENT_USER", name)
        on_server("DROP ROLE {}", user)
    assert left_in(pages_of(on_postgresql)) == []


OWNED_BY = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT oid::regclass AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  LOOP EXECUTE format('ALTER TABLE %s OWNER TO somebody', one.name); END LOOP;
END $$
"""
