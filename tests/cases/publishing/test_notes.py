"""The public note of an act, which stands beside every record that was printed in it."""

import pytest

from cases.history import revision
from cases.models import Event, Removal, ShelvedEdition
from cases.publishing import publish, remove, shared_notes, suppress, withdraw
from tests.cast import a_case, alice, an_event, edgar, published
from timeline.models import Edition, SuppressedField

pytestmark = pytest.mark.django_db
NOTE = "New: the fisherman of Tynda."
SAID = {"public_note": "A name was removed.", "reason": "A guard had read it to us."}


@pytest.fixture
def case(db):
    """A case that was printed together with an event, with a note that tells of the case."""
    case = a_case("fisherman")
    published(case, an_event(), note=NOTE)
    return case


def where_notes_are_read(client) -> str:
    at = "/events/arrest-of-mr-kim/"
    paths = ["/changes/", "/changes.atom", f"{at}history/", f"{at}history/1/", at, f"/as-of/{DAY}/"]
    paths += [f"/as-of/{DAY}/changes/", "/api/v1/events/arrest-of-mr-kim/history"]
    return "\n".join(client.get(path).content.decode() for path in paths)


DAY = "2100-01-01"


def test_a_removal_takes_its_note_out_of_what_was_printed_with_it_without_a_word(client, case):
    history = "/events/arrest-of-mr-kim/history/"
    kept = client.get("/api/v1/events/arrest-of-mr-kim/history")
    assert NOTE in where_notes_are_read(client)
    remove(case, by=edgar(), reason="He was threatened.")
    assert "fisherman" not in where_notes_are_read(client)
    page = client.get(history).content.decode()
    assert "Edition 1" in page
    assert "removed" not in page.lower()
    assert not SuppressedField.objects.exists()
    again = client.get(kept.request["PATH_INFO"], headers={"If-None-Match": kept["ETag"]})
    assert again.status_code == 200, "who kept the answer is told that it is another"


def test_the_desk_keeps_the_note_on_the_shelf_and_in_the_log_of_each_record(case):
    event = Event.objects.get()
    remove(case, by=edgar(), reason="He was threatened.")
    row = ShelvedEdition.objects.get(record=event.pk)
    assert (row.number, row.public_note) == (1, NOTE)
    line = Removal.objects.get(record=event.pk)
    assert (line.kind, line.field, line.editions, line.by) == (
        Removal.Kind.SUPPRESSED,
        "public_note",
        [1],
        edgar(),
    )
    assert "threatened" not in line.reason
    edition = Edition.objects.get(record=event.pk)
    assert edition.digest == row.digest


def test_a_note_can_be_left_where_others_carry_it(client, case):
    (note,) = shared_notes(case)
    assert note.text == NOTE
    assert Event.objects.get().pk in {one.record for one in note.editions}
    remove(case, by=edgar(), reason="x", keep_notes=[note.key])
    assert NOTE in client.get("/changes/").content.decode()


def test_another_act_with_the_same_words_keeps_them(client, case):
    published(an_event("another"), note=NOTE)
    remove(case, by=edgar(), reason="x")
    assert NOTE in client.get("/events/another/history/").content.decode()
    assert NOTE not in client.get("/events/arrest-of-mr-kim/history/").content.decode()


def test_what_was_withdrawn_before_it_is_removed_takes_its_note_along_too(client, case):
    withdraw(case, by=edgar(), public_note="Withdrawn.")
    remove(case, by=edgar(), reason="x")
    assert NOTE not in where_notes_are_read(client)


def test_a_correction_that_was_printed_with_it_goes_on_saying_that_it_is_one(client, case):
    event = Event.objects.get()
    with revision(by=alice(), reason=""):
        event.title_en = "An arrest"
        event.save()
        case.title_en = "The fisherman of Tynda"
        case.save()
    publish([event, case], by=None, public_note="Corrected: the fisherman.", corrects=event)
    remove(case, by=edgar(), reason="x")
    assert Edition.objects.get(record=event.pk, number=2).is_correction
    text = where_notes_are_read(client)
    assert "fisherman" not in text
    assert "An error was corrected." in text


@pytest.mark.parametrize("whole", [False, True])
def test_a_note_that_is_suppressed_goes_where_others_carry_it_with_a_word(client, case, whole):
    if whole:
        with revision(by=alice(), reason=""):
            case.title_en = "Another"
            case.save()
        published(case)
    suppress(case, [1], by=edgar(), field="" if whole else "public_note", **SAID)
    assert NOTE not in where_notes_are_read(client)
    page = client.get("/events/arrest-of-mr-kim/history/1/").content.decode()
    assert "A name was removed." in page
    line = Removal.objects.get(record=Event.objects.get().pk)
    assert (line.field, line.public_note) == ("public_note", "A name was removed.")
    assert SAID["reason"] not in line.reason


def test_a_suppressed_note_can_be_left_where_others_carry_it(client, case):
    (note,) = shared_notes(case)
    suppress(case, [1], by=edgar(), field="public_note", keep_notes=[note.key], **SAID)
    assert NOTE in client.get("/events/arrest-of-mr-kim/history/").content.decode()


def test_to_suppress_another_field_leaves_every_note(client, case):
    with revision(by=alice(), reason=""):
        case.title_en = "Another"
        case.save()
    published(case)
    suppress(case, [1], by=edgar(), field="title_en", **SAID)
    assert NOTE in client.get("/events/arrest-of-mr-kim/history/").content.decode()
