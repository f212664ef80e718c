"""Taking out: of earlier editions, with a word for readers, or without a trace."""

import pytest

from cases.history import revision
from cases.models import Agreement, Citation, Event, Removal, ShelvedEdition
from cases.publishing import (
    CannotPublish,
    CannotRemove,
    allow_again,
    publish,
    remove,
    suppress,
    withdraw,
)
from cases.rules import NotAllowed
from tests.cast import a_case, alice, an_event, carol, edgar, grace, published, the_source
from timeline.models import Edition, FormerAddress, SuppressedField, Tombstone

pytestmark = pytest.mark.django_db
SLIP = "Han Tong Hyok of Camp 4"
SAID = {"public_note": "A name was removed.", "reason": "A guard had read it to us."}


def corrected(event, **values):
    with revision(by=alice(), reason="Corrected"):
        fresh = type(event).objects.get(pk=event.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()
    published(fresh)


@pytest.fixture
def event(db):
    """An event whose first edition held a name, and whose second does not."""
    event = an_event(summary_en=f"Arrest of {SLIP}.", title_en="An arrest")
    published(event)
    corrected(event, summary_en="Arrest of a man.")
    return event


def everywhere(client, event) -> str:
    """All that the public can read of it."""
    at = f"/events/{event.reference}/"
    paths = [at, f"{at}history/", "/", "/changes/", "/changes.atom", "/feed.atom"]
    paths += [f"{at}history/1/", f"{at}history/2/", f"{at}history/1..2/", f"{at}history/1/cite.txt"]
    paths += ["/search/?q=camp", "/export/events.csv", "/export/record.json", "/api/v1/events"]
    paths += [f"/api/v1/events/{event.reference}/history", f"/events/{event.reference}.json"]
    answers = [client.get(path) for path in paths]
    return "\n".join((b"".join(one) if one.streaming else one.content).decode() for one in answers)


def test_a_field_is_taken_out_of_an_earlier_edition_with_a_word_for_readers(client, event):
    assert SLIP in everywhere(client, event)
    digest = Edition.objects.get(kind="event", number=1).digest
    touched = suppress(event, [1], by=edgar(), field="summary_en", **SAID)
    text = everywhere(client, event)
    assert touched == [1]
    assert SLIP not in text
    assert digest not in text
    page = client.get(f"/events/{event.reference}/history/1/").content.decode()
    assert "Summary (English): removed from this edition on" in page
    assert "A name was removed." in page
    assert SAID["reason"] not in text
    assert Removal.objects.get().reason == SAID["reason"]
    assert SLIP in ShelvedEdition.objects.get().document["summary_en"]


def test_a_title_is_replaced_so_that_the_edition_can_still_be_named(client, event):
    suppress(event, [1], by=edgar(), field="title_en", **SAID)
    page = client.get(f"/events/{event.reference}/history/1/").content.decode()
    assert "[removed]" in page
    assert client.get(f"/events/{event.reference}/").content.decode().count("An arrest")


def test_a_whole_edition_is_taken_out_and_its_address_says_so(client, event):
    suppress(event, [1], by=edgar(), **SAID)
    assert SLIP not in everywhere(client, event)
    gone = client.get(f"/events/{event.reference}/history/1/")
    assert gone.status_code == 410
    assert "This edition has been removed" in gone.content.decode()
    assert "A name was removed." in gone.content.decode()
    assert client.get(f"/events/{event.reference}/").status_code == 200
    assert client.get(f"/events/{event.reference}/history/2/").status_code == 200
    history = client.get(f"/events/{event.reference}/history/").content.decode()
    assert "Removed" in history
    assert "Edition 1 removed" in client.get("/changes/").content.decode()


def test_the_current_edition_is_corrected_not_suppressed(event):
    for numbers in ([2], [1, 2], [7], []):
        with pytest.raises(CannotRemove, match="correct the record and publish it first"):
            suppress(event, numbers, by=edgar(), **SAID)
    assert Edition.objects.filter(kind="event").count() == 2


@pytest.mark.parametrize("missing", ["public_note", "reason"])
def test_suppressing_asks_for_a_note_and_a_reason(event, missing):
    with pytest.raises(CannotRemove):
        suppress(event, [1], by=edgar(), **{**SAID, missing: " "})
    assert not SuppressedField.objects.exists()


def test_a_title_is_taken_out_once(event):
    suppress(event, [1], by=edgar(), field="title_en", **SAID)
    with pytest.raises(CannotRemove, match="None of these editions has that field"):
        suppress(event, [1], by=edgar(), field="title_en", **SAID)


@pytest.mark.parametrize("field", ["signed", "drafted", "in_force"])
def test_no_question_reads_a_date_that_was_taken_out(client, field):
    pact = Agreement.objects.create(
        reference="pact", title_en="Zebra pact", kind="bilateral", **{field: "2013-05"}
    )
    Citation.objects.create(agreement=pact, source=the_source())
    published(pact)
    corrected(pact, **{field: None, "title_en": "Zebra treaty"})
    suppress(pact, [1], by=edgar(), field=field, **SAID)
    edition = Edition.objects.get(record=pact.pk, number=1)
    assert (edition.earliest, edition.latest, edition.order_key) == (None, None, "")


def test_another_date_than_the_one_it_is_ordered_by_leaves_its_place(client):
    pact = Agreement.objects.create(
        reference="pact", title_en="Pact", kind="bilateral", signed="2014", drafted="2013-05"
    )
    Citation.objects.create(agreement=pact, source=the_source())
    published(pact)
    corrected(pact, title_en="Treaty")
    suppress(pact, [1], by=edgar(), field="drafted", **SAID)
    assert Edition.objects.get(record=pact.pk, number=1).earliest.year == 2014


def test_a_field_that_is_not_there_cannot_be_taken_out(event):
    with pytest.raises(CannotRemove, match="None of these editions has that field"):
        suppress(event, [1], by=edgar(), field="title_ko", **SAID)


def test_a_protective_removal_leaves_nothing_not_even_a_note(client):
    untouched = an_event("another")
    published(untouched)
    never = client.get("/events/arrest-of-mr-kim/")
    listed = client.get("/").content.decode()
    event = an_event(summary_en=SLIP)
    published(event)
    corrected(event, reference="arrest-of-mr-kim-2")
    corrected(event, reference="arrest-of-mr-kim")
    remove(event, by=grace(), reason="His family was threatened.")
    for path in ("", "history/", "history/1/", "history/1..2/"):
        answer = client.get(f"/events/arrest-of-mr-kim/{path}")
        assert answer.status_code == 404
        assert SLIP not in answer.content.decode()
    assert client.get("/events/arrest-of-mr-kim/").content == never.content
    assert client.get("/events/arrest-of-mr-kim-2/").status_code == 404
    assert client.get("/").content.decode() == listed
    assert "arrest-of-mr-kim" not in everywhere(client, untouched)
    assert not Tombstone.objects.exists()
    assert not FormerAddress.objects.exists()
    assert "threatened" not in everywhere(client, untouched)


def test_what_was_withdrawn_with_a_note_can_be_removed_with_its_note(client):
    event = an_event()
    published(event)
    withdraw(event, by=edgar(), public_note="It told too much.")
    remove(event, by=edgar(), reason="The note itself tells too much.")
    assert client.get("/events/arrest-of-mr-kim/").status_code == 404
    assert "told too much" not in client.get("/changes/").content.decode()


def test_what_was_removed_comes_back_only_when_a_guardian_allows_it(settings):
    settings.FOUR_EYES = False
    event = an_event()
    published(event)
    remove(event, by=edgar(), reason="His family was threatened.")
    with pytest.raises(CannotPublish, match="A guardian has to allow it"):
        publish([Event.objects.get()], by=edgar())
    published(a_case())
    assert not Edition.objects.filter(kind="event").exists()
    with pytest.raises(NotAllowed):
        allow_again(event, by=edgar(), reason="They are safe now.")
    allow_again(event, by=grace(), reason="They are safe now.")
    assert [one.number for one in publish([Event.objects.get()], by=edgar())] == [1]
    remove(event, by=edgar(), reason="Not safe after all.")
    assert ShelvedEdition.objects.filter(record=event.pk, number=1).count() == 2


def test_a_contributor_removes_and_suppresses_nothing(event):
    for act in (
        lambda: suppress(event, [1], by=carol(), **SAID),
        lambda: remove(event, by=carol(), reason="x"),
        lambda: allow_again(event, by=edgar(), reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_was_never_public_cannot_be_removed(event):
    with pytest.raises(CannotRemove):
        remove(an_event("draft"), by=edgar(), reason="x")
    with pytest.raises(CannotRemove, match="reason"):
        remove(event, by=edgar(), reason=" ")
    with pytest.raises(CannotRemove, match="was not removed"):
        allow_again(event, by=grace(), reason="x")
