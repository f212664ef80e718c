"""Schemathesis asks the API for longer, and with chance; one failure is one too many."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.timeline.api.asking import answerable, described_site, seeded

QUESTIONS = int(os.environ.get("QUESTIONS", "500"))
pytestmark = pytest.mark.django_db
schema = described_site()


@pytest.fixture(scope="module", autouse=True)
def seed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), seeded():
        yield


@schema.parametrize()
@settings(max_examples=QUESTIONS, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described_however_long_one_asks(case):
    answerable(case)
    case.call_and_validate()
