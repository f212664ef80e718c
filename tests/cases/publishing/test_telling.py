"""What together tells who somebody is: it warns, and stops nothing. Persons are invented."""

import pytest

from cases.models import Case, Event, Identity
from cases.publishing import telling
from tests.cast import a_case, a_person, an_event, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    """Somebody of whom a year, a camp and a town tell who it is."""
    person = a_person("han", alias_en="H.")
    Identity.objects.create(person=person.pk, telling="1985; Camp 4; Tynda\n1985; Omsk")
    return person


def test_all_that_together_tells_who_somebody_is_is_warned_of(person):
    event = an_event(place="Tynda", summary_en="Born in 1985, he worked in camp 4.")
    assert telling([event]) == {event: [person.pk]}
    assert telling([an_event("other", place="Tynda", summary_en="Born in 1985.")]) == {}
    assert published(event), "a warning stops nothing"


@pytest.mark.parametrize(
    "values",
    [
        {"place": "Тында", "summary_en": "Born in 1985, he worked in camp 4."},
        {"summary_en": "He was in Camp No. 4 near Тынды from 1985."},
        {"place": "Tynda", "summary_en": "In 1985 in the 4th camp."},
        {"place": "Tynda", "summary_en": "In 1985 in the fourth camp."},
        {"place": "TYNDA", "summary_en": "1985, CAMP №\u00a04"},
        {"date": "1985-03", "place": "Tynda", "summary_en": "Camp 04"},
    ],
)
def test_words_are_known_by_sound_and_numbers_as_numbers(person, values):
    event = an_event(**values)
    assert telling([event]) == {event: [person.pk]}


@pytest.mark.parametrize(
    "values",
    [
        {"place": "Tynda", "summary_en": "In 1985 in camp 14."},
        {"place": "Tynda", "summary_en": "In 1985 he left the camp. In room 4 he met two others."},
        {"place": "Tynda", "summary_en": "In 19850 in camp 4."},
        {"place": "Tyumen", "summary_en": "In 1985 in camp 4."},
    ],
)
def test_other_words_and_numbers_are_others(person, values):
    assert telling([an_event(**values)]) == {}


def test_a_case_and_its_event_are_read_together(person):
    case, event = (
        a_case(title_en="A man born in 1985"),
        an_event(place="Tynda", summary_en="Camp 4"),
    )
    assert telling([case, event]) == {}
    event.cases.add(case)
    case, event = Case.objects.get(), Event.objects.get()
    assert telling([case, event]) == {case: [person.pk], event: [person.pk]}
    assert telling([event]) == {}, "the public does not read the case"
    published(case)
    assert telling([event]) == {event: [person.pk]}
    assert telling([case]) == {case: [person.pk]}


def test_what_says_nothing_of_it_is_not_warned_of_for_what_it_links_to(person):
    case = a_case(title_en="A man born in 1985 in Omsk")
    event = an_event(summary_en="A hearing.")
    event.cases.add(case)
    assert list(telling([case, event])) == [case]
