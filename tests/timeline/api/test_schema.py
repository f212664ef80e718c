"""The description is accurate: schemathesis asks all that it allows, and much that it does not.

`tests/drills/drill_api.py` asks for longer.
"""

import pytest
from hypothesis import HealthCheck, settings

from tests.timeline.api.asking import answerable, described_site, seeded

pytestmark = pytest.mark.django_db
schema = described_site()


@pytest.fixture(scope="module", autouse=True)
def seed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), seeded():
        yield


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    answerable(case)
    case.call_and_validate()
