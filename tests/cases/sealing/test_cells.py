"""Sealed fields: whatever way a text is written, the database holds an envelope for its row."""

import copy
import pickle

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.history import restore, revision
from cases.models import Citation, Event, Person, Source
from cases.sealing.cells import Envelope
from cases.sealing.envelope import Place, unseal
from cases.sealing.keys import CannotUnseal
from tests.cast import a_person, a_source, alice, an_event, named_publicly, the_source

pytestmark = pytest.mark.django_db
SECRET = "The witness is alive and lives in Omsk."


def in_database(table: str, column: str, where: str = "1 = 1") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where}")
        return [row[0] for row in cursor.fetchall()]


def opened(event: Event) -> list[str]:
    """The notes of an event as the database and its history hold them, opened."""
    place = Place("cases_event", "internal_notes", event.pk.hex)
    tables = ("cases_event", "cases_historicalevent")
    held = [text for table in tables for text in in_database(table, "internal_notes")]
    assert not any(SECRET in text for text in held)
    return [unseal(text, place) for text in held]


def test_a_saved_text_is_sealed_in_the_row_and_in_its_history():
    event = an_event(cited=False, internal_notes=SECRET)
    assert opened(event) == [SECRET, SECRET]
    assert event.internal_notes == SECRET
    assert Event.objects.get().internal_notes == SECRET
    assert event.history.get().internal_notes == SECRET
    assert event.history.get().instance.internal_notes == SECRET


def test_every_bulk_write_seals():
    event = Event(
        reference="b", title_en="B", kind=an_event(cited=False).kind, internal_notes=SECRET
    )
    Event.objects.exclude(reference="b").delete()
    Event.history.all().delete()
    Event.objects.bulk_create([event])
    assert opened(event) == [SECRET, SECRET]
    event.internal_notes = SECRET * 2
    Event.objects.bulk_update([event], ["internal_notes"])
    assert event.internal_notes == SECRET * 2
    assert opened(event) == [SECRET * 2, SECRET, SECRET * 2]
    Event.objects.update(internal_notes="Moved.")
    assert opened(event)[-1] == "Moved."
    assert Event.objects.get().internal_notes == "Moved."
    Event.objects.update(internal_notes="")
    assert opened(event)[0] == ""


def test_one_text_updated_into_many_rows_is_sealed_for_each():
    first, second = an_event(), an_event("other")
    assert Event.objects.update(internal_notes=SECRET) == 2
    assert len(set(in_database("cases_event", "internal_notes"))) == 2
    assert {one.internal_notes for one in Event.objects.all()} == {SECRET}
    assert {one.pk for one in Event.objects.all()} == {first.pk, second.pk}


def test_a_save_without_a_change_leaves_the_same_envelope_and_writes_no_history():
    event = an_event(cited=False, internal_notes=SECRET)
    before = in_database("cases_event", "internal_notes")
    Event.objects.get().save()
    assert in_database("cases_event", "internal_notes") == before
    assert in_database("cases_historicalevent", "internal_notes") == before
    assert event.history.count() == 1


def test_values_and_lists_of_them_give_envelopes_that_nothing_can_show():
    an_event(cited=False, internal_notes=SECRET)
    given = Event.objects.values("internal_notes").get()["internal_notes"]
    assert isinstance(given, Envelope)
    assert SECRET not in repr(given)
    with pytest.raises(TypeError, match="read it from the attribute of its record"):
        str(given)
    with pytest.raises(TypeError):
        f"{given}"


@pytest.mark.parametrize("lookup", ["startswith", "contains", "in", "lt", "regex", "exact"])
def test_a_sealed_text_cannot_be_asked_for(lookup):
    an_event(cited=False, internal_notes=SECRET)
    with pytest.raises(FieldError):
        list(Event.objects.filter(**{f"internal_notes__{lookup}": SECRET}))
    assert Event.objects.exclude(internal_notes="").count() == 1


def test_an_instance_that_is_deferred_copied_or_pickled_still_opens():
    an_event(cited=False, internal_notes=SECRET)
    assert Event.objects.only("reference").get().internal_notes == SECRET
    fresh = Event.objects.get()
    assert copy.deepcopy(fresh).internal_notes == SECRET
    assert pickle.loads(pickle.dumps(fresh)).internal_notes == SECRET
    fresh.refresh_from_db()
    assert fresh.internal_notes == SECRET
    source = the_source()
    Citation.objects.create(event=fresh, source=source, quote=SECRET)
    found = Citation.objects.select_related("event", "source").get()
    assert (found.quote, found.event.internal_notes, found.source.interviewer) == (SECRET,) * 2 + (
        "",
    )


def test_an_envelope_copied_to_another_row_is_an_error_and_is_not_saved_on():
    an_event(cited=False, internal_notes=SECRET)
    an_event("other", internal_notes="Nothing.")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_event SET internal_notes = (SELECT internal_notes FROM cases_event "
            "WHERE reference = 'other') WHERE reference <> 'other'"
        )
    event = Event.objects.exclude(reference="other").get()
    for act in (lambda: event.internal_notes, event.save):
        with pytest.raises(CannotUnseal, match="changed or moved"):
            act()


def test_a_text_that_was_written_past_the_desk_is_an_error():
    an_event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_event SET internal_notes = 'in the open'")
    with pytest.raises(CannotUnseal, match="not sealed as it should be"):
        _ = Event.objects.get().internal_notes


def test_a_list_that_shows_no_notes_needs_no_key(settings):
    an_event(cited=False, internal_notes=SECRET)
    settings.DESK_KEYS = {"other": bytes(32)}
    event = Event.objects.get()
    assert event.title == "Event arrest-of-mr-kim"
    with pytest.raises(CannotUnseal, match="The key “test” is needed"):
        _ = event.internal_notes


def test_validation_sees_whether_there_is_a_text():
    person = a_person(**named_publicly())
    person.full_clean()
    assert in_database("cases_person", "exposure_reason")[0].startswith("sealed:1:test:")
    person.exposure_reason = ""
    with pytest.raises(ValidationError, match="its date and its reason"):
        person.full_clean()
    assert Person.objects.get().exposure_reason == "He asked for it."


def test_no_query_ever_carries_the_text():
    with CaptureQueriesContext(connection) as queries:
        person = a_person(**named_publicly(exposure_reason=SECRET))
        person.full_clean()
        Person.objects.update(internal_notes=SECRET)
        Person.objects.bulk_update([person], ["exposure_reason"])
    assert len(queries) > 10
    assert not any(SECRET in one["sql"] for one in queries.captured_queries)


def test_a_line_keeps_its_length():
    source = a_source(interviewer="x" * 201)
    with pytest.raises(ValidationError, match="at most 200 characters"):
        source.full_clean()


def test_quotes_and_what_a_source_says_are_sealed():
    source = a_source(summary_en=SECRET, summary_ko="증인", consent_uses=SECRET, interviewer=SECRET)
    Citation.objects.create(
        event=an_event(cited=False), source=source, quote=SECRET, translation=SECRET
    )
    for table, column in (
        *(("cases_source", one) for one in ("summary_en", "consent_uses", "interviewer")),
        *(("cases_historicalcitation", one) for one in ("quote", "translation")),
    ):
        assert in_database(table, column)[-1].startswith("sealed:1:"), column
    assert Citation.objects.get().quote == SECRET
    assert Source.objects.get().summary_ko == "증인"


def test_restoring_brings_a_sealed_text_back():
    source = a_source(summary_en=SECRET)
    first = source.history.get().revision_id
    with revision(by=alice()):
        source.summary_en = "Changed."
        source.save()
    restore(source, first, by=alice(), reason="Wrong")
    held = in_database("cases_source", "summary_en")
    held += in_database("cases_historicalsource", "summary_en")
    place = Place("cases_source", "summary_en", source.pk.hex)
    assert [unseal(text, place) for text in held] == [SECRET, SECRET, "Changed.", SECRET]
