"""What every test may ask for, and the rule that in CI nothing is skipped."""

import os

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("REQUIRE_EVERY_TEST") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
