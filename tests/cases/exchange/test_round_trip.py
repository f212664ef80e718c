"""What the record gives out comes back in as it is: an export, imported at the desk."""

import io

import pytest
from django.core.management import call_command

from cases.exchange.plan import lines_of, make_plan
from cases.models import Citation, Event
from tests.cases.exchange.sheets import a_file
from tests.cast import a_case, a_source, an_event, published

pytestmark = pytest.mark.django_db


def brought_back(client, tmp_path, address: str):
    """The plan of importing what an address of the public site downloads."""
    body = b"".join(client.get(address).streaming_content)
    return make_plan([a_file(tmp_path, body, address.rpartition("/")[2])])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_whole_timeline_comes_back_unchanged(client, tmp_path, form):
    call_command("loaddata", "vocabulary", "article", publish=True, verbosity=0)
    plan = brought_back(client, tmp_path, f"/export/events.{form}")
    assert plan.problems == []
    assert list(lines_of(plan)) == []
    assert plan.count() == {"new": 0, "changed": 0, "rival claims": 0, "unchanged": 15}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_a_spreadsheet_might_run_comes_back_unharmed(client, tmp_path, form):
    case = a_case()
    interview = a_source("interview", is_testimony=True, consent_audience="public")
    events = [
        an_event("formula", title_en="=1+1", place="@home", summary_en="+7 (812)\n- a list"),
        an_event("korean", title_ko="오늘의 사건", title_en="", original_language="ko"),
        an_event("vague", date="[2020-08..2020-09-10]", title_en="“Quoted”, with; marks"),
    ]
    for event in events:
        event.cases.add(case)
        Citation.objects.create(event=event, source=interview)
    published(case, *events)
    plan = brought_back(client, tmp_path, f"/export/events.{form}")
    assert plan.problems == []
    assert list(lines_of(plan)) == []
    assert plan.count()["unchanged"] == 3


def test_an_export_builds_the_timeline_of_an_empty_desk(client, tmp_path):
    call_command("loaddata", "vocabulary", "article", publish=True, verbosity=0)
    dates = {one.reference: str(one.date) for one in Event.objects.all()}
    body = b"".join(client.get("/export/events.csv").streaming_content)
    Event.objects.all().delete()
    path = a_file(tmp_path, body, "events.csv")
    call_command("import_records", str(path), stdout=io.StringIO())
    assert {one.reference: str(one.date) for one in Event.objects.all()} == dates
