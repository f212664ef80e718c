"""What links to a record: who uses it, what deleting it changes, and what keeps it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Agreement, Citation, Event, Figure, Observation, Participation, Source
from tests.cases.admin.test_desk import address, submit
from tests.cast import a_case, a_person, a_source, alice, an_event, carol, edgar, the_source

pytestmark = pytest.mark.django_db


def page_of(client, who, record, act="delete"):
    client.force_login(who)
    return client.get(address(record, act)).content.decode()


def test_whoever_deletes_a_case_reads_first_which_events_lose_it(client):
    case = a_case(cited=False, assigned_to=carol())
    for name, whose in (("mine", carol()), ("secret-one", edgar()), ("secret-two", edgar())):
        an_event(name, assigned_to=whose).cases.add(case)
    page = page_of(client, carol(), case)
    assert "These link to it, and lose that link:" in page
    assert ">Event mine</a>" in page
    assert "2 that are not yours to see" in page
    assert "secret" not in page
    submit(client, address(case, "delete"))
    assert Event.objects.filter(cases=None).count() == 3


def test_a_record_that_nothing_links_to_is_deleted_without_more_words(client):
    page = page_of(client, alice(), a_case())
    assert "These link to it" not in page
    assert "Delete it" in page


def test_what_keeps_a_source_is_named_with_its_address(client):
    event, source = an_event(assigned_to=carol()), the_source()
    source.assigned_to = carol()
    source.save()
    page = page_of(client, carol(), source)
    assert "It cannot be deleted while these rest on it:" in page
    assert f'<a href="{address(event)}">Event arrest-of-mr-kim</a>' in page
    assert "Citation:" not in page
    assert 'value="Delete it"' not in page
    client.post(address(source, "delete"), {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_what_keeps_it_and_is_not_to_be_seen_is_counted(client):
    an_event(assigned_to=edgar(), title_en="Quiet draft")
    source = the_source()
    source.assigned_to = carol()
    source.save()
    page = page_of(client, carol(), source)
    assert "1 that is not yours to see" in page
    assert "ask an editor" in page
    assert "Quiet draft" not in page


def test_a_person_and_an_agreement_are_kept_by_what_tells_of_them(client):
    person, event = a_person(), an_event()
    Participation.objects.create(event=event, person=person)
    assert f'href="{address(event)}"' in page_of(client, alice(), person)
    first = Agreement.objects.create(reference="first", title_en="First", kind="bilateral")
    second = Agreement.objects.create(
        reference="second", title_en="Second", kind="protocol", predecessor=first
    )
    assert f'href="{address(second)}">Second</a>' in page_of(client, alice(), first)


def test_a_source_is_used_by_figures_whose_values_it_gives(client):
    source = a_source()
    figure = Figure.objects.create(reference="f", title_en="Asylum", definition="d", unit="people")
    Observation.objects.create(figure=figure, period="2017", value=3, source=source)
    assert f'Used by: <a href="{address(figure)}">Asylum</a>' in page_of(
        client, alice(), source, "change"
    )


def test_who_uses_a_source_is_looked_up_at_one_price_and_shown_to_a_limit(client):
    source, counts = a_source("letter", assigned_to=carol()), []
    client.force_login(carol())
    for begin, many in (("few", 2), ("many", 60)):
        for number in range(many):
            whose = edgar() if number % 10 == 0 else carol()
            event = an_event(f"{begin}-{number}", cited=False, assigned_to=whose)
            Citation.objects.create(event=event, source=source)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address(source)).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.count(">Event ") == 50
    assert "5 more, 7 that are not yours to see" in page
