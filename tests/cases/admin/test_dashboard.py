"""The first page of the desk: what waits, what changed, and nothing that one may not see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.history import revision
from cases.models import Case, Person, Reminder, Source
from cases.publishing import send_back, submit
from cases.todo import counts_for
from tests.cases.admin.test_desk import address
from tests.cases.admin.test_desk import submit as fill_in
from tests.cast import (
    a_case,
    a_person,
    a_source,
    alice,
    an_event,
    an_event_kind,
    carol,
    edgar,
    grace,
    published,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


def first_page(client, user) -> str:
    client.force_login(user)
    return client.get("/admin/").content.decode()


def changed(record, by, reason, **values):
    with revision(by=by, reason=reason):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def test_latest_changes_name_the_records_with_who_when_and_why(client):
    event = an_event()
    changed(event, edgar(), "A letter came", place="Tynda")
    page = first_page(client, alice())
    assert f'<a href="{address(event)}">Event arrest-of-mr-kim</a>' in page
    assert "edgar," in page
    assert "A letter came" in page


def test_latest_changes_keep_to_what_the_reader_may_see(client):
    interview = a_source("interview", title_en="Interview", is_testimony=True)
    changed(interview, grace(), "Pak asked for it", publisher="Us")
    changed(an_event("a-draft"), edgar(), "A secret draft", place="Tynda")
    mine = an_event("mine", assigned_to=carol())
    changed(mine, edgar(), "A word for Carol", place="Tynda")
    page = first_page(client, carol())
    assert "A word for Carol" in page
    for words in ("Pak asked", "A secret draft", "Event a-draft"):
        assert words not in page


def test_every_count_leads_to_the_list_behind_it(client):
    event = an_event(cited=False, date="")
    case = a_case(cited=False)
    Reminder.objects.create(case=case, due=timezone.now().date() + timedelta(days=3), what="Call")
    send_back(submit(event, by=alice()), by=edgar(), comment="No source")
    page = first_page(client, alice())
    for task, model in (
        ("no-source", "event"),
        ("undated", "event"),
        ("reminders", "case"),
        ("sent-back", "event"),
    ):
        link = f"/admin/cases/{model}/?task={task}"
        assert f'<a href="{link}">1 {model}</a>' in page
        assert f"1 {model}" in client.get(link).content.decode()


def test_the_dashboard_costs_under_fifteen_queries_however_much_there_is(client):
    client.force_login(edgar())
    counts = []
    for batch in range(2):
        for number in range(1 + 20 * batch):
            event = an_event(f"event-{batch}-{number}")
            a_case(f"case-{batch}-{number}")
            changed(event, edgar(), "Again", place="Tynda")
        published(event)
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES


def a_case_with_a_fresh_judgment():
    kind = an_event_kind("judgment", "court")
    kind.reminder_months, kind.reminder_what = 3, "The judgment is final now"
    kind.save()
    case = a_case()
    an_event(date=str(timezone.now().date()), kind=kind).cases.add(case)
    return case


def test_a_suggested_reminder_is_taken_up_with_one_click(client):
    case = a_case_with_a_fresh_judgment()
    client.force_login(alice())
    assert "Its events suggest 1 reminder." in client.get(address(case)).content.decode()
    page = fill_in(client, address(case, "remind")).content.decode()
    assert "You will be reminded on" in page
    assert case.reminders.get().what == "The judgment is final now"
    assert "suggest" not in client.get(address(case)).content.decode()


def test_only_what_was_suggested_can_be_taken_up(client):
    case = a_case_with_a_fresh_judgment()
    client.force_login(alice())
    made_up = {"due": "2030-01-01", "what": "Something else"}
    page = client.post(address(case, "remind"), made_up, follow=True).content.decode()
    assert "there already, or its day has passed" in page
    assert not Reminder.objects.exists()


def test_a_person_sent_for_review_waits_for_an_editor_and_for_nobody_else(client):
    person = a_person(assigned_to=carol())
    submit(person, by=carol())
    assert counts_for(edgar())["review"] == {Person: 1}
    assert counts_for(carol())["review"] == {}
    client.force_login(edgar())
    page = client.get("/admin/cases/person/?task=review").content.decode()
    assert "K." in page.split("result_list")[1]


def test_what_only_went_along_waits_with_its_case(client):
    case = a_case(assigned_to=carol())
    submit(case, by=carol())
    assert set(counts_for(edgar())["review"]) == {Case, Source}


def test_whoever_may_not_review_is_not_asked_to():
    event = an_event(assigned_to=carol())
    submit(event, by=edgar())
    assert counts_for(carol())["review"] == {}
