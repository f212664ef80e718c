"""Chromium from Debian, and real sites: the seed with every state, an office, 2,000 samples."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Colleague
from tests.browser.site import running_site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed (Debian's package chromium).")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seed(tmp_path_factory) -> Iterator[str]:
    with running_site(tmp_path_factory.mktemp("seed")) as address:
        yield address


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Iterator[str]:
    with running_site(tmp_path_factory.mktemp("samples"), samples=2000) as address:
        yield address


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Iterator[str]:
    with running_site(tmp_path_factory.mktemp("office"), four_eyes=True) as address:
        yield address


@pytest.fixture
def enter(browser, office) -> Iterator[Callable[..., Colleague]]:
    """Logs somebody in at the office; in the end no browser may have complained of anything."""
    there: list[Colleague] = []

    def enters(name: str, **options: object) -> Colleague:
        there.append(Colleague(browser, office, name, **options))
        return there[-1].logs_in()

    yield enters
    for one in there:
        one.context.close()
    assert [words for one in there for words in one.said] == []
