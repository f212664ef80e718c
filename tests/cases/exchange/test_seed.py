"""The seed: what the article tells, dated, sourced and published."""

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.models import Agreement, Case, Citation, Event, Figure
from timeline.models import Edition

pytestmark = pytest.mark.django_db

DATED = {
    "manchuria-1865": "1865",
    "choe-arrival": "1999",
    "choe-escape": "2002",
    "ryu-return": "2008",
    "choe-arrest": "2017",
    "choe-european-court": "2017",
}


@pytest.fixture(scope="module", autouse=True)
def seed(django_db_setup, django_db_blocker):
    """Loaded once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "vocabulary", "article", publish=True, verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_article_is_told_and_every_record_cites_it_with_a_heading():
    assert set(Case.objects.values_list("reference", flat=True)) == {
        "choe-myong-bok",
        "ryu-en-nam",
    }
    assert set(Agreement.objects.values_list("reference", flat=True)) == {
        "deportation-agreement",
        "economic-agreement",
        "european-convention",
    }
    dates = {one.reference: str(one.date) for one in Event.objects.all()}
    assert DATED.items() <= dates.items()
    for model in (Case, Agreement, Event, Figure):
        for record in model.objects.all():
            assert record.citations.exists(), record
    assert not Citation.objects.filter(locator="").exists()


def test_claims_stand_as_reported_and_measures_as_measures():
    assert Event.objects.get(reference="ryu-return").standing == "reported"
    court = Event.objects.get(reference="choe-european-court")
    assert "interim measure" in f"{court.kind} {court.title} {court.summary_en}".lower()


def test_figures_keep_their_denominators():
    pairs = {
        (int(one.value), int(one.denominator))
        for figure in Figure.objects.all()
        for one in figure.observations.all()
        if one.denominator
    }
    assert {(2, 211), (90, 170)} <= pairs


def test_everything_is_published_and_a_second_publication_prints_nothing(capsys):
    assert Edition.objects.of("event").current().count() == Event.objects.count()
    call_command("publish", "--all")
    assert "Nothing had changed." in capsys.readouterr().out


def test_nobody_but_the_two_named_men_is_named():
    aliases = Edition.objects.of("person").values_list("document__alias_en", flat=True)
    assert {"Choe", "Ryu"} >= {name.split()[0] for name in aliases if name}
