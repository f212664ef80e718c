"""The rows that are a person's own, in every table: they go whole, without a row of history.

They are found by the models themselves: whatever points to a person, in history too, and whatever
the desk keeps under the person's id. A model that is added later is found as well.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from cases.historyrows import history_model
from cases.identities import forget_in_readings
from cases.models import (
    Identity,
    IdentityName,
    NamePass,
    Person,
    Publication,
    Referenced,
    SubmissionItem,
    Tracked,
)

Rows = tuple[Any, Any]


def own_rows(person: UUID) -> Iterator[Rows]:
    """Each model with the rows of it that are the person's own, dependent rows first."""
    for model in desk_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Person:
                yield model, model._base_manager.filter(**{field.attname: person})
    identities = [Identity, history_model(Identity)]
    for names in (IdentityName, history_model(IdentityName)):
        whose = [pk for one in identities for pk in _ids(one, person)]
        yield names, names._base_manager.filter(identity_id__in=whose)
    for identity in identities:
        yield identity, identity._base_manager.filter(person=person)
    yield NamePass, NamePass._base_manager.filter(person=person)
    yield SubmissionItem, SubmissionItem._base_manager.filter(submission__record=person)
    for model in desk_models():
        if any(one.name == "record" for one in model._meta.concrete_fields):
            yield model, model._base_manager.filter(record=person)
    kind = ContentType.objects.get_for_model(Person)
    yield LogEntry, LogEntry.objects.filter(content_type=kind, object_id=str(person))
    for model in (Person, history_model(Person)):
        yield model, model._base_manager.filter(id=person)


def counted_rows(person: UUID) -> Counter[str]:
    """How many rows of each table are the person's own."""
    counts = Counter[str]()
    for model, rows in own_rows(person):
        if number := rows.count():
            counts[model._meta.db_table] += number
    return counts


def keys_of_own(person: UUID) -> dict[Any, set[Any]]:
    """The keys of the person's own rows, by model: their texts need not be gone through."""
    keys: dict[Any, set[Any]] = {}
    for model, rows in own_rows(person):
        keys.setdefault(model, set()).update(rows.values_list("pk", flat=True))
    return keys


def erase_rows(person: UUID) -> tuple[Counter[str], dict[Any, set[UUID]]]:
    """Deletes the person's own rows. How many of each table, and the records that lost a row.

    Neither signals nor history: a row of history would keep what goes.
    """
    counts, losers = Counter[str](), dict[Any, set[UUID]]()
    found = [(model, rows, list(rows)) for model, rows in own_rows(person)]
    for model, _, rows in found:
        for row in rows:
            for owner, pk in owners_of(row):
                losers.setdefault(owner, set()).add(pk)
        if rows:
            counts[model._meta.db_table] += len(rows)
    for _, rows, _ in found:
        rows._raw_delete(rows.db)
    counts["cases_identityreading"] += forget_in_readings(person)
    return +counts, losers


def owners_of(row: Any) -> Iterator[tuple[Any, UUID]]:
    """The versioned rows that this one is a part of, or that it is itself; none for history."""
    model = type(row)
    if isinstance(row, Referenced | Identity):
        yield model, row.pk
    elif isinstance(row, Tracked):
        for name in row.owners:
            if (pk := getattr(row, f"{name}_id")) is not None:
                yield model._meta.get_field(name).related_model, pk
    elif model._meta.auto_created:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is not Person:
                linking = field.related_model._base_manager.filter(pk=getattr(row, field.attname))
                for one in linking:
                    yield from owners_of(one)


def renumber(model: Any, pk: UUID) -> None:
    """Counts a record's present version one further wherever it is told, without a new state.

    So a form that was opened before an erasure is stale, and cannot save back what went, while
    what was public as it stands, or in review, is so still.
    """
    version = model._base_manager.filter(pk=pk).values_list("version", flat=True).first()
    if version is None:
        return
    last = history_model(model)._base_manager.filter(id=pk, version=version)
    for rows in (
        model._base_manager.filter(pk=pk),
        last,
        Publication._base_manager.filter(record=pk, version=version),
        SubmissionItem._base_manager.filter(record=pk, version=version),
    ):
        rows.update(version=version + 1)


def desk_models() -> list[Any]:
    """Every model of the desk, with its history and its links."""
    return list(apps.get_app_config("cases").get_models(include_auto_created=True))


def _ids(model: type[models.Model], person: UUID) -> list[UUID]:
    return list(model._base_manager.filter(person=person).values_list("id", flat=True))
