"""What the name guard says at the desk: nothing to who does not review, and it is noted to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Identity, IdentityName, IdentityReading
from cases.publishing import WARNING
from tests.cases.admin.test_many import EVENTS, asked
from tests.cast import (
    a_person,
    a_source,
    adam,
    an_event,
    carol,
    edgar,
    grace,
    published,
    the_source,
)

pytestmark = pytest.mark.django_db
HELD = "Kim Nam-il, Han Donghyeok, Ri Yong. In 1985 he was at Camp 4 near Tynda."
SOMEBODY = "A protected name stands in it."


@pytest.fixture
def identity():
    """Somebody who is protected, with a name and what tells who it is."""
    identity = Identity.objects.create(
        person=a_person("han", alias_en="H.").pk, telling="1985; Camp 4; Tynda"
    )
    IdentityName.objects.create(identity=identity, name="한동혁", script="hangul")
    return identity


@pytest.fixture
def event(identity):
    published(the_source())
    return an_event("mine", summary_en=HELD, assigned_to=carol())


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(client, act: str, event, **typed) -> str:
    address = reverse(f"admin:cases_event_{act}", args=[event.pk])
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    return answer.content.decode()


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def version_of(event) -> str:
    event.refresh_from_db()
    return f"{event.pk}:{event.version}"


def noted() -> list[tuple]:
    rows = IdentityReading.objects.order_by("id").values_list("by__username", "act", "person")
    return list(rows)


def test_a_contributor_sees_the_same_with_and_without_a_protected_name(event, identity):
    contributor = logged_in(carol())
    before = without_token(page_of(contributor, "submit", event))
    many = without_token(asked(contributor, EVENTS, "submit_many", [event]).content.decode())
    identity.delete()
    assert HELD not in before  # the page does not repeat the text, so it is the guard that is asked
    assert without_token(page_of(contributor, "submit", event)) == before
    after = asked(contributor, EVENTS, "submit_many", [event]).content.decode()
    assert without_token(after) == many
    assert noted() == []


def test_a_contributor_still_reads_what_else_is_to_be_mended(event):
    event.date = None
    event.save()
    page = page_of(logged_in(carol()), "submit", event)
    assert "The date is missing." in page
    assert "You can send it as it is." in page
    assert "protected" not in page
    assert WARNING not in page


def test_what_a_contributor_sends_goes_to_review_where_the_reviewer_is_told(event, identity):
    assert "Sent for review." in page_of(logged_in(carol()), "submit", event, comment="Please look")
    page = page_of(logged_in(edgar()), "review", event)
    assert SOMEBODY in page
    assert "summary (English)" not in page
    assert WARNING in page
    assert noted() == [("edgar", "told", identity.person)] * 2


def test_an_editor_is_told_no_field_and_each_time_is_noted(event, identity):
    editor = logged_in(edgar())
    for act, times in (("submit", 2), ("publish", 4)):
        page = page_of(editor, act, event)
        assert SOMEBODY in page
        assert "summary (English)" not in page
        assert noted() == [("edgar", "told", identity.person)] * times
    page = asked(editor, EVENTS, "publish_many", [event]).content.decode()
    assert SOMEBODY in page
    assert len(noted()) == 5


def test_a_guardian_who_writes_is_told_where(event, identity):
    source = a_source("list", title_en="Of Han Donghyeok", assigned_to=grace())
    page = logged_in(grace()).get(reverse("admin:cases_source_submit", args=[source.pk]))
    assert "A protected name stands in: title (English)." in page.content.decode()
    assert noted() == [("grace", "told", identity.person)]


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_a_note_that_is_refused_for_a_name_is_noted_too(identity, act):
    event = an_event("plain")
    if act == "withdraw":
        published(event)
    given = {"public_note": "Of Han Donghyeok", "seen": version_of(event)}
    page = page_of(logged_in(edgar()), act, event, **given)
    assert "A protected name stands in the public note." in page
    assert noted() == [("edgar", "told", identity.person)]


def test_so_is_one_that_is_refused_for_many(identity):
    event = an_event("plain")
    published(event)
    given = {"confirmed": "1", "note": "Of Han Donghyeok", "seen": version_of(event)}
    page = asked(logged_in(edgar()), EVENTS, "withdraw_many", [event], **given).content.decode()
    assert "A protected name stands in the public note." in page
    assert noted() == [("edgar", "told", identity.person)]


def test_guardians_see_who_was_told_and_of_whom_and_administrators_who(event):
    page_of(logged_in(edgar()), "submit", event)
    address = reverse("admin:identity-readings")
    for somebody, whose in ((grace(), "H.</a>"), (adam(), "Shown to guardians")):
        page = logged_in(somebody).get(address).content.decode()
        assert "<td>edgar</td><td>Was told that a name is protected</td>" in page
        assert page.count(whose) == 2
    assert str(Identity.objects.get().person) not in page
