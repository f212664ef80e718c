"""What the page of a request shows of a preview, a part at a time."""

from collections import Counter
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse

from cases.erasing import Choices, Place, Preview, words_of_counts, words_of_place
from cases.models import Person, Source
from cases.publishing.erasing import PUBLIC_NOTE
from cases.sealing.marks import mark_of

A_PAGE = 100


def shown(preview: Preview, choices: Choices, page: str | None) -> dict[str, Any]:
    """The context of one page of a preview: each text once, with the places that it stands in."""
    texts = Paginator(_texts(preview, choices), A_PAGE).get_page(page)
    files = _files(preview, choices)
    keys = [one["key"] for one in texts.object_list] + [one.key for one in preview.files]
    return {
        "preview": preview,
        "rows": words_of_counts(preview.rows),
        "names": [
            (one, preview.hits[one], one in choices.left_out) for one in preview.looked_for.all
        ],
        "mark": mark_of(sorted(preview.looked_for.all)),
        "texts": texts,
        "keys": " ".join(keys),
        "elsewhere": _elsewhere(texts, preview, choices),
        "files": files,
        "unread": _with_sources(preview.unread),
        "note": choices.note or PUBLIC_NOTE,
        "namesakes": Person.objects.filter(pk__in=preview.namesakes),
    }


def _texts(preview: Preview, choices: Choices) -> list[dict[str, Any]]:
    """Every text once, in an order that stays the same from page to page."""
    texts: dict[str, dict[str, Any]] = {}
    for place in preview.places:
        one = texts.setdefault(
            place.key,
            {
                "key": place.key,
                "excerpt": place.excerpt,
                "places": Counter(),
                "is_spared": place.key in choices.spared,
            },
        )
        one["places"][words_of_place(place), _address(place)] += 1
    rows = [
        {**one, "places": sorted((*where, number) for where, number in one["places"].items())}
        for one in texts.values()
    ]
    return sorted(rows, key=lambda one: (one["places"][0][0], one["excerpt"], one["key"]))


def _elsewhere(texts: "Page[dict[str, Any]]", preview: Preview, choices: Choices) -> int:
    """How many texts on other pages are ticked."""
    here = {one["key"] for one in texts.object_list}
    return len(({one.key for one in preview.places} & choices.spared) - here)


def _files(preview: Preview, choices: Choices) -> list[tuple[Any, str, str, bool]]:
    return [
        (one, title, address, one.key in choices.spared)
        for one, title, address in _with_sources(preview.files)
    ]


def _with_sources(files: list[Any]) -> list[tuple[Any, str, str]]:
    """Each file with the title and address of the source that it belongs to."""
    sources = Source.objects.in_bulk({one.source for one in files})
    return [
        (one, str(sources[one.source]), reverse("admin:cases_source_change", args=[one.source]))
        if one.source in sources
        else (one, "a source that was deleted", "")
        for one in files
    ]


def _address(place: Place) -> str:
    """The address of the record that a place belongs to, "" where there is none."""
    if place.tells_of:
        return reverse("admin:cases_person_identity", args=[place.tells_of])
    if place.record is None:
        return ""
    model, pk = place.record
    try:
        if model == "importbatch":
            return reverse("admin:import-batch", args=[int(pk)])
        return reverse(f"admin:cases_{model}_change", args=[pk])
    except NoReverseMatch:
        return ""
