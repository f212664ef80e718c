"""What goes without standing in any text: links to the person, and what editions lose by it.

A finding of a court, a part in an event and an application are the person's own rows, found like
those by the models themselves. The records that they stand in say less without them.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps

from cases.erasing.places import Place, instance_model, record_of
from cases.erasing.rows import own_rows, owners_of
from cases.models import Person, Referenced, Tracked
from cases.words import field_in_words


def links_of(person: UUID) -> list[Place]:
    """Every row that links the person to a record, now and in earlier states, with its words."""
    return [
        _link(model, row)
        for model, rows in own_rows(person)
        if any(one.related_model is Person for one in model._meta.concrete_fields)
        for row in rows
    ]


def change_of(found: Any) -> Place | None:
    """What an edition loses, public or taken back; None for any other row."""
    row = found.row
    if not hasattr(row, "document"):
        return None
    new = found.values.get("document", row.document)
    lost = [name for name in row.document if new.get(name) != row.document[name]]
    lost += [name for name in found.values if name != "document"]
    return Place(
        "",
        f"edition {row.number}",
        ", ".join(sorted(map(field_in_words, lost))),
        record_of(row, type(row)),
        str(row.document.get("title_en") or row.reference),
        is_public=row._meta.app_label == "timeline",
    )


def _link(model: Any, row: Any) -> Place:
    instance = instance_model(model)
    ends = {one.name: _end(row, one) for one in _saying(model) if one.is_relation}
    record = record_of(row, instance) or next(_records_of(ends.values()), None)
    words = [
        str(ends[one.name] or "something that was deleted")
        if one.is_relation
        else str(dict(one.flatchoices).get(getattr(row, one.attname), ""))
        for one in _saying(model)
        if one.name not in getattr(instance, "owners", ())
    ]
    # A link of many to many has no words of its own: its table is called by the field.
    name: str = model._meta.model_name
    called = name.rpartition("_")[2]
    if issubclass(instance, Tracked):
        called = str(instance._meta.verbose_name)
    return Place(
        "",
        called,
        "",
        record,
        f"{', '.join(words)}, in “{_called(record)}”",
        is_history=instance is not model or name.startswith("historical"),
    )


def _called(record: tuple[str, str] | None) -> str:
    """What a record is called that a link stands in."""
    if record is None:
        return "a record that was deleted"
    there = apps.get_model("cases", record[0])._base_manager.filter(pk=record[1]).first()
    return str(there or "a record that was deleted")


def _saying(model: Any) -> list[Any]:
    """The fields of a link that say something: what it leads to beside the person, and its kind."""
    return [
        one
        for one in model._meta.concrete_fields
        if (_leads_on(one) if one.is_relation else one.choices and one.name != "history_type")
    ]


def _leads_on(one: Any) -> bool:
    model = one.related_model
    return model is not Person and issubclass(model, Referenced | Tracked)


def _end(row: Any, one: Any) -> Any:
    """What a link leads to; None where an earlier state leads to what is gone."""
    return one.related_model._base_manager.filter(pk=getattr(row, one.attname)).first()


def _records_of(ends: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for one in ends:
        if one is not None:
            for model, pk in owners_of(one):
                yield str(model._meta.model_name), str(pk)
