"""The dossier: the article's cases, told by later and better sources, as a second import."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from cases.models import Agreement, Case, Citation, Event, EventKind, Source
from timeline.models import Edition

pytestmark = pytest.mark.django_db

NAMES = ("sources", "agreements", "cases", "events", "citations")


def bring(**options) -> str:
    folder = Path(settings.FIXTURE_DIRS[0]) / "dossier"
    said = io.StringIO()
    files = [str(folder / f"{name}.csv") for name in NAMES]
    call_command("import_records", *files, stdout=said, publish=True, **options)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def dossier(django_db_setup, django_db_blocker):
    """Brought once for all tests here, each of which takes back what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "vocabulary", "article", "unhcr", publish=True, verbosity=0)
        yield bring()
        transaction.set_rollback(True)


def claimed(record, field: str) -> dict[str, str]:
    """What sources say of a field of a record: by value, the stance."""
    owner = {record._meta.model_name: record}
    rows = Citation.objects.filter(**owner, field=field).exclude(value="")
    return dict(rows.values_list("value", "stance"))


def test_what_it_brings_is_counted(dossier):
    assert "Imported: 52 new, 7 changed, 6 rival claims, 0 unchanged" in dossier
    assert "Published 49 editions." in dossier


def test_a_second_import_finds_everything_there_and_writes_nothing():
    rows = Event.history.count(), Citation.history.count(), Edition.objects.count()
    said = bring()
    assert "Everything is there already, and nothing was written" in said
    assert "0 new, 0 changed, 0 rival claims, 59 unchanged" in said
    assert rows == (Event.history.count(), Citation.history.count(), Edition.objects.count())


def test_the_case_has_two_editions_and_the_arrest_its_day():
    case = Case.objects.get(reference="choe-myong-bok")
    assert Edition.objects.filter(record=case.pk).count() == 2
    arrest = Event.objects.get(reference="choe-arrest")
    assert (str(arrest.date), arrest.wording) == ("2017-01-31", "")
    assert case.current_status.status == "decided"


def test_the_escape_keeps_its_year_beside_the_broadcasters():
    escape = Event.objects.get(reference="choe-escape")
    assert str(escape.date) == "2002"
    assert claimed(escape, "date") == {"2002": "supports", "1999": "contradicts"}
    rival = Citation.objects.get(event=escape, value="1999")
    assert rival.source.publisher == "KBS World Radio"


def test_the_agreement_has_two_dates_of_signature():
    treaty = Agreement.objects.get(reference="deportation-agreement")
    assert (str(treaty.signed), str(treaty.drafted)) == ("2014", "2014-09")
    assert claimed(treaty, "signed") == {"2014": "supports", "2016-02-02": "contradicts"}


def test_the_seizure_is_dated_between_two_days_alleged_and_then_established():
    seized = Event.objects.get(reference="sk-seized")
    assert str(seized.date) == "[2020-08..2020-09-10]"
    assert seized.standing == "established"
    assert claimed(seized, "standing") == {"alleged": "contradicts", "established": "supports"}


def test_a_source_that_is_known_by_its_address_is_not_made_twice():
    assert Source.objects.filter(url="https://www.unhcr.org/refugee-statistics/").count() == 1
    cited = Citation.objects.filter(event__reference="applications-2015")
    assert "unhcr-refugee-data-finder" in cited.values_list("source__reference", flat=True)


def test_the_applications_stand_at_their_court():
    case = Case.objects.get(reference="ml-and-others-v-russia")
    numbers = case.applications.values_list("number", "court__reference")
    assert set(numbers) == {("25079/19", "european-court"), ("18570/19", "european-court")}


def test_a_citation_that_comes_along_is_not_cited_twice():
    signed = Event.objects.get(reference="deportation-agreement-signed")
    cited = signed.citations.filter(source__reference="mt-2016-02-04")
    assert [(one.field, one.value) for one in cited] == [("date", "2016-02-02")]


def test_all_its_kinds_are_in_the_vocabulary():
    assert not EventKind.objects.filter(events__isnull=False, label_en="").exists()
    assert Event.objects.filter(kind__reference="treaty-exit").exists()


def test_readers_see_both_dates_side_by_side(client):
    page = client.get("/events/choe-escape/").content.decode()
    assert "1999" in page
    assert "2002" in page
    assert "KBS World Radio" in page


@pytest.mark.parametrize(
    "path",
    [
        "/cases/choe-myong-bok/",
        "/cases/kj-and-others-v-russia/",
        "/cases/",
        "/agreements/deportation-agreement/",
        "/embed/cases/choe-myong-bok/",
    ],
)
def test_every_page_of_it_can_be_read(client, path):
    assert client.get(path).status_code == 200
