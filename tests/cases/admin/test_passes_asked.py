"""Whom the name guard stops asks a guardian to look, and is told nothing by that."""

import pytest
from django.urls import reverse

from cases.models import Identity, IdentityName, PassAsked
from cases.publishing import ask_for_pass, held_places, let_pass, waiting_for_pass
from cases.rules import NotAllowed
from tests.cases.admin.test_desk import address
from tests.cases.admin.test_many import EVENTS, asked
from tests.cases.admin.test_told import logged_in
from tests.cast import a_person, alice, an_event, carol, edgar, grace, published, the_source

pytestmark = pytest.mark.django_db
ASK = "Ask a guardian to look"
WAITS = "Somebody waits for a pass"
ASKED = "edgar has asked a guardian to look"


@pytest.fixture
def identity():
    identity = Identity.objects.create(person=a_person("han", alias_en="H.").pk)
    IdentityName.objects.create(identity=identity, name="한동혁", script="hangul")
    return identity


@pytest.fixture
def event(identity):
    published(the_source())
    return an_event("mine", summary_en="The judge Han Donghyeok.", assigned_to=carol())


def dashboard(user) -> str:
    return logged_in(user).get(reverse("admin:index")).content.decode()


def ask(event, act="publish", user=None, **typed):
    given = {"ask_guardian": event.pk, **typed}
    return logged_in(user or edgar()).post(address(event, act), given).content.decode()


def changed(event, **values):
    event.refresh_from_db()
    for name, value in values.items():
        setattr(event, name, value)
    event.save()


@pytest.mark.parametrize("act", ["publish", "submit"])
def test_who_is_stopped_asks_a_guardian_who_sees_it_on_the_first_page(event, act):
    assert WAITS not in dashboard(grace())
    assert ASK in logged_in(edgar()).get(address(event, act)).content.decode()
    shown = ask(event, act, public_note="Typed.", comment="Typed.")
    assert ASKED in shown
    assert ASK not in shown
    assert ">Typed.</textarea>" in shown
    page = dashboard(grace())
    assert WAITS in page
    assert address(event, "names") in page
    assert "</a>: edgar, since" in page
    assert "H." not in page.split(WAITS)[1].split("</li></ul>")[0]


def test_a_reviewer_asks_from_the_review(event):
    logged_in(carol()).post(address(event, "submit"), {"comment": "Please"})
    assert ASKED in ask(event, "review")
    assert WAITS in dashboard(grace())


def test_who_asked_first_is_who_waits(event):
    ask(event)
    first = PassAsked.objects.get()
    assert ASKED in logged_in(edgar()).get(address(event, "publish")).content.decode()
    ask_for_pass(event, by=alice())
    assert PassAsked.objects.get() == first
    assert PassAsked.objects.get().by == edgar()


def test_it_goes_away_when_the_pass_is_given(event):
    ask(event)
    let_pass(event, held_places(event), by=grace(), reason="The judge bears it.")
    assert WAITS not in dashboard(grace())
    assert not PassAsked.objects.exists()


def test_it_stays_while_another_name_is_not_let_pass(event, identity):
    changed(event, title_en="Of Han Donghyeok")
    ask(event)
    mark, *others = held_places(event)
    assert others
    let_pass(event, [mark], by=grace(), reason="x")
    assert WAITS in dashboard(grace())


def test_it_goes_away_when_nothing_is_protected_there_any_more(event):
    ask(event)
    IdentityName.objects.all().delete()
    assert WAITS not in dashboard(grace())


def test_it_goes_away_when_the_text_is_changed_and_can_be_asked_anew(event):
    ask(event)
    changed(event, internal_notes="Asked by telephone.")
    assert WAITS in dashboard(grace()), "a note is not the text"
    changed(event, title_en="Another title")
    assert WAITS not in dashboard(grace())
    assert ASK in logged_in(edgar()).get(address(event, "publish")).content.decode()
    ask(event)
    assert [record for _, record in waiting_for_pass()] == [event]


def test_nobody_but_a_guardian_reads_who_waits(event):
    ask(event)
    for somebody in (edgar(), carol()):
        assert WAITS not in dashboard(somebody)


def test_a_contributor_is_offered_nothing_and_asks_nothing(event, identity):
    page = logged_in(carol()).get(address(event, "submit")).content.decode()
    assert ASK not in page
    with_name = ask(event, "submit", user=carol())
    assert not PassAsked.objects.exists()
    assert "guardian" not in with_name
    with pytest.raises(NotAllowed) as held:
        ask_for_pass(event, by=carol())
    identity.delete()
    with pytest.raises(NotAllowed) as free:
        ask_for_pass(event, by=carol())
    assert str(held.value) == str(free.value)


def test_nothing_is_asked_where_the_guard_says_nothing(event):
    plain = an_event("plain")
    ask(plain)
    ask(event, typed="x", ask_guardian="nobody")
    assert not PassAsked.objects.exists()


def test_a_guardian_who_publishes_looks_and_does_not_ask(event):
    page = logged_in(alice()).get(address(event, "publish")).content.decode()
    assert "Where, and whose" in page
    assert ASK not in page


def test_a_guardian_reads_no_title_that_is_not_theirs(event):
    ask(event)
    assert "Event mine" not in dashboard(grace()).split(WAITS)[1].split("</ul>")[0]
    assert "Event mine" in dashboard(alice()).split(WAITS)[1].split("</ul>")[0]


def test_the_page_for_many_leads_to_asking(event):
    page = asked(logged_in(edgar()), EVENTS, "publish_many", [event]).content.decode()
    assert f'<a href="{address(event, "publish")}">{ASK}' in page
    page = asked(logged_in(edgar()), EVENTS, "publish_many", [an_event("undated", date="")])
    assert ASK not in page.content.decode()
