"""Django fixtures, imported like any other file: planned, kept as a batch, record types alone."""

import io
import json
import time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from cases.exchange.batches import applied_batch, undo
from cases.exchange.fixture import MOST_PROBLEMS
from cases.exchange.plan import File, make_plan
from cases.models import Event, ImportBatch, Person, Topic
from cases.rules import NotAllowed
from tests.cases.exchange.hostile import HOSTILE
from tests.cases.exchange.sheets import a_file
from tests.cast import (
    a_case,
    a_person,
    adam,
    an_event,
    an_event_kind,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)

SECONDS = 6  # of the processor; it takes a tenth of that, and a minute where nothing is bounded
pytestmark = pytest.mark.django_db

ASYLUM = {"model": "cases.topic", "fields": {"reference": "asylum", "label_en": "Asylum"}}
ARREST = {
    "model": "cases.event",
    "fields": {
        "reference": "arrest-of-kim",
        "title_en": "Kim is arrested",
        "date": "2016-02",
        "kind": ["arrest"],
        "topics": [["asylum"]],
    },
}


def fixture_of(folder, *objects: object, lines: bool = False):
    texts = [json.dumps(one) for one in objects]
    return a_file(folder, "\n".join(texts) if lines else f"[{', '.join(texts)}]", "seed.json")


def bring(path, **options) -> str:
    said = io.StringIO()
    call_command("import_records", str(path), stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("empty objects", "the file is larger than 16 MB"),
        ("fewer empty objects", "there are more than 50,000 objects"),
        ("nested lists", "nested too deeply"),
        ("bare events", "kind: This field cannot be null"),
        ("dangling events", "it names k-0, which is neither on the desk nor in the fixture"),
    ],
)
def test_a_hostile_fixture_is_refused_in_words_before_it_is_read_to_its_end(tmp_path, name, advice):
    start = time.process_time()
    plan = make_plan([HOSTILE[name](tmp_path)])
    assert time.process_time() - start < SECONDS
    assert advice in "\n".join(map(str, plan.problems))
    assert len(plan.problems) <= MOST_PROBLEMS + 2
    assert not Event.objects.exists()
    assert not Topic.objects.exists()


def test_very_many_values_in_one_object_are_refused_in_words(tmp_path):
    path = fixture_of(tmp_path, {"model": "cases.topic", "fields": {"reference": [{}] * 900_000}})
    assert "it holds more than 800,000 values" in str(make_plan([path]).problems[0])


@pytest.mark.parametrize("lines", [False, True])
def test_a_fixture_arrives_and_a_second_time_changes_nothing(tmp_path, lines):
    an_event_kind()
    path = fixture_of(tmp_path, ARREST, ASYLUM, lines=lines)
    assert "Imported: 2 new" in bring(path, reason="A seed")
    event = Event.objects.get()
    assert event.history.get().history_change_reason == "A seed"
    assert "Everything is there already" in bring(path)
    assert ImportBatch.objects.count() == 1


def test_a_dry_run_writes_nothing(tmp_path):
    an_event_kind()
    assert "It would be: 2 new" in bring(fixture_of(tmp_path, ASYLUM, ARREST), dry_run=True)
    assert not Topic.objects.exists()
    assert not Event.history.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"model": "auth.user", "fields": {"username": "mallory", "is_superuser": True}},
        {"model": "auth.permission", "fields": {"codename": "x", "content_type": 1}},
        {"model": "cases.historicaltopic", "fields": {"reference": "x"}},
        {"model": "timeline.edition", "fields": {}},
        {"model": "cases.publication", "fields": {}},
        {"model": "sessions.session", "fields": {}},
    ],
)
def test_nothing_but_records_comes_in_by_file(tmp_path, other):
    with pytest.raises(CommandError, match="cannot be imported"):
        bring(fixture_of(tmp_path, ASYLUM, other))
    assert not Topic.objects.exists()
    assert not User.objects.filter(username="mallory").exists()


@pytest.mark.parametrize(
    ("objects", "advice"),
    [
        ((ASYLUM, ARREST), "names arrest, which is neither on the desk nor in the fixture"),
        ((ASYLUM, ASYLUM), "it is there twice"),
        (({"model": "cases.topic", "fields": {"reference": "Bad One"}},), "A reference has"),
        (({"model": "cases.topic", "fields": {"label_en": "a\u0000b"}},), "the code 0"),
        (("asylum",), "it needs a “model” and “fields”"),
    ],
)
def test_a_fixture_with_a_fault_is_refused_whole(tmp_path, objects, advice):
    with pytest.raises(CommandError) as error:
        bring(fixture_of(tmp_path, *objects))
    assert advice in str(error.value)
    assert not Topic.objects.exists()


def test_who_may_not_add_a_record_may_not_bring_it(tmp_path):
    plan = make_plan([fixture_of(tmp_path, ASYLUM)], by=edgar())
    assert "Vocabularies are kept by an administrator." in str(plan.problems[0])
    assert make_plan([fixture_of(tmp_path, ASYLUM)], by=adam()).problems == []


@pytest.mark.parametrize("is_new", [True, False])
def test_whether_an_alias_is_public_comes_in_by_a_guardian_alone(tmp_path, is_new):
    fields = {"reference": "kim", "alias_en": "K.", **named_publicly()}
    fields["exposure_decided_on"] = str(fields["exposure_decided_on"])
    if not is_new:
        a_person(assigned_to=carol())
    path = fixture_of(tmp_path, {"model": "cases.person", "fields": fields})
    for somebody in (carol(), edgar()):
        (problem,) = make_plan([path], by=somebody).problems
        assert "is for a guardian to decide" in str(problem)
        with pytest.raises(CommandError, match="is for a guardian to decide"):
            bring(path, username=str(somebody))
    assert not Person.objects.filter(exposure="public").exists()
    bring(path, username=str(grace()))
    assert Person.objects.get().exposure == "public"
    (tmp_path / "later").mkdir()
    other = {"model": "cases.person", "fields": {"reference": "kim", "alias_en": "K.K."}}
    bring(fixture_of(tmp_path / "later", other), username=str(edgar()))
    assert Person.objects.get().alias_en == "K.K."


def test_an_import_that_exposed_somebody_is_undone_by_a_guardian_alone(tmp_path):
    a_person()
    fields = {"reference": "kim", **named_publicly(exposure_decided_on="2026-01-01")}
    path = fixture_of(tmp_path, {"model": "cases.person", "fields": fields})
    batch = applied_batch(make_plan([path], by=grace()), [File(path)], by=grace())
    with pytest.raises(NotAllowed, match="is for a guardian to decide"):
        undo(batch, by=edgar())
    assert Person.objects.get().exposure == "public"
    undo(batch, by=grace())
    assert Person.objects.get().exposure == "withheld"


def test_an_import_of_a_fixture_can_be_undone(tmp_path):
    an_event_kind()
    files = [File(fixture_of(tmp_path, {**ARREST, "fields": {**ARREST["fields"], "topics": []}}))]
    batch = applied_batch(make_plan(files), files, by=None)
    undo(batch, by=None)
    assert not Event.objects.exists()


class TestWhatIsNotTheirs:
    """A fixture writes no record that whoever brings it could not change on the desk."""

    @pytest.fixture
    def secret(self, db):
        return an_event("secret", title_en="Quiet draft", assigned_to=edgar())

    def refused(self, tmp_path, **fields):
        event = {"model": "cases.event", "fields": {"reference": "secret", **fields}}
        return "\n".join(map(str, make_plan([fixture_of(tmp_path, event)], by=carol()).problems))

    def test_nobody_gives_themselves_a_draft(self, tmp_path, secret):
        words = self.refused(tmp_path, assigned_to=["carol"])
        assert words.endswith("event secret: This reference is taken. Choose another.")
        assert "Quiet draft" not in words
        assert Event.objects.get().assigned_to == edgar()

    def test_nobody_gives_themselves_what_is_published(self, tmp_path, secret):
        published(secret)
        assert "for those who look after it" in self.refused(tmp_path, assigned_to=["carol"])
        assert "for those who look after it" in self.refused(tmp_path, internal_notes="")
        assert self.refused(tmp_path, place="Tynda") == ""

    def test_nobody_names_it_by_its_id_or_adds_rows_to_it(self, tmp_path, secret):
        by_id = {"model": "cases.event", "pk": str(secret.pk), "fields": {"place": "Tynda"}}
        row = {
            "model": "cases.citation",
            "fields": {"event": str(secret.pk), "source": ["court-bulletin"], "locator": "p. 9"},
        }
        for one in (by_id, row):
            (problem,) = make_plan([fixture_of(tmp_path, one)], by=carol()).problems
            assert str(problem).endswith("It is not yours to see.")
            assert " secret" not in str(problem)

    def test_what_is_theirs_comes_in(self, tmp_path, secret):
        Event.objects.filter(pk=secret.pk).update(assigned_to=carol())
        assert self.refused(tmp_path, place="Tynda") == ""

    def test_reminders_are_for_those_inside(self, tmp_path):
        case = a_case("out")
        published(case)
        one = {"case": ["out"], "due": "2030-01-01", "what": "Call"}
        path = fixture_of(tmp_path, {"model": "cases.reminder", "fields": one})
        assert "for those who look after it" in str(make_plan([path], by=carol()).problems[0])
        assert make_plan([path], by=edgar()).problems == []
