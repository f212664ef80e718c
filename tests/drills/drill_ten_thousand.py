"""Ten thousand events: every page of the timeline makes as many queries as the first."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.mark.django_db
def test_ten_thousand_events_cost_the_same_on_every_page(client):
    call_command("loaddata", "vocabulary", verbosity=0)
    call_command("make_sample", 10_000, verbosity=0)
    counts, listed, address = [], 0, "/"
    while address:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        counts.append(len(captured))
        listed += page.count('<li class="ev ')
        further = re.search(r'rel="next" href="([^"]*)"', page)
        address = further[1] if further else ""
    print(f"\n{connection.vendor}: {listed} events on {len(counts)} pages, queries {set(counts)}")
    assert listed == 10_000
    assert len(counts) == 200
    assert len(set(counts)) == 1
