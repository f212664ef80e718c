"""A stranger's first hour: clone, `make run`, read the timeline, correct a date, publish."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300


class Site:
    """A running site, and a browser with a cookie jar to visit it with."""

    def __init__(self, address: str, output: Path) -> None:
        self.address, self.output = address, output
        jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str) -> str:
        """The text of a page."""
        with self.browser.open(self.address + path, timeout=20) as answer:
            return answer.read().decode()

    def submit(self, path: str, **typed: str) -> str:
        """Fills in the form of a page, all else left as it stands, and sends it."""
        return self.send(path, FormReader(self.get(path)).fields | typed)

    def save(self, path: str, reason: str = "", **typed: str) -> str:
        """Submits a record's form, looks at what would change, gives the reason, and saves."""
        shown = FormReader(self.submit(path, **typed)).fields
        return self.send(path, shown | {"change_reason": reason, "_save": "Save draft"})

    def send(self, path: str, fields: dict[str, object]) -> str:
        """Sends a form."""
        data = urllib.parse.urlencode(fields, doseq=True).encode()
        request = urllib.request.Request(self.address + path, data)
        with self.browser.open(request, timeout=20) as answer:
            return answer.read().decode()


class FormReader(HTMLParser):
    """Gathers the values that a page's forms would send as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.name = ""
        self.is_text = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("select", "textarea"):
            self.name, self.is_text = values.get("name") or "", tag == "textarea"
            self.fields[self.name] = [""] if self.is_text else []
        elif tag == "option" and "selected" in values:
            self.fields[self.name].append(values.get("value") or "")
        elif tag == "input" and values.get("name"):
            sent = "checked" in values or values.get("type") not in ("checkbox", "radio")
            if sent and values.get("type") not in ("submit", "file"):
                empty = "on" if values.get("type") in ("checkbox", "radio") else ""
                self.fields.setdefault(str(values["name"]), []).append(values.get("value") or empty)

    def handle_data(self, data: str) -> None:
        if self.is_text:
            self.fields[self.name][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break of a text area is not a part of its text.
            self.fields[self.name][0] = self.fields[self.name][0].removeprefix("\n")
            self.is_text = False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("stranger")
    home, clone, output = folder / "home", folder / "caseline", folder / "output"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    port = free_port()
    with output.open("w") as log:
        server = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **kept},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Site(f"http://127.0.0.1:{port}", output)
    try:
        wait_for(running, server)
        yield running
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def wait_for(site: Site, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            site.get("/health/")
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"The site did not come up:\n{site.output.read_text()}")


def test_a_stranger_reads_the_whole_seed_in_order(site):
    pages, address = "", "/"
    while address:
        page = site.get(address)
        pages += page
        further = re.search(r'rel="next" href="([^"]*)"', page)
        address = further[1].replace("&amp;", "&") if further else ""
    listed = re.findall(r'<li class="ev [^"]*" id="([^"]*)">', pages)
    assert listed[0] == "manchuria-1865"
    assert listed[-1] == "kj-judgment"
    assert len(listed) == len(set(listed)) == 38
    assert "Timeline, 1865–2024" in re.sub(r"<[^>]*>", "", pages)


def test_the_terminal_names_the_address_the_password_and_what_is_off(site):
    said = site.output.read_text()
    assert f"{site.address}/admin/" in said
    for words in ("Log in as “staff”", "REQUIRE_SECOND_FACTOR is off", "FOUR_EYES is off"):
        assert words in said
    assert "Traceback" not in said


def test_staff_correct_a_date_and_the_public_reads_two_editions_and_the_difference(site):
    password = re.search(r"Log in as “staff” with (\S+)", site.output.read_text())
    assert password
    welcome = site.submit("/admin/accounts/login/", login="staff", password=password[1])
    assert "Latest changes" in welcome
    found = re.search(
        r'href="(/admin/cases/event/[0-9a-f-]+/change/)[^"]*"',
        site.get("/admin/cases/event/?q=ryu-return"),
    )
    assert found
    saved = site.save(found[1], reason="The court file says so", date="May 2008")
    assert "was changed successfully" in saved
    publish = found[1].replace("/change/", "/publish/")
    assert "Published" in site.submit(publish, public_note="The month of the return was found.")
    history = site.get("/events/ryu-return/history/")
    assert "Edition 1" in history
    assert "Edition 2" in history
    assert "The month of the return was found." in history
    difference = site.get("/events/ryu-return/history/1..2/")
    assert "<del>" in difference
    assert "May" in re.sub(r"<[^>]*>", "", difference)
    assert "The court file says so" not in difference


def test_the_dossier_makes_a_second_edition_of_the_case(site):
    history = site.get("/cases/choe-myong-bok/history/")
    assert "Edition 2" in history
    assert "Later sources were added." in history


def test_strangers_are_sent_to_the_login_and_pages_are_compressed(site):
    stranger = Site(site.address, site.output)
    assert "Log in" in stranger.get("/admin/")
    stylesheet = re.search(r'href="(/static/timeline/site\.[0-9a-f]+\.css)"', stranger.get("/"))
    assert stylesheet
    request = urllib.request.Request(
        site.address + stylesheet[1], headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
