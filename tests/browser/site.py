"""A whole site of its own for browser tests: the production server on a file of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60

# What the seed alone does not show: a correction, two claims side by side, something withdrawn,
# Markdown, a testimony, a finding, every precision of a date.
EXTRAS = """
from decimal import Decimal
from cases.models import *
from cases.publishing import publish, resting_on, withdraw
from cases.history import revision

arrest = Event.objects.get(reference="choe-arrest")
other, _ = Source.objects.get_or_create(
    reference="bulletin",
    defaults={"title_ru": "Вестник", "original_language": "ru", "title_en": "",
              "publisher": "Town Court", "published": "2017-03",
              "url": "https://court.example/1", "kind": SourceKind.objects.get(reference="news")},
)
with revision(reason="For the tests"):
    arrest.date = "2017-01"
    arrest.summary_en = (
        "He was *arrested*, see [the bulletin](https://court.example/1):\\n\\n- once\\n- twice"
    )
    arrest.save()
    Citation.objects.create(event=arrest, source=other, field="date", value="2016-12",
                            stance="contradicts", locator="No. 3", quote="Он был задержан",
                            translation="He was detained")
    ruling = Event.objects.get(reference="choe-european-court")
    Finding.objects.create(
        event=ruling,
        applicant=Person.objects.get(reference="choe-myong-bok"),
        provision=Provision.objects.get_or_create(
            reference="echr-3", defaults={"label_en": "Article 3", "instrument": "ECHR"})[0],
        outcome="violation",
    )
    for number, date in enumerate(
        ("2014-03-14", "[2016,2017]", "2012~", "[..2019]", "[2020-08..2020-09-10]", "2017/..", "199X")
    ):
        event = Event.objects.create(
            reference=f"date-{number}", title_ko="오늘의 사건", original_language="ko",
            title_en="", date=date, kind=arrest.kind, standing="disputed",
        )
        Citation.objects.create(event=event, source=other)
        publish(resting_on([event]), by=None)
publish(resting_on([arrest, ruling]), by=None, public_note="The month was added.", corrects=arrest)
gone = Event.objects.get(reference="railway-venture")
withdraw(gone, by=None, public_note="At the request of a person concerned.")
"""


@contextmanager
def running_site(folder: Path, samples: int = 0) -> Iterator[str]:
    """Seeds a site in `folder`, serves it, and yields its address without a final slash."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "SECRET_KEY": "a-key-for-browser-tests-that-protects-nothing",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "CONTACT": "office@example.org",
        "DEBUG": "off",
        "FOUR_EYES": "off",
        "REQUIRE_SECOND_FACTOR": "off",
        "PUBLIC_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }

    def manage(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )

    manage("migrate", "--verbosity", "0")
    manage("open_public_door", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    manage("first_run", "--port", str(port))
    if samples:
        manage("make_sample", str(samples))
    else:
        manage("shell", "--no-imports", "-c", EXTRAS)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"127.0.0.1:{port}"]
        + ["--worker-class", "gthread", "--threads", "8", "--log-level", "error"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"No answer at {address} within {PATIENCE} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
