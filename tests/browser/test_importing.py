"""An import from the first file to its end, in Chromium: brought, asked about, read, published,
undone. Once with script, where every page is for everyone and keeps the policy, and once without.
"""

import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.site import DESK_KEYS, ROOT, running_site

pytestmark = pytest.mark.slow

PASSWORD = "only-for-browser-tests"
SOURCES = (
    "reference,title,kind,original language\ngazette-1,Суд отменил выдворение,news report,ru\n"
)
EVENTS = (
    "reference,title,date,kind,Whereabouts,sources\n"
    "{name},A logger is freed,{date},arrest,Tynda,gazette-1\n"
)
ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for name, role in (("ines", "Contributor"), ("otto", "Editor")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
"""
axe = Axe()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A site with a contributor and an editor; nothing that is tested is on it yet."""
    folder = tmp_path_factory.mktemp("office")
    with running_site(folder) as address:
        environment = {
            **os.environ,
            "SECRET_KEY": "a-key-for-browser-tests-that-protects-nothing",
            "DESK_KEYS": DESK_KEYS,
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
        }
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ACCOUNTS]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        yield address


def log_in(page, site: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def files(name: str, date: str) -> list[dict]:
    texts = (
        ("sources.csv", SOURCES.encode("cp1251")),
        ("events.csv", EVENTS.format(name=name, date=date).encode()),
    )
    return [{"name": file, "mimeType": "text/csv", "buffer": text} for file, text in texts]


def bring(page, site: str, name: str, check) -> None:
    """From the dashboard to a plan without problems."""
    log_in(page, site, "ines")
    page.get_by_role("link", name="Bring spreadsheets").click()
    check("list")
    page.get_by_label("Files", exact=True).set_input_files(files(name, "31 February 2014"))
    page.get_by_role("button", name="Show what they would do").click()
    page.get_by_text("Read as Windows-1251: “gazette-1 · Суд отменил выдворение").wait_for()
    check("columns")
    asked = page.locator("select[name^=column-]")
    if asked.get_by_text("Choose …").count():  # kept from the first time
        asked.select_option("place")
    page.get_by_role("button", name="Read the files with these columns").click()
    page.get_by_role("cell", name="February 2014 has 28 days").wait_for()
    check("problems")
    page.get_by_label("Mended files").set_input_files(files(name, "spring 2014")[1:])
    page.get_by_role("button", name="Bring the mended file").click()
    page.get_by_text("date: “spring 2014” is read as Spring 2014").wait_for()
    check("plan")


def carry_out(page, site: str, check) -> None:
    """From the plan to what the public reads, and back."""
    page.get_by_label("Reason").fill("From the archive")
    page.get_by_role("button", name="Import as drafts").click()
    page.get_by_role("link", name="A logger is freed").wait_for()
    check("imported")
    address = page.url
    assert page.request.get(f"{site}/events/freed-from-camp/").status == 404
    log_in(page, site, "otto")
    page.goto(address)
    page.get_by_role("link", name="Publish what it brought").click()
    check("publish")
    page.get_by_role("button", name="Publish what is ready").click()
    assert page.request.get(f"{site}/events/freed-from-camp/").status == 200
    page.get_by_role("link", name="Undo this import").click()
    check("undo")
    page.get_by_label("Note for readers").fill("Brought by mistake.")
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("Undone by otto").wait_for()
    check("undone")
    assert page.request.get(f"{site}/events/freed-from-camp/").status == 410


@pytest.fixture
def page(browser):
    context = browser.new_context()
    made = context.new_page()
    made.said = []
    made.on("console", lambda message: made.said.append(message.text))
    made.on("pageerror", lambda error: made.said.append(str(error)))
    yield made
    context.close()


def test_an_import_is_brought_published_and_undone(page, office):
    def check(name: str) -> None:
        found = axe.run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.said == [], name
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, name

    bring(page, office, "freed-from-camp", check)
    carry_out(page, office, check)


def test_an_import_needs_no_script(browser, office):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    bring(page, office, "freed-again", lambda page_name: None)
    page.get_by_role("button", name="Cancel and delete the files").click()
    page.get_by_text("Nothing was imported, and its files are deleted.").wait_for()
    context.close()
