"""Whoever brings a fixture learns the same whether a record of that name is hidden or not."""

import pytest

from cases.exchange.plan import make_plan
from cases.models import Agreement, Figure
from tests.cases.exchange.test_objects import fixture_of
from tests.cast import a_case, a_person, a_source, an_event, carol, edgar, grace

pytestmark = pytest.mark.django_db


def said(tmp_path, *objects, by):
    problems = make_plan([fixture_of(tmp_path, *objects)], by=by).problems
    return "\n".join(map(str, problems)).replace("secret", "…").replace("nowhere", "…")


def mine(name, **links):
    """An event of one's own, with links to the record called `name`."""
    fields = {"reference": "mine", "title_en": "Mine", "date": "2017", "kind": ["arrest"]}
    given = {one: [[name]] if one != "kind" else [name] for one in links}
    return {"model": "cases.event", "fields": {**fields, **given}}


def rows(name):
    """Rows of one's own event, each of which names the record called `name`."""
    own = {"event": ["own"]}
    cited = {**own, "source": ["court-bulletin"], "locator": "p. 9"}
    return [
        {"model": "cases.citation", "fields": {**cited, "source": [name]}},
        {"model": "cases.citation", "fields": {**cited, "event": [name]}},
        {"model": "cases.participation", "fields": {**own, "person": [name], "role": "subject"}},
        {"model": "cases.reminder", "fields": {"case": [name], "due": "2030-01-01", "what": "x"}},
        {"model": "cases.observation", "fields": {"figure": [name], "source": [name], "value": 1}},
    ]


@pytest.fixture(autouse=True)
def _hidden(db):
    """A draft of every kind under one name, which are Edgar's, and an event of Carol's."""
    an_event("own", assigned_to=carol())
    given = {"title_en": "Quiet draft", "assigned_to": edgar()}
    a_case("secret", cited=False, **given)
    an_event("secret", cited=False, **given)
    a_source("secret", **given)
    a_person("secret", assigned_to=edgar())
    Agreement.objects.create(reference="secret", kind="bilateral", **given)
    Figure.objects.create(reference="secret", definition="x", unit="people", **given)


@pytest.mark.parametrize("number", range(5))
def test_a_row_that_names_a_draft_is_answered_as_if_there_were_none(tmp_path, number):
    told = [said(tmp_path, rows(name)[number], by=carol()) for name in ("secret", "nowhere")]
    assert told[0] == told[1]
    assert "which is neither on the desk nor in the fixture" in told[0]


@pytest.mark.parametrize("link", ["cases", "agreements", "figures"])
def test_so_is_a_record_that_links_to_one(tmp_path, link):
    told = [said(tmp_path, mine(name, **{link: 1}), by=carol()) for name in ("secret", "nowhere")]
    assert told[0] == told[1]
    assert "it names …, which is neither on the desk nor in the fixture" in told[0]
    assert said(tmp_path, mine("secret", **{link: 1}), by=edgar()) == ""


def test_so_is_one_among_other_faults(tmp_path):
    other = {"model": "cases.citation", "fields": {"event": ["own"], "source": ["nobodys"]}}
    told = [said(tmp_path, *rows(name), other, by=carol()) for name in ("secret", "nowhere")]
    assert told[0] == told[1]


def test_whoever_may_write_no_cases_learns_of_none(tmp_path):
    told = [
        said(
            tmp_path,
            {"model": "cases.case", "fields": {"reference": name, "title_en": "x"}},
            by=grace(),
        )
        for name in ("secret", "nowhere")
    ]
    assert told[0] == told[1] != ""


@pytest.mark.parametrize("model", ["source", "person"])
def test_a_public_id_does_not_tell_the_reference_that_it_stands_for(tmp_path, model):
    consent = {"is_testimony": True, "consent_audience": "public"}
    hidden = {
        "source": lambda: a_source("what-kim-told", assigned_to=grace(), **consent),
        "person": lambda: a_person("kim-il-nam", assigned_to=edgar()),
    }[model]()
    one = {"model": f"cases.{model}", "pk": hidden.pk.hex, "fields": {"internal_notes": "x"}}
    words = said(tmp_path, one, by=carol())
    assert words.endswith("It is not yours to see.")
    assert hidden.reference not in words
    assert "estimony" not in words


@pytest.mark.parametrize("key", [[["x"]], [{}], [None], [1]])
def test_a_name_that_is_no_text_is_a_problem_in_words(tmp_path, key):
    row = {"model": "cases.citation", "fields": {"event": ["own"], "source": key, "locator": "p"}}
    assert "citation" in said(tmp_path, row, by=carol())
