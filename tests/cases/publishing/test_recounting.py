"""Whoever becomes protected later is counted anew, once an act. Names are invented."""

import pytest
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from cases.exchange.batches import applied_batch, undo
from cases.exchange.plan import File, make_plan
from cases.history import revision
from cases.models import Identity, IdentityName, NamesHeld, Person
from cases.publishing import hide, holding, publish, remove, withdraw
from cases.publishing.holding import held_everywhere
from tests.cast import (
    a_person,
    alice,
    an_event,
    edgar,
    grace,
    named_in_public,
    named_publicly,
    published,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db
NAME = "Choe Myong-bok"
WAYS = {
    "removed": lambda person: remove(person, by=edgar(), reason="x"),
    "hidden": lambda person: hide(person, by=edgar()),
    "withdrawn": lambda person: withdraw(person, by=edgar(), public_note="Wrong."),
}


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Does an act as if it were committed at once."""

    def committed(act, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **options)

    return committed


@pytest.fixture
def named(db):
    """Somebody whom the public reads by an alias that stands in an event as well."""
    person = a_person()
    named_in_public(person, NAME)
    published(an_event(title_en=f"Arrest of {NAME}"))
    return Person.objects.get()


@pytest.fixture
def counted(monkeypatch):
    """How often all that the public reads was gone through."""
    often = []
    really = holding.public_texts
    monkeypatch.setattr(
        holding, "public_texts", lambda record: (often.append(record), really(record))[1]
    )
    return often


def changed(person, **values) -> Person:
    with revision(by=alice(), reason=""):
        for name, value in values.items():
            setattr(person, name, value)
        person.save()
    return person


@pytest.mark.parametrize("act", WAYS)
def test_the_alias_of_somebody_who_is_public_no_more_is_counted(commits, named, act):
    commits(WAYS[act], named)
    assert held_everywhere() == 1
    assert NamesHeld.objects.get().record == named.pk


def test_a_guardian_reads_so_on_the_first_page_and_an_editor_does_not(client, commits, named):
    commits(WAYS["hidden"], named)
    shown = {}
    for user in (grace(), edgar()):
        client.force_login(user)
        shown[user.username] = client.get("/admin/").content.decode()
    assert "Published places that hold a protected name</h3><b>1</b>" in shown["grace"]
    assert "Published places that hold a protected name" not in shown["edgar"]


def test_an_alias_that_is_printed_no_more_is_counted(commits, named):
    Identity.objects.create(person=named.pk).names.create(name=NAME)
    commits(publish, [changed(named, alias_en="A fisherman")], by=None)
    assert held_everywhere() == 2, "the event, and the edition of before"


def test_whoever_is_published_again_is_counted_no_more(commits, named):
    commits(WAYS["hidden"], named)
    commits(publish, [Person.objects.get()], by=None, bring_back=[named.pk])
    assert held_everywhere() == 0


def test_first_editions_count_nothing(commits, counted):
    person = a_person(alias_en=NAME, **named_publicly())
    commits(publish, [person], by=None)
    assert counted == []


def test_many_acts_at_once_are_counted_once(commits, counted, named):
    other = a_person("ri")
    named_in_public(other, "Ri Yong-suk")
    published(an_event("another", title_en="Ri Yong-suk was seen"))

    def both() -> None:
        for person in Person.objects.all():
            withdraw(person, by=edgar(), public_note="Wrong.")

    del counted[:]
    commits(both)
    assert len(counted) == 1
    assert held_everywhere() == 2


def test_what_is_no_person_counts_nothing(commits, counted, named):
    event = an_event("another")
    published(event)
    del counted[:]
    commits(withdraw, event, by=edgar(), public_note="Wrong.")
    assert counted == []


def test_nobody_is_kept_from_removing_by_names_that_cannot_be_read(
    commits, monkeypatch, named, caplog
):
    def fails(people):
        raise ValueError("the key is wrong")

    monkeypatch.setattr(holding, "_holding", fails)
    commits(WAYS["removed"], named)
    assert not Edition.objects.filter(record=named.pk).exists()
    assert "the key is wrong" in caplog.text


def test_a_restored_revision_that_withholds_somebody_counts_them(client, commits):
    with revision(by=alice(), reason="") as writer:
        person = a_person(alias_en=NAME)
    first = writer.revision.pk
    person = changed(person, **named_publicly())
    published(person, an_event(title_en=f"Arrest of {NAME}"))
    NamesHeld.objects.all().delete()
    client.force_login(grace())
    path = reverse("admin:cases_person_restore", args=[person.pk, first])
    seen = f"{person.pk}:{Person.objects.get().version}"
    commits(client.post, path, {"change_reason": "In danger", "seen": seen})
    assert Person.objects.get().exposure == "withheld"
    assert held_everywhere() == 2


@pytest.fixture
def bring(tmp_path):
    """Imports a sheet of people."""

    def brings(text, by=None):
        path = tmp_path / "people.csv"
        path.write_text(text, encoding="utf-8")
        file = File(path)
        return applied_batch(make_plan([file], by=by or grace()), [file], by=by or grace())

    return brings


def test_an_import_by_command_counts_the_names_that_it_brings_once(commits, counted, bring):
    published(an_event(title_en=f"Arrest of {NAME}"))
    text = f"reference,alias,Real name\nk-s,K.S.,{NAME}\nr-y,R.Y.,Ri Yong-suk\n"
    commits(bring, text)
    assert held_everywhere() == 1
    assert len(counted) == 1


def test_undoing_an_import_counts_whom_it_brings_back(commits, bring):
    published(an_event(title_en=f"Arrest of {NAME}"))
    a_person("k-s", alias_en=NAME, **named_publicly())
    batch = commits(bring, "reference,alias\nk-s,K.S.\n")
    assert held_everywhere() == 0
    commits(undo, batch, by=grace())
    assert held_everywhere() == 1


def test_undoing_an_import_forgets_names_that_go_with_it(commits, bring):
    published(an_event(title_en=f"Arrest of {NAME}"))
    batch = commits(bring, f"reference,alias,Real name\nk-s,K.S.,{NAME}\n")
    assert held_everywhere() == 1
    commits(undo, batch, by=alice())
    assert not Person.objects.exists()
    assert held_everywhere() == 0


@pytest.mark.parametrize("called", ["alias", "name"])
def test_whom_a_fixture_brings_is_counted(commits, tmp_path, called):
    published(an_event(title_en=f"Arrest of {NAME}"))
    person = a_person(alias_en=NAME if called == "alias" else "K.")
    if called == "name":
        Identity.objects.create(person=person.pk).names.create(name=NAME)
    rows = [row for model in (Person, Identity, IdentityName) for row in model.objects.all()]
    path = tmp_path / "people.json"
    path.write_text(serializers.serialize("json", rows))
    for model in (Identity, Person):
        model.objects.all().delete()
    commits(call_command, "loaddata", str(path), verbosity=0)
    assert held_everywhere() == 1
