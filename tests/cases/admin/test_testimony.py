"""What witnesses said is for guardians; what others may do without seeing it."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from cases.history import revision
from cases.models import Citation, Source
from tests.cases.admin.test_desk import address, save
from tests.cases.admin.test_desk import submit as fill_in
from tests.cast import (
    a_case,
    a_source,
    alice,
    an_event,
    bob,
    carol,
    edgar,
    grace,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    """A published event that cites a testimony and a public source."""
    interview = a_source("interview", is_testimony=True, consent_audience="public")
    event = an_event()
    with revision(by=grace(), reason="She spoke"):
        Citation.objects.create(
            event=event, source=interview, field="place", value="The old mill", quote="I saw him"
        )
    published(event)
    return event


def test_djangos_log_keeps_no_title_of_what_becomes_testimony(client):
    source = a_source("interview", title_en="Something")
    client.force_login(alice())
    save(client, address(source), "A better title", title_en="Interview with Han Tong Hyok")
    save(client, address(source), "She spoke", is_testimony="on")
    source.refresh_from_db()
    assert source.is_testimony
    client.post(address(source, "delete"), {"post": "yes", "seen_version": source.version})
    assert not Source.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_source_that_is_public_is_not_marked_and_what_is_read_of_it_is_listed(client, event):
    source = Source.objects.get(reference="court-bulletin")
    client.force_login(edgar())
    page = fill_in(client, address(source), is_testimony="on", author="Pak").content.decode()
    assert "Remove it to protect somebody first" in page
    assert "edition 1, at “court-bulletin”" in page
    assert '<a href="/sources/court-bulletin/history/1/">' in page
    assert f'<a href="{address(event)}">{event}</a>' in page
    assert f'<a href="{address(source, "remove")}">Remove it to protect somebody</a>' in page
    assert 'value="Pak"' in page, "what was typed is kept"
    assert (
        "edition 1, at “court-bulletin”" in client.get(address(source, "remove")).content.decode()
    )
    client.post(address(source, "remove"), {"reason": "She was threatened."})
    save(client, address(source), "She speaks in it", is_testimony="on")
    source.refresh_from_db()
    assert source.is_testimony
    assert client.get("/sources/court-bulletin/").status_code == 404


def test_a_contributor_is_told_who_can_remove_it_and_no_name_that_is_not_theirs(client, event):
    source = Source.objects.get(reference="court-bulletin")
    Source.objects.update(assigned_to=carol())
    with revision(by=edgar(), reason=""):
        event.title_en = "A name that nobody reads yet"
        event.save()
    client.force_login(carol())
    page = fill_in(client, address(source), is_testimony="on").content.decode()
    assert "An editor or a guardian has to remove it to protect somebody first" in page
    assert f'<a href="{address(source, "hide")}">hide it</a>' in page
    assert address(source, "remove") not in page
    assert "one that is not yours to see" in page
    assert "A name that nobody reads yet" not in page


@pytest.fixture
def lapsed(event):
    """The event, which a contributor changed since, and whose testimony lost its consent."""
    with revision(by=grace(), reason="She asked us to stop"):
        interview = Source.objects.get(reference="interview")
        interview.consent_withdrawn = date(2026, 3, 1)
        interview.save()
    with revision(by=carol(), reason="The place was missing"):
        event.assigned_to, event.place = carol(), "Tynda"
        event.save()
    return event


@pytest.mark.parametrize(("who", "act"), [(carol, "submit"), (edgar, "submit"), (edgar, "publish")])
def test_no_page_before_the_door_tells_when_a_consent_ended(client, lapsed, who, act):
    client.force_login(who())
    page = client.get(address(lapsed, act)).content.decode()
    assert "A guardian has to look at its testimony." in page
    assert "March 2026" not in page
    assert f"Testimony {Source.objects.get(reference='interview').pk.hex[:8]}" not in page


def test_neither_reviewing_nor_publishing_many_tells_it(client, lapsed):
    client.force_login(carol())
    fill_in(client, address(lapsed, "submit"))
    client.force_login(edgar())
    chosen = {"action": "publish_many", "_selected_action": [lapsed.pk]}
    many = client.post("/admin/cases/event/", chosen).content.decode()
    for page in (many, client.get(address(lapsed, "review")).content.decode()):
        assert "A guardian has to look at its testimony." in page
        assert "March 2026" not in page


def test_what_has_to_be_mended_in_testimony_that_goes_along_is_a_colleagues(client):
    interview = a_source("interview", is_testimony=True, consent_withdrawn=date(2026, 3, 1))
    event = an_event()
    Citation.objects.create(event=event, source=interview)
    client.force_login(edgar())
    chosen = {"action": "publish_many", "_selected_action": [event.pk]}
    many = client.post("/admin/cases/event/", chosen).content.decode()
    for page in (many, client.get(address(event, "publish")).content.decode()):
        assert "Something in it has to be mended by a colleague." in page
        assert "one that is not yours to see" in page
        assert "March 2026" not in page
        assert str(interview) not in page


def test_a_guardian_who_edits_reads_when_a_consent_ended(client, lapsed):
    both = edgar()
    both.groups.add(*grace().groups.all())
    client.force_login(both)
    page = client.get(address(lapsed, "publish")).content.decode()
    assert "Consent was withdrawn on 1 March 2026." in page


@pytest.mark.parametrize(
    ("who", "act"),
    [(bob, "change"), (carol, "change"), (edgar, "change"), (edgar, "history")],
)
def test_what_a_witness_said_is_shown_to_no_other(client, event, who, act):
    client.force_login(who())
    page = client.get(address(event, act)).content.decode()
    assert "Source court-bulletin" in page
    assert "I saw him" not in page
    assert "The old mill" not in page


def test_a_guardian_who_edits_reads_it_on_the_form(client, event):
    both = edgar()
    both.groups.add(*grace().groups.all())
    client.force_login(both)
    assert "I saw him" in client.get(address(event)).content.decode()


def test_who_does_not_see_a_citation_keeps_it_when_saving(client, event):
    client.force_login(edgar())
    save(client, address(event), "A letter came", place="Tynda")
    assert "I saw him" in {one.quote for one in event.citations.all()}


def test_a_volunteer_hides_a_published_testimony_and_is_not_alarmed(client, event):
    interview = next(one.source for one in event.citations.all() if one.quote == "I saw him")
    client.force_login(bob())
    page = fill_in(client, address(interview, "hide")).content.decode()
    assert "Hidden. The public can no longer read it" in page
    assert "doesn’t exist" not in page


def test_a_preview_shows_no_draft_of_a_colleague(client):
    case = a_case(assigned_to=carol())
    an_event("secret-draft", title_en="Quiet draft").cases.add(case)
    client.force_login(carol())
    page = client.get(f"/admin/preview/case/{case.pk}/").content.decode()
    assert "Case mr-kim" in page
    assert "Quiet" not in page
    assert "Quiet" not in client.get(address(case, "submit")).content.decode()


def test_a_small_window_asks_for_the_reason_as_well(client, event):
    client.force_login(alice())
    page = fill_in(client, address(event), place="Tynda", _popup="1").content.decode()
    assert "What you are about to save" in page
    event.refresh_from_db()
    assert event.place == ""


def test_pickers_of_colleagues_tell_no_address(client):
    colleague = edgar()
    colleague.email = "edgar.secret@office.example"
    colleague.save()
    client.force_login(carol())
    query = {"app_label": "cases", "model_name": "case", "field_name": "assigned_to"}
    found = client.get("/admin/autocomplete/", {**query, "term": "edgar.secret"}).json()
    assert found["results"] == []
    found = client.get("/admin/autocomplete/", {**query, "term": "edga"}).json()
    assert [one["text"] for one in found["results"]] == ["edgar"]


def test_a_task_that_nobody_knows_finds_nothing(client):
    client.force_login(alice())
    assert client.get("/admin/cases/case/?task=nonsense").status_code == 200
