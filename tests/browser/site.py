"""A whole site of its own for browser tests: the production server on a file of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
LOG = "server.log"
DONE = "seeded"
SECRET_KEY = "a-key-for-browser-tests-that-protects-nothing"
DESK_KEYS = "browser:" + b64encode(bytes(range(32))).decode()
PASSWORD = "only-for-browser-tests"


@contextmanager
def running_site(
    folder: Path, samples: int = 0, four_eyes: bool = False, second_factor: bool = False
) -> Iterator[str]:
    """Seeds a site in `folder`, serves it, and yields its address without a final slash.

    With `four_eyes`, nobody can publish what they have changed themselves; with `second_factor`,
    nobody works at the desk by a password alone.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        seeded = _seeded_once(folder.parent.parent / f"seeded-{samples}-{run}", samples)
        shutil.copytree(seeded, folder, dirs_exist_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        _seed(_environment(folder), samples)
    environment = {
        **_environment(folder),
        "FOUR_EYES": "on" if four_eyes else "off",
        "REQUIRE_SECOND_FACTOR": "on" if second_factor else "off",
    }
    log = (folder / LOG).open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--threads", "8", "--log-level", "info"),
        ],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _seeded_once(shared: Path, samples: int) -> Path:
    """The folder of a site that is seeded and not served; made once for all workers of a run."""
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / DONE).exists():
            shared.mkdir(parents=True, exist_ok=True)
            _seed(_environment(shared), samples)
            (shared / DONE).touch()
    return shared


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": SECRET_KEY,
        "DESK_KEYS": DESK_KEYS,
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "UPLOADS": str(folder / "uploads"),
        "STATIC_ROOT": str(folder / "static"),
        "CONTACT": "office@example.org",
        "DEBUG": "off",
        "FOUR_EYES": "off",
        "REQUIRE_SECOND_FACTOR": "off",
        "PUBLIC_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }


def _seed(environment: dict[str, str], samples: int) -> None:
    def manage(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stderr}")

    manage("migrate", "--verbosity", "0")
    manage("open_public_door", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    manage("first_run")
    if samples:
        manage("make_sample", str(samples))
    else:
        manage("shell", "--no-imports", "-c", "from tests.browser.extras import add; add()")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder of files on the loopback address, and yields it without a final slash."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing."""


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"No answer at {address} within {PATIENCE} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
