"""Acts on many records: their price does not grow, and so many are taken at once, and no more."""

import pytest
from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.admin import lists
from cases.models import Case, Event, Submission
from cases.publishing import hide
from tests.cast import a_case, a_source, alice, an_event, carol, edgar, published
from tests.test_first_run import FormReader

pytestmark = pytest.mark.django_db

EVENTS = "/admin/cases/event/"
CASES = "/admin/cases/case/"


@pytest.fixture
def desk(client):
    client.force_login(alice())
    return client


def asked(client, path, action, chosen, **more):
    return client.post(
        path, {"action": action, ACTION_CHECKBOX_NAME: [one.pk for one in chosen], **more}
    )


def some_cases(many, begin="case", **values):
    made = []
    for number in range(many):
        case = a_case(f"{begin}-{number}", cited=False, **values)
        event = an_event(f"{begin}-event-{number}", **values)
        event.cases.add(case)
        case.citations.create(source=a_source(f"{begin}-source-{number}"), locator="p. 1")
        made.append(case)
    return made


@pytest.mark.parametrize("action", ["submit_many", "publish_many", "withdraw_many"])
@pytest.mark.parametrize("path", [CASES, EVENTS])
def test_looking_at_what_would_be_done_costs_the_same_for_few_and_for_many(desk, path, action):
    counts = []
    for many in (5, 25):
        cases = some_cases(many, f"of-{many}", assigned_to=carol())
        model = Case if path == CASES else Event
        chosen = model.objects.filter(reference__startswith=f"of-{many}-")
        assert len(chosen) == many == len(cases)
        # What is made once and kept, such as the name guard, is no price of looking.
        asked(desk, path, action, chosen)
        with CaptureQueriesContext(connection) as captured:
            assert asked(desk, path, action, chosen).status_code == 200
        counts.append(len(captured))
    assert abs(counts[1] - counts[0]) <= 2, counts


def test_what_stays_public_costs_the_same_for_few_and_for_many(desk):
    counts = []
    for many in (3, 12):
        cases = some_cases(many, f"of-{many}")
        published(*cases, *Event.objects.filter(cases__in=cases))
        asked(desk, CASES, "withdraw_many", cases)
        with CaptureQueriesContext(connection) as captured:
            page = asked(desk, CASES, "withdraw_many", cases).content.decode()
        # The events that stay, and the sources that nothing else cites.
        assert page.count("hide it too") == 2 * many
        counts.append(len(captured))
    assert abs(counts[1] - counts[0]) <= 2, counts


def test_a_contributor_too_looks_at_many_for_the_same_price(client):
    counts = []
    for many in (3, 15):
        cases = some_cases(many, f"of-{many}", assigned_to=carol())
        client.force_login(carol())
        client.get(CASES)
        with CaptureQueriesContext(connection) as captured:
            page = asked(client, CASES, "submit_many", cases).content.decode()
        counts.append(len(captured))
        assert "One that is not yours to see" in page
    assert abs(counts[1] - counts[0]) <= 2, counts


def test_each_record_is_blocked_by_what_it_rests_on_itself_alone(desk):
    one, other = some_cases(2)
    Event.objects.filter(reference="case-event-1").update(date=None)
    page = asked(desk, CASES, "publish_many", [one, other]).content.decode()
    in_the_way, done = page.split("What will be done")
    assert "Event case-event-1: The date is missing." in in_the_way
    assert "Case case-1" in in_the_way
    assert "Case case-0" not in in_the_way
    assert "Case case-0" in done


def test_what_was_hidden_does_not_go_along_with_another(desk):
    case = some_cases(1)[0]
    published(case)
    event = Event.objects.get()
    hide(event, by=edgar())
    Case.objects.filter(pk=case.pk).update(title_en="Anew")
    page = asked(desk, CASES, "submit_many", [case]).content.decode()
    assert "Anew" in page
    assert "Event case-event-0" not in page


def test_those_in_review_and_those_without_news_are_blocked(desk):
    waiting, same, fresh = some_cases(3)
    asked(desk, CASES, "submit_many", [waiting], confirmed="1", seen=seen(desk, [waiting]))
    published(same)
    page = asked(desk, CASES, "submit_many", [waiting, same, fresh]).content.decode()
    assert "It is in review already." in page
    assert "The public already reads it as it stands here." in page
    assert page.count(f'name="{ACTION_CHECKBOX_NAME}"') == 1


def seen(client, cases):
    return FormReader(asked(client, CASES, "submit_many", cases).content.decode()).fields["seen"]


def test_more_than_can_be_taken_are_taken_in_turns_and_none_is_refused(desk, monkeypatch):
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 3)
    some_cases(7)
    path = f"{CASES}?whose=nobody"
    for turn in (3, 6, 7):
        page = asked(desk, path, "submit_many", Case.objects.all(), select_across="1")
        text = page.content.decode()
        assert "You chose 7 records. At most 3 are taken at once" in text
        sent = desk.post(path, FormReader(text).fields)
        assert (sent.status_code, sent.url) == (302, path)
        assert Submission.objects.count() == turn


@pytest.mark.slow
def test_the_page_that_asks_never_has_more_fields_than_a_form_may_have(desk):
    some_cases(lists.MOST_AT_ONCE + 5)
    page = asked(desk, CASES, "publish_many", Case.objects.all()[:50], select_across="1")
    text = page.content.decode()
    assert "You chose 205 records. At most 200 are taken at once" in text
    assert text.count("<input") < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert text.count("<input") < 300
    assert "With them go" in text


@pytest.mark.parametrize("action", ["submit_many", "publish_many", "withdraw_many"])
@pytest.mark.parametrize("model", ["event", "case", "topic"])
def test_what_is_no_record_is_refused_in_words(desk, model, action):
    path = reverse(f"admin:cases_{model}_changelist")
    answer = desk.post(path, {"action": action, ACTION_CHECKBOX_NAME: "nonsense"}, follow=True)
    assert "What was chosen is no record of this list. Nothing was done." in answer.content.decode()
