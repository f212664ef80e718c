"""What every test may ask for, and the rule that in CI nothing is skipped."""

import os

import pytest
from django.conf import settings as settings_of_django
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


def pytest_collection_modifyitems(config, items):
    """What touches no database runs once, on SQLite's turn: PostgreSQL would only repeat it."""
    if settings_of_django.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        return
    once = [one for one in items if not touches_a_database(one)]
    config.hook.pytest_deselected(items=once)
    items[:] = [one for one in items if one not in set(once)]


def touches_a_database(item) -> bool:
    """Whether a test asks for one by its mark or through a fixture."""
    asks = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or asks & set(item.fixturenames))


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("REQUIRE_EVERY_TEST") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
