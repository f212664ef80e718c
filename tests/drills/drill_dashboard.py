"""The dashboard and the lists with 100,000 records: as many queries as with a handful."""

import os
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import carol, edgar

RECORDS = int(os.environ.get("DRILL_RECORDS", "100000"))
PAGES = (
    "/admin/",
    "/admin/cases/event/",
    "/admin/cases/event/?task=no-source",
    "/admin/cases/event/?task=changed",
    "/admin/cases/event/?date_earliest__year=2014",
    "/admin/cases/event/?q=sample+event+77",
    "/admin/cases/event/?_facets=True",
)
MOST_QUERIES = 14


@pytest.mark.django_db
def test_the_desk_with_very_many_records(client):
    call_command("loaddata", "vocabulary", verbosity=0)
    call_command("make_sample", 10, verbosity=0)
    before = {who: measured(client, who()) for who in (edgar, carol)}
    call_command("make_sample", RECORDS, verbosity=0)
    print(f"\n{connection.vendor}, {RECORDS:,} events: queries and time, beside those with 10")
    for who, few in before.items():
        many = measured(client, who())
        for path in PAGES:
            (now, spent), (then, earlier) = many[path], few[path]
            print(f"{who.__name__:6} {path:48} {now:3} queries, {spent / earlier:6.1f} × the time")
            assert now == then, path
        assert many["/admin/"][0] <= MOST_QUERIES


def measured(client, user) -> dict[str, tuple[int, float]]:
    """The queries and seconds of each page, the second time it is asked for."""
    client.force_login(user)
    found = {}
    for path in PAGES:
        client.get(path)
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        found[path] = len(captured), time.perf_counter() - start
    return found
