"""100,000 rows imported, with history and with editions, beside Django's own bulk_create."""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("DRILL_ROWS", "100000"))
MOST_MEMORY = 500
HEADER = "reference,title,date,kind,country,place,status,summary,sources\n"
KINDS = ("arrest", "detention", "court-decision", "statement", "forced-return")
SOURCE = "article-north-korean-refugees-in-russia"
BULK = """
import sys, time
import django
django.setup()
from django.db import models, transaction
from cases.models import Citation, Event, EventKind, Source
kind, source = EventKind.objects.first(), Source.objects.first()
events = [
    Event(reference=f"bulk-{at}", title_en=f"Something happened, number {at}", date="2014",
          kind=kind, countries=["KP", "RU"], place="Town", summary_en="A summary of some length "
          "that says what happened, to whom and where, as a source reports it.")
    for at in range(int(sys.argv[1]))
]
citations = [Citation(event=one, source=source) for one in events]
start = time.perf_counter()
with transaction.atomic():
    models.QuerySet(Event).bulk_create(events, batch_size=500)
    models.QuerySet(Citation).bulk_create(citations, batch_size=500)
    transaction.set_rollback(True)
print(time.perf_counter() - start)
"""


@pytest.fixture
def site(tmp_path, django_db_setup, django_db_blocker):
    """Runs a command of the site on a database of its own; says its output, seconds and memory."""
    if connection.vendor == "sqlite":
        address = f"sqlite:///{tmp_path / 'import.sqlite3'}"
    else:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS caseline_drill_import")
            cursor.execute("CREATE DATABASE caseline_drill_import")
        address = re.sub(r"/[^/]*$", "/caseline_drill_import", os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }

    def run(*arguments: str) -> tuple[str, float, int]:
        start, peak = time.perf_counter(), 0
        output = tmp_path / "output"
        with output.open("w") as file:
            child = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=file
            )
            while child.poll() is None:
                peak = max(peak, high_water(child.pid))
                time.sleep(0.05)
        said = output.read_text()
        assert child.returncode == 0, said
        return said, time.perf_counter() - start, peak

    run("manage.py", "migrate", "--verbosity", "0")
    run("manage.py", "loaddata", "vocabulary", "article", "--publish")
    return run


def high_water(pid: int) -> int:
    """The most memory in MB that a process has had resident so far; 0 when it is gone."""
    try:
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def a_sheet(path: Path, name: str) -> Path:
    chance = random.Random(1)
    with path.open("w") as file:
        file.write(HEADER)
        for at in range(ROWS):
            year = chance.randint(1990, 2025)
            date = chance.choice((f"{year}", f"{year}-0{chance.randint(1, 9)}", f"spring {year}"))
            file.write(
                f"{name}-{at:06},Something happened number {at},{date},{chance.choice(KINDS)},"
                f"RU; KP,Town {at % 500},reported,A summary of some length that says what "
                f"happened to whom and where as a source reports it.,{SOURCE}\n"
            )
    return path


def test_very_many_rows_are_imported_in_bounded_memory(site, tmp_path):
    plain = float(site("-c", BULK, str(ROWS))[0])
    sheet = str(a_sheet(tmp_path / "events.csv", "row"))
    print(f"\n{connection.vendor}, {ROWS:,} events, each with a citation")
    print(f"Django's bulk_create, no history, nothing checked: {plain:6.1f} s")
    told = {
        "planned (--dry-run)": ("--dry-run",),
        "planned and imported, with history": (),
        "the same file again": (),
    }
    for words, options in told.items():
        said, seconds, megabytes = site("manage.py", "import_records", sheet, *options)
        shown(words, seconds, megabytes, plain)
    assert f"{ROWS:,} unchanged" in said
    other = str(a_sheet(tmp_path / "events2.csv", "public"))
    said, seconds, megabytes = site("manage.py", "import_records", other, "--publish")
    shown("planned, imported and published", seconds, megabytes, plain)
    assert f"Published {ROWS:,} editions" in said


def shown(words: str, seconds: float, megabytes: int, plain: float) -> None:
    print(f"{words:38} {seconds:7.1f} s, {seconds / plain:5.1f} × bulk_create, {megabytes} MB")
    assert megabytes < MOST_MEMORY
