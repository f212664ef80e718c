"""Second factors in Chromium: a phone, printed codes, a passkey; for everyone, and quiet."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import Colleague
from tests.browser.site import LOG, ROOT, SECRET_KEY, running_site
from tests.cases.accounts.people import shown

pytestmark = pytest.mark.slow
axe = Axe()
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
AGE = """
import os, time
from cases.accounts.sessions import SessionStore
session = SessionStore(os.environ["SHOWN"])
session["began"] = session["proven"] = time.time() - 11 * 60
session.save()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("guarded")


@pytest.fixture(scope="module")
def guarded(folder) -> Iterator[str]:
    """A site that demands second factors. Browsers offer passkeys at names, not at numbers."""
    with running_site(folder, second_factor=True) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def enter(browser, guarded) -> Iterator[Callable[..., Colleague]]:
    there: list[Colleague] = []

    def enters(name: str, **options: object) -> Colleague:
        there.append(Colleague(browser, guarded, name, **options))
        return there[-1].logs_in()

    yield enters
    for one in there:
        one.context.close()
    assert [words for one in there for words in one.said] == []


def is_for_everyone(one: Colleague) -> None:
    found = axe.run(one.page)
    assert found.violations_count == 0, found.generate_report()


def sets_up_phone(one: Colleague) -> tuple[str, list[str]]:
    """The phone's secret, and the printed codes."""
    one.follows("Set up a phone")
    is_for_everyone(one)
    assert one.page.locator("img.qr").evaluate("it => it.naturalWidth") > 100
    secret = one.page.locator("#secret").input_value()
    one.types("Code that the phone shows now", shown(secret))
    one.presses("Set up this phone")
    one.reads("These codes are shown now and never again")
    is_for_everyone(one)
    codes = one.page.locator(".codes code").all_inner_texts()
    one.follows("Go to the desk")
    one.reads("Latest changes")
    return secret, codes


def logs_out(one: Colleague) -> None:
    one.presses("Log out")
    one.reads("Log in again")


@pytest.mark.parametrize("name", ["carol", "edgar"])
def test_a_phone_then_a_printed_code_open_the_desk(enter, name):
    with_script = name == "carol"
    one = enter(name, java_script_enabled=with_script)
    one.reads("Before you can work here, set up a second factor")
    one.opens("/admin/cases/case/")
    one.reads("Before you can work here, set up a second factor")
    if not with_script:
        secret = without_script(one)
        codes = one.page.locator(".codes code").all_inner_texts()
    else:
        is_for_everyone(one)
        secret, codes = sets_up_phone(one)
    logs_out(one)
    one.logs_in()
    one.reads("Type the code that your phone shows")
    if with_script:
        is_for_everyone(one)
    one.types("Code", shown(secret, 1))
    one.presses("Go on")
    one.reads("Latest changes")
    logs_out(one)
    one.logs_in()
    one.types("Code", codes[0])
    one.presses("Go on")
    one.reads("You used a recovery code; 9 are left.")


def without_script(one: Colleague) -> str:
    one.follows("Set up a phone")
    secret = one.page.locator("#secret").input_value()
    one.types("Code that the phone shows now", shown(secret))
    one.presses("Set up this phone")
    one.reads("These codes are shown now and never again")
    return secret


def test_a_passkey_is_set_up_opens_the_desk_and_proves_who_is_there(enter, folder):
    one = enter("desk")
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    one.follows("Set up a key or passkey")
    is_for_everyone(one)
    one.types("What you call it", "The laptop")
    one.presses("Set up this key")
    one.reads("These codes are shown now and never again")
    one.opens("/admin/accounts/factors/")
    one.reads("The laptop")
    is_for_everyone(one)
    logs_out(one)
    one.logs_in()
    one.presses("Use your key or passkey")
    one.reads("Latest changes")

    one.opens("/admin/auth/user/")
    one.goes(one.page.get_by_role("link", name="Suspend…: grace"))
    is_for_everyone(one)
    one.types("Reason, for the log of accounts", "Lost her laptop")
    grow_old(folder, one)
    one.presses("Suspend grace")
    one.reads("What you typed is kept in this page and goes along.")
    is_for_everyone(one)
    one.presses("Use your key or passkey")
    one.reads("Grace is suspended")
    one.opens("/admin/accounts/log/")
    one.reads("Lost her laptop")


def grow_old(folder, one: Colleague) -> None:
    """The session of this browser was proven eleven minutes ago."""
    (key,) = [cookie["value"] for cookie in one.context.cookies() if cookie["name"] == "desk"]
    database = {"DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "SECRET_KEY": SECRET_KEY}
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", AGE],
        cwd=ROOT,
        env={
            **os.environ,
            **database,
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "SHOWN": key,
        },
        check=True,
        capture_output=True,
    )


def test_too_many_tries_are_told_to_everyone_in_plain_words(browser, guarded):
    one = Colleague(browser, guarded, "somebody who is not there")
    for _ in range(5):
        one.logs_in()
    one.reads("There were too many tries with this name, or from where you are.")
    is_for_everyone(one)
    one.context.close()


def test_the_server_keeps_no_log_of_visits_and_none_of_what_is_sent(guarded, folder):
    canary = "choe-k9x2-canary"
    port = int(guarded.rpartition(":")[2])
    for lines in (
        f"GET /search/?q={canary} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: desk={canary}",
        f"GET /{canary}/ HTTP/1.1\r\nHost: {canary}.example\r\nUser-Agent: {canary}",
        f"GET /?q={canary} HTTP/1.1\r\nHost: localhost:{port}\r\nNo Header {canary}: x",
        f"{canary} /?q={canary} HTTP/9.9\r\nHost: localhost:{port}",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(f"{lines}\r\nConnection: close\r\n\r\n".encode())
            assert b"HTTP/1." in line.recv(200)
    said = (folder / LOG).read_text()
    assert "Listening at" in said
    assert canary not in said
    assert "GET /" not in said
    assert said.count("127.0.0.1") == 1  # where it listens
