"""Passes: a guardian lets a name stand where it was seen, and nowhere else. Names are invented."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from cases.history import revision
from cases.models import Citation, Event, Identity, IdentityName, IdentityReading, NamePass
from cases.publishing import (
    CannotPublish,
    CannotWithdraw,
    editions_holding,
    held_after,
    held_everywhere,
    held_places,
    let_pass,
    let_pass_in_note,
    names_in_note,
    passes_of,
    places,
    places_in,
    publish,
    recount_held,
    renew_marks,
    take_back,
    withdraw,
)
from cases.publishing.protected import Known
from cases.rules import NotAllowed
from cases.sealing.envelope import Place, seal
from cases.sealing.keys import CannotUnseal
from tests.cast import a_case, a_person, a_source, alice, an_event, edgar, grace, published

pytestmark = pytest.mark.django_db
JUDGE = "Judge Han Tong-hyok decided."


def named(name, reference="han"):
    person = a_person(reference, alias_en="H.")
    IdentityName.objects.create(
        identity=Identity.objects.create(person=person.pk), name=name, script="hangul"
    )
    return person


@pytest.fixture
def person(db):
    """A withheld person with a real name."""
    return named("한동혁")


def judged(reference="decision"):
    return an_event(reference, title_en=JUDGE)


def passed(record, reason="The judge bears it."):
    return let_pass(record, list(held_places(record)), by=grace(), reason=reason)


def changed(record, **values):
    with revision(by=alice(), reason=""):
        fresh = type(record).objects.get(pk=record.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()
    return fresh


def test_a_guardian_lets_a_name_pass_where_it_was_seen_with_a_reason(person):
    event, other = judged(), a_case("other", title_en=JUDGE)
    marks = list(held_places(event))
    with pytest.raises(ValueError, match="Write down why"):
        let_pass(event, marks, by=grace(), reason=" ")
    with pytest.raises(ValueError, match="Tick the places"):
        let_pass(event, [], by=grace(), reason="The judge bears it.")
    with pytest.raises(NotAllowed):
        let_pass(event, marks, by=edgar(), reason="The judge bears it.")
    (place,) = passed(event)
    assert (place.name, place.path) == ("Han Tong-hyok", "title_en")
    assert published(event)
    assert NamePass.objects.get().reason == "The judge bears it."
    with pytest.raises(CannotPublish):
        published(other)


@pytest.mark.parametrize(
    "values",
    [
        {"summary_en": "The refugee Han Tong Hyok lives at Lenin st. 3."},
        {"title_en": f"{JUDGE} Han Tong Hyok lives at Lenin st. 3."},
        {"title_ru": JUDGE},
        {"title_en": JUDGE.upper()},
    ],
)
def test_a_text_that_changes_asks_again(person, values):
    event = judged()
    passed(event)
    published(event)
    with pytest.raises(CannotPublish, match="A protected name stands in"):
        publish([changed(event, **values)], by=None)
    assert publish(
        [changed(event, title_en=JUDGE, summary_en="", title_ru="", place="Omsk")], by=None
    )


def test_a_quote_that_moves_to_another_place_among_the_citations_stays_passed(person):
    event = an_event()
    Citation.objects.create(event=event, source=a_source("second"), quote=JUDGE)
    (place,) = passed(event)
    assert place.path == "citations.quote"
    Citation.objects.filter(source__reference="court-bulletin").delete()
    assert places_in([Event.objects.get()]) == {}


def test_another_name_in_the_same_text_is_another_matter(person):
    event = an_event("decision", title_en=f"{JUDGE} Kim Chol-su waited.")
    passed(event)
    assert places_in([event]) == {}
    other = named("김철수", "kim")
    assert [one.person for one in places_in([event])[event]] == [other.pk]
    IdentityName.objects.update(identity=Identity.objects.get(person=person.pk))
    assert [one.name for one in places_in([event])[event]] == ["Kim Chol-su"]


def test_what_was_not_seen_is_not_let_pass(person):
    event = judged()
    marks = list(held_places(event))
    fresh = changed(event, title_en=f"{JUDGE} Han Tong Hyok lives at Lenin st. 3.")
    with pytest.raises(ValueError, match="has changed since you saw it"):
        let_pass(fresh, marks, by=grace(), reason="The judge bears it.")
    assert not NamePass.objects.exists()


def test_a_pass_that_is_taken_back_stops_the_name_again_and_stays_in_the_list(person):
    event = judged()
    passed(event)
    (given,) = passes_of(event)
    with pytest.raises(NotAllowed):
        take_back(given, by=edgar())
    assert take_back(given, by=grace())
    assert not take_back(given, by=grace())
    assert event in places_in([event])
    (given,) = passes_of(event)
    assert given.taken_back_by == grace()


def test_the_page_lets_pass_what_is_ticked_and_lists_who_let_what_pass_and_why(client, person):
    event = an_event("decision", title_en=JUDGE, summary_en="Han Tong Hyok lives at Lenin st. 3.")
    path = f"/admin/cases/event/{event.pk}/names/"
    client.force_login(grace())
    mark = next(key for key, one in held_places(event).items() if one.path == "title_en")
    page = client.post(path, {"mark": [mark], "reason": " "}).content.decode()
    assert "Nothing was let pass. Write down why" in page
    assert f'value="{mark}" checked' in page
    page = client.post(path, {"mark": [mark], "reason": "A judge."}).content.decode()
    assert "Let pass in 1 place, as long as the text stays as it is." in page
    assert [one.path for one in places_in([event])[event]] == ["summary_en"]
    for words in ("<td>grace</td>", "in title (English)", "<td>A judge.</td>", "Take back"):
        assert words in page
    pk = NamePass.objects.get().pk
    page = client.post(path, {"take_back": pk}).content.decode()
    assert "Taken back. The name is stopped here again." in page
    assert "Taken back by grace on" in page
    assert len(places_in([event])[event]) == 2


def test_what_the_public_reads_still_is_told_and_counted_when_a_pass_is_taken_back(client, person):
    event = judged()
    passed(event)
    published(event)
    assert held_everywhere() == 0
    client.force_login(grace())
    path = f"/admin/cases/event/{event.pk}/names/"
    page = client.post(path, {"take_back": NamePass.objects.get().pk}).content.decode()
    assert "The public still reads the name in edition 1, the current one." in page
    assert held_everywhere() == 1


def test_what_was_never_let_pass_is_not_counted_again_when_a_pass_is_taken_back(person):
    event = an_event("decision", title_en="A decision", summary_en="Han Tong Hyok lives there.")
    with pytest.MonkeyPatch.context() as before:
        before.setattr(places, "known", lambda: Known(None, []))
        published(event)
    assert recount_held([person.pk]) == 1
    let_pass_in_note(event, NOTE, by=grace(), reason="A judge.")
    given = NamePass.objects.get()
    assert take_back(given, by=grace())
    assert held_after(given) == []
    assert held_everywhere() == 1


NOTE = "Judge Han Tong-hyok has corrected the date."


def test_a_guardian_lets_a_name_stand_in_a_note_word_for_word(client, person):
    event, other = an_event("decision"), an_event("other")
    with pytest.raises(CannotPublish, match="stands in the public note"):
        published(event, note=NOTE)
    client.force_login(grace())
    path = f"/admin/cases/event/{event.pk}/names/"
    form = {"pass_note": "", "note": NOTE, "note_reason": ""}
    page = client.post(path, form).content.decode()
    assert "Nothing was let pass. Write down why" in page
    assert f"required>{NOTE}</textarea>" in page
    page = client.post(path, {**form, "note_reason": "A judge."}).content.decode()
    assert "Let pass in 1 place" in page
    assert ", in public note" in page
    assert len(published(event, other, note=f" {NOTE} ")) > 1
    assert not any(editions_holding(person, by=grace()))
    with pytest.raises(CannotPublish, match="stands in the public note"):
        published(an_event("third"), note=f"{NOTE} Han Tong Hyok was tried.")
    client.post(path, {"take_back": NamePass.objects.get().pk})
    with pytest.raises(CannotWithdraw, match="A protected name stands in the public note"):
        withdraw(event, by=edgar(), public_note=NOTE)


def test_whoever_reads_a_name_of_somebody_whose_record_is_gone_is_noted(client, person):
    event, gone = judged(), person.pk
    person.delete()
    client.force_login(grace())
    page = client.get(f"/admin/cases/event/{event.pk}/names/").content.decode()
    assert "somebody whose record is gone" in page
    assert IdentityReading.objects.get().person == gone


def test_a_note_without_a_protected_name_needs_no_pass(client, person):
    event = an_event("decision")
    client.force_login(grace())
    form = {"pass_note": "", "note": "The date is corrected.", "note_reason": "x"}
    page = client.post(f"/admin/cases/event/{event.pk}/names/", form).content.decode()
    assert "No protected name stands in this note: it needs no pass." in page
    assert not NamePass.objects.exists()


def test_a_pass_for_a_whole_record_from_before_lets_nothing_pass_and_says_so(client, person):
    event = judged()
    passed(event)
    NamePass.objects.update(mark="", field="")
    assert event in places_in([event])
    client.force_login(grace())
    page = client.get(f"/admin/cases/event/{event.pk}/names/").content.decode()
    assert "No longer valid: it was for the whole record. If it still holds, give it again." in page
    assert "The judge bears it." in page


def test_a_change_of_keys_keeps_passes_and_a_wrong_key_does_not(person, settings):
    event = judged()
    passed(event)
    let_pass_in_note(event, NOTE, by=grace(), reason="A judge.")
    published(event, note=NOTE)
    old = settings.DESK_KEYS
    settings.DESK_KEYS = {"new": bytes(range(32, 64)), **old}
    assert places_in([event]) == {}
    assert renew_marks() == 2
    assert not names_in_note(NOTE)
    settings.DESK_KEYS = old
    assert event in places_in([event])
    assert names_in_note(NOTE)


def test_the_reasons_of_two_passes_cannot_be_exchanged(person):
    event = an_event("decision", title_en=JUDGE, summary_en=JUDGE)
    passed(event)
    first, second = NamePass.objects.values_list("pk", "reason")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_namepass SET reason = %s WHERE id = %s", [second[1].text, first[0]]
        )
    with pytest.raises(CannotUnseal):
        _ = NamePass.objects.get(pk=first[0]).reason


def test_reasons_that_were_bound_to_a_record_are_bound_to_their_row(person):
    event = judged()
    passed(event)
    given = NamePass.objects.get()
    before = seal("From before.", Place("cases_namepass", "reason", event.pk.hex))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_namepass SET reason = %s", [before])
    migration = importlib.import_module("cases.migrations.0024_log_of_removals")
    migration.bind_to_row(apps, SimpleNamespace(connection=connection))
    assert NamePass.objects.get(pk=given.pk).reason == "From before."
