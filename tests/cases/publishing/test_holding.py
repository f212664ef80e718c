"""Where the public reads a name already. Names are invented."""

import pytest

from cases.models import Event, Identity, IdentityName, NamesHeld, Person
from cases.publishing import editions_holding, publish, suppress, withdraw
from cases.rules import NotAllowed
from tests.cast import a_person, an_event, edgar, grace, named_in_public, named_publicly, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    """Somebody whose name nobody had written down yet."""
    person = a_person("han", alias_en="H.")
    Identity.objects.create(person=person.pk)
    return person


def named(name="한동혁", **values):
    IdentityName.objects.create(
        identity=Identity.objects.get(), **{"name": name, "script": "hangul", **values}
    )


def held(person):
    """What holds a name: the kind of row, and the fields."""
    return [
        (type(row).__name__, sorted({one.field for one in places}))
        for row, places in editions_holding(person, by=grace())
    ]


def test_notes_and_addresses_of_what_was_taken_back_are_found(person):
    gone = an_event("han-tong-hyok-deported")
    published(gone)
    gone.reference = "deported"
    gone.save()
    published(gone)
    withdraw(gone, by=None, public_note="At the wish of Han Tong Hyok.")
    seen = an_event("seen", summary_en="x")
    published(seen)
    seen.summary_en = "y"
    seen.save()
    published(seen)
    suppress(seen, [1], by=None, field="summary_en", public_note="Han Tong Hyok.", reason="r")
    named()
    assert held(person) == [
        ("Tombstone", ["public note"]),
        ("SuppressedField", ["public note"]),
        ("FormerAddress", ["reference"]),
    ]


def test_an_alias_of_somebody_who_is_named_no_more_is_found(person):
    Person.objects.filter(pk=person.pk).update(alias_en="Kim Chol Su", **named_publicly())
    event = an_event(title_en="Kim Chol Su was seen")
    published(event, Person.objects.get())
    assert held(Person.objects.get()) == []
    fresh = Person.objects.get()
    fresh.exposure, fresh.alias_en = "withheld", "A fisherman"
    fresh.save()
    publish([fresh], by=None)
    assert ("Edition", ["title (English)"]) in held(fresh)
    assert ("Edition", ["alias (English)"]) in held(fresh)


def test_what_is_no_whole_name_is_not_looked_for(person):
    published(an_event(title_en="H. and a fisherman"))
    Person.objects.filter(pk=person.pk).update(alias_en="A fisherman", alias_ru="Х.")
    assert held(Person.objects.get()) == []


def test_of_somebody_named_publicly_other_names_are_found(person):
    named_in_public(person, "Kim Chol Su")
    published(an_event("one", title_en="Kim Chol Su"), an_event("two", title_en="Ri Yong Suk"))
    named("Kim Chol-su", script="latin")
    named("리영숙", kind="relative")
    rows = editions_holding(Person.objects.get(), by=grace())
    assert [row.reference for row, _ in rows] == ["two"]


def test_how_many_there_are_is_kept_until_there_are_none(person):
    event = an_event(title_en="Arrest of Han Tong Hyok")
    published(event)
    named()
    assert len(held(person)) == 1
    assert NamesHeld.objects.get().record == person.pk
    withdraw(Event.objects.get(), by=None, public_note="x")
    assert held(person) == []
    assert not NamesHeld.objects.exists()


def test_an_editor_is_told_nothing(person):
    with pytest.raises(NotAllowed):
        editions_holding(person, by=edgar())
