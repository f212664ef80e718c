"""The rules as a matrix: role × deed × state of a record."""

import pytest

from cases.history import revision
from cases.models import Event, EventKind, Person, Source, Topic
from cases.publishing import CannotPublish, hide, publish
from cases.rules import Deed, NotAllowed, own_changes, refusal, require, visible
from tests.cast import (
    a_person,
    a_source,
    a_topic,
    adam,
    alice,
    an_event,
    an_event_kind,
    bob,
    carol,
    edgar,
    grace,
    published,
)

pytestmark = pytest.mark.django_db

CAST = {
    "nobody in particular": bob,
    "contributor": carol,
    "editor": edgar,
    "guardian": grace,
    "administrator": adam,
}


def draft(user):
    return an_event("draft")


def mine(user):
    return an_event("mine", assigned_to=user)


def public(user):
    event = an_event("public")
    published(event)
    return event


def hidden(user):
    event = public(user)
    hide(event, by=None)
    return event


def held_testimony(user):
    return a_source("testimony", is_testimony=True, consent_audience="public")


def person(user):
    return a_person()


def term(user):
    return a_topic()


STATES = (draft, mine, public, hidden, held_testimony, person, term)
ALL = {"view", "change", "delete", "send for review", "review", "publish", "withdraw", "hide"}
WRITING = {"view", "change", "send for review"}
SHELF = {"read what was taken back"}
REMOVING = {"remove to protect somebody"}
EDITING = {"review", "publish", "withdraw", "take out of earlier editions"} | REMOVING
PROTECTING = {"allow to be published again"} | REMOVING
# Who may do what with a record in which state. What is not here is not allowed.
ALLOWED = {
    ("nobody in particular", "mine"): {"view"},
    ("nobody in particular", "public"): {"view", "hide"},
    ("nobody in particular", "term"): {"view"},
    ("contributor", "mine"): WRITING | {"delete"},
    ("contributor", "public"): WRITING | {"hide"},
    ("contributor", "term"): {"view"},
    ("editor", "draft"): WRITING | EDITING | SHELF | {"delete"},
    ("editor", "mine"): WRITING | EDITING | SHELF | {"delete"},
    ("editor", "public"): WRITING | EDITING | SHELF | {"hide"},
    ("editor", "hidden"): WRITING | EDITING | SHELF,
    ("editor", "held_testimony"): EDITING,
    ("editor", "person"): WRITING | EDITING | SHELF | {"delete"},
    ("editor", "term"): {"view"} | EDITING | SHELF,
    ("guardian", "draft"): PROTECTING,
    ("guardian", "mine"): PROTECTING | SHELF | {"view"},
    ("guardian", "public"): PROTECTING | SHELF | {"view", "hide"},
    ("guardian", "hidden"): PROTECTING,
    ("guardian", "held_testimony"): PROTECTING | WRITING | SHELF | {"delete"},
    ("guardian", "person"): PROTECTING | WRITING | SHELF | {"delete", "read who it is"},
    ("guardian", "term"): PROTECTING | SHELF | {"view"},
    ("administrator", "mine"): {"view"},
    ("administrator", "public"): {"view", "hide"},
    ("administrator", "term"): WRITING | SHELF | EDITING - REMOVING | {"delete"},
}
DEEDS = [deed for deed in Deed if deed is not Deed.ADD]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("who", CAST)
def test_what_each_role_may_do_with_a_record_in_each_state(who, state):
    user = CAST[who]()
    record = state(user)
    may = {deed.value for deed in DEEDS if not refusal(user, deed, record)}
    assert may == ALLOWED.get((who, state.__name__), set())


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("who", CAST)
def test_a_list_shows_exactly_what_may_be_seen(who, state):
    user = CAST[who]()
    record = state(user)
    shown = visible(type(record)._default_manager.all(), user).filter(pk=record.pk).exists()
    assert shown == (not refusal(user, Deed.VIEW, record))


@pytest.mark.parametrize(
    ("who", "models"),
    [
        ("nobody in particular", set()),
        ("contributor", {Event, Person, Source}),
        ("editor", {Event, Person, Source}),
        ("guardian", {Person, Source}),
        ("administrator", {EventKind, Topic}),
    ],
)
def test_what_each_role_may_add(who, models):
    user = CAST[who]()
    everything = (Event, Person, Source, EventKind, Topic)
    assert {one for one in everything if not refusal(user, Deed.ADD, one)} == models


def test_roles_add_up_and_a_superuser_has_them_all():
    both = edgar()
    both.groups.add(*grace().groups.all())
    assert not refusal(both, Deed.CHANGE, held_testimony(both))
    record, others = draft(None), {Deed.HIDE, Deed.IDENTIFY}
    assert all(not refusal(alice(), deed, record) for deed in DEEDS if deed not in others)
    assert not refusal(alice(), Deed.IDENTIFY, a_person())


def test_somebody_who_left_may_nothing():
    user = edgar()
    user.is_active = False
    assert refusal(user, Deed.VIEW, public(None)) == "This is for staff."
    assert not visible(Event.objects.all(), user).exists()


def test_a_refusal_is_raised_with_its_reason():
    with pytest.raises(NotAllowed, match="Only an editor"):
        require(carol(), Deed.PUBLISH, draft(None))
    require(None, Deed.PUBLISH, an_event("of-the-system"))


def test_whoever_changed_a_record_since_its_last_edition_has_it_as_own_work(settings):
    settings.FOUR_EYES = True
    event = changed_by(edgar(), an_event())
    assert own_changes(edgar(), [event]) == {event.pk}
    assert own_changes(carol(), [event]) == set()
    published(event)
    assert own_changes(edgar(), [event]) == set()


def test_with_four_eyes_off_nothing_is_own_work(settings):
    settings.FOUR_EYES = False
    assert own_changes(edgar(), [changed_by(edgar(), an_event())]) == set()


def test_testimony_is_named_by_no_title_of_its_own():
    assert "Pak" not in str(a_source("interview", title_en="Pak speaks", is_testimony=True))


def changed_by(user, event):
    with revision(by=user, reason="Corrected"):
        event.place = f"Corrected by {user}"
        event.save()
    return event


def test_a_kind_is_published_by_whoever_did_not_change_it(settings):
    settings.FOUR_EYES = True
    kind = an_event_kind()
    with revision(by=adam(), reason=""):
        kind.label_en = "Detention"
        kind.save()
    with pytest.raises(CannotPublish, match="a colleague has to publish it"):
        publish([kind], by=adam())
    assert len(publish([kind], by=edgar())) == 1
