"""A telling combination is warned of on every page that publishes, and by the command."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from cases.models import Event, Identity
from cases.publishing import WARNING
from tests.cases.admin.test_many import CASES, EVENTS, asked
from tests.cast import a_case, a_person, alice, an_event, an_event_kind, published, the_source
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
    with pytest.raises(CommandError, match="--despite-warnings publishes all the same"):
        call_command("publish", "event:arrest-of-mr-kim", stderr=said)
    assert WARNING in said.getvalue()
    assert not Edition.objects.exists()
    call_command("publish", "event:arrest-of-mr-kim", despite_warnings=True, stdout=said)
    assert Edition.objects.filter(kind="event").exists()


@pytest.mark.parametrize("command", ["import_records", "loaddata"])
def test_commands_that_bring_and_publish_stop_too(desk, command, tmp_path):
    kind, source = an_event_kind(), the_source()
    if command == "loaddata":
        path = tmp_path / "event.json"
        fields = {"reference": "in-tynda", "title_en": "A man", "date": "2017", **TELLING}
        rows = [
            {"model": "cases.event", "fields": {**fields, "kind": ["arrest"]}},
            {
                "model": "cases.citation",
                "fields": {"event": ["in-tynda"], "source": [source.reference]},
            },
        ]
        path.write_text(json.dumps(rows))
    else:
        path = tmp_path / "events.csv"
        path.write_text(
            "reference,title,date,kind,place,summary,sources\n"
            f"in-tynda,A man,2017,{kind.reference},Tynda,{TELLING['summary_en'].replace(',', '')},"
            f"{source.reference}\n"
        )
    published(source)
    with pytest.raises(CommandError, match="--despite-warnings publishes all the same"):
        call_command(command, str(path), publish=True)
    assert not Event.objects.exists()
    call_command(command, str(path), publish=True, despite_warnings=True, verbosity=0)
    assert Edition.objects.filter(reference="in-tynda").exists()
