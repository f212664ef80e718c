"""Undoing an import takes back what it wrote to identities, and says only how many."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.exchange.batches import CannotUndo, applied_batch, undo, what_undoing_does
from cases.exchange.plan import File, make_plan
from cases.identities import find_by_name
from cases.models import Identity, IdentityName, IdentityReading, ImportBatch, Person
from cases.rules import NotAllowed
from tests.cases.exchange.sheets import a_file
from tests.cast import a_person, alice, edgar, grace

pytestmark = pytest.mark.django_db

NEW = "reference,alias,Real name,Born\nk-s,K.S.,Choe Myong-bok,1985\n"
MORE = "reference,Real name,Born,Phone\nk-s,최명복,1985-03-14,+7 000\n"


@pytest.fixture
def bring(tmp_path):
    def brings(text: str) -> ImportBatch:
        file = File(a_file(tmp_path, text, "people.csv"))
        return applied_batch(make_plan([file], by=grace()), [file], by=grace())

    return brings


def test_what_it_made_is_deleted_with_its_names(bring):
    undo(bring(NEW), by=alice())
    assert not Person.objects.exists()
    assert not Identity.objects.exists()
    assert not IdentityName.objects.exists()
    assert find_by_name("Choe Myong-bok", by=grace()) == []
    rows = Identity.history.order_by("history_id")
    assert [(one.history_type, one.birth_date) for one in rows] == [("+", "1985"), ("-", "1985")]
    assert rows[1].history_change_reason.startswith("Undid import")


def test_what_it_changed_stands_again_as_before_as_one_new_revision(bring):
    bring(NEW)
    batch = bring(MORE)
    undo(batch, by=grace())
    identity = Identity.objects.get()
    assert (identity.birth_date, identity.contacts) == ("1985", "")
    assert [one.name for one in identity.names.all()] == ["Choe Myong-bok"]
    last = Identity.history.order_by("-history_id")[0]
    assert last.history_change_reason == f"Undid import {batch.pk}"
    assert IdentityName.history.filter(revision=last.revision, history_type="-").count() == 1
    assert Person.objects.exists()


def test_each_person_whose_identity_goes_back_is_noted(bring):
    person = a_person("k-s")
    batch = bring(MORE)
    undo(batch, by=grace())
    rows = IdentityReading.objects.filter(act="changed").order_by("id")
    assert [(one.by, one.person) for one in rows] == [(grace(), person.pk)] * 2


def test_what_a_guardian_changed_since_is_not_taken_back_unasked(bring):
    a_person("k-s")
    batch = bring(MORE)
    identity = Identity.objects.get()
    identity.notes = "Typed since"
    identity.save()
    assert what_undoing_does(batch).identities.changed_since == 1
    with pytest.raises(CannotUndo, match="Identities changed since the import: 1"):
        undo(batch, by=grace())
    assert Identity.objects.get().notes == "Typed since"
    undo(batch, by=grace(), also_changed=True)
    assert not Identity.objects.exists()


def test_names_added_since_to_an_identity_that_was_there_stay(bring):
    bring(NEW)
    batch = bring(MORE)
    IdentityName.objects.create(identity=Identity.objects.get(), name="Pak Min")
    undo(batch, by=grace(), also_changed=True)
    assert sorted(one.name for one in IdentityName.objects.all()) == ["Choe Myong-bok", "Pak Min"]


@pytest.mark.parametrize("somebody", [edgar, lambda: None])
def test_nobody_else_can_undo_it_and_nothing_is_undone(bring, somebody):
    batch = bring(NEW)
    with pytest.raises(NotAllowed, match="Only a guardian, under their own name, can undo"):
        undo(batch, by=somebody())
    assert Person.objects.exists()
    assert Identity.objects.exists()


def test_the_command_says_only_how_many(bring):
    bring(NEW)
    batch = bring(MORE)
    told = io.StringIO()
    with pytest.raises(CommandError, match="Only a guardian"):
        call_command("undo_import", str(batch.pk))
    call_command("undo_import", str(batch.pk), username="grace", stdout=told)
    assert told.getvalue() == f"identities brought back: 1\nImport {batch.pk} is undone.\n"
