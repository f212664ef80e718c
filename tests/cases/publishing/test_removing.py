"""Taking out: of earlier editions, with a word for readers, or without a trace."""

import pytest

from cases.history import revision
from cases.models import Agreement, Citation, Event, Removal, ShelvedEdition
from cases.publishing import (
    CannotPublish,
    CannotRemove,
    allow_again,
    earlier_editions,
    editions_to_suppress,
    hide,
    left_of,
    left_without_source,
    linking_publicly,
    publish,
    remove,
    suppress,
    suppressible,
    take_out_left,
    withdraw,
)
from cases.rules import Deed, NotAllowed, refusal
from tests.cast import (
    a_case,
    a_source,
    alice,
    an_event,
    carol,
    edgar,
    grace,
    published,
    the_source,
)
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
    corrected(event, title_en="A deportation")
    suppress(event, [1, 2], by=edgar(), field="title_en", **SAID)
    page = client.get(f"/events/{event.reference}/history/1/").content.decode()
    assert "[removed]" in page
    assert "An arrest" not in everywhere(client, event)
    assert client.get(f"/events/{event.reference}/").content.decode().count("A deportation")


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
    corrected(event, title_en="A deportation")
    suppress(event, [1, 2], by=edgar(), field="title_en", **SAID)
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
    corrected(pact, drafted=None, title_en="Treaty")
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


@pytest.fixture
def renamed(db):
    """An event whose first edition was printed under an address that told a name."""
    event = an_event("han-tong-hyok-deported", title_en="A deportation")
    published(event, note="Han Tong Hyok asked us.")
    corrected(event, reference="a-deportation", title_en="A removal")
    return Event.objects.get()


def test_an_edition_that_is_taken_out_takes_its_address_along(client, renamed):
    assert client.get("/events/han-tong-hyok-deported/").status_code == 301
    suppress(renamed, [1], by=edgar(), **SAID)
    assert client.get("/events/han-tong-hyok-deported/").status_code == 404
    assert client.get("/events/a-deportation/history/1/").status_code == 410
    assert "han-tong-hyok" not in everywhere(client, renamed).lower()


def test_the_address_of_then_is_taken_out_by_itself(client, renamed):
    assert "reference" in suppressible(earlier_editions(renamed))
    suppress(renamed, [1], by=edgar(), field="reference", **SAID)
    assert client.get("/events/han-tong-hyok-deported/").status_code == 404
    assert "han-tong-hyok" not in everywhere(client, renamed)
    page = client.get("/events/a-deportation/history/1/")
    assert page.status_code == 200
    assert "A name was removed." in page.content.decode()
    assert ShelvedEdition.objects.get().reference == "han-tong-hyok-deported"
    assert (Removal.objects.get().field, Removal.objects.get().what) == (
        "reference",
        "the old address",
    )
    assert "reference" not in suppressible(earlier_editions(renamed))


def test_an_address_is_taken_out_where_an_edition_was_taken_out_before_as_well(client, renamed):
    corrected(renamed, title_en="A deportation again", reference="another-address")
    suppress(renamed, [2], by=edgar(), **SAID)
    corrected(Event.objects.get(), reference="a-last-address")
    assert client.get("/events/another-address/").status_code == 301
    suppress(renamed, [3], by=edgar(), field="reference", **SAID)
    assert client.get("/events/another-address/").status_code == 404
    assert "another-address" not in everywhere(client, renamed)
    assert "another-address" not in client.get("/changes/").content.decode()
    assert "another-address" not in client.get("/changes.atom").content.decode()


def test_the_note_for_readers_is_taken_out_of_the_current_edition_too(client, event):
    publish([Event.objects.get()], by=None)
    corrected(event, title_en="An arrest in Tynda")
    fresh = Event.objects.get()
    fresh.title_en = "An arrest, later"
    fresh.save()
    publish([fresh], by=None, public_note=f"Corrected for {SLIP}.", corrects=fresh)
    current = editions_to_suppress(event)[0]
    assert current.superseded is None
    with pytest.raises(CannotRemove, match="only the public note"):
        suppress(event, [current.number], by=edgar(), field="summary_en", **SAID)
    suppress(event, [current.number], by=edgar(), field="public_note", **SAID)
    text = everywhere(client, event)
    assert f"Corrected for {SLIP}" not in text
    assert "An arrest, later" in text
    assert current not in editions_to_suppress(event)


def test_what_a_withdrawal_left_is_taken_out_in_its_turn(client, renamed):
    withdraw(renamed, by=edgar(), public_note="At the wish of Han Tong Hyok.")
    keys = {one.key.split(":")[0]: one for one in left_of(renamed)}
    assert set(keys) == {"note", "address", "former"}
    assert keys["former"].text == "han-tong-hyok-deported"
    with pytest.raises(NotAllowed):
        take_out_left(renamed, [keys["note"].key], by=carol(), **SAID)
    for wrong in ([], ["note:0"], [keys["note"].key, "address:x"]):
        with pytest.raises(CannotRemove, match="Tick what"):
            take_out_left(renamed, wrong, by=edgar(), **SAID)
    take_out_left(renamed, [keys["note"].key, keys["former"].key], by=edgar(), **SAID)
    assert client.get("/events/han-tong-hyok-deported/").status_code == 404
    gone = client.get("/events/a-deportation/")
    assert gone.status_code == 410
    assert "A name was removed." in gone.content.decode()
    assert "At the wish" not in client.get("/changes/").content.decode()
    assert {one.field for one in Removal.objects.filter(kind="suppressed")} == {
        "public_note",
        "reference",
    }
    take_out_left(renamed, [keys["address"].key], by=edgar(), **SAID)
    assert client.get("/events/a-deportation/").status_code == 404
    assert "a-deportation" not in client.get("/changes/").content.decode()


def test_the_note_of_a_field_that_was_taken_out_can_be_replaced(client, event):
    suppress(event, [1], by=edgar(), field="summary_en", public_note="Kim asked.", reason="x")
    (left,) = left_of(event)
    assert left.text == "Kim asked."
    take_out_left(event, [left.key], by=edgar(), **SAID)
    assert "Kim asked." not in everywhere(client, event)


def test_all_ways_of_taking_back_are_written_down_with_who_and_why(event):
    suppress(event, [1], by=edgar(), **SAID)
    hide(event, by=carol(), reason="Looks wrong.")
    withdraw(event, by=edgar(), public_note="It was wrong.", reason="Seen by Edgar.")
    published(event)
    withdraw(event, by=edgar(), public_note="Again.")
    remove(event, by=grace(), reason="He was threatened.")
    rows = Removal.objects.order_by("id")
    assert [(one.kind, str(one.by), one.reason, one.editions) for one in rows] == [
        ("suppressed", "edgar", SAID["reason"], [1]),
        ("hidden", "carol", "Looks wrong.", [2]),
        ("withdrawn", "edgar", "Seen by Edgar.", []),
        ("withdrawn", "edgar", "", [3]),
        ("removed", "grace", "He was threatened.", []),
    ]
    assert rows[2].public_note == "It was wrong."


def test_what_rests_on_a_removed_source_alone_can_be_hidden_in_the_same_act(client):
    source, other = a_source("only"), a_source("other")
    alone, both, stays = (an_event(name, cited=False) for name in ("alone", "both", "stays"))
    for event in (alone, both, stays):
        Citation.objects.create(event=event, source=source)
    Citation.objects.create(event=both, source=other)
    published(alone, both, stays)
    assert linking_publicly([source]) == [alone, both, stays]
    assert left_without_source(source) == [alone, stays]
    assert left_without_source(other) == left_without_source(alone) == []
    remove(source, by=edgar(), reason="x", hide_too=[alone.pk, both.pk])
    statuses = [client.get(f"/events/{name}/").status_code for name in ("alone", "both", "stays")]
    assert statuses == [410, 200, 200]
    assert Removal.objects.filter(kind="hidden").count() == 1


@pytest.mark.parametrize(("who", "keeps"), [(carol, False), (edgar, True), (grace, True)])
def test_who_looked_after_what_is_removed_reads_it_no_more_unless_they_may_in_any_case(who, keeps):
    event = an_event(assigned_to=who())
    published(event)
    remove(event, by=grace(), reason="Her brother was questioned.")
    fresh = Event.objects.get()
    assert (fresh.assigned_to, event.assigned_to) == ((who(), who()) if keeps else (None, None))
    assert fresh.version == fresh.history.first().version
    if not keeps:
        row = fresh.history.first()
        assert (row.assigned_to, row.history_user, row.changes_print) == (None, grace(), False)
        assert row.history_change_reason == "Removed to protect somebody"
        assert refusal(who(), Deed.VIEW, fresh)
