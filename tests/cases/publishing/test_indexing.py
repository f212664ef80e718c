"""What is quoted from a source is found while the source stands, and not a moment longer."""

import pytest
from django.core.management import call_command

from cases.models import Citation, Source
from cases.publishing import hide, publish, rebuild_search, remove, withdraw
from tests.cast import a_source, alice, an_event, published

pytestmark = pytest.mark.django_db
QUOTE = "They crossed the river at night."


@pytest.fixture
def source(db):
    """A source that a published event quotes, beside another source that stands."""
    source, event = a_source("letter"), an_event()
    Citation.objects.create(event=event, source=source, quote=QUOTE, locator="p. 4")
    published(event)
    return source


def finds(client) -> bool:
    page = client.get("/search/?q=river").content.decode()
    assert ("crossed the" in page) == ("/events/arrest-of-mr-kim/" in page)
    return "crossed the" in page


def test_a_quote_is_found_while_its_source_stands(client, source):
    assert finds(client)


@pytest.mark.parametrize(
    "take",
    [
        lambda source: withdraw(source, by=alice(), public_note="It was wrong."),
        lambda source: hide(source, by=alice()),
        lambda source: remove(source, by=alice(), reason="It names somebody."),
    ],
    ids=["withdrawn", "hidden", "removed"],
)
def test_a_quote_is_found_no_more_when_its_source_is_taken_back(client, source, take):
    take(source)
    assert not finds(client)
    rebuild_search()
    assert not finds(client)
    call_command("rebuild_search", verbosity=0)
    assert not finds(client)


def test_a_quote_is_found_again_when_its_source_comes_back(client, source):
    withdraw(source, by=alice(), public_note="It was wrong.")
    publish([Source.objects.get(pk=source.pk)], by=None, bring_back=[source.pk])
    assert finds(client)


def test_a_difference_leaves_out_what_is_quoted_from_a_source_that_was_taken_back(client, source):
    row = Citation.objects.get(source=source)
    row.quote = "They crossed the river by day."
    row.save()
    published(row.event)
    path = "/events/arrest-of-mr-kim/history/1..2/"
    assert "crossed the" in client.get(path).content.decode()
    withdraw(source, by=alice(), public_note="It was wrong.")
    assert "crossed the" not in client.get(path).content.decode()
    assert "p. 4" not in client.get(path).content.decode()
