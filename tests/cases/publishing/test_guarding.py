"""The name guard at the door: what holds a protected name is not printed. Names are invented."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.documents import with_lookups
from cases.history import revision
from cases.models import Citation, Identity, IdentityName, IdentityReading, Person
from cases.publishing import (
    CannotPublish,
    CannotRemove,
    CannotWithdraw,
    editions_holding,
    places_in,
    publish,
    suppress,
    unready,
    withdraw,
)
from tests.cast import (
    a_person,
    a_source,
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
NAME = "한동혁"
SPELLED = "Han Tong-hyŏk"


@pytest.fixture
def person(db):
    """A withheld person with a real name."""
    person = a_person("han", alias_en="H.")
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name=NAME, script="hangul")
    return person


def slug():
    return an_event("arrest-of-han-tong-hyok", title_en="An arrest")


def title():
    return an_event(title_en=f"Arrest of {SPELLED}")


def summary_in_russian():
    return an_event(summary_ru="Задержан Хан Дон Хёк.")


def quote():
    event = an_event()
    Citation.objects.create(event=event, source=a_source("second"), quote=f"{SPELLED} was taken.")
    return event


def source_title():
    return a_source("bulletin", title_en=f"The case of {SPELLED}")


def address():
    return a_source("page", url="https://news.example/2017/han-tong-hyok.html")


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (slug, "reference"),
        (title, "title (English)"),
        (summary_in_russian, "summary (Russian)"),
        (quote, "citations"),
        (source_title, "title (English)"),
        (address, "url"),
    ],
)
def test_nothing_that_holds_a_protected_name_is_printed(person, make, place):
    record = make()
    with pytest.raises(CannotPublish, match="A protected name stands in"):
        published(record)
    assert not Edition.objects.exists()
    assert [one.field for one in places_in([record])[record]] == [place]
    assert {one.person for one in places_in([record])[record]} == {person.pk}


def test_whoever_may_not_see_identities_is_not_told_where(person):
    event = title()
    told = unready([event], by=edgar())[event]
    assert "A protected name stands in it. A guardian can see where, and let it pass." in told
    assert "A protected name stands in: title (English)." in unready([event], by=grace())[event]


@pytest.mark.parametrize("exposure", ["withheld", "initials"])
def test_initials_protect_the_name_as_well(person, exposure):
    values = named_publicly(exposure=exposure) if exposure == "initials" else {}
    Person.objects.filter(pk=person.pk).update(**values)
    with pytest.raises(CannotPublish):
        published(title())


@pytest.mark.parametrize(
    "text",
    [
        "[Han](https://example.org) Tong Hyok was taken.",
        "Han [Tong Hyok](https://example.org/a) was taken.",
        "Han\\\nTong Hyok was taken.",
        "H*a*n T*o*ng **Hyok** was taken.",
        "Han\\_Tong\\_Hyok was taken.",
    ],
)
def test_a_name_that_markdown_parts_is_read_as_readers_read_it(person, text):
    event = an_event(summary_en=text)
    with pytest.raises(CannotPublish, match="A protected name stands in"):
        published(event)
    [place] = places_in([event])[event]
    assert (place.field, place.person) == ("summary (English)", person.pk)


def test_a_name_that_stands_there_whole_is_shown_once(person):
    event = an_event(summary_en=f"*Then* {SPELLED} was [taken](https://example.org).")
    assert [one.name for one in places_in([event])[event]] == [SPELLED]


def test_editors_are_not_told_where_a_name_stands_by_the_door_either(person, client):
    event = title()
    client.force_login(edgar())
    page = client.post(f"/admin/cases/event/{event.pk}/publish/", {"with": [str(event.pk)]})
    words = page.content.decode()
    assert "A protected name stands in it. A guardian can see where" in words
    assert "stands in: title" not in words


def test_the_name_that_the_public_reads_is_not_protected_but_their_relatives_are(person):
    identity = Identity.objects.get()
    IdentityName.objects.create(identity=identity, name="리영숙", script="hangul", kind="relative")
    named_in_public(person, "Han Tong Hyok")
    assert published(title())
    with pytest.raises(CannotPublish):
        published(an_event("visit", title_en="A visit to Ri Yong Suk"))


def test_a_name_that_is_added_guards_from_then_on(person):
    event = an_event(title_en="Arrest of Kim Chol Su")
    assert published(event)
    IdentityName.objects.create(
        identity=Identity.objects.get(), name="Kim Chol Su", script="latin", kind="known-as"
    )
    with revision(by=alice(), reason=""):
        event.place = "Tynda"
        event.save()
    with pytest.raises(CannotPublish):
        publish([event], by=None)
    held = editions_holding(person, by=grace())
    assert [(edition.reference, edition.number) for edition, _ in held] == [("arrest-of-mr-kim", 1)]
    assert held[0][1][0].name == "Kim Chol Su"


def test_no_note_for_readers_holds_a_protected_name(person):
    event = an_event()
    with pytest.raises(CannotPublish, match="in the public note"):
        published(event, note=f"Thanks to {SPELLED}.")
    published(event)
    with pytest.raises(CannotWithdraw, match="protected name stands in the public note"):
        withdraw(event, by=edgar(), public_note=f"{SPELLED} asked for it.")
    with pytest.raises(CannotRemove, match="protected name stands in the public note"):
        suppress(event, [1], by=edgar(), public_note=f"{SPELLED} asked for it.", reason="x")


def test_the_page_of_names_shows_them_to_guardians_and_notes_it(client, person):
    event = title()
    path = f"/admin/cases/event/{event.pk}/names/"
    client.force_login(edgar())
    assert client.get(path).status_code == 403
    client.force_login(grace())
    page = client.get(path).content.decode()
    assert f"<mark>{SPELLED}</mark>" in page
    assert IdentityReading.objects.filter(person=person.pk, by=grace()).exists()


def test_the_page_of_editions_names_what_holds_a_name_already(client, person):
    named_in_public(person, "Han Tong Hyok")
    published(title())
    Person.objects.filter(pk=person.pk).update(exposure="withheld", exposure_decided_on=None)
    client.force_login(grace())
    page = client.get(f"/admin/cases/person/{person.pk}/identity/editions/").content.decode()
    assert f"<mark>{SPELLED}</mark>" in page
    assert "the current one" in page


def test_the_price_of_looking_does_not_grow_with_the_records(person):
    events = [an_event(f"event-{number}", cited=False) for number in range(12)]
    prices = []
    for few in (events[:1], events[:2], events):
        with CaptureQueriesContext(connection) as captured:
            assert places_in(with_lookups(few)) == {}
        prices.append(len(captured))
    # The first call has made the guard as well.
    assert prices[1] == prices[2]
