"""The rules as a matrix: role × deed × state of a record."""

import pytest

from cases.history import revision
from cases.models import Citation, Event, EventKind, Person, Source, Topic
from cases.publishing import CannotPublish, hide, publish
from cases.rules import (
    CHANGING,
    Deed,
    NotAllowed,
    closed_to,
    inside,
    is_inside,
    own_changes,
    refusal,
    require,
    visible,
)
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
    named_publicly,
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


def changed(record, by, **values):
    with revision(by=by, reason="A change"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record


def noted_by_a_colleague(user):
    return changed(public(user), alice(), internal_notes="Ask again.")


def changed_by_a_colleague(user):
    return changed(public(user), alice(), title_en="Not out yet")


def changed_by_the_system(user):
    return changed(public(user), None, title_en="Not out yet")


def changed_by_oneself(user):
    return changed(public(user), user, title_en="Not out yet")


def cited_by_a_colleague(user):
    event = public(user)
    with revision(by=alice()):
        Citation.objects.create(event=event, source=a_source("later"))
    return event


def changed_and_out(user):
    event = changed_by_a_colleague(user)
    published(event)
    return event


def named(user):
    someone = a_person(**named_publicly())
    published(someone)
    return someone


def withheld(user):
    someone = a_person()
    published(someone)
    return someone


def to_be_withheld(user):
    return changed(named(user), alice(), exposure="withheld")


def to_be_named_by_oneself(user):
    return changed(withheld(user), user, **named_publicly())


def renamed_by_a_colleague(user):
    return changed(named(user), alice(), alias_en="Not out yet")


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


STANDING = (public, noted_by_a_colleague, changed_by_oneself, changed_and_out)
CHANGED = (changed_by_a_colleague, changed_by_the_system, cited_by_a_colleague)
KEPT_BACK = (withheld, to_be_withheld, to_be_named_by_oneself, renamed_by_a_colleague)
STATES = (
    *(draft, mine, *STANDING, *CHANGED, hidden, held_testimony, person, named, *KEPT_BACK, term),
)
ALL = {"view", "change", "delete", "send for review", "review", "publish", "withdraw", "hide"}
WRITING = {"view", "change", "send for review"}
INSIDE = {"read what the public never reads"}
SHELF = {"read what was taken back"}
REMOVING = {"remove to protect somebody"}
EDITING = {"review", "publish", "withdraw", "take out of earlier editions"} | REMOVING
PROTECTING = {"allow to be published again"} | REMOVING
# Who may do what with a record in which state. What is not here is not allowed.
ALLOWED = {
    ("nobody in particular", "mine"): {"view"} | INSIDE,
    ("nobody in particular", "term"): {"view"},
    ("contributor", "mine"): WRITING | INSIDE | {"delete"},
    ("contributor", "term"): {"view"},
    ("editor", "draft"): WRITING | INSIDE | EDITING | SHELF | {"delete"},
    ("editor", "mine"): WRITING | INSIDE | EDITING | SHELF | {"delete"},
    ("editor", "hidden"): WRITING | INSIDE | EDITING | SHELF,
    ("editor", "held_testimony"): EDITING,
    ("editor", "person"): WRITING | INSIDE | EDITING | SHELF | {"delete"},
    ("editor", "term"): {"view"} | INSIDE | EDITING | SHELF,
    ("guardian", "draft"): PROTECTING,
    ("guardian", "mine"): PROTECTING | INSIDE | SHELF | {"view"},
    ("guardian", "hidden"): PROTECTING,
    ("guardian", "held_testimony"): PROTECTING | WRITING | INSIDE | SHELF | {"delete"},
    ("guardian", "person"): PROTECTING | WRITING | INSIDE | SHELF | {"delete", "read who it is"},
    ("guardian", "term"): PROTECTING | INSIDE | SHELF | {"view"},
    ("administrator", "mine"): {"view"} | INSIDE,
    ("administrator", "term"): WRITING | INSIDE | SHELF | EDITING - REMOVING | {"delete"},
}
# What the public reads: as it stands there, and where a colleague has it in hand.
for state in (*STANDING, *CHANGED):
    sees = {"view"} if state in STANDING else set()
    ALLOWED |= {
        ("nobody in particular", state.__name__): sees | {"hide"},
        ("contributor", state.__name__): (WRITING if sees else set()) | {"hide"},
        ("editor", state.__name__): WRITING | INSIDE | EDITING | SHELF | {"hide"},
        ("guardian", state.__name__): PROTECTING | sees | {"hide"},
        ("administrator", state.__name__): sees | {"hide"},
    }
for state in (named, *KEPT_BACK):
    sees = {"view"} if state is named else set()
    within = WRITING | INSIDE | SHELF | {"hide"}
    ALLOWED |= {
        ("nobody in particular", state.__name__): sees | {"hide"},
        ("contributor", state.__name__): (WRITING if sees else set()) | {"hide"},
        ("editor", state.__name__): EDITING | within,
        ("guardian", state.__name__): PROTECTING | within | {"read who it is"},
        ("administrator", state.__name__): sees | {"hide"},
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
    within = inside(type(record)._default_manager.all(), user).filter(pk=record.pk).exists()
    assert within == is_inside(user, record)


@pytest.mark.parametrize("state", CHANGED, ids=lambda state: state.__name__)
def test_whoever_is_kept_out_for_now_is_told_why_and_finds_it_among_the_closed(state):
    record = state(None)
    assert refusal(bob(), Deed.VIEW, record) == CHANGING
    assert list(closed_to(Event.objects.all(), bob())) == [record]
    assert not closed_to(Event.objects.all(), edgar()).exists()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("who", CAST)
def test_closed_is_what_the_public_reads_and_one_does_not_see_for_now(who, state):
    user = CAST[who]()
    record = state(user)
    reason = refusal(user, Deed.VIEW, record)
    is_half_named = state in (to_be_withheld, to_be_named_by_oneself) and reason
    assert (reason == CHANGING) == (state in (*CHANGED, renamed_by_a_colleague) and reason != "")
    found = closed_to(type(record)._default_manager.all(), user).exists()
    assert found == (reason == CHANGING or bool(is_half_named))


def test_nobody_learns_by_the_words_of_a_refusal_that_somebody_withheld_is_changed():
    assert refusal(bob(), Deed.VIEW, withheld(None)) == "It is not assigned to you."


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
