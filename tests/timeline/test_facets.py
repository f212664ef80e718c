"""Facets: OR within a group, AND across; counts leave the group's own filter out."""

import pytest
from django.http import QueryDict

from tests.cast import a_case, an_event, an_event_kind, published
from timeline.facets import facet_groups
from timeline.filters import filters_from
from timeline.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record():
    case = a_case()
    arrest = an_event("arrest-1", countries=["RU"], place="Moscow", date="2016")
    arrest.cases.add(case)
    an_event("arrest-2", countries=["RU", "KP"], date="2017", standing="alleged")
    an_event("ruling", countries=["KP"], date="2018", kind=an_event_kind("ruling", "court"))
    published(case, *type(arrest).objects.all())


def found(query: str) -> set[str]:
    editions = Edition.objects.current().of("event").matching(filters_from(QueryDict(query)))
    return set(editions.values_list("reference", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"arrest-1", "arrest-2", "ruling"}),
        ("family=harm", {"arrest-1", "arrest-2"}),
        ("family=harm&family=court", {"arrest-1", "arrest-2", "ruling"}),
        ("family=harm&country=KP", {"arrest-2"}),
        ("kind=ruling", {"ruling"}),
        ("case=mr-kim", {"arrest-1"}),
        ("place=Moscow", {"arrest-1"}),
        ("standing=alleged", {"arrest-2"}),
        ("country=RU&country=KP", {"arrest-1", "arrest-2", "ruling"}),
        ("from=2017", {"arrest-2", "ruling"}),
        ("to=2016", {"arrest-1"}),
        ("from=2017&to=2017", {"arrest-2"}),
        ("kind=ruling&case=mr-kim", set()),
    ],
)
def test_groups_narrow_and_their_values_widen(query, expected):
    assert found(query) == expected


def counts(query: str, group: str) -> dict[str, int]:
    groups = {one.name: one for one in facet_groups(filters_from(QueryDict(query)), "default")}
    return {choice.value: choice.count for choice in groups[group].choices}


def test_counts_leave_out_the_groups_own_filter():
    assert counts("country=KP", "country") == {"RU": 2, "KP": 2}
    assert counts("country=KP", "family") == {"harm": 1, "court": 1}


def test_what_is_asked_for_is_offered_even_when_nothing_has_it():
    assert counts("standing=established", "standing")["established"] == 0


def test_a_group_with_a_single_value_offers_no_choice():
    groups = {one.name: one for one in facet_groups(filters_from(QueryDict("")), "default")}
    assert not groups["place"].offers_choice
    assert groups["family"].offers_choice


def test_a_period_keeps_dates_that_can_overlap_it():
    published(an_event("throughout", date="2010/2030"), an_event("open", date="2019/.."))
    assert found("from=2020&to=2021") == {"throughout", "open"}


def test_facets_cost_a_fixed_number_of_queries(django_assert_num_queries):
    with django_assert_num_queries(8):
        facet_groups(filters_from(QueryDict("country=KP&family=harm")), "default")
    published(*[an_event(f"more-{number}", place=f"Town {number}") for number in range(20)])
    with django_assert_num_queries(8):
        facet_groups(filters_from(QueryDict("country=KP&family=harm")), "default")
