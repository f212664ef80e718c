"""Whether the public may read an alias: guardians decide, and whoever prints it reads so first."""

import pytest
from django.urls import reverse

from cases.history import revision
from cases.models import Participation, Person
from tests.cases.admin.test_desk import address, save, submit
from tests.cases.admin.test_many import EVENTS, asked
from tests.cases.admin.test_told import logged_in, version_of
from tests.cast import (
    a_person,
    alice,
    an_event,
    carol,
    edgar,
    grace,
    named_publicly,
    published,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db
DECIDED = {"exposure": "public", "exposure_decided_on": "2026-01-01", "exposure_reason": "Asked."}
WELDER = "The welder of Uiju"
NAMED = f"The public would newly read how we call this person: “{WELDER}”."


@pytest.fixture
def welder():
    """Somebody withheld whom the public reads of as such, and whom carol looks after."""
    person = a_person("welder", alias_en=WELDER, assigned_to=carol())
    published(person)
    return person


@pytest.fixture
def event(welder):
    """An event of theirs, as it is published, after a guardian decided that they be named."""
    event = an_event()
    Participation.objects.create(event=event, person=welder)
    published(event)
    with revision(by=grace(), reason="He asked for it"):
        welder.refresh_from_db()
        for name, value in named_publicly().items():
            setattr(welder, name, value)
        welder.save()
    event.title_en = "Another title"
    event.save()
    return event


def aliases() -> list:
    editions = Edition.objects.filter(kind="person").order_by("sequence")
    return [one.document.get("alias_en") for one in editions]


@pytest.mark.parametrize("somebody", [carol, edgar])
def test_nobody_but_a_guardian_exposes_anybody(welder, somebody):
    client = logged_in(somebody())
    page = client.get(address(welder)).content.decode()
    assert 'name="exposure"' not in page
    assert "Withheld: the public reads “name withheld”" in page
    save(client, address(welder), "Asked", **DECIDED, alias_ru="Сварщик")
    welder.refresh_from_db()
    assert (welder.exposure, welder.exposure_reason, welder.alias_ru) == ("withheld", "", "Сварщик")
    submit(client, reverse("admin:cases_person_add"), alias_en="N.", reference="new", **DECIDED)
    assert Person.objects.get(reference="new").exposure == "withheld"


@pytest.mark.parametrize("somebody", [grace, alice])
def test_a_guardian_does(welder, somebody):
    save(logged_in(somebody()), address(welder), "He asked", **DECIDED)
    assert Person.objects.get().exposure == "public"


@pytest.mark.parametrize(
    ("somebody", "said", "after"),
    [(carol, "is for a guardian to decide", "withheld"), (grace, "Restored as it", "public")],
)
def test_another_exposure_is_restored_by_a_guardian_alone(event, welder, somebody, said, after):
    number = welder.history.latest("history_id").revision_id
    with revision(by=grace(), reason="In danger"):
        for name, value in (("exposure", "withheld"), ("exposure_decided_on", None)):
            setattr(welder, name, value)
        welder.exposure_reason = ""
        welder.save()
    restore = reverse("admin:cases_person_restore", args=[welder.pk, number])
    client = logged_in(somebody())
    shown = client.get(restore).content.decode()
    assert ('value="Restore"' in shown) is (somebody is grace)
    assert ("is for a guardian to decide" in shown) is (somebody is carol)
    assert ("A guardian can do this: grace." in shown) is (somebody is carol)
    page = client.post(
        restore, {"change_reason": "Back", "seen": version_of(welder)}, follow=True
    ).content.decode()
    assert said in page
    welder.refresh_from_db()
    assert welder.exposure == after


def test_what_says_nothing_else_of_it_is_restored_by_anybody(welder):
    number = welder.history.latest("history_id").revision_id
    with revision(by=carol(), reason="x"):
        welder.alias_en = "W."
        welder.save()
    restore = reverse("admin:cases_person_restore", args=[welder.pk, number])
    given = {"change_reason": "Back", "seen": version_of(welder)}
    assert 'value="Restore"' in logged_in(carol()).get(restore).content.decode()
    logged_in(carol()).post(restore, given)
    welder.refresh_from_db()
    assert welder.alias_en == WELDER


def test_an_alias_rides_along_with_no_publication_of_another_record(event, welder):
    client = logged_in(edgar())
    path = reverse("admin:cases_event_publish", args=[event.pk])
    page = client.get(path).content.decode()
    assert NAMED in page
    assert f'name="with" value="{welder.pk}">' in page
    submit(client, path)
    assert Edition.objects.get(record=event.pk, superseded=None).document["title_en"] == (
        "Another title"
    )
    assert aliases() == [None]
    submit(client, reverse("admin:cases_person_publish", args=[welder.pk]))
    assert aliases() == [None, WELDER]


def test_what_would_be_read_newly_is_said_where_many_are_published(event):
    client = logged_in(edgar())
    page = asked(client, EVENTS, "publish_many", [event]).content.decode()
    assert NAMED in page.partition("With them go")[2]
    published(*Person.objects.all())
    assert NAMED not in asked(client, EVENTS, "publish_many", [event]).content.decode()


def test_a_reviewer_reads_it_too_and_of_a_new_alias_as_well(event, welder):
    published(welder)
    with revision(by=carol(), reason="x"):
        welder.refresh_from_db()
        welder.alias_en = "Another alias"
        welder.save()
    logged_in(carol()).post(reverse("admin:cases_person_submit", args=[welder.pk]))
    page = logged_in(edgar()).get(reverse("admin:cases_person_review", args=[welder.pk]))
    words = page.content.decode()
    assert "would newly read how we call this person: “Another alias”." in words
    assert WELDER not in words.partition("would newly read")[2].partition("</p>")[0]


def test_who_may_not_see_somebody_does_not_read_how_they_would_be_called():
    event = an_event(assigned_to=carol())
    person = a_person("welder", alias_en=WELDER, **named_publicly())
    Participation.objects.create(event=event, person=person)
    page = logged_in(carol()).get(reverse("admin:cases_event_submit", args=[event.pk]))
    assert "one that is not yours to see" in page.content.decode()
    assert WELDER not in page.content.decode()
