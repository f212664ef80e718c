"""The words where something was taken back: one act may have written them on many records."""

import pytest
from django.db import transaction

from cases.history import revision
from cases.models import Case, Event, Removal
from cases.publishing import (
    hide,
    left_of,
    left_words,
    public_again,
    remove,
    suppress,
    take_back_again,
    take_out_left,
    withdraw,
)
from tests.cast import a_case, a_person, alice, an_event, edgar, published
from timeline.models import SuppressedField, Tombstone

pytestmark = pytest.mark.django_db
WORDS = "At the wish of the fisherman of Tynda."
SAID = {"public_note": WORDS, "reason": "A guard had read it to us."}
OTHER = "/events/arrest-of-mr-kim/"


@pytest.fixture
def case(db):
    """A case that was printed together with an event, whose shared note was then suppressed."""
    case = a_case("fisherman")
    published(case, an_event(), note="New: the fisherman of Tynda.")
    suppress(case, [1], by=edgar(), field="public_note", **SAID)
    return case


@pytest.fixture
def both(db):
    """A case and an event that were withdrawn with the same words."""
    case, event = a_case("fisherman"), an_event()
    published(case, event)
    for one in (case, event):
        withdraw(one, by=edgar(), public_note=WORDS)
    return case, event


def read(client) -> str:
    paths = ["/changes/", "/changes.atom", OTHER, f"{OTHER}history/", f"{OTHER}history/1/"]
    paths += ["/api/v1/events/arrest-of-mr-kim/history", "/api/v1/events/arrest-of-mr-kim"]
    return "\n".join(client.get(path).content.decode() for path in paths)


def test_a_removal_takes_the_words_of_a_suppression_out_of_the_other_records(client, case):
    assert WORDS in read(client)
    remove(case, by=edgar(), reason="He was threatened.")
    assert "fisherman" not in read(client)
    assert {one.public_note for one in SuppressedField.objects.all()} == {"Taken out."}


def test_a_removal_takes_the_words_of_a_withdrawal_out_of_the_other_records(client, both):
    case, _ = both
    assert WORDS in read(client)
    remove(case, by=edgar(), reason="He was threatened.")
    assert "fisherman" not in read(client)
    answer = client.get(OTHER)
    assert answer.status_code == 410
    assert "Withdrawn." in answer.content.decode()


@pytest.mark.parametrize("then", ["withdrawn", "published again", "replaced"])
def test_the_words_go_too_where_the_record_itself_no_longer_carries_them(client, case, then):
    if then == "replaced":
        take_out_left(
            case,
            [one.key for one in left_of(case)],
            by=edgar(),
            public_note="x",
            reason="x",
            keep_notes=[one.key for one in left_words(case)],
        )
    else:
        withdraw(case, by=edgar(), public_note="Wrong.")
    if then == "published again":
        published(case)
    assert WORDS in read(client)
    remove(Case.objects.get(), by=edgar(), reason="x")
    assert "fisherman" not in read(client)


def test_the_words_of_a_suppressed_edition_go_too(client):
    event = an_event(summary_en="x")
    case = a_case("fisherman")
    published(event, case)
    with revision(by=alice(), reason=""):
        event.summary_en = "y"
        event.save()
    published(event)
    suppress(event, [1], by=edgar(), **SAID)
    withdraw(case, by=edgar(), public_note=WORDS)
    remove(case, by=edgar(), reason="x")
    assert "fisherman" not in read(client)
    assert Tombstone.objects.get().public_note == "Taken out."


def test_the_log_of_each_record_says_so_and_not_why(case):
    remove(case, by=edgar(), reason="He was threatened.")
    line = Removal.objects.filter(record=Event.objects.get().pk).first()
    assert (line.kind, line.field, line.editions) == (Removal.Kind.SUPPRESSED, "public_note", [])
    assert "threatened" not in line.reason
    assert line.by == edgar()


def test_words_can_be_left_where_others_carry_them(client, case):
    (words,) = left_words(case)
    assert words.text == WORDS
    assert Event.objects.get() in words.records
    assert case not in words.records
    remove(case, by=edgar(), reason="x", keep_notes=[words.key])
    assert WORDS in read(client)


def test_words_that_are_the_same_for_all_are_left(client):
    case, event = a_case("fisherman"), an_event()
    published(case, event)
    for one in (case, event):
        hide(one, by=edgar())
    assert left_words(case) == []
    remove(case, by=edgar(), reason="x")
    assert "being checked" in read(client)


def test_other_words_are_left(client, both):
    person = a_person()
    published(person)
    remove(person, by=edgar(), reason="x")
    assert WORDS in read(client)


def test_words_that_are_taken_out_in_their_turn_go_where_others_carry_them(client, both):
    case, event = both
    left = left_of(case)
    take_out_left(
        case, [one.key for one in left], by=edgar(), public_note="An error.", reason="Too much."
    )
    assert "fisherman" not in read(client)
    assert "An error." in read(client)
    line = Removal.objects.filter(record=event.pk).first()
    assert (line.field, line.public_note) == ("public_note", "An error.")
    assert "Too much." not in line.reason


def test_after_a_restore_the_words_go_again(
    settings, tmp_path, client, django_capture_on_commit_callbacks, both
):
    case, event = both
    settings.REMOVAL_LIST = tmp_path / "removals.list"
    published(case)
    with django_capture_on_commit_callbacks(execute=True):
        remove(case, by=edgar(), reason="x")
    lines = settings.REMOVAL_LIST.read_text()
    assert f"{event.pk} event suppressed" in lines
    assert "fisherman" not in lines
    Removal.objects.filter(record=event.pk).latest("at").delete()
    Tombstone.objects.filter(record=event.pk).update(public_note=WORDS)
    assert [one.record for one in public_again()] == [event.pk]
    take_back_again()
    assert "fisherman" not in read(client)


def test_after_a_restore_the_other_notes_of_a_record_go_again_as_well(
    settings, tmp_path, client, django_capture_on_commit_callbacks, both
):
    """Taking the words of one act out again must not pass for taking out all that had gone."""
    case, event = both
    settings.REMOVAL_LIST = tmp_path / "removals.list"
    published(case, event)
    with revision(by=alice(), reason=""):
        event.title_en = "Another"
        event.save()
    published(event)
    suppress(event, [2], by=edgar(), field="title_en", public_note="SECRET", reason="x")
    before = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        take_out_left(event, [_key_of(event, "SECRET")], by=edgar(), public_note="y", reason="x")
        remove(case, by=edgar(), reason="x")
    transaction.savepoint_rollback(before)
    take_back_again()
    shown = read(client) + client.get(f"{OTHER}history/2/").content.decode()
    assert "fisherman" not in shown
    assert "SECRET" not in shown


def _key_of(record, text) -> str:
    return next(one.key for one in left_of(record) if one.text == text)
