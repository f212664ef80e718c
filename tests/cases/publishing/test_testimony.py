"""What was published as another source and is testimony: nothing of it is read any more."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from cases.history import CannotRestore, restore, revision
from cases.models import Citation, Event, Figure, Observation, Source
from cases.publishing import (
    CannotPublish,
    allow_again,
    hide,
    incomplete,
    publish,
    read_in_the_open,
    remove,
    suppress,
    unready,
    withdraw,
)
from cases.todo import counts_for
from tests.cast import a_source, alice, an_event, carol, edgar, grace, published, staff
from timeline.models import Edition, EditionLink, FormerAddress, Kind, Tombstone

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 1, 10, 9, tzinfo=UTC)
STILL_PUBLIC = "Remove it to protect somebody first"
QUOTE = "Quokkaverbatim"
SAID = {"quote": QUOTE, "translation": QUOTE, "locator": "Wombatpage", "value": "Numbatvalue"}
SECRETS = ("Numbatvalue", "Wombatpage", QUOTE, "Platypus", "talk-with-pak", "first-name-pak")
PAGES = (
    *("", "sources/", "events/deportation/", "events/deportation/history/", "changes/"),
    *("events/deportation/history/1/", "events/deportation/history/2/", "corrections/"),
    *("events/deportation/history/1..2/", "events/deportation.json", "feed.atom"),
    *("changes.atom", "export/events.csv", "export/events.json"),
    *("export/timeline.json", "api/v1/sources", "api/v1/events", "api/v1/events/deportation"),
    *("sitemap-1.xml", "as-of/2026-01-20/events/deportation/", "as-of/2026-01-20/sources/"),
)
WHERE_IT_STOOD = {
    *("sources/", "events/deportation/", "events/deportation/history/1/", "search"),
    *("as-of/2026-01-20/events/deportation/", "as-of/2026-01-20/sources/", "sitemap-1.xml"),
    *("events/deportation.json", "api/v1/sources", "api/v1/events/deportation"),
}
GONE = tuple(
    f"sources/{name}/{page}"
    for name in ("talk-with-pak", "first-name-pak")
    for page in ("", "history/", "history/1/")
)


@pytest.fixture
def source(db):
    """A source under its second address, with consent, that nobody has marked as testimony yet."""
    source = a_source(
        "first-name-pak", title_en="Platypus speaks", author="Platypus", consent_audience="public"
    )
    with time_machine.travel(FIRST_DAY, tick=False):
        published(source)
    with revision(by=alice(), reason="A better address"):
        source.reference = "talk-with-pak"
        source.save()
    with time_machine.travel(FIRST_DAY, tick=False):
        published(source)
    return source


@pytest.fixture
def event(source):
    """A public event that quotes it, and rests on another source as well."""
    event = an_event("deportation")
    Citation.objects.create(event=event, source=source, field="place", **SAID)
    with time_machine.travel(FIRST_DAY, tick=False):
        published(event)
    return event


def mark(source) -> None:
    source = Source.objects.get(pk=source.pk)
    source.is_testimony = True
    with revision(by=grace(), reason="A witness speaks in it"):
        source.full_clean()
        source.save()


def found_in_public(client) -> list[tuple[str, str]]:
    bodies = {path: body_of(client.get(f"/{path}")) for path in PAGES}
    found = [(path, one) for path, text in bodies.items() for one in SECRETS if one in text]
    results = {one: body_of(client.get("/search/", {"q": one})) for one in SECRETS}
    return found + [("search", one) for one, text in results.items() if "/deportation/" in text]


def body_of(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode()


TAKEN_BACK = {
    "published": lambda source: None,
    "hidden": lambda source: hide(source, by=edgar()),
    "withdrawn": lambda source: withdraw(source, by=edgar(), public_note="Pak asked."),
}


@pytest.mark.parametrize("state", TAKEN_BACK)
def test_what_the_public_reads_of_is_not_marked_by_any_way_of_saving(source, state):
    TAKEN_BACK[state](source)
    with pytest.raises(ValidationError, match=STILL_PUBLIC):
        mark(source)
    source.refresh_from_db()
    source.is_testimony = True
    with pytest.raises(ValidationError, match=STILL_PUBLIC):
        source.save(update_fields=["is_testimony"])
    assert not Source.objects.filter(is_testimony=True).exists()


def test_an_earlier_revision_that_was_testimony_does_not_come_back_while_it_is_public(db):
    source = a_source("mistaken", is_testimony=True, title_en="")
    number = source.history.latest().revision_id
    with revision(by=grace(), reason="It is none"):
        source.is_testimony = False
        source.save()
    published(source)
    with pytest.raises(CannotRestore, match=STILL_PUBLIC):
        restore(source, number, by=grace(), reason="It was one")
    remove(source, by=grace(), reason="She was threatened.")
    restore(Source.objects.get(), number, by=grace(), reason="It was one")
    assert Source.objects.get().is_testimony


@pytest.mark.parametrize("command", ["loaddata", "import_records"])
def test_no_file_marks_what_is_public(source, tmp_path, command):
    path = tmp_path / "marks.json"
    fields = {"reference": source.reference, "is_testimony": True}
    row = {"model": "cases.source", "pk": str(source.pk), "fields": fields}
    path.write_text(json.dumps([row]))
    with pytest.raises(CommandError, match=STILL_PUBLIC):
        call_command(command, str(path))
    assert not Source.objects.get().is_testimony


def test_removed_and_marked_nothing_of_it_is_public(client, source, event):
    assert {path for path, _ in found_in_public(client)} >= WHERE_IT_STOOD
    remove(source, by=edgar(), reason="She was threatened.")
    mark(source)
    assert found_in_public(client) == []
    assert {client.get(f"/{path}").status_code for path in GONE} == {404}


def test_it_is_not_published_as_testimony_while_others_would_quote_it_again(client, source, event):
    remove(source, by=edgar(), reason="She was threatened.")
    mark(source)
    allow_again(source, by=grace(), reason="She agrees that we say so.")
    source.refresh_from_db()
    with pytest.raises(CannotPublish, match=r"Editions of other records.* “Event deportation”"):
        publish([source], by=None)
    publish([Event.objects.get()], by=None)
    with pytest.raises(CannotPublish, match="Editions of other records"):
        publish([source], by=None)
    said = {"public_note": "A quote was removed.", "reason": "She was threatened."}
    suppress(event, [1], by=edgar(), field="citations", **said)
    publish([source], by=None)
    assert found_in_public(client) == []
    assert "Testimony held by us" in client.get("/events/deportation/").content.decode()
    assert {client.get(f"/{path}").status_code for path in GONE} == {404}


def test_where_a_figure_quotes_it_only_the_page_number_counts(source):
    figure = Figure.objects.create(reference="arrests", title_en="Arrests", unit="people")
    row = {"figure": figure, "source": source, "period": "2017", "value": 3}
    seen = Observation.objects.create(**row)
    published(figure)
    remove(source, by=edgar(), reason="She was threatened.")
    mark(source)
    allow_again(source, by=grace(), reason="She agrees.")
    assert not incomplete([Source.objects.get()], (), None)
    seen.locator = "p. 12"
    Source.objects.update(is_testimony=False)
    seen.save()
    figure.refresh_from_db()
    publish([figure, Source.objects.get()], by=None)
    remove(source, by=edgar(), reason="She was threatened.")
    mark(source)
    assert "“Arrests”" in str(incomplete([Source.objects.get()], (), None))


def test_what_was_marked_before_this_was_refused_waits_for_guardians(source):
    for act in (lambda: None, lambda: withdraw(source, by=edgar(), public_note="x")):
        act()
        Source.objects.filter(pk=source.pk).update(
            is_testimony=True, title_en="Testimony", author="", url=""
        )
        assert counts_for(grace())["in-the-open"] == {Source: 1}
        assert not counts_for(edgar())["in-the-open"]
        Source.objects.update(is_testimony=False)
    Source.objects.update(is_testimony=True, title_en="Testimony")
    FormerAddress.objects.all().delete()
    assert Tombstone.objects.exists()
    assert Source.objects.filter(read_in_the_open()).exists()
    remove(source, by=grace(), reason="She was threatened.")
    assert not Source.objects.filter(read_in_the_open()).exists()
    allow_again(source, by=grace(), reason="She agrees.")
    published(Source.objects.get())
    assert not Source.objects.filter(read_in_the_open()).exists()
    withdraw(source, by=None, public_note="She asked.")
    assert not Source.objects.filter(read_in_the_open()).exists()


def test_no_file_brings_editions_that_tell_of_testimony(source, event, tmp_path):
    path = tmp_path / "editions.json"
    with path.open("w") as out:
        call_command("dumpdata", "timeline", stdout=out)
    EditionLink.objects.all().delete()
    Edition.objects.filter(record__in=[source.pk, event.pk]).delete()
    Source.objects.filter(pk=source.pk).update(is_testimony=True, title_en="Testimony", author="")
    with pytest.raises(CommandError) as caught:
        call_command("loaddata", str(path))
    assert str(caught.value).count("it tells of a source that is testimony here") == 3
    assert not Edition.objects.filter(kind=Kind.SOURCE, record=source.pk).exists()


LAPSED = {"consent_audience": "public", "consent_withdrawn": date(2026, 3, 1)}
DAY = "1 March 2026"


@pytest.fixture
def resting(db):
    """A draft that rests on testimony whose consent was withdrawn."""
    interview = a_source("interview", is_testimony=True, **LAPSED)
    event = an_event(assigned_to=carol())
    Citation.objects.create(event=event, source=interview)
    return event, interview


@pytest.mark.parametrize("who", [carol, edgar])
def test_the_day_of_a_consent_is_told_to_nobody_who_may_not_see_the_testimony(resting, who):
    event, interview = resting
    together = {event.pk, interview.pk}
    found = unready([event, interview], together, who())
    assert found[event][0] == "A guardian has to look at its testimony."
    assert found[interview] == ["Something in it has to be mended by a colleague."]
    assert DAY not in str(found)
    with pytest.raises(CannotPublish) as caught:
        publish([event], by=edgar())
    assert DAY not in str(caught.value)


def test_guardians_and_the_system_read_the_exact_words(resting):
    event, interview = resting
    both = staff("gina", "Editor", "Guardian")
    for who in (None, both):
        found = unready([event, interview], {event.pk, interview.pk}, who)
        assert f"{interview}: Consent was withdrawn on {DAY}." in found[event]
        assert found[interview] == [f"Consent was withdrawn on {DAY}."]


def test_several_testimonies_are_pointed_at_once(resting):
    event, _ = resting
    Citation.objects.create(event=event, source=a_source("second", is_testimony=True, **LAPSED))
    words = unready([event], (), edgar())[event]
    assert words.count("A guardian has to look at its testimony.") == 1


def test_a_source_that_becomes_testimony_while_it_is_published_is_not(db):
    source = a_source("talk", title_en="Platypus speaks")
    event = an_event(cited=False)
    Citation.objects.create(event=event, source=source, quote=QUOTE)
    marked = Source.objects.get(pk=source.pk)
    marked.is_testimony = True
    marked.save()
    with pytest.raises(CannotPublish, match="Whether it is testimony was changed meanwhile"):
        publish([event, source], by=None)
    assert not Edition.objects.exists()
