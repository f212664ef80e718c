"""What witnesses said is for guardians; what others may do without seeing it."""

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
