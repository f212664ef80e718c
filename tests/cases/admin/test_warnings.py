"""A telling combination is warned of on every page that publishes, and by the command."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.models import Event, Identity
from cases.publishing import WARNING
from tests.cases.admin.test_many import CASES, EVENTS, asked
from tests.cast import a_case, a_person, alice, an_event
from timeline.models import Edition

pytestmark = pytest.mark.django_db
TELLING = {"place": "Tynda", "summary_en": "Born in 1985, he worked in camp 4."}


@pytest.fixture
def desk(client):
    Identity.objects.create(person=a_person("han", alias_en="H.").pk, telling="1985; Camp 4; Tynda")
    client.force_login(alice())
    return client


def test_acts_on_many_warn_and_can_be_gone_on_with(desk):
    event, other = an_event(**TELLING), an_event("other")
    page = asked(desk, EVENTS, "publish_many", [event, other]).content.decode()
    assert page.count(WARNING) == 1
    assert WARNING not in asked(desk, EVENTS, "submit_many", [event]).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    asked(desk, EVENTS, "publish_many", [event, other], confirmed="1", seen=seen)
    assert Edition.objects.filter(kind="event").count() == 2


def test_acts_on_many_warn_of_what_goes_along(desk):
    case, event = a_case(title_en="A man born in 1985"), an_event(place="Tynda")
    Event.objects.update(summary_en="He worked in camp 4.")
    event.cases.add(case)
    page = asked(desk, CASES, "publish_many", [case]).content.decode()
    assert page.count(WARNING) == 2


def test_the_page_of_one_record_warns_with_what_goes_along(desk):
    case, event = a_case(title_en="A man born in 1985"), an_event(place="Tynda")
    Event.objects.update(summary_en="He worked in camp 4.")
    event.cases.add(case)
    page = desk.get(f"/admin/cases/case/{case.pk}/publish/").content.decode()
    assert page.count(WARNING) == 2


def test_the_command_stops_with_the_way_to_go_on(desk):
    an_event(**TELLING)
    said = io.StringIO()
    with pytest.raises(CommandError, match="run it again with --despite-warnings"):
        call_command("publish", "event:arrest-of-mr-kim", stderr=said)
    assert WARNING in said.getvalue()
    assert not Edition.objects.exists()
    call_command("publish", "event:arrest-of-mr-kim", despite_warnings=True, stdout=said)
    assert Edition.objects.filter(kind="event").exists()
