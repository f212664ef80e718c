"""What an import brought: published together, undone whole, and seen by whom it concerns."""

import pytest
from django.urls import reverse

from cases.history import revision
from cases.models import (
    Agreement,
    Case,
    Event,
    Identity,
    IdentityName,
    IdentityReading,
    ImportBatch,
    Person,
    Source,
)
from cases.publishing import WARNING, publish, withdraw
from tests.cases.desk.importing.bringing import (
    ARREST,
    BULLETIN,
    EVENTS,
    SOURCES,
    apply,
    brought,
    imported,
    shown,
    words,
)
from tests.cast import (
    a_case,
    a_person,
    adam,
    an_event,
    bob,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db


def test_a_colleague_publishes_what_an_import_brought(client, settings):
    settings.FOUR_EYES = True
    client.force_login(carol())
    address = imported(client)
    assert "Publish what it brought" not in shown(client, address)
    client.force_login(edgar())
    answer = client.get(f"{address}publish/")
    page = words(answer)
    assert "Event: Kim is arrested" in page
    digest = answer.context["out"].digest
    done = client.post(f"{address}publish/", {"digest": digest, "public_note": "New"}, follow=True)
    assert "Published 4 editions." in words(done)
    assert Edition.objects.filter(reference="kim-arrest", public_note="New").exists()
    assert ImportBatch.objects.get().published == 4


def test_who_would_be_named_is_said_before_an_import_is_published(client):
    person = a_person("welder", alias_en="The welder of Uiju")
    published(person)
    client.force_login(edgar())
    sheet = "reference,title,date,kind,people,sources\nk-a,Kim,2014,arrest,welder,bulletin\n"
    address = brought(client, sources=SOURCES + BULLETIN, events=sheet)
    apply(client, address)
    assert "Who would be named" not in shown(client, f"{address}publish/")
    Person.objects.update(**named_publicly())
    page = shown(client, f"{address}publish/")
    said = "would newly read how we call this person: “The welder of Uiju”."
    assert said in page.partition("Who would be named")[2].partition("What would be published")[0]


def test_what_tells_who_somebody_is_comes_first(client):
    Identity.objects.create(person=a_person("han", alias_en="H.").pk, telling="2014; Arrested")
    client.force_login(edgar())
    address = imported(client)
    page = shown(client, f"{address}publish/")
    assert "To be looked at first" in page
    assert WARNING in page
    assert page.count("Event: Kim is arrested") == 2


def test_whoever_imported_does_not_publish_it(client, settings):
    settings.FOUR_EYES = True
    client.force_login(edgar())
    address = imported(client)
    page = shown(client, f"{address}publish/")
    assert "so a colleague has to publish it." in page
    answer = client.get(f"{address}publish/")
    client.post(f"{address}publish/", {"digest": answer.context["out"].digest})
    assert not Edition.objects.filter(kind__in=["event", "source"]).exists()


def test_what_stands_in_the_way_comes_first_and_the_rest_is_published(client):
    client.force_login(carol())
    address = brought(
        client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST + "k-b,Uncited,2014,arrest,\n"
    )
    apply(client, address)
    client.force_login(edgar())
    answer = client.get(f"{address}publish/")
    page = words(answer)
    assert page.index("Event: Uncited No source is cited.") < page.index("What would be published")
    client.post(f"{address}publish/", {"digest": answer.context["out"].digest})
    assert Edition.objects.filter(kind="event").get().reference == "kim-arrest"


def test_what_changed_since_it_was_looked_at_is_not_published(client):
    client.force_login(carol())
    address = imported(client)
    client.force_login(edgar())
    digest = client.get(f"{address}publish/").context["out"].digest
    with revision(reason="Mended"):
        event = Event.objects.get(reference="kim-arrest")
        event.title_en = "Kim is held"
        event.save()
    page = words(client.post(f"{address}publish/", {"digest": digest}, follow=True))
    assert "Nothing was published. Look again." in page
    assert not Edition.objects.exists()


def test_undoing_lists_what_it_would_do_and_does_it(client):
    client.force_login(carol())
    address = imported(client)
    page = shown(client, f"{address}undo/")
    assert "Would be deleted: 2 records" in page
    done = words(client.post(f"{address}undo/", follow=True))
    assert "is undone." in done
    assert "Undone by carol" in done
    assert Event.objects.count() == Source.objects.count() == 0


def test_what_was_changed_since_needs_a_tick(client):
    client.force_login(carol())
    address = imported(client)
    with revision(by=carol(), reason="Mended"):
        source = Source.objects.get(reference="bulletin")
        source.publisher = "Town Court"
        source.save()
    assert "Were changed since the import: 1 record" in shown(client, f"{address}undo/")
    refused = words(client.post(f"{address}undo/"))
    assert "Nothing was undone." in refused
    client.post(f"{address}undo/", {"also_changed": "on"})
    assert Source.objects.count() == 0


@pytest.fixture
def taken_over(client) -> str:
    """The address of an editor's import of which a colleague has changed what it brought."""
    client.force_login(edgar())
    address = imported(client)
    with revision(by=edgar(), reason="Told since"):
        event = Event.objects.get()
        event.title_en = "Petrov hides Kim in Perm"
        event.save()
    return address


@pytest.mark.parametrize("somebody", [adam, grace, carol])
def test_whoever_may_not_undo_it_is_told_no_title(client, taken_over, somebody):
    ImportBatch.objects.update(made_by=somebody())
    client.force_login(somebody())
    for typed in ({}, {"also_changed": "on"}):
        said = words(client.post(f"{taken_over}undo/", typed, follow=True))
        assert "Petrov" not in said
        assert "Nothing was undone" in said or "You cannot undo it yourself" in said
    assert Event.objects.exists()


def test_what_was_changed_is_named_to_who_sees_it_and_counted_for_others(client, taken_over):
    assert "since: “Petrov hides Kim in Perm”. Say" in words(client.post(f"{taken_over}undo/"))
    published(Event.objects.get())
    withdraw(Event.objects.get(), by=edgar(), public_note="A mistake.")
    Source.objects.update(assigned_to=carol())
    published(Source.objects.get())
    withdraw(Source.objects.get(), by=edgar(), public_note="A mistake.")
    client.force_login(carol())
    ImportBatch.objects.update(made_by=carol())
    said = words(client.post(f"{taken_over}undo/"))
    assert (
        "changed since: “The bulletin”, one that is not yours to see. Say that they go back too."
        in said
    )
    assert "Petrov" not in said


def test_what_uses_a_record_is_named_to_who_sees_it_and_counted_for_others(client):
    client.force_login(carol())
    treaties = "reference,title,kind\ntreaty-x,Treaty X,bilateral\n"
    address = brought(client, agreements=treaties, sources=SOURCES + BULLETIN)
    apply(client, address)
    treaty, source = Agreement.objects.get(), Source.objects.get()
    Agreement.objects.create(
        reference="memo", title_en="Secret memo of Petrov", kind="bilateral", predecessor=treaty
    )
    refused = words(client.post(f"{address}undo/"))
    assert "“Treaty X” is used by one that is not yours to see, and cannot go." in refused
    Agreement.objects.update(assigned_to=carol())
    assert "is used by “Secret memo of Petrov”, and" in words(client.post(f"{address}undo/"))
    Agreement.objects.filter(reference="memo").delete()
    a_case("secret", cited=False, title_en="Petrov hides Kim").citations.create(source=source)
    refused = words(client.post(f"{address}undo/"))
    assert "is used by one that is not yours to see, and cannot go." in refused
    assert "Petrov" not in refused


def test_a_name_tried_in_the_note_of_an_undoing_is_noted(client):
    identity = Identity.objects.create(person=a_person("han", alias_en="H.").pk)
    IdentityName.objects.create(identity=identity, name="Han Tong Hyok")
    client.force_login(edgar())
    address = imported(client)
    published(Event.objects.get())
    said = words(client.post(f"{address}undo/", {"public_note": "Of Han Tong Hyok"}))
    assert "A protected name stands in the public note." in said
    told = IdentityReading.objects.filter(by=edgar(), act="told", person=identity.person)
    assert told.count() == 1


def test_what_is_public_is_withdrawn_by_an_editor_with_a_note(client):
    client.force_login(carol())
    address = imported(client)
    published(Event.objects.get(reference="kim-arrest"))
    assert "You cannot undo it yourself" in shown(client, f"{address}undo/")
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED
    client.force_login(edgar())
    assert "would be withdrawn with your note: 2 records" in shown(client, f"{address}undo/")
    assert "Write a note for readers" in words(client.post(f"{address}undo/"))
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    assert client.get("/events/kim-arrest/").status_code == 410


def test_what_stays_public_as_imported_is_listed_with_where_to_publish_it_anew(client):
    event = an_event("kim-arrest", title_en="Kim is held", date="2014")
    published(event)
    client.force_login(edgar())
    address = imported(client)
    published(Event.objects.get(pk=event.pk))
    page = shown(client, f"{address}undo/")
    assert "Are public as the import left them, until they are published anew: 1 record" in page
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    answer = client.get(address)
    assert "Still public as the import left them" in words(answer)
    door = reverse("admin:cases_event_publish", args=[event.pk])
    assert f'href="{door}"' in answer.content.decode()
    published(Event.objects.get(pk=event.pk))
    assert "Still public as the import left them" not in shown(client, address)


def test_what_was_not_published_since_the_import_is_not_listed_so(client):
    event = an_event("kim-arrest", title_en="Kim is held", date="2014")
    published(event)
    client.force_login(edgar())
    address = imported(client)
    assert "Are public as the import left them" not in shown(client, f"{address}undo/")


def test_an_import_that_is_undone_is_neither_published_nor_undone(client):
    client.force_login(edgar())
    address = imported(client)
    client.post(f"{address}undo/")
    for act in ("publish", "undo"):
        answer = client.post(f"{address}{act}/", follow=True)
        assert "There is nothing to do." in words(answer)


def test_the_page_of_an_import_names_the_records_that_its_reader_may_see(client):
    client.force_login(carol())
    address = imported(client)
    client.force_login(adam())
    page = shown(client, address)
    assert "Kim is arrested" not in page
    assert "2 more are not there any longer, or not yours to see." in page
    publish(list(Source.objects.all()) + [one.kind for one in Source.objects.all()], by=None)
    assert "Source: The bulletin" in shown(client, address)


def test_a_number_that_no_import_can_have_is_not_found(staff):
    client = staff(carol())
    assert client.get(f"/admin/import/{2**70}/").status_code == 404


def test_the_dashboard_leads_to_the_import(client):
    for somebody, leads in ((carol(), True), (bob(), False)):
        client.force_login(somebody)
        assert ("Bring spreadsheets" in shown(client, "/admin/")) is leads
    assert Case.objects.count() == 0
