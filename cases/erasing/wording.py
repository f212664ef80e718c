"""What goes, in the words of the desk and not of its tables."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from cases.erasing.places import Place, instance_model

TEXTS_IN = "texts in "
INSTEAD = {
    "django_admin_log": "lines of the desk's log",
    "timeline_edition": "editions",
    "timeline_suppressedfield": "notes for readers on what was taken out",
    "timeline_formeraddress": "earlier addresses of pages",
    "timeline_tombstone": "pages that say that something is gone",
    "cases_heldreference": "references that were public",
    "cases_identityname": "real names and other names",
    "cases_identityreading": "lines of the log of readings, which stay without the person's id",
    "cases_importbatch": "imports",
    "cases_namepass": "notes that a name may stand somewhere",
    "cases_passasked": "notes that somebody waits for a pass",
    "cases_publication": "lines of the record's log",
    "cases_submissionitem": "records in a review",
    "files": "files",
}
# What goes whole, beside which editions of others change.
OWN = {"timeline_edition": "editions of the person’s own entry"}


def words_of_counts(
    counts: Mapping[str, int], instead: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, int]]:
    """Figures by table, as they are kept, each with the words for it, in the order of those.

    `instead` has other words for some tables.
    """
    words = {**_words_of_tables(), **instead}
    found = []
    for name, number in counts.items():
        table = name.removeprefix(TEXTS_IN)
        said = words.get(table, table)
        is_text = name.startswith(TEXTS_IN)
        found.append((capfirst(f"{TEXTS_IN}{said}" if is_text else said), number))
    return sorted(found)


def words_of_place(place: Place) -> str:
    """Where a text stands."""
    return f"{place.model}, {place.column}" + (" (history)" if place.is_history else "")


@cache
def _words_of_tables() -> dict[str, str]:
    models = apps.get_models(include_auto_created=True)
    words = {model._meta.db_table: _plural(model) for model in models} | INSTEAD
    links = {one: one.replace("_historical", "_") for one in words if "_historical" in one}
    # Links of earlier states have no words of their own, and those of earlier states have.
    return words | {
        one: f"earlier states of {words[now]}" for one, now in links.items() if now in words
    }


def _plural(model: Any) -> str:
    instance = instance_model(model)
    if instance is not model:
        return f"earlier states of {_plural(instance)}"
    if model._meta.auto_created:
        ends = [one.related_model for one in model._meta.concrete_fields if one.is_relation]
        return "links between " + " and ".join(_plural(one) for one in ends)
    return str(model._meta.verbose_name_plural)
