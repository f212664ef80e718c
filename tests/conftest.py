"""What every test may ask for, and the rule that in CI nothing is skipped."""

import os

import pytest
from django.conf import settings as settings_of_django
from django.test import Client
from hypothesis import settings

from cases.accounts.sessions import begin

# How long an example takes says more about the machine than about the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

logged_in_by_django = Client._login


def logged_in_as_at_the_door(self, user, backend=None):
    """What `force_login` does: it goes past the desk's door, where alone a session is begun."""
    logged_in_by_django(self, user, backend)
    session = self.session
    begin(session)
    session.save()


Client._login = logged_in_as_at_the_door


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
