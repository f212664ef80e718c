"""Every parameter that an address takes is asked, and a leak behind any one of them is caught."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict

from cases.models import ShelvedEdition
from cases.publishing import remove
from tests.privacy.addresses import NotVisited, patterns
from tests.privacy.asking import declared, every_question, noting, parameters, questions, some
from tests.privacy.crawling import Found, every_address, read_all
from tests.privacy.reading import Finder
from tests.privacy.sets import NOT_SECRET_THERE
from tests.privacy.site import Site
from timeline.api import operations
from timeline.views import search

pytestmark = pytest.mark.django_db
DAYS = {"as_of": ["2026-02-20", "2026-02-21"], "q": ["hidden-word"]}
NO_RECORD = {"api/", "api/v1/", "api/v1/docs", "api/v1/openapi.json"}


def test_the_apis_own_description_says_what_each_of_its_operations_is_asked():
    operations_there = {text for text, _ in patterns() if text.startswith("api/")} - NO_RECORD
    assert set(declared()) == operations_there
    assert {"as_of", "limit", "after"} == declared()["api/v1/cases"]
    assert {"as_of"} == declared()["api/v1/cases/%(reference)s/history"]


def test_what_a_page_is_asked_is_what_it_reads():
    assert {"q", "in", "page", "from", "country"} <= parameters()["search/"]
    assert parameters()["as-of/%(as_of)s/%(folder)s/"] == {"after"}
    assert parameters()["as-of/"] == {"date"}
    assert parameters()["about/"] == frozenset()


def test_a_parameter_that_nobody_asks_fails():
    with pytest.raises(NotVisited, match="secret_filter"):
        list(questions(["q", "secret_filter"], {}))


def test_a_parameter_that_is_read_and_was_not_asked_is_told(rf):
    query, read, found = QueryDict("q=word"), set[str](), Found()
    with noting(read):
        assert query.get("q") == "word"
        assert "secret_filter" not in query
    answer = rf.get("/search/?q=word")
    answer.resolver_match = None
    found.note(type("Answer", (), {"wsgi_request": answer}), read)
    assert found.unasked == {"no route": {"secret_filter"}}


def test_what_needs_another_parameter_is_asked_with_it_and_all_of_the_api_as_of_each_day():
    assert ("in", "in=cases&in=events&q=hidden-word") in list(questions(["in"], DAYS))
    asked = list(every_question(frozenset({"limit", "as_of"}), DAYS))
    wanted = {"as_of=2026-02-20", "limit=1", "limit=1&as_of=2026-02-20", "limit=1&as_of=2026-02-21"}
    assert wanted <= {query for _, query in asked}
    assert len(list(some(asked, 1))) == 3


@pytest.fixture
def small_site() -> Site:
    """A site of one public set, and one that was removed."""
    site = Site()
    site.sets["control"] = site.maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
    site.sets["removed"] = site.maker.a_set("removed", is_secret=True, beside=site.sets["control"])
    for rows in site.sets.values():
        site.out(rows)
    for record in site.sets["removed"].records():
        remove(record, by=None, reason="Somebody was threatened.")
    return site


def told_when(is_asked: Callable[[HttpRequest], bool], request: HttpRequest, words: str) -> str:
    """Words, and behind them what was taken back, where a request asks for it."""
    shelved = [one.document for one in ShelvedEdition.objects.all()]
    return f"{words} {shelved}" if is_asked(request) else words


def api_leaks_where(is_asked: Callable[[HttpRequest], bool], monkeypatch: Any) -> None:
    real = operations._about

    def leaking(visit: Any, after: str) -> dict[str, Any]:
        about = real(visit, after)
        return {**about, "licence": told_when(is_asked, visit.request, about["licence"])}

    monkeypatch.setattr(operations, "_about", leaking)


def search_leaks_where(is_asked: Callable[[HttpRequest], bool], monkeypatch: Any) -> None:
    real = search._loosened

    def leaking(visit: Any, words: str, results: Any) -> list[dict[str, Any]]:
        more = {"words": told_when(is_asked, visit.request, ""), "count": 1, "href": "/"}
        return [*real(visit, words, results), more]

    monkeypatch.setattr(search, "_loosened", leaking)


PLANTS = {"/api/v1/": api_leaks_where, "/search/": search_leaks_where}


@pytest.mark.parametrize(
    ("below", "name"),
    [("/api/v1/", "as_of"), ("/api/v1/", "limit"), ("/search/", "in"), ("/search/", "page")],
)
def test_a_leak_on_purpose_behind_one_parameter_is_caught(
    client, small_site, monkeypatch, below, name
):
    PLANTS[below](lambda request: name in request.GET, monkeypatch)
    finder = Finder(small_site.canaries.needles)
    asked = [one for one in every_address(small_site) if one.startswith(below)]
    found = read_all(client, finder, (one for one in asked if f"{name}=" in one))
    assert found.leaks
    without = read_all(client, finder, (one for one in asked if f"{name}=" not in one))
    assert without.leaks == {}
    assert without.read > 10
