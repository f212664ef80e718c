"""After an erasure no byte of a name is left in the files of a real database.

A site of its own on each database, filled through its commands. On SQLite every file is read: the
database, its log, what is beside it and the store. On PostgreSQL the server hands out the files of
every table.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.cases.erasing.planting import CONTROL, KEPT_CONTROL, forms, left_in

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
POSTGRESQL_URL = os.environ.get("POSTGRESQL_URL", "")
PLANT = (
    "from cases.publishing import guarding; "
    "guarding._guard = lambda: guarding._Known(None, []); "
    "from tests.cases.erasing.planting import plant, decided; decided(plant())"
)
ERASE = """
from django.contrib.auth.models import User
from cases.erasing import erase, scrub
from cases.models import ErasureRequest
erase(ErasureRequest.objects.get(), by=User.objects.get())
scrub()
"""


class Site:
    """A site with a database and a store of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "UPLOADS": str(folder / "uploads"),
            "ERASURE_LIST": str(folder / "erasures.list"),
            "FOUR_EYES": "off",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
        }

    def manage(self, *arguments: str, code: int = 0) -> str:
        """Runs a command; what it printed. Fails where it does not end with `code`."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def does(self, script: str) -> None:
        """Runs a script of the site."""
        self.manage("shell", "--no-imports", "-c", script)

    @property
    def database(self) -> Path:
        return self.folder / "site.sqlite3"

    def bytes(self) -> dict[str, bytes]:
        """Every file of the site."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}

    def after(self, script: str) -> dict[str, bytes]:
        """Every file after a script, while somebody has the database open.

        So nobody tidies the log away but the script itself.
        """
        reader = sqlite3.connect(self.database)
        reader.execute("SELECT count(*) FROM cases_case").fetchone()
        self.does(script)
        found = self.bytes()
        reader.close()
        return found

    def sources(self) -> list[str]:
        return [name for name in self.bytes() if name.startswith("uploads/")]


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
try:
    exec('''{erase}''')
except Exception as error:
    print(error)
"""


def test_an_older_copy_is_erased_again_from_the_list(on_sqlite):
    on_sqlite.does("from django.db import connection as c; c.cursor().execute('VACUUM')")
    older = on_sqlite.folder.parent / "older"
    older.mkdir()
    shutil.copy(on_sqlite.database, older)
    on_sqlite.does(ERASE)
    for beside in on_sqlite.folder.glob("site.sqlite3-*"):
        beside.unlink()
    shutil.copy(older / "site.sqlite3", on_sqlite.database)
    assert left_in(on_sqlite.database.read_bytes())
    said = on_sqlite.manage("check", "--database", "default")
    assert "erase_person --replay" in said
    assert "would be erased again" in on_sqlite.manage("erase_person", "--replay", "--yes")
    assert left_in(b"".join(on_sqlite.bytes().values())) == []
    assert "erase_person --replay" not in on_sqlite.manage("check", "--database", "default")
    assert "Nobody on the erasure list" in on_sqlite.manage("erase_person", "--replay", "--yes")
    # One line, though it was done twice.
    assert len((on_sqlite.folder / "erasures.list").read_text().splitlines()) == 1


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Site]:
    if not POSTGRESQL_URL:
        pytest.skip("POSTGRESQL_URL names no server.")
    name = f"caseline_erased_{uuid.uuid4().hex[:8]}"
    base = POSTGRESQL_URL.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        site = Site(tmp_path, f"{base}/{name}")
        site.environment["PUBLIC_DATABASE_ROLE"] = f"erased_{uuid.uuid4().hex[:8]}"
        site.manage("migrate", "--verbosity", "0")
        site.does(PLANT)
        yield site
    finally:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def pages_of(site: Site) -> bytes:
    """The files of every table and index, as the server keeps them."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        rows = connection.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid::regclass)) FROM pg_class "
            "WHERE relkind IN ('r', 'i', 't') AND relnamespace IN "
            "('public'::regnamespace, 'pg_toast'::regnamespace) AND oid >= 16384"
        )
        return b"".join(bytes(row[0]) for row in rows)


def test_no_byte_is_left_in_the_tables_of_postgresql(on_postgresql):
    assert set(left_in(pages_of(on_postgresql))) >= {"Beomseogi", "곽범석흔", "Помсогин"}
    on_postgresql.does(ERASE.replace("scrub()\n", ""))
    assert left_in(pages_of(on_postgresql))
    on_postgresql.does("from cases.erasing import scrub; scrub()")
    pages = pages_of(on_postgresql)
    assert left_in(pages) == []
    assert CONTROL.encode() in pages
    assert on_postgresql.sources() == []
