"""Where a record stands with the public: what counts as a change, and what no longer matters."""

from datetime import date

import pytest

from cases.history import revision
from cases.models import Citation, Reminder
from cases.publishing import public_state, send_back, submit, with_public_state
from cases.rules import own_changes
from cases.todo import counts_for
from tests.cast import a_case, a_source, carol, edgar, published

pytestmark = pytest.mark.django_db


def state_of(record) -> str:
    rows = with_public_state(type(record)._default_manager.filter(pk=record.pk))
    return public_state(rows.get()).in_words


@pytest.fixture
def case(db):
    case = a_case()
    published(case)
    return case


def note_something(case):
    case.internal_notes = "Call the lawyer on Monday."
    case.save()


def hand_over(case):
    case.assigned_to = carol()
    case.save()


def remind(case):
    Reminder.objects.create(case=case, due=date(2027, 1, 1), what="Appeal is due")


def forget(case):
    remind(case)
    case.reminders.all().delete()


@pytest.mark.parametrize("act", [note_something, hand_over, remind, forget])
def test_what_stays_inside_the_desk_is_no_change_since_publication(settings, case, act):
    settings.FOUR_EYES = True
    before = case.history.count()
    with revision(by=edgar(), reason=""):
        act(case)
    assert case.history.count() >= before
    assert state_of(case) == "Edition 1"
    assert counts_for(edgar())["changed"] == {}
    assert own_changes(edgar(), [case]) == set()


def test_what_an_edition_shows_is_a_change_whatever_came_with_it_or_after_it(case):
    with revision(by=edgar(), reason=""):
        Citation.objects.create(case=case, source=a_source("second"))
        remind(case)
    note_something(type(case).objects.get())
    assert state_of(case) == "Edition 1, changed since"
    assert counts_for(edgar())["changed"] == {type(case): 1}


def test_what_was_sent_back_and_then_published_another_way_is_settled():
    case = a_case(assigned_to=carol())
    send_back(submit(case, by=carol()), by=edgar(), comment="The dates, please.")
    assert state_of(case) == "Draft, sent back"
    assert counts_for(carol())["sent-back"] == {type(case): 1}
    published(case)
    assert state_of(case) == "Edition 1"
    assert counts_for(carol())["sent-back"] == {}
