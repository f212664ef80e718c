"""Real names that an import brings are in no byte of the database and in no kept file."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CANARIES = ("Canary Myong-bok", "카나리아", "Канарейка", "canary@example.org", "1985-03-14")
PEOPLE = (
    "reference,alias,Real name,Former name,Name of a relative,Date of birth,E-mail\n"
    "k-s,K.S.-in-the-open,Canary Myong-bok; 카나리아,Канарейка Иван,Canary Sun,1985-03-14,"
    "canary@example.org\n"
)

BEGIN = """
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from cases.exchange.waiting import begin
user = User.objects.create(username="grace", is_staff=True, is_superuser=True)
begin([SimpleUploadedFile("people.csv", open({path!r}, "rb").read())], by=user)
"""
IMPORT = """
from django.contrib.auth.models import User
from cases.exchange.batches import undo
from cases.exchange.run import driven
from cases.exchange.waiting import importing_waiting, planning_waiting, seal_of
from cases.models import *
user, batch = User.objects.get(), ImportBatch.objects.get()
untold = lambda *rows: None
plan = driven(planning_waiting(batch, user), untold)
assert not plan.problems, plan.problems
work = importing_waiting(batch, by=user, reason="", seal=seal_of(batch, plan))
batch = driven(work, untold)
names = sorted(one.name for one in IdentityName.objects.all())
assert names == ["Canary Myong-bok", "Canary Sun", "Канарейка Иван", "카나리아"], names
if {undoes}:
    undo(batch, by=user)
    assert not Identity.objects.exists()
"""


@pytest.mark.slow
@pytest.mark.parametrize("undoes", [False, True])
def test_names_that_are_imported_are_in_no_byte_of_the_site(tmp_path, undoes):
    site = tmp_path / "site"
    site.mkdir()
    brought = tmp_path / "people.csv"
    brought.write_text(PEOPLE)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{site / 'site.sqlite3'}",
        "UPLOADS": str(site / "uploads"),
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }

    def manage(*arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert not [one for one in CANARIES if one in done.stdout + done.stderr]

    def everything() -> bytes:
        return b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())

    manage("migrate", "--verbosity", "0")
    # Held open, so that the last writer does not tidy the WAL away before it is looked at.
    reader = sqlite3.connect(site / "site.sqlite3")
    reader.execute("SELECT count(*) FROM cases_case").fetchone()
    manage("shell", "--no-imports", "-c", BEGIN.format(path=str(brought)))
    waiting = everything()
    assert list((site / "uploads" / "imports").iterdir())
    manage("shell", "--no-imports", "-c", IMPORT.format(undoes=undoes))
    imported = everything()
    reader.close()
    # The control: what is in the open is found, so that the search is known to find.
    assert b"K.S.-in-the-open" in imported
    for text in (*CANARIES, "Canary Sun"):
        for encoding in ("utf-8", "utf-16-le"):
            assert text.encode(encoding) not in waiting + imported
    assert not list((site / "uploads" / "imports").iterdir())
