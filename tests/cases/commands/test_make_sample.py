"""Synthetic events, and that the last page of many costs what the first one costs."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Event
from timeline.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary(db):
    call_command("loaddata", "vocabulary", verbosity=0)


def queries_of(client, address: str) -> tuple[int, str]:
    """How many queries a page makes, and its text."""
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address).content.decode()
    return len(captured), page


def test_the_last_page_makes_as_many_queries_as_the_first(client, vocabulary):
    call_command("make_sample", 120, verbosity=0)
    first, page = queries_of(client, "/")
    number, further = first, re.search(r'rel="next" href="([^"]*)"', page)
    pages = 1
    while further:
        number, page = queries_of(client, further[1])
        further = re.search(r'rel="next" href="([^"]*)"', page)
        pages += 1
    assert pages == 3
    assert number == first


def test_the_same_seed_of_chance_makes_the_same_events_and_more_come_on_top(vocabulary, capsys):
    call_command("make_sample", 5, verbosity=0)
    call_command("make_sample", 5, verbosity=0)
    assert Event.objects.count() == Edition.objects.of("event").count() == 10
    dates = [str(one) for one in Event.objects.order_by("reference").values_list("date", flat=True)]
    assert dates[:5] == dates[5:]


def test_samples_say_that_they_are_samples(vocabulary):
    call_command("make_sample", 1, verbosity=0)
    assert Event.objects.get().title.startswith("Sample event")


@pytest.mark.parametrize("number", [0, -1])
def test_a_number_of_nothing_is_refused(vocabulary, number):
    with pytest.raises(CommandError, match="from 1 up"):
        call_command("make_sample", number)


def test_without_a_vocabulary_it_says_which_command_loads_it(db):
    with pytest.raises(CommandError, match="loaddata vocabulary"):
        call_command("make_sample", 1)
