"""Review: what goes along, who may approve, and what happens when somebody changes it meanwhile."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cases.history import revision
from cases.models import Citation, Publication, Source, Submission
from cases.publishing import (
    CannotPublish,
    CannotReview,
    CannotWithdraw,
    approve,
    hide,
    last_sent_back,
    open_submission,
    public_state,
    publish,
    recall,
    records_of,
    send_back,
    submit,
    unready,
    with_public_state,
    withdraw,
)
from cases.roles import Role
from cases.rules import NotAllowed
from cases.sealing.keys import CannotUnseal
from tests.cast import a_case, a_source, an_event, bob, carol, edgar, published, staff
from timeline.models import Edition, Tombstone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture
def case(db):
    """A case of Carol's with an event in it."""
    with revision(by=carol(), reason=""):
        case = a_case(assigned_to=carol())
        event = an_event(assigned_to=carol())
        event.cases.add(case)
    return case


def versions(submission):
    return {one.pk: one.version for one in records_of(submission)}


def state_of(record) -> str:
    rows = with_public_state(type(record)._default_manager.filter(pk=record.pk))
    return public_state(rows.get()).in_words


def test_a_case_goes_with_its_events_and_sources_in_one_submission(case):
    submission = submit(case, by=carol(), comment="Please look at the dates.")
    kinds = sorted(item.kind for item in submission.items.all())
    assert kinds == ["case", "event", "event-kind", "source", "source-kind"]
    assert state_of(case) == "Draft, in review"


def test_an_editor_approves_it_all_at_once(case):
    submission = submit(case, by=carol())
    printed = approve(
        submission, by=edgar(), seen=versions(submission), public_note="First edition"
    )
    assert len(printed) == 5
    assert Edition.objects.get(kind="case").public_note == "First edition"
    assert Submission.objects.get().decision == "approved"
    assert state_of(case) == "Edition 1"


def test_whoever_wrote_it_cannot_approve_it(case):
    both = carol()
    both.groups.add(*edgar().groups.all())
    submission = submit(case, by=both)
    with pytest.raises(CannotPublish, match="a colleague has to publish it"):
        approve(submission, by=both, seen=versions(submission))
    assert not Edition.objects.exists()
    assert Submission.objects.get().is_open


def test_a_contributor_approves_nothing(case):
    submission = submit(case, by=carol())
    with pytest.raises(NotAllowed):
        approve(submission, by=staff("chris"), seen=versions(submission))


def test_what_changed_while_the_reviewer_was_reading_is_not_published(case):
    submission = submit(case, by=carol())
    seen = versions(submission)
    case.title_en = "Another title"
    case.save()
    with pytest.raises(CannotReview, match="“Another title” changed while you were reading"):
        approve(submission, by=edgar(), seen=seen)
    assert not Edition.objects.exists()


def test_it_is_sent_back_with_a_comment_and_sent_again(case):
    submission = submit(case, by=carol())
    with pytest.raises(CannotReview, match="Say in a comment"):
        send_back(submission, by=edgar(), comment=" ")
    send_back(submission, by=edgar(), comment="The date is wrong.")
    assert state_of(case) == "Draft, sent back"
    with pytest.raises(CannotReview, match="no longer in review"):
        approve(submission, by=edgar(), seen=versions(submission))
    again = submit(case, by=carol())
    approve(again, by=edgar(), seen=versions(again))
    assert state_of(case) == "Edition 1"


def test_it_is_in_review_once_and_only_its_author_takes_it_back(case):
    submission = submit(case, by=carol())
    with pytest.raises(CannotReview, match="in review already"):
        submit(case, by=carol())
    with pytest.raises(NotAllowed, match="Only whoever sent it"):
        recall(submission, by=edgar())
    recall(submission, by=carol())
    assert state_of(case) == "Draft"


def test_nothing_new_needs_no_review(case):
    published(case)
    with pytest.raises(CannotReview, match="already reads it"):
        submit(case, by=edgar())


def test_what_an_editor_publishes_past_its_review_is_no_longer_in_review(case):
    submit(case, by=carol())
    published(case)
    assert Submission.objects.get().decision == "approved"


def test_any_member_of_staff_hides_a_published_record_alone_and_an_editor_brings_it_back(case):
    published(case)
    hide(case, by=bob())
    assert state_of(case) == "Hidden"
    assert "being checked" in Tombstone.objects.get().public_note
    assert Publication.objects.first().by == bob()
    with pytest.raises(NotAllowed):
        publish([case], by=bob())
    case.refresh_from_db()
    with pytest.raises(CannotPublish, match="It was hidden"):
        publish([case], by=edgar())
    assert len(publish([case], by=edgar(), bring_back=[case.pk])) == 1
    assert state_of(case) == "Edition 2"


def test_what_is_not_published_cannot_be_hidden(case):
    with pytest.raises(NotAllowed, match="not published"):
        hide(case, by=bob())
    with pytest.raises(CannotWithdraw, match="not published"):
        hide(case, by=None)


def test_what_was_hidden_meanwhile_is_not_published_with_its_case(case):
    event = case.events.get()
    published(case, event)
    with revision(by=carol(), reason="A new title"):
        case.title_en = "Another title"
        case.save()
        event.place = "Tynda"
        event.save()
    waiting = submit(case, by=carol())
    hide(event, by=bob())
    with pytest.raises(CannotPublish, match="It was hidden"):
        approve(waiting, by=edgar(), seen=versions(waiting))
    assert not Edition.objects.current().filter(record=event.pk).exists()


@pytest.mark.parametrize("take_back", ["hide", "withdraw"])
def test_what_was_taken_back_comes_back_by_itself_alone(case, take_back):
    event = case.events.get()
    published(case, event)
    if take_back == "hide":
        hide(event, by=bob())
    else:
        withdraw(event, by=edgar(), public_note="At his request.")
    published(case)
    assert not Edition.objects.current().filter(record=event.pk).exists()
    published(event)
    assert Edition.objects.current().filter(record=event.pk).exists()


def test_a_companion_of_a_submission_leads_to_its_review_and_its_comment(case):
    event = case.events.get()
    waiting = submit(case, by=carol())
    assert open_submission(event) == waiting
    send_back(waiting, by=edgar(), comment="Cite a source")
    assert last_sent_back(event).answer == "Cite a source"
    published(case, event)
    assert last_sent_back(event) is None


def test_a_lapsed_consent_stops_what_rests_on_the_testimony(case):
    interview = a_source("interview", is_testimony=True, consent_audience="public")
    published(interview)
    event = case.events.get()
    Citation.objects.create(event=event, source=interview)
    Source.objects.filter(pk=interview.pk).update(consent_withdrawn=date(2026, 3, 1))
    event.refresh_from_db()
    assert "Consent was withdrawn on 1 March 2026." in unready([event])[event][-1]


def test_a_hidden_record_is_withdrawn_without_coming_back_first(case):
    published(case)
    hide(case, by=bob())
    withdraw(case, by=edgar(), public_note="It named somebody.")
    assert state_of(case) == "Withdrawn"
    assert Tombstone.objects.get().public_note == "It named somebody."
    assert not Edition.objects.filter(record=case.pk).exists()


def test_a_case_that_is_sent_for_what_was_added_to_it_is_in_review_itself(case):
    published(case)
    an_event("hearing", assigned_to=carol()).cases.add(case)
    submit(case, by=carol())
    assert state_of(case) == "Edition 1, in review"
    correct_title(case)
    with pytest.raises(CannotReview, match="in review already"):
        submit(case, by=carol())


def test_what_was_left_out_at_publishing_stays_in_review(case):
    submission = submit(case, by=carol())
    event = case.events.get()
    publish([one for one in records_of(submission) if one.pk != event.pk], by=edgar())
    submission.refresh_from_db()
    assert submission.is_open
    assert state_of(event) == "Draft, in review"
    publish([type(event).objects.get(pk=event.pk)], by=edgar())
    submission.refresh_from_db()
    assert submission.decision == "approved"


def correct_title(case):
    with revision(by=carol(), reason="A new title"):
        case.title_en = "Another title"
        case.save()


@pytest.fixture
def quoted(db):
    """An event that quotes testimony, both published."""
    testimony = a_source("interview", is_testimony=True, consent_audience="public")
    event = an_event()
    Citation.objects.create(event=event, source=testimony, quote="They took him at night.")
    published(event)
    return event, testimony


def test_what_something_rests_on_as_testimony_stays_testimony(quoted):
    _, testimony = quoted
    testimony.is_testimony = False
    with pytest.raises(ValidationError, match="so it stays testimony"):
        testimony.full_clean()
    free = a_source("mistaken", is_testimony=True)
    free.is_testimony = False
    free.full_clean()


def test_whoever_changed_a_consent_does_not_publish_what_rests_on_it_alone(quoted):
    event, testimony = quoted
    both = staff("gina", Role.EDITOR, Role.GUARDIAN)
    with revision(by=both, reason=""):
        testimony.consent_expires = date(2099, 1, 1)
        testimony.save()
    with revision(by=carol(), reason=""):
        event.place = "Tynda"
        event.save()
    with pytest.raises(CannotPublish, match="a colleague has to publish it"):
        publish([event], by=both)
    assert publish([event], by=edgar())


@pytest.mark.parametrize("name", ["comment", "answer"])
def test_the_texts_of_two_reviews_of_one_record_cannot_be_exchanged(case, name):
    for words in ("The first.", "The second."):
        send_back(submit(case, by=carol(), comment=words), by=edgar(), comment=words)
    first, second = Submission.objects.values_list("pk", name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_submission SET {name} = %s WHERE id = %s", [second[1].text, first[0]]
        )
    with pytest.raises(CannotUnseal, match="changed or moved"):
        getattr(Submission.objects.get(pk=first[0]), name)
