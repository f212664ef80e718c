"""The wall between public and desk, on a real SQLite file and a real PostgreSQL role.

Each test runs commands in a site of its own, with the settings of a deployment.
"""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL_URL = os.environ.get("POSTGRESQL_URL", "")

PROBE = """
import json
from django.db import connections, DatabaseError
from timeline.guard import desk_tables, readable_desk_tables, public_snapshot, DeskIsOutOfReach
from timeline.models import Edition
from cases.models import Event

found = {"desk": desk_tables(), "readable": readable_desk_tables()}
found["editions"] = Edition.objects.using("public").count()

def outcome(act):
    try:
        act()
    except Exception as error:
        return type(error).__name__
    return "done"

def run(statement):
    with connections["public"].cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()

found["orm"] = outcome(lambda: list(Event.objects.using("public")[:1]))
found["join"] = outcome(lambda: run(
    "SELECT 1 FROM timeline_edition e JOIN cases_event c ON c.id = e.record"))
found["subquery"] = outcome(lambda: run("SELECT (SELECT internal_notes FROM cases_event LIMIT 1)"))
found["users"] = outcome(lambda: run("SELECT username FROM auth_user"))
found["write"] = outcome(lambda: run("UPDATE timeline_edition SET reference = 'x' RETURNING id"))
found["insert"] = outcome(lambda: run(
    "INSERT INTO timeline_recordhead (id, sequence) VALUES (1, 1) RETURNING id"))
found["drop"] = outcome(lambda: run("DROP TABLE timeline_tombstone"))
found["attach"] = outcome(lambda: run("ATTACH 'caseline.sqlite3' AS again"))
with public_snapshot():
    found["default"] = outcome(lambda: list(Event.objects.all()[:1]))
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a new PostgreSQL database, dropped afterwards."""
    if not POSTGRESQL_URL:
        pytest.skip("POSTGRESQL_URL names no server.")
    name = f"caseline_wall_{uuid.uuid4().hex[:8]}"
    base = POSTGRESQL_URL.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{base}/{name}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The environment of a site with a migrated, seeded database of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('site') / 'caseline.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    role = f"wall_{uuid.uuid4().hex[:8]}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "a-key-for-tests-that-protects-nothing-at-all",
        "PUBLIC_DATABASE_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    managed(environment, "migrate", "--verbosity", "0")
    managed(environment, "open_public_door")
    managed(environment, "loaddata", "vocabulary", "article", "--publish")
    return environment


def managed(environment: dict[str, str], *command: str, script: str = "") -> str:
    """Runs a management command; its output. Fails the test when the command fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def change_grant(site: dict[str, str], statement: str) -> None:
    """Grants the public role something, or takes it back."""
    role = sql.Identifier(site["PUBLIC_DATABASE_ROLE"])
    with psycopg.connect(site["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(role))


def test_the_public_reads_the_record_and_no_table_of_the_desk(site):
    found = json.loads(managed(site, "shell", "-v", "0", script=PROBE).splitlines()[-1])
    assert found["readable"] == []
    assert {"cases_event", "auth_user", "django_session", "cases_historicalevent"} <= {
        *found["desk"]
    }
    assert found["editions"] > 70
    refused = ("orm", "join", "subquery", "users", "write", "insert", "drop", "attach")
    assert [name for name in refused if found[name] == "done"] == []
    assert found["default"] == "DeskIsOutOfReach"


def test_the_site_serves_the_seed_behind_the_wall(site):
    script = (
        "from django.test import Client; from django.conf import settings; "
        "settings.STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
        "for path in ('/', '/cases/', '/events/choe-arrest/', '/about/'):\n"
        "    print(Client().get(path, headers={'host': '127.0.0.1'}).status_code)\n"
    )
    output = managed(site, "shell", "-v", "0", script=script)
    assert output.split() == ["200"] * 4


def test_the_search_reads_its_index_behind_the_wall(site):
    script = (
        "from django.test import Client; from django.conf import settings; "
        "settings.STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
        "for word in ('choe', 'соглашения', '최명복', 'nothing-like-it'):\n"
        "    page = Client().get('/search/', {'q': word}, headers={'host': '127.0.0.1'})\n"
        "    print(page.status_code, '<mark>' in page.content.decode())\n"
    )
    output = managed(site, "shell", "-v", "0", script=script)
    assert output.splitlines() == ["200 True"] * 3 + ["200 False"]


def test_files_and_api_are_read_behind_the_wall(site):
    script = (
        "from django.test import Client\n"
        "from timeline.exports.forms import FORMS\n"
        "client = Client(headers={'host': '127.0.0.1'})\n"
        "for name in (*FORMS, 'record.json'):\n"
        "    answer = client.get(f'/export/{name}')\n"
        "    print(answer.status_code, len(b''.join(answer.streaming_content)) > 100)\n"
        "for path in ('events?q=choe', 'cases/choe-myong-bok', 'events/choe-arrest/history'):\n"
        "    answer = client.get(f'/api/v1/{path}')\n"
        "    print(answer.status_code, b'choe' in answer.content)\n"
        "for path in ('/feed.atom', '/changes.atom', '/cases/choe-myong-bok/feed.atom'):\n"
        "    print(client.get(path).status_code, True)\n"
    )
    output = managed(site, "shell", "-v", "0", script=script)
    assert output.splitlines() == ["200 True"] * 14


def test_the_site_does_not_start_while_the_public_could_read_the_desk(site):
    if site["DATABASE_URL"].startswith("sqlite"):
        script = (
            "from django.db import connections\n"
            "connections['public'].ensure_connection()\n"
            "connections['public'].connection.set_authorizer(None)\n"
        )
    else:
        change_grant(site, "GRANT SELECT ON cases_event TO {}")
        script = ""
    script += (
        "try:\n    import tracker.wsgi\n    print('started')\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    output = managed(site, "shell", "-v", "0", script=script)
    if site["DATABASE_URL"].startswith("postgres"):
        change_grant(site, "REVOKE SELECT ON cases_event FROM {}")
    assert "started" not in output
    assert "can read tables of the desk, so the site does not start: " in output
