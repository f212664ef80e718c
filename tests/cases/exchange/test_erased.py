"""No file brings back who was erased, or what the removal list says must not be public."""

import io
import json
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.erasing import erase
from cases.exchange.everything import lines_of_everything
from cases.models import Event, Participation, Person
from cases.publishing import remove
from tests.cases.erasing.asking import decided
from tests.cases.exchange.sheets import a_file
from tests.cast import a_person, an_event, edgar, grace, named_publicly, published
from timeline.models import Edition

pytestmark = pytest.mark.django_db
ERASED = "it is about somebody who was erased here"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.ERASURE_LIST = tmp_path / "erasures.list"
    settings.REMOVAL_LIST = tmp_path / "removals.list"


@pytest.fixture
def person(db) -> Person:
    """Somebody whom the public reads by name, and who takes part in an event."""
    person = a_person("ri-ok-ju", **named_publicly(alias_en="Ri Ok Ju"))
    event = an_event()
    Participation.objects.create(event=event, person=person)
    published(person, event)
    return person


def exported() -> list[dict]:
    return [json.loads(line) for line in lines_of_everything()]


def loads(tmp_path, objects: list[dict]) -> str:
    path = tmp_path / "old.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in objects))
    said = io.StringIO()
    call_command("loaddata", str(path), stdout=said)
    return said.getvalue()


def refused(tmp_path, objects: list[dict]) -> str:
    before = (Person.objects.count(), Edition.objects.count(), Participation.objects.count())
    with pytest.raises(CommandError, match=r"Nothing was loaded\.") as caught:
        loads(tmp_path, objects)
    now = (Person.objects.count(), Edition.objects.count(), Participation.objects.count())
    assert now == before
    return str(caught.value)


def test_an_export_of_before_an_erasure_is_not_loaded_and_its_rows_are_named(tmp_path, person):
    old = exported()
    erase(decided(person), by=grace())
    assert f"old.jsonl: cases.person ri-ok-ju: {ERASED}" in refused(tmp_path, old)
    assert not Edition.objects.filter(record=person.pk).exists()


@pytest.mark.parametrize("form", [str, lambda text: text.replace("-", "").upper()])
@pytest.mark.parametrize("model", ["cases.person", "cases.historicalperson", "timeline.edition"])
def test_no_row_of_theirs_is_loaded_by_itself(tmp_path, person, model, form):
    pk = str(person.pk)
    text = [json.dumps(one) for one in exported() if one["model"] == model]
    old = [json.loads(one.replace(pk, form(pk))) for one in text if pk in one]
    assert old
    erase(decided(person), by=grace())
    assert ERASED in refused(tmp_path, old)


def arabic(pk: str) -> str:
    return pk.translate({ord(str(digit)): 0x0660 + digit for digit in range(10)})


@pytest.mark.parametrize(
    "form",
    [
        lambda pk: UUID(pk).int,
        lambda pk: "-".join(UUID(pk).hex),
        lambda pk: f"urn:uuid:{{{pk[:9]}-{pk[9:]}}}",
        lambda pk: pk.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)}),
        arabic,
    ],
)
def test_their_id_is_known_in_every_form_that_a_column_takes(tmp_path, person, form):
    pk = str(person.pk)
    row = {"model": "cases.person", "pk": form(pk), "fields": {"reference": "ri-ok-ju"}}
    assert Person._meta.pk.to_python(row["pk"]) == person.pk
    erase(decided(person), by=grace())
    assert ERASED in refused(tmp_path, [row])


def test_an_id_that_begins_with_nought_is_known_without_it(tmp_path):
    person = a_person("ri-ok-ju", pk=UUID(int=0x1234567890ABCDEF1234567890ABCDE))
    spaced = f" {person.pk.hex[1:]}"
    assert Person._meta.pk.to_python(spaced) == person.pk
    erase(decided(person), by=grace())
    row = {"model": "cases.person", "pk": spaced, "fields": {"reference": "ri-ok-ju"}}
    assert ERASED in refused(tmp_path, [row])


def test_no_import_of_objects_brings_them_back_either(tmp_path, person):
    row = {"model": "cases.person", "pk": str(person.pk), "fields": {"reference": "ri-ok-ju"}}
    erase(decided(person), by=grace())
    path = a_file(tmp_path, json.dumps([row]), "people.json")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_records", str(path), stdout=said, stderr=said)
    assert not Person.objects.filter(pk=person.pk).exists()


def test_an_export_of_after_an_erasure_is_loaded(tmp_path, person):
    erase(decided(person), by=grace())
    assert "unchanged" in loads(tmp_path, exported())


def test_nothing_is_loaded_beside_a_list_that_cannot_be_read(tmp_path, person, settings):
    old = exported()
    settings.ERASURE_LIST.write_text("x\n")
    assert "Line 1 of the erasure list" in refused(tmp_path, old)
    settings.ERASURE_LIST.unlink()
    settings.REMOVAL_LIST.write_text("x\n")
    assert "Line 1 of the removal list" in refused(tmp_path, old)


def test_what_the_removal_list_alone_remembers_is_not_loaded(
    tmp_path, person, django_capture_on_commit_callbacks
):
    old = [one for one in exported() if one["model"].startswith("timeline.")]
    event = Event.objects.get()
    before = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        remove(event, by=edgar(), reason="x")
    transaction.savepoint_rollback(before)
    Edition.objects.filter(record=event.pk).delete()
    said = refused(tmp_path, old)
    assert "would be public again" in said
    assert f"event {event.pk}" in said
