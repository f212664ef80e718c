"""What the production server believes of forwarding headers: nothing, where no proxy is ours."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
# Each would say “https” to a server that believed it.
SPOOFED = [
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Protocol": "ssl"},
    {"X-Forwarded-Ssl": "on"},
    {"Forwarded": "proto=https"},
    {"Front-End-Https": "on"},
]
MOVED = [{"SCRIPT_NAME": "/x"}, {"Script-Name": "/x"}, {"PATH_INFO": "/admin/"}]


@contextmanager
def server(**settings):
    """The production server with these settings, as a way to ask it."""
    with served(**settings) as port:
        yield partial(asked, port)


def asked(port, path, headers):
    """The status, and what the site made of the question."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    said = json.loads(body) if answer.status == 200 else {}
    return answer.status, {**said, "hsts": answer.headers["Strict-Transport-Security"]}


@contextmanager
def served(**settings):
    """The production server with these settings: the port at which it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "critical"),
        ],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.tracker.echo", **settings},
    )

    try:
        wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def wait_for(port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing listens at {port}.")


@pytest.fixture(scope="module")
def alone():
    """A server that no proxy of ours stands in front of."""
    with server(TRUSTED_PROXIES="0", HTTPS="off") as ask:
        yield ask


@pytest.mark.parametrize("headers", SPOOFED)
def test_without_a_proxy_of_ours_no_header_makes_links_secure(alone, headers):
    status, said = alone("/admin/", headers)
    assert status == 200
    assert said["link"].startswith("http://")


@pytest.mark.parametrize("headers", MOVED)
def test_no_header_moves_an_address(alone, headers):
    status, said = alone("/x/admin/accounts/login/", headers)
    assert (status, said["path"], said["below"]) == (200, "/x/admin/accounts/login/", "")
    assert said["link"] == alone("/", {})[1]["link"]


def test_without_a_proxy_of_ours_no_header_passes_the_redirect_to_https():
    with server(TRUSTED_PROXIES="0", HTTPS="on") as ask:
        assert {ask("/admin/", headers)[0] for headers in SPOOFED} == {301}


def test_behind_a_proxy_of_ours_its_word_counts_and_no_other():
    with server(TRUSTED_PROXIES="1", HTTPS="on") as ask:
        status, said = ask("/admin/", {"X-Forwarded-Proto": "https"})
        assert (status, said["link"][:8]) == (200, "https://")
        assert said["hsts"] == "max-age=31536000; includeSubDomains; preload"
        assert ask("/admin/", {"X-Forwarded-Proto": "http"})[0] == 301
        assert {ask("/admin/", headers)[0] for headers in SPOOFED[1:]} == {301}
        for headers in MOVED:
            said = ask("/x/admin/", {"X-Forwarded-Proto": "https", **headers})[1]
            assert (said["path"], said["below"]) == ("/x/admin/", "")
