"""Values of one field: when two say the same, and which fields cannot be compared at all."""

import pytest

from cases.admin.inlines import citable_fields
from cases.models import Agreement, Case, Event, Figure
from timeline import comparing
from timeline.claims import rivals
from timeline.comparing import CODES, canonical, is_compared
from timeline.fieldtext import COUNTRIES, DATES

AN_ID = "0b2f3a9e-6d5c-4f0e-9a58-0d3b7f2f1c11"


def shown(field, own, *claims):
    document = {} if own is None else {field: own}
    cited = [{"field": field, "value": one, "stance": "supports"} for one in claims]
    return [[value for value, _ in one.values] for one in rivals(document, cited, {})]


@pytest.mark.parametrize(
    ("field", "own", "claim"),
    [
        ("standing", "reported", "Reported"),
        ("standing", "reported", "reported"),
        ("standing", "disputed", "Disputed: sources disagree"),
        ("kind", "bilateral", "Bilateral treaty"),
        ("text_standing", "official", "officially published"),
        ("countries", ["RU", "KP"], "North Korea, Russia"),
        ("countries", ["RU", "KP"], "Russia"),
        ("respondent_states", ["RU"], "RU"),
        ("latitude", "48.5", "48.500"),
        ("place", "Moscow", "moscow "),
        ("date", "2016-02-02", "2 February 2016"),
        ("title_en", "Kim v. Russia", "Kim v. Russia"),
    ],
)
def test_what_says_the_same_in_other_words_is_no_rival(field, own, claim):
    assert shown(field, own, claim) == []


@pytest.mark.parametrize(
    ("field", "own", "claim", "both"),
    [
        (
            "standing",
            "reported",
            "Disputed",
            ["Reported: a source says so", CODES["standing"]["disputed"]],
        ),
        ("countries", ["RU", "KP"], "China", ["North Korea, Russia", "China"]),
        ("kind", "protocol", "Bilateral treaty", ["Protocol to a treaty", "Bilateral treaty"]),
        ("unit", "people", "families", ["people", "families"]),
    ],
)
def test_what_says_otherwise_stands_beside_it_in_words(field, own, claim, both):
    assert shown(field, own, claim) == [both]


@pytest.mark.parametrize(
    ("field", "own"),
    [
        ("kind", AN_ID),
        ("predecessor", AN_ID),
        ("cases", [AN_ID]),
        ("topics", None),
        ("participations", [{"person": AN_ID}]),
        ("title", None),
        ("summary", None),
        ("outcome", None),
    ],
)
def test_links_rows_and_texts_without_a_language_have_no_rivals(field, own):
    assert shown(field, own, "One thing", "Another") == []


def test_codes_are_called_as_on_the_desk():
    for model, name in ((Event, "standing"), (Agreement, "kind"), (Agreement, "text_standing")):
        assert CODES[name] == dict(model._meta.get_field(name).choices)


@pytest.mark.parametrize("model", [Case, Agreement, Event, Figure])
def test_every_field_of_the_record_itself_can_be_compared(model):
    for name, _ in citable_fields(model):
        field = {one.name: one for one in model._meta.get_fields()}.get(name)
        is_own = field is not None and not field.is_relation
        assert is_compared(name, "bilateral" if model is Agreement else AN_ID) == is_own, name


def test_dates_and_countries_are_those_that_pages_word():
    assert comparing.DATES <= DATES
    assert comparing.COUNTRIES <= COUNTRIES


def test_what_cannot_be_read_is_kept_as_it_is():
    assert canonical("latitude", "north of the river") == "north of the river"
    assert canonical("date", "no such day") == "no such day"
    assert canonical("countries", "The Far East") == "The Far East"
