"""What contradicts a cited record is noted beside it; what agrees and says more changes it."""

import pytest

from cases.exchange.apply import apply
from cases.models import Case, CaseStatus, Citation, Event
from tests.cases.exchange.sheets import BULLETIN, SOURCES, said
from tests.cast import a_case, a_court, a_source, an_event, an_event_kind, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

EVENT = "reference,title,date,kind,place,status,sources\narrest-of-kim,Kim is arrested,2017,"
CASE = "reference,title,court,status,opened,closed,outcome,sources\nmr-kim,Case mr-kim,Town Court,"


@pytest.fixture
def arrest(vocabulary) -> Event:
    return an_event("arrest-of-kim", title_en="Kim is arrested", place="Tynda", date="2017")


@pytest.fixture
def trial(vocabulary) -> Case:
    a_court()
    case = a_case("mr-kim", outcome_en="Removal ordered")
    CaseStatus.objects.create(case=case, status="pending", since="2017-02-03")
    CaseStatus.objects.create(case=case, status="decided", since="2019")
    return case


def brought(plan, **sheets: str) -> str:
    """Plans and applies an import; all that its plan said."""
    made = plan(sources=SOURCES + BULLETIN, **sheets)
    assert made.problems == []
    apply(made, by=None, reason="A test")
    return said(made)


def claim_of(record, field: str) -> tuple[str, str]:
    one = record.citations.get(source__reference="bulletin", field=field)
    return one.value, one.stance


def test_another_place_is_noted_beside_that_of_a_cited_record(plan, arrest):
    words = brought(plan, events=EVENT + "arrest,Chita,reported,bulletin\n")
    assert "rival      event arrest-of-kim: place: Tynda stays; Chita is noted beside it" in words
    arrest.refresh_from_db()
    assert arrest.place == "Tynda"
    assert claim_of(arrest, "place") == ("Chita", "contradicts")
    again = plan(sources=SOURCES + BULLETIN, events=EVENT + "arrest,Chita,reported,bulletin\n")
    assert again.count() == {"new": 0, "changed": 0, "rival claims": 0, "unchanged": 2}


def test_another_kind_is_noted_under_its_name(plan, arrest, client):
    words = brought(plan, events=EVENT + "death,Tynda,reported,bulletin\n")
    assert "kind: Arrest stays; Death is noted beside it" in words
    arrest.refresh_from_db()
    assert arrest.kind.reference == "arrest"
    assert claim_of(arrest, "kind") == ("Death", "contradicts")
    published(arrest)
    page = client.get("/events/arrest-of-kim/").content.decode()
    rivals = page[page.index("Sources disagree on the kind") :]
    assert rivals.index(">Arrest<") < rivals.index(">Death<")


def test_two_facts_at_odds_are_two_claims_of_one_source(plan, arrest):
    words = brought(plan, events=EVENT + "death,Chita,reported,bulletin\n")
    assert words.count("rival ") == 2
    fields = arrest.citations.filter(source__reference="bulletin").values_list("field", flat=True)
    assert set(fields) == {"kind", "place"}


@pytest.mark.parametrize(
    ("before", "after"), [("Tynda", "Tynda, Amur Region"), ("unknown", "Chita")]
)
def test_a_place_that_says_more_is_a_change(plan, arrest, before, after):
    Event.objects.update(place=before)
    brought(plan, events=EVENT + f'arrest,"{after}",reported,bulletin\n')
    arrest.refresh_from_db()
    assert arrest.place == after


@pytest.mark.parametrize("vaguer", ["Amur Region", "unknown", "Not yet recorded"])
def test_a_place_that_says_less_changes_nothing(plan, arrest, vaguer):
    Event.objects.update(place="Tynda, Amur Region")
    assert "place" not in brought(plan, events=EVENT + f"arrest,{vaguer},reported,bulletin\n")


def test_words_that_deny_are_no_more_precise(plan, trial):
    words = brought(plan, cases=CASE + "pending,,,Removal not ordered,bulletin\n")
    assert "outcome_en: Removal ordered stays; Removal not ordered is noted" in words


def test_a_broader_kind_changes_nothing_and_a_narrower_one_does(plan, arrest):
    arrest.kind = an_event_kind("removal-order")
    arrest.save()
    assert "kind" not in brought(plan, events=EVENT + "court decision,Tynda,reported,bulletin\n")
    arrest.kind = an_event_kind("court-decision")
    arrest.save()
    words = brought(plan, events=EVENT + "removal order,Tynda,reported,bulletin\n")
    assert "kind: Court decision → removal order" in words


def test_a_fact_at_odds_without_a_source_is_a_problem(plan, arrest):
    words = said(plan(events=EVENT + "arrest,Chita,reported,\n"))
    assert "column place “Chita”: This contradicts what is recorded (Tynda). Name in the" in words


def test_one_source_does_not_say_two_things_in_silence(plan, arrest):
    source = a_source("bulletin", title_en="Court bulletin", url="https://court.example/1")
    Citation.objects.create(event=arrest, source=source, field="place", value="Tynda")
    words = said(plan(events=EVENT + "arrest,Chita,reported,bulletin\n"))
    assert "The desk has it that Court bulletin gives “Tynda” here." in words


def test_our_own_words_and_judgement_are_changed(plan, arrest):
    text = EVENT.replace("Kim is arrested", "Kim is seized")
    words = brought(plan, events=text + "arrest,Tynda,established,bulletin\n")
    assert "standing: reported → established" in words
    assert "title_en: Kim is arrested → Kim is seized" in words
    assert "rival" not in words


def test_a_standing_that_a_source_gives_may_rise_and_not_fall(plan, arrest):
    arrest.citations.update(field="standing", value="corroborated")
    Event.objects.update(standing="corroborated")
    words = brought(plan, events=EVENT + "arrest,Tynda,established,bulletin\n")
    assert "standing: corroborated → established" in words
    words = brought(plan, events=EVENT + "arrest,Tynda,alleged,bulletin\n")
    assert "standing: established stays; alleged is noted beside it" in words


def test_facts_of_a_record_that_nothing_is_cited_for_are_changed(plan, arrest):
    arrest.citations.all().delete()
    brought(plan, events=EVENT + "death,Chita,reported,bulletin\n")
    arrest.refresh_from_db()
    assert (arrest.place, arrest.kind.reference) == ("Chita", "death")


def test_a_citation_that_comes_along_says_who_gives_the_other_value(plan, arrest):
    cited = "record,source,field,stance,value\n"
    words = brought(
        plan,
        events=EVENT + "death,Tynda,reported,bulletin\n",
        citations=cited + "event:arrest-of-kim,bulletin,kind,contradicts,death\n",
    )
    assert "citation of bulletin for event:arrest-of-kim: kind: Arrest stays; death is" in words
    assert arrest.citations.filter(source__reference="bulletin").count() == 1


def statuses(case) -> list[tuple[str, str]]:
    return [(one.status, str(one.since or "")) for one in case.statuses.order_by("status")]


def test_vaguer_dates_of_a_case_change_nothing(plan, trial):
    words = brought(plan, cases=CASE + "decided,2017,2019,,bulletin\n")
    assert "statuses" not in words
    assert len(statuses(trial)) == 2


def test_a_more_precise_date_of_a_case_takes_the_place_of_the_vaguer(plan, trial):
    words = brought(plan, cases=CASE + "decided,2017,2019-05-06,,bulletin\n")
    assert "statuses: decided since 2019 → decided since 2019-05-06" in words
    assert statuses(trial) == [("decided", "2019-05-06"), ("pending", "2017-02-03")]


def test_a_closing_day_without_a_status_is_that_of_how_the_case_ended(plan, trial):
    brought(plan, cases=CASE + ",,2019-05-06,,bulletin\n")
    assert statuses(trial) == [("decided", "2019-05-06"), ("pending", "2017-02-03")]


def test_another_opening_day_is_noted_beside_that_of_a_cited_case(plan, trial, client):
    words = brought(plan, cases=CASE + ",2015,,,bulletin\n")
    assert "statuses: pending since 2017-02-03 stays; pending since 2015 is noted" in words
    assert statuses(trial) == [("decided", "2019"), ("pending", "2017-02-03")]
    assert claim_of(trial, "statuses") == ("pending since 2015", "contradicts")
    published(trial)
    page = client.get("/cases/mr-kim/").content.decode()
    assert "pending since 2017-02-03" in page[page.index("Sources disagree on the statuses") :]


def test_another_opening_day_without_a_source_is_a_problem(plan, trial):
    words = said(plan(cases=CASE + ",2015,,,\n"))
    assert "This contradicts what is recorded (pending since 2017-02-03)." in words


def test_a_status_that_is_not_there_is_added(plan, trial):
    assert "statuses: communicated added" in brought(
        plan, cases=CASE + "communicated,2017,,,bulletin\n"
    )
