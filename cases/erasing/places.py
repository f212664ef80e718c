"""Every text of the desk in which a name can stand, found by the models themselves.

A text is gone through unless it is excused below, with the reason. What stands in its place is the
text without the names, but for a few columns that cannot hold “[erased]”.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from cases.documents import digest_of
from cases.erasing.choices import without_names, words_chosen
from cases.erasing.rows import owners_of
from cases.historyrows import history_model
from cases.models import (
    ColumnMapping,
    ErasureRequest,
    HeldReference,
    Identity,
    IdentityName,
    ImportBatch,
    NameKind,
    Person,
    SavedFilter,
    ShelvedEdition,
    Source,
    Tracked,
)
from cases.models.fields import CountryListField, FuzzyDateField
from cases.names import Eraser, key_of_text
from cases.publishing import models_by_kind
from cases.publishing.erasing import erased_document, fresh_reference, is_own_name
from cases.sealing.cells import BlindIndexField, SealedTextField, written
from cases.words import field_in_words

TEXTS = (models.CharField, models.TextField, models.JSONField)
NOT_TEXTS = (FuzzyDateField, CountryListField, BlindIndexField)
# The record's tables are the door's; accounts, sessions and factors are those of staff.
APPS = ("cases", "admin", "axes")
BY_MACHINE = "made by a machine, and nothing of any record"
A_CODE = "one of a few fixed words, or a digest"
EXCUSED_MODELS = {
    "calendarlink": BY_MACHINE,
    "keycanary": BY_MACHINE,
    "staffsession": "they end, all but the eraser's own, from which messages are taken",
}
EXCUSED_COLUMNS = dict.fromkeys(
    (
        *("kind", "record_kind", "field", "country", "language", "model", "sheet", "column"),
        "role",
        *("digest", "mark", "file_sha256", "file_type", "session_hash", "object_id", "stored"),
    ),
    A_CODE,
)
# A text of which nothing is left worth keeping: the row goes.
WHOLE_ROWS = (SavedFilter, ColumnMapping)


@dataclass(frozen=True)
class Place:
    """A text in which a name stands, and where.

    `key` is what the text, with all its copies, is spared by; `record` is the model and key of the
    record that it belongs to; `found` is what stands in it; `tells_of` is somebody else whose
    identity it is a part of. A closed one is counted, and its text not shown.
    """

    key: str
    model: str
    column: str
    record: tuple[str, str] | None
    excerpt: str
    is_history: bool = False
    found: frozenset[str] = frozenset()
    tells_of: UUID | None = None
    is_public: bool = False
    is_closed: bool = False


@dataclass
class Found:
    """A row with names in it, and what its columns hold without them."""

    row: Any
    values: dict[str, Any] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)


def swept() -> Iterator[tuple[Any, list[Any]]]:
    """Every model whose texts are gone through, each with those columns."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in APPS and (columns := columns_of(model)):
            yield model, columns


def written_tables() -> list[str]:
    """Every table of desk and record that an erasure reads through or takes rows from."""
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in (*APPS, "timeline")
        and model._meta.model_name not in EXCUSED_MODELS
        and not model._meta.proxy
    ]


def columns_of(model: Any) -> list[Any]:
    """The columns of a model in which a name can stand."""
    if model._meta.model_name in EXCUSED_MODELS or model._meta.proxy:
        return []
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, TEXTS)
        and not isinstance(one, NOT_TEXTS)
        and not one.choices
        and not one.primary_key
        and not (one.name == "file" or one.name in EXCUSED_COLUMNS)
    ]


def found_at_desk(eraser: Eraser, person: UUID, own: dict[Any, set[Any]]) -> Iterator[Found]:
    """Every row of the desk that names the person, but for the person's own rows."""
    for model, columns in swept():
        theirs = own.get(model, set())
        for row in model._base_manager.all().iterator(chunk_size=500):
            if row.pk not in theirs:
                found = Found(row)
                for one in columns:
                    if not (_is_own_name(model, row, one.name) or _ends(row, one.name, person)):
                        _look(found, one, eraser, person)
                if found.values:
                    yield found


def rewrite(found: Found) -> None:
    """Puts the texts without the names into their row. Needs a transaction."""
    row, model = found.row, type(found.row)
    rows = model._base_manager.filter(pk=row.pk)
    if model in WHOLE_ROWS:
        rows.delete()
        return
    values = dict(found.values)
    if isinstance(row, ShelvedEdition) and "document" in values:
        values["digest"] = digest_of(values["document"])
    if instance_model(model) is IdentityName:
        values["blind_index"] = model._meta.get_field("blind_index").derived_from(values["name"])
    try:
        with transaction.atomic():
            rows.update(**_fit(row, values))
    except IntegrityError:
        if model is HeldReference:
            rows.delete()
            return
        apart = f" {str(row.pk)[:8]}"
        rows.update(**_fit(row, {n: _apart(row, n, v, apart) for n, v in values.items()}))


def places_of(found: Any, eraser: Eraser) -> Iterator[Place]:
    """The places of a row, of the desk or of the record, as people are shown them."""
    model = type(found.row)
    instance = instance_model(model)
    whose = _tells_of(found.row, instance)
    for name, text in found.texts:
        yield Place(
            key_of_text(text),
            str(instance._meta.verbose_name),
            field_in_words(name),
            record_of(found.row, instance),
            eraser.excerpt(text),
            is_history=instance is not model,
            found=eraser.found_in(text),
            tells_of=whose,
            is_public=model._meta.app_label == "timeline",
        )


def _tells_of(row: Any, instance: Any) -> UUID | None:
    """Whose identity a row is a part of, so that showing it is reading that."""
    if instance in (Identity, ErasureRequest):
        return UUID(str(row.person))
    if instance is IdentityName:
        for model in (Identity, history_model(Identity)):
            whose = model._base_manager.filter(id=row.identity_id).values_list("person", flat=True)
            if found := whose.first():
                return UUID(str(found))
    return None


def _look(found: Found, one: Any, eraser: Eraser, person: UUID) -> None:
    """Notes what a column would hold without the names, where it holds one."""
    row, value = found.row, getattr(found.row, one.attname)
    new: Any
    if value in (None, "", [], {}):
        return
    if one.name == "change_message":
        new, held = _in_message(value, eraser)
    elif one.name == "choices":
        new, held = without_names(value, eraser), words_chosen(value)
    else:
        new, held = _without(row, one, value, eraser, person), value
    if new != value:
        found.values[one.name] = new
        found.texts += [(one.name, text) for text in eraser.held_in(held)]


def _without(row: Any, one: Any, value: Any, eraser: Eraser, person: UUID) -> Any:
    if isinstance(row, ShelvedEdition) and one.name == "document":
        return erased_document(value, eraser, person, row.kind)
    if isinstance(one, models.URLField):
        return "" if eraser.holds(value) else value
    if one.name == "reference":
        return _reference(row, value, eraser)
    return eraser.erased_value(value)


def _reference(row: Any, value: str, eraser: Eraser) -> str:
    """A reference is part of an address: one with a name in it becomes a plain one."""
    if not eraser.holds(value):
        return value
    whose = getattr(row, "record", None) or (getattr(row, "id", None))
    return fresh_reference(whose) if isinstance(whose, UUID) else eraser.erased(value)


def _in_message(value: str, eraser: Eraser) -> tuple[str, Any]:
    """Django's log keeps JSON as text, in which letters other than Latin ones are escaped."""
    try:
        message = json.loads(value)
    except ValueError:
        return eraser.erased(value), value
    new = eraser.erased_value(message)
    return (value if new == message else json.dumps(new)), message


def _fit(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are written: sealed where that is due, no longer than there is room."""
    return {name: _fitted(row, name, value) for name, value in values.items()}


def _fitted(row: Any, name: str, value: Any) -> Any:
    one = type(row)._meta.get_field(name)
    if isinstance(one, SealedTextField) and value:
        return written(one, value, getattr(row, one.bound_to))
    return value[: one.max_length] if isinstance(value, str) and one.max_length else value


def _apart(row: Any, name: str, value: Any, mark: str) -> Any:
    """A text that tells itself from another which became the same; none that cannot hold a mark."""
    one = type(row)._meta.get_field(name)
    if not isinstance(value, str) or not value or name in ("reference", "digest"):
        return value
    room = one.max_length - len(mark) if one.max_length else None
    return value[:room] + mark


def _is_own_name(model: Any, row: Any, column: str) -> bool:
    """Whether it is how somebody else is called: a namesake keeps their own name."""
    instance = instance_model(model)
    if instance is Person:
        return column == "reference" or column.startswith("alias_")
    if instance in (HeldReference, ShelvedEdition):
        return is_own_name(row.kind, column)
    return instance is IdentityName and row.kind != NameKind.RELATIVE


def _ends(row: Any, column: str, person: UUID) -> bool:
    """Whether a column of the person's own requests is emptied once it is done."""
    return isinstance(row, ErasureRequest) and column == "choices" and row.person == person


def instance_model(model: Any) -> Any:
    """The model that a history row is of; any other model itself."""
    return _of_history().get(model, model)


@cache
def _of_history() -> dict[Any, Any]:
    return {
        history_model(model): model
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, Tracked)
    }


def record_of(row: Any, instance: Any) -> tuple[str, str] | None:
    """The model and key of the record that a place belongs to, where it belongs to one."""
    if isinstance(row, ImportBatch):
        return "importbatch", str(row.pk)
    if hasattr(row, "record") and hasattr(row, "kind"):
        kind = getattr(row, "record_kind", row.kind)
        model = models_by_kind().get(kind)
        return (model._meta.model_name or "", str(row.record)) if model else None
    if instance is not type(row):
        row = _as_instance(row, instance)
    return next(((str(model._meta.model_name), str(pk)) for model, pk in owners_of(row)), None)


def sources_of(row: Any) -> set[UUID]:
    """The sources that a row of the desk, or what it is a state of, is a part of or is itself.

    Their files are offered where the row names the person, and no other file goes unread.
    """
    instance = instance_model(type(row))
    if instance is not type(row):
        row = _as_instance(row, instance)
    return {pk for model, pk in owners_of(row) if model is Source}


def _as_instance(row: Any, instance: Any) -> Any:
    """What a history row is a state of, with its key and owners alone."""
    keys = {f"{name}_id": getattr(row, f"{name}_id") for name in instance.owners}
    return instance(id=row.id, **keys)
