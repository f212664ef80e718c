"""No file brings back what was taken from the public, or editions past the name guard."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.history import revision
from cases.models import Event, Finding, Identity, IdentityName, Provision
from cases.publishing import (
    allow_again,
    held_places,
    left_of,
    let_pass,
    remove,
    suppress,
    take_out_left,
    withdraw,
)
from tests.cases.publishing import taking
from tests.cases.publishing.taking import SAID
from tests.cast import (
    a_case,
    a_person,
    a_provision,
    alice,
    an_event,
    edgar,
    grace,
    named_publicly,
    published,
)
from timeline.models import Edition, EditionLink, FormerAddress, Tombstone

pytestmark = pytest.mark.django_db
TAKEN = "something of this record was taken from the public here"


@pytest.fixture
def dump(tmp_path):
    """Writes all that the public reads to a file, and gives its path."""

    def dumps(*apps: str) -> str:
        path = tmp_path / "old.json"
        with path.open("w") as out:
            call_command("dumpdata", *(apps or ["timeline"]), stdout=out)
        return str(path)

    return dumps


@pytest.fixture
def event(db):
    """An event with two editions, under two addresses; the first summary told too much."""
    event = an_event("han-tong-hyok", summary_en="SECRET", title_en="An arrest")
    published(a_case(), event, note="SECRET NOTE")
    with revision(by=alice(), reason=""):
        event = Event.objects.get()
        event.reference, event.summary_en = "an-arrest", "clean"
        event.save()
    published(event)
    return event


def refused(path: str) -> str:
    before = rows()
    with pytest.raises(CommandError) as caught:
        call_command("loaddata", path)
    assert rows() == before
    return str(caught.value)


def rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Edition, Tombstone, FormerAddress, Event)
    ]


WAYS = {
    **taking.WAYS,
    "suppressed address": lambda event: suppress(event, [1], by=edgar(), field="reference", **SAID),
}


@pytest.mark.parametrize("act", WAYS)
def test_what_was_taken_back_is_not_loaded_and_the_rows_are_named(dump, event, act):
    path = dump()
    WAYS[act](event)
    said = refused(path)
    assert said.startswith("Nothing was loaded.")
    assert f"old.json: timeline.edition han-tong-hyok: {TAKEN}" in said


def test_what_was_allowed_again_brings_back_no_edition_of_before(dump, event):
    path = dump()
    remove(event, by=edgar(), reason="x")
    allow_again(event, by=grace(), reason="Safe.")
    published(Event.objects.get())
    assert TAKEN in refused(path)


def test_tombstones_and_addresses_that_were_taken_out_are_not_loaded(dump, event):
    withdraw(event, by=edgar(), public_note="At the wish of Mr Han.")
    path = dump()
    call_command("loaddata", path, verbosity=0)
    note = next(one.key for one in left_of(event) if one.key.startswith("note"))
    take_out_left(event, [note], by=edgar(), **SAID)
    assert "timeline.tombstone" in refused(path)
    remove(event, by=edgar(), reason="x")
    said = refused(path)
    assert "timeline.tombstone" in said
    assert "timeline.formeraddress" in said


def test_a_note_that_a_removal_took_along_is_not_loaded(dump, event):
    path = dump("timeline.edition")
    from_case = Edition.objects.get(kind="case").record
    remove(type(a_case("x")).objects.get(pk=from_case), by=edgar(), reason="x")
    assert "han-tong-hyok" in refused(path)


def test_what_stands_as_it_did_is_loaded_again(client, dump, event):
    suppress(event, [1], by=edgar(), field="summary_en", **SAID)
    call_command("loaddata", dump(), verbosity=0)
    assert client.get("/events/an-arrest/").status_code == 200


def test_a_dump_of_a_whole_site_loads_into_an_empty_one(client, dump, event):
    suppress(event, [1], by=edgar(), field="summary_en", **SAID)
    gone = an_event("gone")
    published(gone)
    remove(gone, by=edgar(), reason="x")
    path = dump("cases", "timeline", "auth")
    connection.check_constraints()  # PostgreSQL empties no table that still has a check before it.
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", path, verbosity=0)
    assert client.get("/events/an-arrest/").status_code == 200
    assert client.get("/events/gone/").status_code == 404
    assert "SECRET" not in json.dumps(list(Edition.objects.values_list("document", flat=True)))


@pytest.fixture
def named(db):
    """Somebody whose name is protected."""
    identity = Identity.objects.create(person=a_person("han").pk)
    IdentityName.objects.create(identity=identity, name="Han Tong Hyok")


def moved(path: str, **fields) -> None:
    """Makes the events’ editions of a file those of a record that this site does not know."""
    with open(path) as file:
        data = [one for one in json.load(file) if one["model"] == "timeline.edition"]
    (one,) = [one for one in data if one["fields"]["kind"] == "event"]
    one["pk"] = 999
    one["fields"] |= {
        "record": "7f0c7dcd-8d7a-4f31-9d0e-6f5b0f8b1c11",
        "sequence": 999,
        "reference": "another",
        **fields,
    }
    with open(path, "w") as file:
        json.dump([one], file)


@pytest.mark.parametrize(
    "fields",
    [
        {"document": {"title_en": "Arrest of Han Tong Hyok"}},
        {"reference": "han-tong-hyok"},
        {"public_note": "Han Tong Hyok asked us."},
    ],
)
def test_an_edition_with_a_protected_name_is_not_loaded(dump, named, fields):
    published(an_event())
    path = dump()
    moved(path, **fields)
    assert "a protected name stands in it" in refused(path)
    assert "Tong" not in refused(path).replace("han-tong-hyok", "")


def test_an_edition_without_a_protected_name_is_loaded(client, dump, named):
    published(an_event())
    path = dump()
    moved(path, document={"title_en": "Arrest of a man", "original_language": "en"})
    call_command("loaddata", path, verbosity=0)
    assert client.get("/events/another/").status_code == 200


def test_a_name_that_was_let_pass_or_stands_already_is_loaded(dump, named):
    event = an_event(title_en="Arrest by Han Tong Hyok, a judge")
    let_pass(event, list(held_places(event)), by=grace(), reason="A judge bears it too.")
    published(event)
    path = dump()
    call_command("loaddata", path, verbosity=0)
    Edition.objects.filter(record=event.pk).delete()
    call_command("loaddata", path, verbosity=0)
    assert Edition.objects.filter(record=event.pk).exists()


def test_what_a_file_says_of_links_is_made_anew_from_the_documents(client, dump):
    event = an_event("ruling")
    person = a_person(alias_en="Quorvim", **named_publicly())
    Finding.objects.create(
        event=event, applicant=person, provision=a_provision(), outcome="violation"
    )
    published(event)
    made = links()
    path = Path(dump())
    objects = json.loads(path.read_text())
    for one in objects:
        one["fields"].pop("beside", None)
    stray = next(one for one in objects if one["model"] == "timeline.editionlink")
    unknown = {**stray["fields"], "target": str(uuid4())}
    objects.append({"model": "timeline.editionlink", "pk": 9999, "fields": unknown})
    path.write_text(json.dumps(objects))
    EditionLink.objects.all().delete()
    Edition.objects.all().delete()
    call_command("loaddata", str(path))
    assert links() == made
    remove(Provision.objects.get(), by=edgar(), reason="He was threatened.")
    assert "ruling" not in client.get("/search/?q=Quorvim").content.decode()


def links():
    """The links of all editions: whose, what they lead to, and what they rest on."""
    found = EditionLink.objects.values_list("edition__record", "role", "target", "beside")
    return sorted(map(str, found))
