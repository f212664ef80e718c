"""Imports that are kept, and undone as a whole."""

import pytest
from django.core.management import call_command

from cases.exchange.batches import CannotUndo, applied_batch, undo, what_undoing_does
from cases.exchange.plan import File, make_plan
from cases.history import revision
from cases.models import Case, Citation, Event, ImportBatch, Source
from cases.publishing import CannotPublish
from tests.cases.exchange.sheets import ARREST, BULLETIN, EVENTS, SOURCES, a_file
from tests.cast import a_case, an_event, edgar, published
from timeline.models import Edition, Tombstone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    call_command("loaddata", "vocabulary", verbosity=0)
    a_case("mr-kim", cited=False)


@pytest.fixture
def bring(tmp_path):
    def brings(*texts: str, **options) -> ImportBatch:
        files = [File(a_file(tmp_path, text, f"sheet{at}.csv")) for at, text in enumerate(texts, 1)]
        plan = make_plan(files, by=options.get("by"))
        assert plan.problems == []
        return applied_batch(plan, files, **{"by": None, **options})

    return brings


def test_a_batch_says_what_was_brought_by_whom_and_what_came_of_it(bring):
    batch = bring(SOURCES + BULLETIN, by=edgar())
    (file,) = batch.files
    assert (file["name"], file["size"]) == ("sheet1.csv", len(SOURCES + BULLETIN))
    assert len(file["sha256"]) == 64
    assert batch.made_by == edgar()
    assert batch.counts == {"new": 1, "changed": 0, "rival claims": 0, "unchanged": 0}
    assert batch.revision.reason == "Imported from sheet1.csv"


def test_undoing_deletes_what_was_made_and_restores_what_was_changed(bring):
    event = an_event("arrest-of-kim", title_en="Kim is arrested", date="2016", place="")
    batch = bring(SOURCES + BULLETIN, EVENTS + ARREST)
    event.refresh_from_db()
    assert (str(event.date), event.place, event.citations.count()) == ("2016-02", "Tynda", 2)
    undo(batch, by=edgar())
    event.refresh_from_db()
    assert (str(event.date), event.place, event.citations.count()) == ("2016", "", 1)
    assert list(event.cases.all()) == []
    assert not Source.objects.filter(reference="bulletin").exists()
    last = event.history.order_by("-history_id").first()
    assert last.history_change_reason == f"Undid import {batch.pk}"
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == ("undone", edgar())


def test_undoing_warns_where_records_have_changed_since(bring):
    batch = bring(SOURCES + BULLETIN, EVENTS + ARREST)
    event = Event.objects.get(reference="arrest-of-kim")
    with revision(by=edgar(), reason="A letter came"):
        event.place = "Chita"
        event.save()
    assert what_undoing_does(batch).changed_since == [event]
    with pytest.raises(CannotUndo, match="These have been changed since: “Kim is arrested”"):
        undo(batch, by=edgar())
    assert Event.objects.filter(reference="arrest-of-kim").exists()
    undo(batch, by=edgar(), also_changed=True)
    assert not Event.objects.filter(reference="arrest-of-kim").exists()


def test_what_is_used_elsewhere_keeps_the_whole_import(bring):
    batch = bring(SOURCES + BULLETIN)
    event = an_event("another")
    event.citations.update(source=Source.objects.get(reference="bulletin"))
    with pytest.raises(CannotUndo, match="“Court bulletin” is used by"):
        undo(batch, by=edgar())
    assert ImportBatch.objects.get().state == "applied"


def test_what_was_published_is_withdrawn_with_a_note(bring):
    batch = bring(SOURCES + BULLETIN, EVENTS + ARREST, publishes=True)
    assert batch.published == Edition.objects.count() > 2
    with pytest.raises(CannotUndo, match="Write a note for readers"):
        undo(batch, by=edgar())
    undo(batch, by=edgar(), public_note="Imported in error.")
    assert not Edition.objects.current().filter(kind="event").exists()
    assert Tombstone.objects.filter(public_note="Imported in error.").count() == 2
    assert Event.objects.filter(reference="arrest-of-kim").exists()


def test_a_public_source_that_others_have_cited_since_stays_public(bring):
    batch = bring(SOURCES + BULLETIN, EVENTS + ARREST, publishes=True)
    source = Source.objects.get(reference="bulletin")
    Citation.objects.create(event=an_event("another"), source=source)
    with revision(by=edgar(), reason="A word"):
        source.publisher = "The Town Court"
        source.save()
    doing = what_undoing_does(batch)
    assert doing.cited == [source]
    assert doing.changed_since == []
    undo(batch, by=edgar(), public_note="Imported in error.")
    assert Edition.objects.current().filter(kind="source", reference="bulletin").exists()
    assert not Edition.objects.current().filter(kind="event").exists()
    source.refresh_from_db()
    assert source.publisher == "The Town Court"


def test_an_import_is_undone_once(bring):
    batch = bring(SOURCES + BULLETIN)
    undo(batch, by=edgar())
    with pytest.raises(CannotUndo, match="not one that can be undone"):
        undo(batch, by=edgar())


def test_what_was_public_before_stays_public_and_is_restored_on_the_desk(bring, client):
    event = an_event("arrest-of-kim", title_en="Kim is arrested", date="2016")
    published(event)
    batch = bring(SOURCES + BULLETIN, EVENTS + ARREST)
    undo(batch, by=edgar())
    event.refresh_from_db()
    assert str(event.date) == "2016"
    assert client.get("/events/arrest-of-kim/").status_code == 200


def test_publishing_an_import_publishes_no_draft_of_a_colleague(bring):
    case = Case.objects.get(reference="mr-kim")
    an_event("secret-draft", title_en="Quiet draft").cases.add(case)
    bring(SOURCES + BULLETIN, EVENTS + ARREST, publishes=True)
    assert set(Edition.objects.of("event").values_list("reference", flat=True)) == {"arrest-of-kim"}


def test_changes_that_nobody_published_keep_an_import_from_publishing(bring):
    event = an_event("arrest-of-kim", title_en="Kim is arrested", date="2016")
    published(event)
    with revision(by=edgar(), reason="Half done"):
        event.summary_en = "Half-done text"
        event.save()
    with pytest.raises(CannotPublish, match="changes before this import"):
        bring(SOURCES + BULLETIN, EVENTS + ARREST, publishes=True)
    assert not Source.objects.filter(reference="bulletin").exists()
