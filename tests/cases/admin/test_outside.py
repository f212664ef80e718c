"""What somebody outside a record is shown of it, may change in it, and how they hide it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cases.history import revision
from cases.models import Case, Citation, Event, Participation, Person, Reminder, Source
from cases.publishing import send_back, submit
from cases.todo import counts_for
from tests.cases.admin.test_desk import address, save
from tests.cases.admin.test_desk import submit as fill_in
from tests.cast import (
    a_case,
    a_person,
    a_source,
    adam,
    alice,
    an_event,
    bob,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)
from tests.test_first_run import FormReader
from timeline.models import Edition

pytestmark = pytest.mark.django_db
OUTSIDERS = [bob, carol, adam]


def changed(record, by, **values):
    with revision(by=by, reason="Olga told us"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record


@pytest.fixture
def event(db):
    """A published event of Edgar's, with notes."""
    event = an_event("out", title_en="What all read", assigned_to=edgar())
    published(event)
    return changed(event, edgar(), internal_notes="Hides at Lenin street")


def read(client, user, path, **options):
    client.force_login(user)
    return client.get(path, **options).content.decode()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_published_event_is_read_without_what_only_the_desk_knows(client, event, who):
    page = read(client, who(), address(event))
    assert "What all read" in page
    assert "Lenin street" not in page
    assert "Internal notes" not in page
    assert "/events/out/history/" in page
    assert address(event, "history") not in page
    for act in ("history", "hide"):
        assert "Lenin street" not in read(client, who(), address(event, act))


def test_whoever_saves_from_outside_leaves_what_they_do_not_see_as_it_is(client, event):
    client.force_login(carol())
    save(client, address(event), "A letter came", place="Tynda", internal_notes="", assigned_to="")
    event = Event.objects.get()
    assert event.place == "Tynda"
    assert event.internal_notes == "Hides at Lenin street"
    assert event.assigned_to == edgar()


def test_what_one_has_changed_oneself_stays_open_and_is_not_previewed(client, event):
    client.force_login(carol())
    save(client, address(event), "A letter came", place="Tynda")
    assert "Tynda" in client.get(address(event)).content.decode()
    assert client.get(reverse("preview", args=["event", event.pk])).status_code == 404
    sending = client.get(address(event, "submit")).content.decode()
    assert "What all read" in sending
    assert address(event, "history") not in sending


class TestWhatAColleagueHasInHand:
    """It is closed to others, who read it on the public page, and hide it if it must be."""

    @pytest.fixture
    def closed(self, event):
        return changed(event, edgar(), title_en="What nobody reads yet")

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_its_form_says_so_and_leads_to_the_public_page(self, client, closed, who):
        client.force_login(who())
        answer = client.get(address(closed))
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "A colleague is changing it. You can read it on the public page." in page
        assert 'href="/events/out/"' in page
        assert "What nobody reads yet" not in page

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_it_is_found_in_its_list_by_its_public_name_and_hidden(self, client, closed, who):
        page = read(client, who(), reverse("admin:cases_event_changelist"))
        assert "A colleague is changing 1 more that the public reads" in page
        assert "What all read" in page
        assert address(closed, "hide") in page
        hiding = client.get(address(closed, "hide")).content.decode()
        assert "Hide “What all read” now" in hiding
        done = client.post(address(closed, "hide"), {"reason": "In danger"}, follow=True)
        assert "The public can no longer read it" in done.content.decode()
        for one in (page, hiding, done.content.decode()):
            assert "What nobody reads yet" not in one
        assert not Edition.objects.current().filter(record=closed.pk).exists()

    def test_what_was_typed_meanwhile_is_not_lost(self, client, event):
        client.force_login(carol())
        fields = FormReader(client.get(address(event)).content.decode()).fields
        changed(Event.objects.get(), edgar(), title_en="What nobody reads yet")
        answer = client.post(address(event), {**fields, "summary_en": "An hour of work"})
        assert answer.status_code == 403
        assert "An hour of work" in answer.content.decode()
        assert "What nobody reads yet" not in answer.content.decode()

    def test_once_it_is_published_all_read_it_again(self, client, closed):
        published(closed)
        assert "What nobody reads yet" in read(client, bob(), address(closed))


class TestPeople:
    """Somebody whom the public does not read is seen from inside alone."""

    @pytest.fixture
    def person(self, db):
        """Withheld, named in a published event, and once called by a real name."""
        person = a_person("p1", alias_en="Ri Yong-nam")
        changed(person, grace(), alias_en="Welder", internal_notes="Hides at Lenin street")
        event = an_event("e1")
        Participation.objects.create(event=event, person=person, role="subject")
        published(event)
        return person

    @pytest.mark.parametrize("who", OUTSIDERS)
    @pytest.mark.parametrize("act", ["change", "history", "hide", "changelist", "of the event"])
    def test_nothing_of_somebody_withheld_is_told(self, client, person, who, act):
        path = address(person) if act == "of the event" else ""
        if act == "changelist":
            path = reverse("admin:cases_person_changelist")
        path = path or address(person, act)
        if act == "of the event":
            path = address(Event.objects.get())
        page = read(client, who(), path, follow=True)
        for words in ("Welder", "Ri Yong-nam", "Lenin street"):
            assert words not in page

    def test_somebody_withheld_is_hidden_without_a_name(self, client, person):
        page = read(client, bob(), address(person, "hide"))
        assert "Hide this person now" in page

    def test_whom_a_colleague_is_about_to_withhold_is_hidden_by_the_public_alias(self, client):
        person = a_person(alias_en="The Welder", **named_publicly())
        published(person)
        changed(person, grace(), exposure="withheld", alias_en="The Reed")
        page = read(client, bob(), reverse("admin:cases_person_changelist"))
        assert "The Welder" in page
        assert address(person, "hide") in page
        hiding = client.get(address(person, "hide")).content.decode()
        assert "Hide “The Welder” now" in hiding
        assert "The Reed" not in page + hiding

    def test_of_somebody_named_the_decision_stays_with_those_inside(self, client):
        person = a_person(**named_publicly(exposure_reason="Her lawyer asked"))
        published(person)
        client.force_login(carol())
        page = client.get(address(person)).content.decode()
        assert "Her lawyer asked" not in page
        save(client, address(person), "Spelling", alias_ru="К.")
        person = Person.objects.get()
        assert (person.alias_ru, person.exposure) == ("К.", "public")
        assert person.exposure_reason == "Her lawyer asked"


def test_a_file_of_a_published_source_is_for_those_inside(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source(file=ContentFile(b"%PDF-1.4 secret", "letter.pdf"))
    published(source)
    path = reverse("admin:cases_source_file", args=[source.pk])
    client.force_login(carol())
    assert source.file_sha256 not in client.get(address(source)).content.decode()
    assert client.get(path).status_code == 404
    client.force_login(edgar())
    assert client.get(path).status_code == 200


def test_a_place_that_is_not_published_is_not_read_from_outside(client, event):
    place = {"latitude": "55.1234", "longitude": "124.5678", "coordinates_public": False}
    changed(event, edgar(), **place)
    Citation.objects.create(event=event, source=a_source("map"), field="latitude", value="55.1234")
    published(event)
    for who in OUTSIDERS:
        page = read(client, who(), address(event))
        assert "55.1234" not in page
        assert "124.5678" not in page
    assert "55.1234" in read(client, edgar(), address(event))


def test_a_collision_tells_those_outside_neither_notes_nor_reasons(client, event):
    client.force_login(carol())
    fields = FormReader(client.get(address(event)).content.decode()).fields
    changed(Event.objects.get(), edgar(), internal_notes="Moved to Pushkin street")
    page = client.post(address(event), {**fields, "place": "Tynda"}).content.decode()
    assert "was changed meanwhile by edgar" in page
    assert "Tynda" in page
    for words in ("Pushkin", "Lenin", "Olga told us"):
        assert words not in page


def test_a_form_that_claims_to_be_older_than_the_edition_is_shown_no_history(client):
    event = an_event("out", title_en="Arrest of Ri Yong-nam", assigned_to=edgar())
    published(changed(event, edgar(), title_en="Arrest of a welder"))
    client.force_login(carol())
    fields = FormReader(client.get(address(event)).content.decode()).fields
    for typed in ("Mine", "Arrest of Ri Yong-nam"):
        sent = {**fields, "seen_version": "1", "title_en": typed}
        page = client.post(address(event), sent).content.decode()
        assert "We cannot tell which version you had before you" in page
        assert "What changed meanwhile" not in page
        assert ("Ri Yong-nam" in page) == (typed != "Mine")


def test_what_is_sent_for_review_with_others_tells_no_title_when_it_changed_meanwhile(client):
    mine = an_event("mine", assigned_to=carol(), cited=False)
    source = a_source("quiet", title_en="Quiet draft", assigned_to=edgar())
    Citation.objects.create(event=mine, source=source)
    client.force_login(carol())
    path = reverse("admin:cases_event_changelist")
    chosen = {"action": "submit_many", "_selected_action": [str(mine.pk)]}
    shown = FormReader(client.post(path, chosen).content.decode()).fields
    changed(Source.objects.get(), edgar(), title_en="Quieter draft")
    page = client.post(path, {**chosen, **shown, "confirmed": "1"}, follow=True).content.decode()
    assert "A colleague changed one of them meanwhile" in page
    for words in ("Quiet", "Olga told us"):
        assert words not in page


class TestReminders:
    """A reminder tells of a case, and of the event that suggests it."""

    @pytest.fixture
    def case(self, db):
        case = a_case("public-case", assigned_to=edgar())
        published(case)
        Reminder.objects.create(case=case, due="2030-05-06", what="Ask Olga")
        return case

    @pytest.fixture
    def measure(self, case):
        event = an_event("s", title_en="SECRET MEASURE", date="2020-03-05", assigned_to=edgar())
        kind = event.kind
        kind.reminder_months, kind.reminder_what = 120, "Rule 39"
        kind.save()
        event.cases.add(case)
        return event

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_those_of_a_case_are_for_those_inside(self, client, case, who):
        assert "Ask Olga" not in read(client, who(), address(case))
        assert client.get(address(case, "remind")).status_code == 403
        assert client.post(address(case, "remind")).status_code == 403

    def test_none_is_suggested_by_an_event_that_is_not_seen(self, client, measure, case):
        Case.objects.filter(pk=case.pk).update(assigned_to=carol())
        client.force_login(carol())
        page = client.get(address(case, "remind")).content.decode()
        assert "Its events suggest no reminder" in page
        assert "suggest 1 reminder" not in client.get(address(case)).content.decode()
        sent = {"due": "2030-03-05", "what": "Rule 39"}
        page = client.post(address(case, "remind"), sent, follow=True).content.decode()
        assert "SECRET MEASURE" not in page
        assert not Reminder.objects.filter(what="Rule 39").exists()

    def test_whoever_sees_the_event_is_offered_it(self, client, measure, case):
        page = read(client, edgar(), address(case, "remind"))
        assert "SECRET MEASURE" in page
        assert "5 March 2030" in page

    def test_neither_the_dashboard_nor_a_list_tells_that_a_colleagues_case_has_one(
        self, client, case
    ):
        Reminder.objects.filter(case=case).update(due="2020-01-01")
        for who, many in ((carol, 0), (edgar, 1)):
            assert sum(counts_for(who())["reminders"].values()) == many
            client.force_login(who())
            answer = client.get(reverse("admin:cases_case_changelist"), {"task": "reminders"})
            assert answer.context["cl"].result_count == many


class TestWordsOfReviewers:
    """What is written with a submission is about its record, not about what went along."""

    @pytest.fixture
    def source(self, db):
        source = a_source("letter", assigned_to=carol())
        published(source)
        changed(source, carol(), publisher="The town")
        case = a_case("secret", cited=False, assigned_to=edgar())
        Citation.objects.create(case=case, source=source)
        sent = submit(case, by=edgar(), comment="Olga is the informant")
        send_back(sent, by=alice(), comment="Olga must not be named")
        return source

    def test_they_are_not_on_what_went_along(self, client, source):
        page = read(client, carol(), address(source))
        assert "The town" in page
        assert "Olga" not in page
        assert "Sent back by" not in page

    def test_a_source_in_review_says_no_more_than_that(self, client, source):
        submit(Case.objects.get(), by=edgar(), comment="Olga is the informant")
        page = read(client, carol(), address(source))
        assert '<div class="banner">In review.</div>' in page
        assert "Olga" not in page

    def test_they_are_on_the_record_itself(self, client, source):
        page = read(client, edgar(), address(Case.objects.get()))
        assert "Olga must not be named" in page
        assert "Olga must not be named" in read(client, edgar(), address(source))

    def test_whoever_sent_a_published_record_reads_the_answer(self, client, event):
        client.force_login(carol())
        save(client, address(event), "A letter came", place="Tynda")
        sent = submit(Event.objects.get(), by=carol(), comment="Please look")
        send_back(sent, by=edgar(), comment="Which Tynda?")
        assert "Which Tynda?" in read(client, carol(), address(event))


class TestGivingAway:
    """A record is given to others from inside alone."""

    def test_nobody_gives_themselves_what_is_published(self, client, event):
        client.force_login(carol())
        save(client, address(event), "Mine", assigned_to=str(carol().pk))
        assert Event.objects.get().assigned_to == edgar()

    def test_whoever_holds_it_gives_it_to_somebody_else(self, client):
        event = an_event("mine", assigned_to=carol())
        client.force_login(carol())
        save(client, address(event), assigned_to=str(edgar().pk))
        assert Event.objects.get().assigned_to == edgar()

    def test_an_editor_gives_it_to_anybody(self, client, event):
        client.force_login(edgar())
        save(client, address(event), "For her", assigned_to=str(carol().pk))
        assert Event.objects.get().assigned_to == carol()

    def test_a_new_draft_is_assigned_to_whom_adds_it(self, client):
        client.force_login(carol())
        path = reverse("admin:cases_source_add")
        kind = a_source().kind
        fill_in(client, path, reference="new", title_en="New", kind=str(kind.pk))
        assert Source.objects.get(reference="new").assigned_to == carol()
