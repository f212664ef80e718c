"""What may be said in public: every field of the desk is decided on, and nothing private slips."""

from datetime import date
from decimal import Decimal

import pytest

from cases.documents import PRIVATE, PUBLIC, document_of, public_reference
from cases.models import Application, Citation, Identifier, Participation, Reminder, Source
from tests.cast import a_case, a_court, a_person, a_source, an_event, named_publicly

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_every_field_is_decided_to_be_public_or_private(model):
    decided = set(PUBLIC[model]) | set(PRIVATE[model])
    real = {
        getattr(field, "get_accessor_name", lambda field=field: field.name)() or field.name
        for field in model._meta.get_fields()
        if not field.auto_created or field.concrete or not field.hidden
    }
    assert real == decided
    assert not set(PUBLIC[model]) & set(PRIVATE[model])


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_no_edition_depends_on_what_a_model_keeps_inside(model):
    inside = {name.removesuffix("_id") for name in model.inside()}
    assert inside <= set(PRIVATE[model])
    assert not model.stays_inside


def test_every_model_of_the_desk_that_is_cited_or_owned_is_decided_on():
    kept_whole = {"reminder"}
    for model in PUBLIC:
        for relation in model._meta.related_objects:
            if relation.one_to_many and relation.related_name != "+":
                owner = relation.related_model
                known = owner in PUBLIC or owner._meta.model_name in kept_whole
                assert known, f"{owner.__name__} hangs on {model.__name__}, undecided"


def test_internal_notes_and_reminders_are_not_printed():
    case = a_case(internal_notes="the lawyer's phone")
    Reminder.objects.create(case=case, due=date(2026, 1, 1), what="call the lawyer")
    assert "lawyer" not in str(document_of(case))


def test_coordinates_are_printed_only_when_they_are_public():
    event = an_event(latitude=Decimal("43.11000"), longitude=Decimal("131.87000"))
    assert "latitude" not in document_of(event)
    event.coordinates_public = True
    assert document_of(event)["latitude"] == "43.11"


def test_a_withheld_person_has_neither_alias_nor_telling_reference():
    person = a_person("pak-chol-su", alias_en="Pak Chol-su", alias_ko="박철수")
    event = an_event()
    Participation.objects.create(event=event, person=person)
    assert "Pak" not in str(document_of(person)) + str(document_of(event))
    assert public_reference(person) == person.id.hex


def test_what_a_source_says_of_coordinates_is_printed_only_when_they_are_public():
    event = an_event(latitude=Decimal("43.11000"), longitude=Decimal("131.87000"))
    said = {"value": "43.11", "quote": "at 43.11 north", "translation": "At 43.11 north"}
    Citation.objects.create(event=event, source=a_source("map"), field="latitude", **said)
    assert "43.11" not in str(document_of(event))
    event.coordinates_public = True
    event.save()
    assert "43.11" in str(document_of(type(event).objects.get()))


def test_a_person_decided_to_be_public_is_printed_by_alias():
    person = a_person("choe", alias_en="Choe Myong Bok", **named_publicly())
    assert document_of(person) == {"alias_en": "Choe Myong Bok"}
    assert public_reference(person) == "choe"


def test_of_testimony_the_public_reads_that_we_hold_it_and_no_more():
    testimony = a_source(
        "interview-with-pak",
        title_en="Interview with Pak",
        is_testimony=True,
        consent_audience="public",
        interviewer="Kim",
        author="Pak",
        url="https://example.org/pak",
    )
    event = an_event(cited=False)
    Citation.objects.create(
        event=event,
        source=testimony,
        locator="00:12:10",
        quote="I ran.",
        field="place",
        value="Tynda",
    )
    shown = str(document_of(testimony)) + str(document_of(event)) + public_reference(testimony)
    for secret in ("Pak", "pak", "Kim", "00:12", "I ran", "Tynda"):
        assert secret not in shown
    assert document_of(testimony)["is_testimony"] is True


def test_an_empty_field_is_left_out_so_that_a_new_one_changes_no_digest():
    assert "" not in document_of(a_case()).values()


def test_applications_and_identifiers_are_printed_with_their_numbers():
    case, court = a_case(), a_court()
    application = Application.objects.create(case=case, court=court, number="19115/19")
    application.applicants.add(a_person())
    Identifier.objects.create(case=case, scheme="ecli", value="ECLI:CE:ECHR:2019:1")
    document = document_of(case)
    assert document["applications"][0]["number"] == "19115/19"
    assert document["identifiers"] == [{"scheme": "ecli", "value": "ECLI:CE:ECHR:2019:1"}]


def test_lists_of_records_do_not_depend_on_the_order_they_were_added_in():
    case, first, second = a_case(), a_court("a-court"), a_court("b-court")
    case.courts.set([first, second])
    one = document_of(case)
    case.courts.set([])
    case.courts.add(second)
    case.courts.add(first)
    assert document_of(case) == one


def test_a_source_says_nothing_of_its_file():
    assert Source._meta.get_field("file").name in PRIVATE[Source]
    assert "file" not in str(document_of(a_source(interviewer="x")))
