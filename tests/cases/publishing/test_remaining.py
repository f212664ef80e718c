"""What the public goes on reading of what is taken back: in earlier editions too."""

import pytest

from cases.history import revision
from cases.models import Citation, Event, Figure, Observation
from cases.publishing import (
    cited_by_these_alone,
    earlier_linking,
    left_without_source,
    linking_publicly,
    remove,
    suppress,
    withdraw,
)
from tests.cast import a_case, a_source, alice, an_event, edgar, grace, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(db):
    """Two sources: an event cites the first in edition 1, the second in edition 2."""
    first, second = a_source("first"), a_source("second")
    event = an_event(cited=False)
    Citation.objects.create(event=event, source=first)
    published(event)
    with revision(by=alice(), reason=""):
        event.citations.all().delete()
        Citation.objects.create(event=event, source=second)
    published(event)
    return first, second


def test_earlier_editions_that_cite_or_link_are_listed_with_their_numbers(sources):
    first, second = sources
    event = Event.objects.get()
    assert linking_publicly([first]) == left_without_source(first) == []
    assert earlier_linking([first]) == {event: [1]}
    assert earlier_linking([second]) == {}
    assert earlier_linking([first, event]) == {}
    suppress(event, [1], by=edgar(), public_note="Gone.", reason="x")
    assert earlier_linking([first]) == {}


def test_an_earlier_edition_of_an_event_of_a_case_is_listed():
    case, event = a_case(), an_event()
    event.cases.add(case)
    published(event, case)
    with revision(by=alice(), reason=""):
        event.cases.clear()
        event.title_en = "Another"
        event.save()
    published(event)
    assert earlier_linking([case]) == {event: [1]}


def test_an_earlier_edition_does_not_say_that_its_source_is_gone(client, sources):
    remove(sources[0], by=edgar(), reason="He was threatened.")
    at = f"/events/{Event.objects.get().reference}/"
    assert "not published at present" not in client.get(f"{at}history/1/").content.decode()
    assert "Source second" in client.get(at).content.decode()
    withdraw(sources[1], by=edgar(), public_note="Wrong.")
    assert "not published at present" in client.get(at).content.decode()
    assert "not published at present" in client.get(f"{at}history/2/").content.decode()


def a_figure(reference, cites, values):
    """A figure that cites a source, with a value from each of `values`."""
    figure = Figure.objects.create(
        reference=reference, title_en=f"Figure {reference}", definition="People.", unit="people"
    )
    Citation.objects.create(figure=figure, source=cites)
    for source in values:
        Observation.objects.create(figure=figure, source=source, period="2001", value=1)
    return figure


def test_a_figure_that_loses_its_last_citation_or_value_is_left_without_source():
    report, leak = a_source("report"), a_source("leak")
    only = a_figure("only", report, [leak])
    both = a_figure("both", report, [leak, report])
    bare = a_figure("bare", leak, [])
    quoted = a_figure("quoted", leak, [report])
    published(only, both, bare, quoted)
    assert linking_publicly([leak]) == [bare, both, only, quoted]
    assert left_without_source(leak) == [bare, only, quoted]
    assert left_without_source(report) == [both, only, quoted]
    remove(leak, by=edgar(), reason="He was threatened.", hide_too=[only.pk])
    assert linking_publicly([report]) == [both, quoted]
    assert left_without_source(report) == [both, quoted]


def test_the_page_of_a_removal_offers_to_hide_a_figure_that_keeps_no_value(client):
    report, leak = a_source("report"), a_source("leak")
    published(a_figure("only", report, [leak]))
    client.force_login(grace())
    page = client.get(f"/admin/cases/source/{leak.pk}/remove/").content.decode()
    offered = page.partition("Left without a published source")[2].partition("</fieldset>")[0]
    assert "a figure without any value" in offered
    assert "Figure only" in offered


def test_sources_that_nothing_else_names_can_be_hidden_in_the_same_act(client):
    ruling, report = a_source("ruling"), a_source("report")
    case, event = a_case(cited=False), an_event(cited=False)
    for source in (ruling, report):
        Citation.objects.create(case=case, source=source)
    Citation.objects.create(event=event, source=report)
    published(case, event)
    assert cited_by_these_alone([case]) == [ruling]
    assert cited_by_these_alone([event]) == []
    assert cited_by_these_alone([case, event]) == [report, ruling]
    client.force_login(grace())
    page = client.get(f"/admin/cases/case/{case.pk}/remove/").content.decode()
    assert "Sources that nothing else names" in page
    assert f'value="{ruling.pk}" checked' in page
    assert f'value="{report.pk}"' not in page
    remove(case, by=edgar(), reason="He was threatened.", hide_too=[ruling.pk, report.pk])
    client.logout()
    assert client.get("/sources/ruling/").status_code == 410
    assert client.get("/sources/report/").status_code == 200
