"""Whose names are protected, and that a change is known at once and cheaply. Names are invented."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.history import revision
from cases.models import Identity, IdentityName, Person
from cases.names import NameGuard, is_whole_name
from cases.publishing import (
    CannotPublish,
    held_places,
    let_pass,
    places_in,
    protected,
    withdraw,
)
from cases.sealing.keys import CannotUnseal
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_learned(monkeypatch):
    monkeypatch.setattr(protected, "_held", None)


@pytest.fixture
def learned(monkeypatch):
    """How many names were learned by each guard that was made."""
    counts = []
    made = protected.NameGuard

    class Counting(NameGuard):
        def __init__(self, names):
            names = list(names)
            counts.append(len(names))
            super().__init__(names)

        def with_changed(self, keys, names):
            names = list(names)
            counts.append(len(names))
            return super().with_changed(keys, names)

    assert made is NameGuard
    monkeypatch.setattr(protected, "NameGuard", Counting)
    return counts


def person(reference, *names, **values):
    person = a_person(reference, **{"alias_en": "K.", **values})
    if names:
        identity = Identity.objects.create(person=person.pk)
        for name in names:
            IdentityName.objects.create(identity=identity, name=name, script="latin")
    return person


def holds(text):
    """Whether an event with such a title would print a protected name."""
    event = an_event(f"event-{text.encode().hex()[:60]}", cited=False, title_en=text)
    return bool(places_in([event]))


def changed(person, **values):
    with revision(by=alice(), reason=""):
        for name, value in values.items():
            setattr(person, name, value)
        person.save()


def test_a_public_alias_leaves_sealed_names_of_the_same_person_protected():
    person("a", "Han Tong Hyok", **named_publicly(alias_en="Mr. A"))
    assert holds("Arrest of Han Tong Hyok")


def test_a_name_that_is_a_public_alias_in_any_spelling_may_be_printed():
    writer = person("a", "한동혁", "Pak Chol Su")
    named_in_public(writer, "Han Tong Hyok, a writer")
    assert not holds("Arrest of Han Dong-hyuk")
    assert holds("Arrest of Park Chul-soo")


def test_an_alias_that_becomes_restricted_is_protected_from_then_on():
    named = person("a")
    named_in_public(named, "Han Tong Hyok")
    named.refresh_from_db()
    assert not holds("Arrest of Han Tong Hyok")
    changed(named, exposure="withheld", exposure_decided_on=None, exposure_reason="")
    assert holds("Visit to Han Tong Hyok")


def test_what_a_draft_says_of_somebody_opens_nothing():
    named = person("a", "Han Tong Hyok")
    named_in_public(named, "Mr. A")
    named.refresh_from_db()
    changed(named, alias_ko="한동혁")
    assert holds("Arrest of Han Tong Hyok")
    withheld = person("b", alias_en="Pak Chol Su")
    assert holds("Arrest of Pak Chol Su")
    changed(withheld, **named_publicly())
    assert holds("Another arrest of Pak Chol Su")


def test_an_alias_is_open_once_the_public_reads_it_and_closed_when_it_is_withdrawn():
    named = person("a", **named_publicly(alias_en="Han Tong Hyok"))
    assert holds("Arrest of Han Tong Hyok")
    published(named)
    assert not holds("Trial of Han Tong Hyok")
    withdraw(named, by=edgar(), public_note="It was wrong.")
    assert holds("Release of Han Tong Hyok")


def test_somebody_known_by_initials_is_not_named_by_a_slip_in_the_alias():
    called = person("a", **named_publicly(exposure="initials", alias_en="Han Tong Hyok"))
    with pytest.raises(CannotPublish, match="A protected name stands in"):
        published(called)
    assert holds("Arrest of Han Tong Hyok")


def test_an_alias_that_is_a_sealed_name_waits_for_a_guardian():
    called = person("a", "Han Tong Hyok", **named_publicly(alias_en="Han Tong Hyok"))
    event = an_event("arrest", title_en="Arrest of Han Tong Hyok")
    with pytest.raises(CannotPublish, match="A protected name stands in"):
        published(called, event)
    let_pass(called, held_places(called), by=grace(), reason="He wants to be named.")
    assert len(published(called, event)) > 1


def test_who_is_printed_by_name_may_be_named_in_the_same_act_and_by_no_other_name():
    called = person("a", "Pak Chol Su", **named_publicly(alias_en="Han Tong Hyok"))
    arrest = an_event("arrest", title_en="Arrest of Han Tong Hyok")
    trial = an_event("trial", title_en="Han Tong Hyok, or Pak Chol Su")
    with pytest.raises(CannotPublish) as stopped:
        published(called, arrest, trial)
    assert [str(one) for one in stopped.value.problems] == [trial.title_en]
    assert len(published(called, arrest)) > 1


def test_what_a_withheld_person_was_called_earlier_is_protected():
    called = person("a", alias_en="Han Tong Hyok")
    changed(called, alias_en="H.")
    assert holds("Arrest of Han Tong Hyok")


def test_an_alias_of_one_is_no_secret_of_another():
    person("a", **named_publicly(alias_en="Han Tong Hyok"))
    person("b", "Han Tong Hyok", alias_en="B.")
    assert holds("Arrest of Han Tong Hyok")


@pytest.mark.parametrize(
    "alias",
    ["K.", "C.C.", "Mr. A", "A fisherman", "Witness 5", "Kim", "North Korean Worker", "노동자",
     "증인", "Бывший Солдат", "a boy from Tynda"],
)  # fmt: skip
def test_initials_and_descriptions_are_no_names(alias):
    assert not is_whole_name(alias)
    person("a", alias_en=alias)
    assert not holds(f"What {alias} said")


@pytest.mark.parametrize("alias", ["Han Tong Hyok", "Mr. Han Tong-hyok", "한동혁", "Хан Дон Хёк"])
def test_whole_names_are(alias):
    assert is_whole_name(alias)


@pytest.mark.parametrize(
    "written",
    [
        "Mr. Han Tong Hyok",
        "Han Tong Hyok (born 1985)",
        "Han Tong Hyok, also called Sasha",
        "Han Tong Hyok, a writer",
        "HAN, Tong Hyok",
        "Pak Chol Su / Han Tong Hyok",
        "г-н Хан Дон Хёк",
        "한동혁 씨",
        "박철수, 한동혁",
    ],
)
def test_a_bare_name_is_protected_whatever_a_guardian_wrote_around_it(written):
    called = person("a", written)
    assert holds("Arrest of Han Tong Hyok")
    called.delete()
    Identity.objects.all().delete()
    person("b", alias_en=written)
    assert holds("Visit to Han Tong Hyok")


def test_of_several_names_in_one_line_a_public_one_leaves_the_others_protected():
    named_in_public(person("a", "Han Tong Hyok / Pak Chol Su"), "Pak Chol Su")
    assert holds("Arrest of Han Tong Hyok")
    assert not holds("Arrest of Pak Chol Su")


def test_one_changed_person_costs_their_own_names_alone(learned):
    for number in range(12):
        person(f"p{number}", "Han Tong Hyok")
    other = person("other", "Pak Chol Su")
    assert holds("Pak Chol Su")
    del learned[:]
    changed(other, internal_notes="Seen in May.")
    with revision(by=alice(), reason=""):
        row = IdentityName.objects.get(identity__person=other.pk)
        row.name = "Ri Yong Hui"
        row.save()
    assert holds("Lee Young-hee")
    assert not holds("Park Chul-soo")
    assert holds("Han Dong-hyuk")
    assert learned == [1]


def test_a_person_that_is_gone_is_no_longer_looked_for(learned):
    person("a", "Han Tong Hyok")
    gone = person("b", "Pak Chol Su")
    assert holds("Pak Chol Su")
    del learned[:]
    with revision(by=alice(), reason=""):
        Identity.objects.filter(person=gone.pk).delete()
    assert not holds("Park Chul-soo")
    assert learned == [0]
    assert holds("Han Dong-hyuk")


def test_many_changed_people_are_learned_with_all_others(learned, monkeypatch):
    monkeypatch.setattr(protected, "MOST_CHANGED", 1)
    person("a", "Han Tong Hyok")
    assert holds("Han Tong Hyok")
    del learned[:]
    person("b", "Pak Chol Su")
    person("c", "Ri Yong Hui")
    assert holds("Park Chul-soo")
    assert learned == [3]


def test_an_exposure_that_is_set_for_many_at_once_is_known():
    named_in_public(person("a", "Han Tong Hyok"), "Han Tong Hyok")
    assert not holds("Han Tong Hyok")
    Person.objects.update(exposure="withheld")
    assert holds("Visit to Han Tong Hyok")


def test_where_nothing_changed_nothing_is_learned(learned):
    person("a", "Han Tong Hyok")
    assert holds("Han Tong Hyok")
    del learned[:]
    with CaptureQueriesContext(connection) as captured:
        protected.known()
    assert learned == []
    assert len(captured) == 8


def test_names_that_cannot_be_read_stop_everything(settings):
    person("a", "Han Tong Hyok")
    settings.DESK_KEYS = {"other": bytes(32)}
    with pytest.raises(CannotUnseal):
        protected.known()


def test_the_place_that_is_shown_of_a_coded_address_is_read_as_people_read_it():
    person("a", "한동혁")
    address = (
        "https://x.example/%D0%B0%D1%80%D0%B5%D1%81%D1%82/%ED%95%9C%EB%8F%99%ED%98%81/page.html"
    )
    source = a_source("s", url=address)
    [place] = places_in([source])[source]
    assert (place.name, place.after) == ("한동혁", "/page.html")
    assert place.before.endswith("x.example/арест/")


def test_two_at_once_learn_the_names_once(learned, monkeypatch):
    person("a", "Han Tong Hyok")
    states = protected._state()
    monkeypatch.setattr(protected, "_state", lambda: states)
    guards = []
    monkeypatch.setattr(protected, "_learned", lambda state: _slowly(guards, state))
    threads = [threading.Thread(target=protected.known) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(guards) == 1


def _slowly(guards, state):
    guards.append(state)
    known = protected.Known(None, [])
    return protected._Held(state, NameGuard([]), known)
