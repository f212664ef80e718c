"""`/search/`: words in, ranked records out."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from timeline.entries import FOLDERS, KINDS_BY_FOLDER
from timeline.filters import BadParameter, filters_from
from timeline.models import Kind
from timeline.search import MOST_RANKED, ORDER, Results, search
from timeline.views.visit import Visit, visitor
from timeline.words import terms

MOST_PAGES = MOST_RANKED
MOST_LOOSENED = 6
FACETS = ("country", "standing", "place")


@visitor
def search_page(visit: Visit) -> HttpResponse:
    """The hits for `q`, among the kinds that `in` names and in the period and States asked for."""
    filters = filters_from(visit.request.GET)
    chosen = _kinds(visit.request.GET.getlist("in"))
    page = _page(visit.request.GET.get("page", "1"))
    results: Results | None = None
    if filters.words:
        among = visit.editions().between(filters.first, filters.last)
        for facet in FACETS:
            if values := filters.group(facet):
                among = among.having(facet, values)
        results = search(
            terms(filters.words), among, visit.moment, kinds=chosen or ORDER, page=page
        )
    pairs = [("q", filters.words), *(("in", FOLDERS[kind]) for kind in chosen)]
    pairs += [(facet, value) for facet in FACETS for value in filters.group(facet)]
    pairs += [("from", filters.typed_from)] if filters.typed_from else []
    pairs += [("to", filters.typed_to)] if filters.typed_to else []
    return visit.page(
        "search.html",
        filters=filters,
        chosen=chosen,
        results=results,
        order=ORDER,
        folders=FOLDERS,
        page=page,
        page_link=lambda number: visit.link("search/", urlencode([*pairs, ("page", number)])),
        loosened=_loosened(visit, filters.words, results),
        everything=visit.link("search/", urlencode({"q": filters.words})),
        section="search/",
    )


def _loosened(visit: Visit, words: str, results: Results | None) -> list[dict[str, Any]]:
    """For a question without an answer: each of its words that has answers alone."""
    if results is None or results.count or not words:
        return []
    parts = list(dict.fromkeys(words.split()))[:MOST_LOOSENED]
    records = visit.editions().filter(kind__in=ORDER)
    counts = {part: records.answering(terms(part), visit.moment).count() for part in parts}
    return [
        {"words": part, "count": count, "href": visit.link("search/", urlencode({"q": part}))}
        for part, count in counts.items()
        if count
    ]


def _kinds(folders: list[str]) -> list[Kind]:
    for folder in folders:
        if folder not in KINDS_BY_FOLDER:
            raise BadParameter(f"“in” was “{folder}”. It can be {', '.join(KINDS_BY_FOLDER)}.")
    return list(dict.fromkeys(KINDS_BY_FOLDER[folder] for folder in folders))


def _page(text: str) -> int:
    is_short = text.isascii() and text.isdigit() and len(text) < 8
    if not (is_short and 1 <= int(text) <= MOST_PAGES):
        raise BadParameter(f"“page” was “{text}”. It is a number from 1 up.")
    return int(text)
