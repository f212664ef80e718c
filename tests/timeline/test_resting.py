"""What rests on a record that does not stand: every list and link of every document is classified.

The documents are those of the desk's allow-lists, so that a new list of rows, or a new link within
one, fails here until somebody has said what becomes of it.
"""

from collections.abc import Iterator

import pytest
from django.db import models

from cases.documents import PUBLIC
from cases.models import Referenced
from timeline.documents import LINKS, readable
from timeline.resting import ABOUT, Mention, mentioned_in, without_absent

HERE, GONE = "0" * 8 + "-0000-4000-8000-" + "1" * 12, "0" * 8 + "-0000-4000-8000-" + "2" * 12
# Links of rows that say something without them; the link alone goes.
MAY_LACK = {"applications": {"court", "applicants"}}


def relations() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every printed field that is a relation, with its model."""
    for model, names in PUBLIC.items():
        for name in names:
            one = model._meta.get_field(name)
            if one.is_relation:
                yield model, one


def lists() -> dict[str, type[models.Model]]:
    """The lists of rows that documents hold, by name, each with the model of its rows."""
    return {
        one.name: one.related_model
        for _, one in relations()
        if not issubclass(one.related_model, Referenced)
    }


def links_of(model: type[models.Model]) -> set[str]:
    return {
        one.name
        for of, one in relations()
        if of is model and issubclass(one.related_model, Referenced)
    }


def test_every_list_of_rows_says_what_its_rows_rest_on():
    assert lists().keys() == ABOUT.keys()


@pytest.mark.parametrize("name", sorted(lists()))
def test_every_link_of_a_row_is_one_that_it_rests_on_or_may_lack(name):
    assert links_of(lists()[name]) == {*ABOUT[name], *MAY_LACK.get(name, ())}


def test_every_field_that_mentions_a_record_is_known_as_a_link():
    mentions = {one.name for _, one in relations() if issubclass(one.related_model, Referenced)}
    assert mentions == LINKS


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_a_row_goes_with_any_record_that_it_rests_on(name):
    links = dict.fromkeys(ABOUT[name], HERE)
    kept = {"number": "here", **links}
    gone = [{"number": "gone", **links, link: GONE} for link in links]
    document = {"title_en": "A title", name: [kept, *gone]}
    assert without_absent(document, {HERE}) == {"title_en": "A title", name: [kept]}
    if links:
        assert without_absent({name: gone}, {HERE}) == {}
        assert readable({name: gone}, {}) == {}


def test_a_row_rests_on_two_records_at_most_and_none_of_two_is_filtered_by():
    """A link keeps one record beside its target, and filters and counts do not ask for it."""
    assert max(map(len, ABOUT.values())) == 2
    both = {link for links in ABOUT.values() if len(links) == 2 for link in links}
    assert both == {"applicant", "provision"}


def test_what_a_document_mentions_is_told_with_what_its_row_rests_on():
    document = {
        "title_en": "A title",
        "kind": HERE,
        "cases": [HERE, GONE],
        "participations": [{"person": HERE, "role": "subject"}],
        "findings": [{"applicant": HERE, "provision": GONE, "outcome": "none"}],
        "applications": [{"court": HERE, "number": "1/2", "applicants": [GONE]}],
    }
    assert list(mentioned_in(document)) == [
        Mention("kind", HERE),
        Mention("cases", HERE),
        Mention("cases", GONE),
        Mention("person", HERE),
        Mention("applicant", HERE, GONE),
        Mention("provision", GONE, HERE),
        Mention("court", HERE),
        Mention("applicants", GONE),
    ]


def test_a_row_of_a_list_that_nobody_classified_is_not_read():
    assert without_absent({"secrets": [{"text": "x"}], "countries": ["RU"]}, {HERE}) == {
        "countries": ["RU"]
    }


def test_a_row_that_only_mentioned_what_is_absent_leaves_nothing():
    assert readable({"applications": [{"court": GONE, "applicants": [GONE]}]}, {}) == {}
