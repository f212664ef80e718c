"""Drafts that one may not see have no name anywhere: not as a link, in a history, by an address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.history import revision
from cases.models import Citation, Event, Participation
from tests.cases.admin.test_desk import address, save, submit
from tests.cast import (
    a_case,
    a_person,
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

SECRET = ("Quiet draft", "The Reed")


@pytest.fixture
def event(db):
    """A published event that an editor has since linked to a draft case and to a new person."""
    event = an_event(assigned_to=carol())
    published(event)
    case = a_case("quiet-draft", title_en="Quiet draft", cited=False, assigned_to=edgar())
    with revision(by=edgar(), reason="They belong together"):
        event.cases.add(case)
        Participation.objects.create(event=event, person=a_person("reed", alias_en="The Reed"))
    return event


@pytest.mark.parametrize("who", [bob, carol])
@pytest.mark.parametrize("act", ["change", "history", "compare", "restore"])
def test_what_an_event_links_to_is_named_to_nobody_who_may_not_see_it(client, event, who, act):
    client.force_login(who())
    numbers = sorted(event.history.values_list("revision_id", flat=True))
    if act == "compare":
        path = f"{address(event, 'history')}?earlier={numbers[0]}&later={numbers[-1]}"
    else:
        path = address(event, "change" if act == "restore" else act)
    if act == "restore":
        path = path.replace("change", f"restore/{numbers[0]}")
    page = client.get(path, follow=True)
    assert page.status_code == (403 if who is bob else 200)
    for words in SECRET:
        assert words not in page.content.decode()
    if page.status_code == 200:
        assert "one that is not yours to see" in page.content.decode()


def test_an_editor_reads_the_names(client, event):
    client.force_login(edgar())
    for act in ("change", "history"):
        page = client.get(address(event, act)).content.decode()
        for words in SECRET:
            assert words in page


def test_a_link_that_is_not_to_be_seen_is_kept_when_saving(client, event):
    client.force_login(carol())
    shown = submit(client, address(event), place="Tynda").content.decode()
    assert "What you are about to save" in shown
    assert "Quiet draft" not in shown
    save(client, address(event), "A letter came", place="Tynda")
    event.refresh_from_db()
    assert event.place == "Tynda"
    assert event.cases.get().reference == "quiet-draft"
    assert event.participations.get().person.reference == "reed"


def test_after_a_collision_no_hidden_name_is_told(client, event):
    client.force_login(carol())
    page = submit(client, address(event), seen_version="1", title_en="Mine").content.decode()
    assert "What changed meanwhile" in page
    assert "Quiet draft" not in page


def test_the_price_of_rows_on_a_form_does_not_grow(client):
    event, counts = an_event(), []
    client.force_login(alice())
    for batch in range(2):
        for number in range(2 + batch * 10):
            person = a_person(f"person-{batch}-{number}")
            Participation.objects.create(event=event, person=person)
            source = a_source(f"source-{batch}-{number}")
            Citation.objects.create(event=event, source=source)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(event)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_address_that_a_colleagues_draft_has_tells_no_title(client):
    colleagues = {"url": "https://example.org/a", "title_en": "Quiet letter"}
    a_source("letter", assigned_to=edgar(), **colleagues)
    mine = a_source("mine", assigned_to=carol())
    client.force_login(carol())
    page = submit(client, address(mine), url="https://example.org/a").content.decode()
    assert "A colleague has recorded a source with this address already" in page
    assert "An editor can assign it to you" in page
    assert "Quiet letter" not in page
    client.force_login(edgar())
    page = submit(client, address(mine), url="https://example.org/a").content.decode()
    assert "Quiet letter</a>" in page


class TestTestimonyInHistories:
    """What a witness said is in no history, whatever became of the testimony."""

    @pytest.fixture
    def spoken(self, db):
        interview = a_source("interview", is_testimony=True, consent_audience="public")
        event = an_event(assigned_to=carol())
        with revision(by=grace(), reason="She spoke"):
            Citation.objects.create(event=event, source=interview, quote="I saw him", locator="7")
        with revision(by=grace(), reason="She asked us to"):
            Citation.objects.filter(source=interview).delete()
        return event, interview

    @pytest.mark.parametrize("who", [carol, edgar, alice])
    @pytest.mark.parametrize("fate", ["deleted", "no longer called testimony"])
    def test_it_stays_unsaid(self, client, spoken, who, fate):
        event, interview = spoken
        with revision(by=grace(), reason="At her wish"):
            if fate == "deleted":
                interview.delete()
            else:
                interview.is_testimony = False
                interview.save()
        client.force_login(who())
        numbers = sorted(event.history.values_list("revision_id", flat=True))
        compare = f"?earlier={numbers[-2]}&later={numbers[-1]}"
        for path in ("", compare):
            page = client.get(address(event, "history") + path, follow=True).content.decode()
            assert "<del>" in page
            assert "I saw him" not in page
        if who is not edgar:
            path = address(event).replace("change", f"restore/{numbers[-2]}")
            assert "I saw him" not in client.get(path).content.decode()


def test_the_price_of_a_history_does_not_grow_and_it_comes_in_pages(client):
    event, counts = an_event(), []
    client.force_login(alice())
    for batch in (5, 100):
        for number in range(batch):
            with revision(by=edgar(), reason=f"Change {batch}-{number}"):
                case = a_case(f"case-{batch}-{number}", cited=False)
                event.cases.add(case)
                cited = a_source(f"source-{batch}-{number}")
                Citation.objects.create(event=event, source=cited, quote="q")
                event.place = f"Place {batch}-{number}"
                event.save()
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address(event, "history")).content.decode()
        counts.append(len(captured))
    assert abs(counts[1] - counts[0]) <= 2
    assert "Change 100-99" in page
    assert "Change 5-0" not in page
    numbers = sorted(event.history.values_list("revision_id", flat=True))
    assert "Revisions 1 to 50 of" in page
    marked = f"?earlier={numbers[-2]}&later={numbers[-1]}&page=3"
    last = client.get(address(event, "history") + marked).content.decode()
    assert "Change 5-0" in last
    assert "Marked on another page" in last
    chosen = client.get(f"{address(event, 'history')}?earlier={numbers[0]}&later={numbers[-1]}")
    assert chosen.url.endswith(f"/compare/{numbers[0]}/{numbers[-1]}/")


def test_a_page_of_a_history_that_is_not_there_is_the_last_one(client):
    client.force_login(alice())
    event = an_event()
    for page in ("0", "99", "x", "9" * 30):
        assert client.get(f"{address(event, 'history')}?page={page}").status_code == 200
    assert Event.objects.exists()
