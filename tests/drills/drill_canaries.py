"""The long form of tests/privacy: every reference, day, number and secret word."""

import pytest

from tests.privacy.conftest import log, site  # noqa: F401  fixtures
from tests.privacy.crawling import every_address, read_all
from tests.privacy.reading import Finder

pytestmark = pytest.mark.django_db


def test_nothing_that_is_not_public_is_found_anywhere(client, site, log):  # noqa: F811
    finder = Finder(site.canaries.needles)
    found = read_all(client, finder, every_address(site, every=True))
    print(f"{found.read} answers, {site.canaries.made} canaries, {found.statuses}")
    assert found.leaks == {}
    assert finder.in_bytes(log.getvalue().encode()) == {}
