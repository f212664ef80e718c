"""Sites with a database and a store of their own, on SQLite and on PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
POSTGRESQL_URL = os.environ.get("POSTGRESQL_URL", "")
SERVER = POSTGRESQL_URL.rsplit("/", 1)[0]
PLANT = (
    "from cases.publishing import places; "
    "from cases.publishing.protected import Known; "
    "places.known = lambda: Known(None, []); "
    "from tests.cases.erasing.planting import plant, decided; decided(plant())"
)


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


@contextmanager
def postgresql_database(template: str = "template1") -> Iterator[str]:
    """The name of a new PostgreSQL database, dropped afterwards."""
    if not POSTGRESQL_URL:
        pytest.skip("POSTGRESQL_URL names no server.")
    name = f"caseline_erased_{uuid.uuid4().hex[:8]}"
    on_server("CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield name
    finally:
        on_server("DROP DATABASE {} WITH (FORCE)", name)


def on_server(statement: str, *names: str) -> None:
    """Runs a statement as whoever owns the server, with these names in it."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def on_postgresql_at(folder: Path, name: str) -> Site:
    """A site on a database of the server."""
    site = Site(folder, f"{SERVER}/{name}")
    site.environment["PUBLIC_DATABASE_ROLE"] = f"erased_{uuid.uuid4().hex[:8]}"
    return site
