"""Agreeing to what is looked for: until two guardians have, nobody reads more than they may.

A request can ask for any words and says wherever they stand. So that nobody searches by it what the
rules keep from them, texts of records that a guardian may not open are counted and not shown, until
two guardians have agreed to exactly the same list.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User

from cases.erasing.choices import Choices
from cases.erasing.lookedfor import LookedFor
from cases.erasing.places import Place
from cases.erasing.preview import Preview, would_erase
from cases.identities import may_identify
from cases.models import ErasureRequest, Referenced
from cases.rules import visible
from cases.sealing.marks import is_mark_of, mark_of

NEEDED = 2


def keep_agreed(request: ErasureRequest, known: LookedFor, by: User) -> None:
    """Puts into a request, which is not saved by this, that a guardian agrees to this list."""
    agreed = {**request.choices.get("agreed", {}), str(by.pk): mark_of(sorted(known.all))}
    request.choices = {**request.choices, "agreed": agreed}


def agreed_by(request: ErasureRequest, known: LookedFor) -> list[User]:
    """Who agreed to exactly this list, and is a guardian now."""
    told = sorted(known.all)
    marks = request.choices.get("agreed", {}).items()
    pks = [pk for pk, mark in marks if is_mark_of(mark, told)]
    return [one for one in User.objects.filter(pk__in=pks) if may_identify(one)]


def preview_for(
    request: ErasureRequest, by: User, left_out: frozenset[str]
) -> tuple[Preview, list[User]]:
    """All that would go, as far as a guardian may read it by now, and who agreed to what is sought.

    Raises CannotUnseal.
    """
    choices = Choices(left_out=left_out)
    preview = would_erase(request.person, by=by, also=request.also_called, choices=choices)
    agreed = agreed_by(request, preview.looked_for)
    return (preview if len(agreed) >= NEEDED else readable(preview, by)), agreed


def readable(preview: Preview, by: User) -> Preview:
    """The preview with no text that stands only in records that this guardian may not open."""
    seen = _seen([*preview.places, *preview.links, *preview.changes], by)
    shown = {one.key for one in preview.places if _is_open(one, seen)}
    return replace(
        preview,
        places=[one if _is_open(one, seen) else _elsewhere(one, shown) for one in preview.places],
        links=[one if _is_open(one, seen) else _closed(one) for one in preview.links],
        changes=[one if _is_open(one, seen) else _closed(one) for one in preview.changes],
    )


def _is_open(place: Place, seen: set[tuple[str, str]]) -> bool:
    return place.is_public or place.tells_of is not None or place.record in seen


def _elsewhere(place: Place, shown: set[str]) -> Place:
    """A place in a closed record: its text may stand in another that is open."""
    return replace(place, record=None) if place.key in shown else _closed(place)


def _closed(place: Place) -> Place:
    return replace(place, excerpt="", is_closed=True)


def _seen(places: Iterable[Place], by: User) -> set[tuple[str, str]]:
    """Those of the records of these places that somebody may open."""
    keys: dict[str, set[str]] = {}
    for place in places:
        if place.record:
            keys.setdefault(place.record[0], set()).add(place.record[1])
    found: set[tuple[str, str]] = set()
    for name, pks in keys.items():
        model: Any = apps.get_model("cases", name)
        if issubclass(model, Referenced):
            rows = visible(model._default_manager.filter(pk__in=pks), by)
            found |= {(name, str(pk)) for pk in rows.values_list("pk", flat=True)}
    return found
