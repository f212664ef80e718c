"""Revisions: one row per changed object, in one transaction, with who and why."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.history import CannotRestore, Revision, restore, revision
from cases.models import Case, Citation, Event, Reminder
from tests.cast import a_case, a_court, a_person, a_source, a_topic, alice, an_event, bob

pytestmark = pytest.mark.django_db


def reasons(record):
    return list(
        record.history.order_by("revision_id").values_list("history_change_reason", flat=True)
    )


def test_creating_a_record_writes_one_row():
    event = an_event(cited=False)
    assert event.history.count() == 1
    assert event.history.get().history_type == "+"
    assert event.version == 1


def test_a_save_that_changes_nothing_writes_nothing():
    event = an_event()
    rows, version = event.history.count(), Event.objects.get().version
    Event.objects.get().save()
    assert event.history.count() == rows
    assert Event.objects.get().version == version


def test_many_changes_in_one_revision_make_one_row_with_user_and_long_reason():
    event, case = an_event(cited=False), a_case(cited=False)
    reason = "A long reason. " * 500
    with revision(by=alice(), reason=reason):
        event.place = "Vsevolozhsk"
        event.save()
        event.cases.add(case)
        event.place = "Saint Petersburg"
        event.save()
        Citation.objects.create(event=event, source=a_source())
    row = event.history.latest("revision_id")
    assert event.history.count() == 2
    assert (row.place, row.history_user, row.history_change_reason) == (
        "Saint Petersburg",
        alice(),
        reason,
    )
    assert Event.objects.get().version == 2


def test_a_change_from_the_other_side_of_a_link_is_the_events_change():
    event, case = an_event(), a_case()
    before = Event.objects.get().version
    case.events.add(event)
    assert Event.objects.get().version == before + 1
    case.events.clear()
    assert Event.objects.get().version == before + 2


def test_changing_what_a_record_owns_counts_as_a_change_of_the_record():
    an_event()
    before = Event.objects.get().version
    Citation.objects.update(locator="p. 3")
    assert Event.objects.get().version == before + 1
    Citation.objects.get().delete()
    assert Event.objects.get().version == before + 2
    assert Citation.history.first().history_type == "-"


def test_an_error_leaves_neither_change_nor_history():
    event = an_event(cited=False)

    def fails_halfway() -> None:
        with revision(by=alice()):
            event.place = "Nowhere"
            event.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_halfway()
    assert Event.objects.get().place == ""
    assert event.history.count() == 1
    assert Revision.objects.count() == Event.history.count() + event.kind.history.count()


def test_a_rolled_back_part_of_a_revision_leaves_no_trace():
    event, other = an_event(cited=False), an_event("release", cited=False)
    other.sequence = 9_999_999
    with revision(reason="mixed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save()
        event.place = "Kept"
        event.save()
    assert reasons(event)[-1] == "mixed"
    assert "mixed" not in reasons(other)


def test_bulk_writes_leave_a_row_for_each_object_and_keep_bounds_true():
    events = [an_event(f"e{index}", cited=False) for index in range(3)]
    Event.objects.update(date="2014-21")
    assert {(str(e.date_earliest), str(e.date_latest)) for e in Event.objects.all()} == {
        ("2014-03-01", "2014-05-31")
    }
    for event in Event.objects.all():
        event.date = "199X"
        assert event.history.count() == 2
        events.append(event)
    Event.objects.bulk_update(events[3:], ["date"])
    assert {str(e.date_latest) for e in Event.objects.all()} == {"1999-12-31"}
    assert {e.history.count() for e in Event.objects.all()} == {3}


def test_deleting_a_linked_record_is_a_change_of_those_that_linked_to_it():
    event, case = an_event(), a_case(cited=False)
    event.cases.add(case)
    before = Event.objects.get().version
    case.delete()
    assert Event.objects.get().version == before + 1


def test_restoring_brings_back_fields_links_and_citations():
    event, case, topic = an_event(place="Vsevolozhsk"), a_case(), a_topic()
    event.cases.add(case)
    event.topics.add(topic)
    good = Event.objects.get().history.latest("revision_id").revision_id
    with revision(by=bob(), reason="a mistake"):
        event = Event.objects.get()
        event.place, event.date = "", "1999"
        event.save()
        event.cases.clear()
        event.citations.get().delete()
        Citation.objects.create(event=event, source=a_source("rumour"))
    restore(Event.objects.get(), good, by=alice(), reason="Undo the mistake")
    event = Event.objects.get()
    assert (event.place, str(event.date), str(event.date_latest)) == (
        "Vsevolozhsk",
        "2017",
        "2017-12-31",
    )
    assert list(event.cases.all()) == [case]
    assert [one.source.reference for one in event.citations.all()] == ["court-bulletin"]
    assert reasons(event)[-1] == "Undo the mistake"


def test_restoring_a_case_brings_back_applications_with_their_applicants():
    case, court, person = a_case(), a_court(), a_person()
    application = case.applications.create(number="1/17", court=court)
    application.applicants.add(person)
    good = case.history.latest("revision_id").revision_id
    application.delete()
    restore(Case.objects.get(), good, by=None, reason="")
    assert [list(one.applicants.all()) for one in case.applications.all()] == [[person]]


def test_restoring_leaves_notes_reminders_and_whose_work_it_is_as_they_are():
    case = a_case()
    number = case.history.latest("revision_id").revision_id
    with revision(by=alice(), reason=""):
        case.title_en, case.internal_notes, case.assigned_to = "Corrected", "Call him.", bob()
        case.save()
        Reminder.objects.create(case=case, due=date(2027, 1, 1), what="Appeal is due")
    restore(case, number, by=alice(), reason="Was right before")
    restored = Case.objects.get()
    assert restored.title_en == "Case mr-kim"
    assert (restored.internal_notes, restored.assigned_to) == ("Call him.", bob())
    assert restored.reminders.count() == 1


def test_restoring_says_what_is_gone_and_changes_nothing():
    event, case = an_event(), a_case(cited=False)
    event.cases.add(case)
    good = Event.objects.get().history.latest("revision_id").revision_id
    case.delete()
    version = Event.objects.get().version
    with pytest.raises(CannotRestore, match="some of its cases have since been deleted"):
        restore(Event.objects.get(), good, by=None, reason="")
    assert Event.objects.get().version == version


def test_a_record_cannot_be_restored_to_before_it_existed():
    first = an_event().history.earliest("revision_id").revision_id
    later = an_event("later")
    with pytest.raises(CannotRestore, match="did not exist"):
        restore(later, first, by=None, reason="")


def test_a_stale_copy_never_counts_the_version_back():
    stale = an_event()
    fresh = Event.objects.get(pk=stale.pk)
    for place in ("Moscow", "Tynda", "Vladivostok"):
        fresh.place = place
        fresh.save()
    before = Event.objects.get(pk=stale.pk).version
    stale.place = "Omsk"
    stale.save()
    assert Event.objects.get(pk=stale.pk).version == before + 1
