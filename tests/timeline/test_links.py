"""A search looks through a link where a page shows it, and nowhere else."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from cases.models import Finding, Participation, Person, Provision
from cases.publishing import allow_again, publish, remove, suppress
from tests.cast import (
    a_person,
    a_provision,
    an_event,
    edgar,
    grace,
    named_publicly,
    published,
)
from timeline.models import EditionLink

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
ADDRESSES = (
    "/search/?q=Quorvim",
    "/?q=Quorvim",
    "/embed/?q=Quorvim",
    "/export/events.json?q=Quorvim",
    "/export/events.csv?q=Quorvim",
    "/api/v1/events?q=Quorvim",
)


def a_finding(event, person, provision):
    return Finding.objects.create(
        event=event, applicant=person, provision=provision, outcome="none"
    )


def removed(record):
    remove(record, by=edgar(), reason="Somebody was threatened.")


def body_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def addresses_that_find(client, reference, root=""):
    found = [one for one in ADDRESSES if "/api/" not in one and "/embed/" not in one]
    asked = [f"{root}{one}" for one in found] if root else ADDRESSES
    return [one for one in asked if reference in body_of(client, one)]


@pytest.fixture
def ruling():
    """A ruling that found something for one applicant on one provision."""
    with time_machine.travel(FIRST, tick=False):
        event = an_event("ruling")
        person = a_person(alias_en="Quorvim", **named_publicly())
        a_finding(event, person, a_provision())
        published(event)
    return event


def test_an_applicant_is_found_by_a_finding_that_is_shown(client, ruling):
    assert "Quorvim" in body_of(client, "/events/ruling/")
    assert addresses_that_find(client, "ruling") == list(ADDRESSES)
    assert "Person" in body_of(client, "/search/?q=Quorvim")


def test_an_applicant_is_not_found_by_a_finding_that_no_page_shows(client, ruling):
    removed(Provision.objects.get())
    assert "Quorvim" not in body_of(client, "/events/ruling/")
    assert addresses_that_find(client, "ruling") == []
    assert addresses_that_find(client, "ruling", "/as-of/2026-03-01") == []


def test_nothing_is_offered_for_a_word_of_a_finding_that_no_page_shows(client, ruling):
    removed(Provision.objects.get())
    assert "/events/ruling/" not in body_of(client, "/search/?q=Quorvim+nonsense")
    assert "?q=Quorvim" not in body_of(client, "/search/?q=Quorvim+nonsense")


def test_a_finding_that_comes_back_is_found_again(client, ruling):
    provision = Provision.objects.get()
    removed(provision)
    allow_again(provision, by=grace(), reason="Nobody is endangered.")
    publish([provision], by=None, bring_back=[provision.pk])
    assert addresses_that_find(client, "ruling") == list(ADDRESSES)


@pytest.mark.parametrize("further", ["part", "finding"])
def test_an_applicant_is_found_by_anything_else_that_a_page_shows(client, ruling, further):
    person = Person.objects.get()
    if further == "part":
        Participation.objects.create(event=ruling, person=person, role="applicant")
    else:
        a_finding(ruling, person, a_provision("echr-5"))
    published(ruling)
    removed(Provision.objects.get(reference="echr-3"))
    assert "Quorvim" in body_of(client, "/events/ruling/")
    assert addresses_that_find(client, "ruling") == list(ADDRESSES)


def test_a_hit_names_nobody_whom_another_hit_mentions(client, ruling):
    published(an_event("other", title_en="Quorvim is arrested"))
    page = body_of(client, "/search/?q=Quorvim")
    hits = page.split('<h2><a href="')
    [other] = [one for one in hits if one.startswith("/events/other/")]
    assert "Person" not in other


def test_a_finding_taken_out_of_an_edition_leaves_no_link(ruling):
    person = Person.objects.get()
    Participation.objects.create(event=ruling, person=person, role="applicant")
    published(ruling)
    Finding.objects.all().delete()
    published(ruling)
    suppress(ruling, [1, 2], by=edgar(), field="findings", public_note="Gone.", reason="Wrong.")
    links = EditionLink.objects.filter(role__in=("person", "provision"))
    told = links.values_list("edition__number", "target", "beside")
    assert set(told) == {(2, person.pk, None), (3, person.pk, None)}


def test_as_many_queries_find_few_and_many(client, ruling, django_assert_num_queries):
    def asked():
        return client.get("/search/?q=Quorvim")

    with django_assert_num_queries(7):
        asked()
    person = Person.objects.get()
    events = [an_event(f"ruling-{number}") for number in range(12)]
    for event in events:
        a_finding(event, person, a_provision(f"provision-{event.reference}"))
    published(*events)
    removed(Provision.objects.get(reference="provision-ruling-1"))
    with django_assert_num_queries(7):
        assert "/events/ruling-2/" in asked().content.decode()


def test_links_of_before_are_brought_up_to_what_is_printed_now(ruling):
    other = a_person("other", alias_en="Other", **named_publicly())
    Participation.objects.create(event=ruling, person=other, role="applicant")
    a_finding(ruling, other, a_provision("echr-5"))
    published(ruling)

    def links():
        return set(EditionLink.objects.values_list("edition", "role", "target", "beside"))

    now = links()
    before = {link[:3] for link in now}
    EditionLink.objects.all().delete()
    EditionLink.objects.bulk_create(
        EditionLink(edition_id=edition, role=role, target=target)
        for edition, role, target in before
    )
    migration = import_module("timeline.migrations.0005_rows_that_rest_on_two")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert links() == now
