"""Erasing somebody from the record: from every edition, public or shelved, and from its words.

Editions that held one of the person's names, or linked to the person, get a text without them and
say publicly that something was taken out. Those of the person go whole, without a word.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.documents import ALIASED, Document
from cases.names import Eraser
from cases.publishing.head import lock_head, next_moment
from cases.publishing.reprinting import reprint, say_so
from timeline import wordindex
from timeline.models import (
    Edition,
    EditionLink,
    FormerAddress,
    Kind,
    RecordHead,
    SuppressedField,
    Tombstone,
)

# Who asked, and that somebody did, would tell that the person is alive and talks to the office.
PUBLIC_NOTE = "Taken out."
ADDRESSES = ("url", "archived_url")
GRAVES: tuple[Any, ...] = (Tombstone, FormerAddress)


@dataclass
class Found:
    """A row of the record that names the person, and what it would hold without the names.

    `fields` are what readers will be told is taken out, `texts` the texts that hold a name, each
    with its field.
    """

    row: Any
    values: dict[str, Any] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)


def erased_document(document: Document, eraser: Eraser, person: UUID, kind: str) -> Document:
    """A document without the person: without the names, and without rows and links to them.

    `kind` is that of the record: how somebody else is called stays.
    """
    return {
        name: value
        for name, old in document.items()
        if (value := old if is_own_name(kind, name) else _erased(name, old, eraser, str(person)))
        not in (None, "", [])
    }


def is_own_name(kind: str, field: str) -> bool:
    """Whether a field of a record of this kind is how a person is called: a namesake keeps it."""
    return kind == Kind.PERSON and field in (*ALIASED, "reference")


def fresh_reference(record: UUID) -> str:
    """What a record is called whose reference held a name; the same in every table."""
    return f"erased-{record.hex[:12]}"


def found_in_record(eraser: Eraser, person: UUID) -> Iterator[Found]:
    """Every row of the record that names somebody or links to them, but the person's own."""
    for edition in Edition.objects.exclude(record=person).iterator():
        if (found := _in_edition(edition, eraser, person)).values:
            yield found
    others: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (Tombstone, ("reference", "public_note")),
        (SuppressedField, ("public_note",)),
        (FormerAddress, ("reference",)),
    )
    for model, names in others:
        for row in model._default_manager.all().iterator():
            if model is not SuppressedField and row.record == person:
                continue
            values = {
                name: fresh_reference(row.record) if name == "reference" else eraser.erased(text)
                for name in names
                if eraser.holds(text := getattr(row, name))
                and not is_own_name(getattr(row, "kind", ""), name)
            }
            if values:
                texts = [(name, getattr(row, name)) for name in values]
                yield Found(row, values, list(values), texts)


def own_rows(person: UUID) -> dict[Any, Any]:
    """The rows of the record that are the person's own: they go whole."""
    return {model: model.objects.filter(record=person) for model in (Edition, *GRAVES)}


def erase_from_record(eraser: Eraser, person: UUID, note: str = "") -> Counter[str]:
    """Takes a person out of the record; how many rows of each table. Needs a transaction.

    `note` are the words for readers where something was taken out.
    """
    head = lock_head()
    head.changed = moment = next_moment(head)
    counts = Counter[str]()
    for found in list(found_in_record(eraser, person)):
        counts[found.row._meta.db_table] += 1
        if isinstance(found.row, Edition):
            head.sequence += 1
            _rewrite(found, head, moment, note or PUBLIC_NOTE)
        elif isinstance(found.row, FormerAddress):
            found.row.delete()
        else:
            type(found.row)._default_manager.filter(pk=found.row.pk).update(**found.values)
    EditionLink.objects.filter(Q(target=person) | Q(beside=person)).delete()
    for model, rows in own_rows(person).items():
        pks = list(rows.values_list("pk", flat=True))
        if model is Edition:
            wordindex.forget(pks, using="default")
        if pks:
            counts[model._meta.db_table] += len(pks)
            rows.delete()
    head.sequence += 1
    head.save()
    return counts


def _in_edition(edition: Edition, eraser: Eraser, person: UUID) -> Found:
    found = Found(edition)
    document = erased_document(edition.document, eraser, person, edition.kind)
    if document != edition.document:
        found.values["document"] = document
        found.fields = [
            name for name in edition.document if document.get(name) != edition.document[name]
        ]
        found.texts = [
            (name, text) for name in found.fields for text in eraser.held_in(edition.document[name])
        ]
    if eraser.holds(edition.public_note):
        found.values["public_note"] = eraser.erased(edition.public_note)
        found.fields.append("public_note")
        found.texts.append(("public_note", edition.public_note))
    if eraser.holds(edition.reference) and not is_own_name(edition.kind, "reference"):
        found.values["reference"] = fresh_reference(edition.record)
        found.fields.append("reference")
        found.texts.append(("reference", edition.reference))
    return found


def _rewrite(found: Found, head: RecordHead, moment: datetime, note: str) -> None:
    """Puts the new text into an edition, with a word for readers."""
    edition: Edition = found.row
    for name, value in found.values.items():
        setattr(edition, name, value)
    reprint(edition)
    for name in found.fields:
        say_so(edition, name, head, moment, note)


def _erased(name: str, value: Any, eraser: Eraser, person: str) -> Any:
    match value:
        case str():
            if name in ADDRESSES and eraser.holds(value):
                return None
            return eraser.erased(value)
        case list():
            kept = [one for one in value if not _is_about(one, person)]
            return [_erased(name, one, eraser, person) for one in kept]
        case dict():
            rows = {key: _erased(key, one, eraser, person) for key, one in value.items()}
            return {key: one for key, one in rows.items() if one not in (None, "", [])}
    return value


def _is_about(item: Any, person: str) -> bool:
    """Whether an item of a list is a link to the person, or a row of a document that is."""
    return item == person or (isinstance(item, dict) and person in map(str, item.values()))
