"""What the database itself refuses, and what the fields keep true."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import (
    Application,
    Case,
    CaseStatus,
    Citation,
    Event,
    Figure,
    Identifier,
    Observation,
    Party,
    Person,
    Source,
    Tracked,
)
from tests.cast import a_case, a_court, a_person, a_source, an_event, named_publicly

pytestmark = pytest.mark.django_db


def a_figure():
    return Figure.objects.create(reference="f", title_en="F", unit="people", definition="All.")


REFUSED = {
    "a record without a title in its language": lambda: Case.objects.create(
        reference="x", original_language="ru", title_en="Only English"
    ),
    "a record without a reference": lambda: Case.objects.create(title_en="X"),
    "two cases with one reference": lambda: (a_case("same"), a_case("same")),
    "a citation of nothing": lambda: Citation.objects.create(source=a_source()),
    "a citation of two records": lambda: Citation.objects.create(
        source=a_source("s"), case=a_case(), event=an_event()
    ),
    "the same citation twice": lambda: [
        Citation.objects.create(source=a_source(), event=an_event(cited=False)),
        Citation.objects.create(source=Source.objects.get(), event=Event.objects.get()),
    ],
    "an unknown standing": lambda: an_event(standing="rumoured"),
    "a latitude alone": lambda: an_event(latitude=60),
    "a place off the earth": lambda: an_event(latitude=91, longitude=0),
    "a named person without a decision": lambda: a_person(exposure="public"),
    "a number twice in one scheme": lambda: [
        Identifier.objects.create(case=a_case(ref), scheme="ecli", value="1") for ref in ("a", "b")
    ],
    "an application number twice at one court": lambda: [
        Application.objects.create(case=a_case(ref), number="1", court=court)
        for court in [a_court()]
        for ref in ("a", "b")
    ],
    "a value larger than its denominator": lambda: Observation.objects.create(
        figure=a_figure(), value=3, denominator=2, source=a_source()
    ),
    "a web address twice": lambda: [
        a_source("a", url="https://a.example/"),
        a_source("b", url="https://a.example/"),
    ],
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what):
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what]()


def test_a_person_starts_withheld():
    assert Person(alias_en="K.").exposure == "withheld"
    assert a_person(**named_publicly()).is_named


def test_an_event_keeps_the_bounds_of_its_date_on_every_save():
    event = an_event(date="2014-24")
    assert (event.date_earliest, event.date_latest) == (date(2014, 12, 1), date(2015, 2, 28))
    event.date = "../2008"
    event.save(update_fields=["date"])
    event.refresh_from_db()
    assert (event.date_earliest, event.date_latest) == (None, date(2008, 12, 31))


def test_a_text_that_is_no_date_is_refused_in_words():
    with pytest.raises(ValidationError, match="February 2026 has 28 days"):
        an_event(date="2026-02-29")


@pytest.mark.parametrize("sign", ["\x02", "\x0b", "\x0c", "\x85", "\ud800", "\uffff"])
def test_a_text_with_a_sign_that_nobody_sees_is_refused_with_its_field_and_place(sign):
    event = an_event(title_ru="Жалоба")
    event.summary_en = f"Of Han To{sign}ng Hyok.\r\n\tHe left."
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    (message,) = caught.value.message_dict["summary_en"]
    assert message.startswith("“Summary (English)” holds a sign that nobody can see (U+")
    assert "“Of Han To…ng Hyok." in message
    assert sign not in message


def test_line_breaks_and_tabs_are_text():
    event = an_event(summary_en="One.\r\n\tTwo.\n")
    event.full_clean()


def test_a_field_that_is_wrong_otherwise_says_so_beside_it():
    event = an_event()
    event.place, event.standing = "Tyn\x02da", "rumoured"
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    assert {"place", "standing"} <= caught.value.message_dict.keys()


def test_a_country_is_a_code_that_exists():
    event = an_event(countries=["RU", "ZZ"])
    with pytest.raises(ValidationError, match="“ZZ” is not a country code"):
        event.full_clean()


def test_the_current_status_is_the_latest_dated_one():
    case = a_case()
    for status, since in (("decided", "2021-04"), ("pending", "2019"), ("unknown", "")):
        CaseStatus.objects.create(case=case, status=status, since=since)
    assert case.current_status.status == "decided"


def test_every_model_of_the_desk_is_found_again_by_its_natural_key():
    case = a_case()
    event = an_event()
    person = a_person()
    rows = [
        case,
        event,
        person,
        event.citations.get(),
        case.statuses.create(status="pending", since="2019"),
        case.reminders.create(due=date(2027, 1, 1), what="Call"),
        case.applications.create(number="1", court=a_court()),
        event.participations.create(person=person),
        Identifier.objects.create(case=case, scheme="ecli", value="E"),
        Observation.objects.create(figure=a_figure(), value=1, source=a_source("s")),
    ]
    for row in rows:
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


def test_every_tracked_model_has_a_history_and_a_natural_key():
    tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
    assert len(tracked) >= 20
    for model in tracked:
        assert model.history.model._meta.get_field("history_change_reason").max_length is None
        assert model.natural_fields or "natural_lookup" in vars(model), model
    assert Party in tracked


def test_the_order_of_countries_means_nothing_and_changes_nothing():
    event = an_event(countries=["RU", "KP"])
    assert event.countries == ["KP", "RU"]
    revisions = event.history.count()
    event.countries = ["RU", "KP"]
    event.save()
    assert event.history.count() == revisions


def test_the_date_that_a_source_gives_is_kept_in_exact_notation():
    citation = an_event().citations.get()
    citation.field, citation.value = "date", "spring 2014"
    citation.full_clean()
    assert citation.value == "2014-21"


def test_a_date_that_a_source_gives_and_nobody_can_read_is_said():
    citation = an_event().citations.get()
    citation.field, citation.value = "date", "when the snow melted"
    with pytest.raises(ValidationError) as refused:
        citation.full_clean()
    assert set(refused.value.message_dict) == {"value"}
