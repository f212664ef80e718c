"""What the page of a request shows of a preview, a part at a time."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse

from cases.erasing import OWN, Choices, Place, Preview, words_of_counts, words_of_place
from cases.models import Person, Source
from cases.publishing.erasing import PUBLIC_NOTE
from cases.rules import visible
from cases.sealing.marks import mark_of

A_PAGE = 100


def shown(preview: Preview, choices: Choices, page: str | None, by: User | None) -> dict[str, Any]:
    """The context of one page of a preview: each text once, with the places that it stands in.

    Nothing leads to what is closed. Of sources that `by` may not open neither title nor address is
    told; where it is nobody (None), of all.
    """
    texts = Paginator(_texts(preview, choices), A_PAGE).get_page(page)
    sources = _sources(preview, by)
    open_texts = [one for one in texts.object_list if not one["is_closed"]]
    keys = [one["key"] for one in open_texts] + [one.key for one in preview.files]
    return {
        "preview": preview,
        "rows": words_of_counts(preview.rows, OWN),
        "links": _links(preview.links),
        "changes": [(one, _address(one)) for one in preview.changes],
        "names": [
            (one, preview.hits[one], one in choices.left_out) for one in preview.looked_for.all
        ],
        "kinds": _kinds(preview),
        "mark": mark_of(sorted(preview.looked_for.all)),
        "texts": texts,
        "keys": " ".join(keys),
        "elsewhere": _elsewhere(texts, preview, choices),
        "closed": preview.closed,
        "files": [(*told, told[0].key in choices.spared) for told in _told(preview.files, sources)],
        "unread": _told(preview.unread, sources),
        "note": choices.note or PUBLIC_NOTE,
        "namesakes": Person.objects.filter(pk__in=preview.namesakes),
    }


def _kinds(preview: Preview) -> dict[str, str]:
    """What each thing is that is looked for, in words."""
    known = preview.looked_for
    return {
        **dict.fromkeys(known.references, "reference, as in an address"),
        **dict.fromkeys(known.contacts, "contact"),
        **dict.fromkeys(known.names, "name"),
        preview.person.hex: "the id of their record",
    }


def _links(links: list[Place]) -> list[tuple[Place, str, bool, int]]:
    """Each link once, with its record’s address, whether it stands now, and in how many states."""
    found: dict[tuple[Any, ...], list[Place]] = {}
    for one in links:
        found.setdefault((one.model, one.excerpt, one.record), []).append(one)
    return [
        (
            same[0],
            _address(same[0]),
            any(not one.is_history for one in same),
            sum(one.is_history for one in same),
        )
        for same in found.values()
    ]


def _texts(preview: Preview, choices: Choices) -> list[dict[str, Any]]:
    """Every text once, in an order that stays the same from page to page."""
    texts: dict[str, dict[str, Any]] = {}
    for place in preview.places:
        one = texts.setdefault(
            place.key,
            {
                "key": place.key,
                "excerpt": place.excerpt,
                "is_closed": place.is_closed,
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


def _sources(preview: Preview, by: User | None) -> dict[UUID, tuple[str, str]]:
    """The title and address of each source whose file goes or could not be looked into."""
    there = Source.objects.filter(pk__in={one.source for one in preview.files + preview.unread})
    seen = visible(there, by) if by else there
    closed = ("a source that you may not open", "")
    return dict.fromkeys(there.values_list("pk", flat=True), closed) | {
        one.pk: (str(one), reverse("admin:cases_source_change", args=[one.pk])) for one in seen
    }


def _told(files: list[Any], sources: dict[UUID, tuple[str, str]]) -> list[tuple[Any, str, str]]:
    """Each file with the title and address of the source that it belongs to."""
    deleted = ("a source that was deleted", "")
    return [(one, *sources.get(one.source, deleted)) for one in files]


def _address(place: Place) -> str:
    """The address of the record that a place belongs to, "" where there is none or it is closed."""
    if place.tells_of:
        return reverse("admin:cases_person_identity", args=[place.tells_of])
    if place.record is None or place.is_closed:
        return ""
    model, pk = place.record
    try:
        if model == "importbatch":
            return reverse("admin:import-batch", args=[int(pk)])
        return reverse(f"admin:cases_{model}_change", args=[pk])
    except NoReverseMatch:
        return ""
