"""The memory that a large export takes: near the same for N events as for ten times as many.

Each file is written to the end by a process of its own, on a site of its own; what counts is how
far its peak lies above what the process held before. EVENTS sets N, 1,000 unless given.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.exports.forms import FORMS

ROOT = Path(__file__).resolve().parents[2]
EVENTS = int(os.environ.get("EVENTS", "1000"))
NAMES = [*(f"export/{name}" for name in FORMS), "export/record.json"]
ALLOWED = 12 * 1024  # KB by which ten times as many events may raise the peak
MEASURE = """
import json, re, time
from django.test import Client

def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\\s+([0-9]+) kB", status.read())[1])

client = Client(SERVER_NAME="127.0.0.1")
client.get("/api/v1/events?limit=5")
before, start, size = peak(), time.monotonic(), 0
for piece in client.get("/ADDRESS").streaming_content:
    size += len(piece)
print(json.dumps({"kb": peak() - before, "bytes": size, "seconds": time.monotonic() - start}))
"""


def managed(environment: dict[str, str], *command: str, script: str = "") -> str:
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


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[dict[str, str]]:
    """The environments of two sites on SQLite, the second with ten times as many events."""
    made = []
    for number in (EVENTS, 10 * EVENTS):
        path = tmp_path_factory.mktemp("site") / "site.sqlite3"
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{path}",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "PUBLIC_DATABASE_URL": "",
        }
        managed(environment, "migrate", "--verbosity", "0")
        managed(environment, "loaddata", "vocabulary", "--publish", "--verbosity", "0")
        managed(environment, "make_sample", str(number), "--verbosity", "0")
        made.append(environment)
    return made


@pytest.mark.parametrize("address", NAMES)
def test_the_memory_of_an_export_does_not_grow_with_the_record(sites, address):
    script = MEASURE.replace("ADDRESS", address)
    few, many = (json.loads(managed(site, "shell", "-v", "0", script=script)) for site in sites)
    for number, found in ((EVENTS, few), (10 * EVENTS, many)):
        print(
            f"{address:24}{number:>10,} events {found['bytes'] / 1024 / 1024:8.1f} MB "
            f"{found['seconds']:7.1f} s {found['kb'] / 1024:7.1f} MB above the start"
        )
    assert many["bytes"] > 5 * few["bytes"] or address.endswith("geojson")
    assert many["kb"] - few["kb"] < ALLOWED
