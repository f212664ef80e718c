"""Nothing is said to be taken out that can be read in another edition."""

import pytest

from cases.history import revision
from cases.models import Citation, Event
from cases.publishing import CannotRemove, suppress
from tests.cast import a_source, alice, an_event, edgar, published
from timeline.models import SuppressedField

pytestmark = pytest.mark.django_db
SAID = {"public_note": "A name was removed.", "reason": "A guard had read it to us."}


def again(note: str = "", **values) -> None:
    with revision(by=alice(), reason=""):
        event = Event.objects.get()
        for name, value in values.items():
            setattr(event, name, value)
        event.save()
    published(event, note=note)


@pytest.fixture
def event(db):
    """An event whose summary stands in the first two editions and not in the third."""
    event = an_event(summary_en="SECRET")
    published(event)
    again(place="Tynda")
    again(summary_en="clean")
    return event


def test_words_of_the_current_edition_are_not_taken_out_of_an_earlier_one(event):
    again(summary_en="Once more: SECRET.")
    with pytest.raises(CannotRemove, match=r"current edition\. Correct the record and publish it"):
        suppress(event, [1, 2], by=edgar(), field="summary_en", **SAID)
    assert not SuppressedField.objects.exists()


def test_other_earlier_editions_that_hold_the_same_are_named(client, event):
    with pytest.raises(CannotRemove, match=r"can still be read in edition 2\. Tick it as well"):
        suppress(event, [1], by=edgar(), field="summary_en", **SAID)
    again(summary_en="SECRET")
    again(summary_en="cleaner")
    with pytest.raises(CannotRemove, match=r"in editions 2 and 4\. Tick them as well"):
        suppress(event, [1], by=edgar(), field="summary_en", **SAID)
    suppress(event, [1, 2, 4], by=edgar(), field="summary_en", **SAID)
    at = f"/events/{event.reference}/history"
    for path in ("1..2", "2..3", "3..4", "4..5", "1", "2", "4"):
        assert "SECRET" not in client.get(f"{at}/{path}/").content.decode()


def test_a_list_is_taken_out_where_a_part_of_it_was_corrected(client, event):
    Citation.objects.create(event=event, source=a_source("other"), quote="SECRET")
    again(place="Skovorodino")
    with revision(by=alice(), reason=""):
        Citation.objects.filter(source__reference="other").delete()
        changed = Event.objects.get()
        changed.save()
    published(changed)
    suppress(event, [4], by=edgar(), field="citations", **SAID)
    with pytest.raises(CannotRemove, match=r"editions 2 and 3.*\n.*current edition"):
        suppress(event, [1], by=edgar(), field="citations", **SAID)


def test_the_address_of_then_is_not_taken_out_while_another_edition_answers_there(client):
    event = an_event("han-tong-hyok")
    published(event)
    again(place="Tynda")
    again(reference="an-arrest")
    with pytest.raises(CannotRemove, match="edition 2"):
        suppress(event, [1], by=edgar(), field="reference", **SAID)
    suppress(event, [1, 2], by=edgar(), field="reference", **SAID)
    assert client.get("/events/han-tong-hyok/").status_code == 404


def test_the_same_note_of_the_current_edition_is_ticked_as_well(event):
    again(note="SECRET", place="Tynda, in the north")
    again(note="SECRET", place="Tynda, in the south")
    with pytest.raises(CannotRemove, match=r"edition 5\. Tick it as well"):
        suppress(event, [4], by=edgar(), field="public_note", **SAID)
    assert suppress(event, [4, 5], by=edgar(), field="public_note", **SAID) == [4, 5]
