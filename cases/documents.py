"""What each record may say in public: one allow-list per record type, here and nowhere else.

A document is the public half of a desk record, as plain JSON values under the desk's own field
names. Fields that are empty are left out, so that a new optional field changes no digest. Records
that it mentions are named by their id alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import models

from cases.models import (
    Agreement,
    Application,
    Case,
    CaseStatus,
    Citation,
    Court,
    Event,
    EventKind,
    Figure,
    Finding,
    Identifier,
    Observation,
    Participation,
    Party,
    Person,
    Provision,
    Referenced,
    Source,
    SourceKind,
    Topic,
)

Document = dict[str, Any]
# What of a row that cites testimony the witness said, and where.
WITNESS_WORDS: dict[type[models.Model], frozenset[str]] = {
    Citation: frozenset({"quote", "translation", "locator", "value"}),
    Observation: frozenset({"locator"}),
}

TITLED = (
    "original_language",
    "title_en",
    "title_ru",
    "title_ko",
    "summary_en",
    "summary_ru",
    "summary_ko",
)
LABELLED = ("label_en", "label_ru", "label_ko")
PLACED = ("latitude", "longitude")
ALIASED = ("alias_en", "alias_ru", "alias_ko")

# The fields, many-to-many and owned rows that are printed, by model.
PUBLIC: dict[type[models.Model], tuple[str, ...]] = {
    Case: (
        *TITLED,
        "respondent_states",
        "courts",
        "topics",
        "outcome_en",
        "outcome_ru",
        "outcome_ko",
        "statuses",
        "applications",
        "identifiers",
        "citations",
    ),
    CaseStatus: ("status", "since", "remark"),
    Application: ("court", "number", "lodged", "applicants"),
    Agreement: (
        *TITLED,
        "kind",
        "drafted",
        "approved",
        "signed",
        "signed_at",
        "in_force",
        "terminated",
        "text_standing",
        "predecessor",
        "parties",
        "identifiers",
        "citations",
    ),
    Party: ("country", "signed", "ratified", "left"),
    Event: (
        *TITLED,
        "date",
        "wording",
        "sequence",
        "kind",
        "standing",
        "countries",
        "place",
        "latitude",
        "longitude",
        "cases",
        "agreements",
        "figures",
        "topics",
        "participations",
        "findings",
        "identifiers",
        "citations",
    ),
    Participation: ("person", "role"),
    Finding: ("applicant", "provision", "outcome"),
    Figure: (
        *TITLED,
        "definition",
        "unit",
        "reporting_body",
        "countries",
        "compare_with",
        "observations",
        "citations",
    ),
    Observation: ("period", "value", "denominator", "approximate", "source", "locator", "remark"),
    Source: (
        *TITLED,
        "kind",
        "publisher",
        "author",
        "published",
        "accessed",
        "language",
        "url",
        "archived_url",
        "is_testimony",
        "identifiers",
    ),
    Citation: ("source", "locator", "quote", "translation", "field", "stance", "value"),
    Identifier: ("scheme", "value", "url"),
    Person: ALIASED,
    EventKind: (*LABELLED, "family"),
    SourceKind: LABELLED,
    Court: (*LABELLED, "country"),
    Provision: (*LABELLED, "instrument"),
    Topic: LABELLED,
}

# What stays on the desk. A test fails when a field is on neither list.
_EVERYWHERE = ("id", "reference", "version")
_NOTES = ("internal_notes", "assigned_to")
_LINKED_FROM = ("cases", "events", "applications")
PRIVATE: dict[type[models.Model], tuple[str, ...]] = {
    Case: (*_EVERYWHERE, *_NOTES, "reminders", "events"),
    CaseStatus: ("id", "case", "since_earliest", "since_latest"),
    Application: ("id", "case", "lodged_earliest", "lodged_latest"),
    Agreement: (
        *_EVERYWHERE,
        *_NOTES,
        *(
            f"{name}_{side}"
            for name in ("drafted", "approved", "signed", "in_force", "terminated")
            for side in ("earliest", "latest")
        ),
        "successors",
        "events",
    ),
    Party: (
        "id",
        "agreement",
        *(
            f"{name}_{side}"
            for name in ("signed", "ratified", "left")
            for side in ("earliest", "latest")
        ),
    ),
    Event: (*_EVERYWHERE, *_NOTES, "date_earliest", "date_latest", "coordinates_public"),
    Participation: ("id", "event"),
    Finding: ("id", "event"),
    Figure: (*_EVERYWHERE, *_NOTES, "events", "compared_by"),
    Observation: ("id", "figure", "period_earliest", "period_latest"),
    Source: (
        *_EVERYWHERE,
        *_NOTES,
        "published_earliest",
        "published_latest",
        "file",
        "file_sha256",
        "file_size",
        "file_type",
        "called",
        "consent_uses",
        "consent_audience",
        "consent_expires",
        "consent_withdrawn",
        "interviewer",
        "citations",
        "observations",
    ),
    Citation: ("id", "case", "agreement", "event", "figure"),
    Identifier: ("id", "case", "agreement", "event", "source"),
    Person: (
        *_EVERYWHERE,
        *_NOTES,
        "exposure",
        "exposure_decided_on",
        "exposure_reason",
        "applications",
        "participations",
        "findings",
    ),
    EventKind: (*_EVERYWHERE, "events", "reminder_months", "reminder_what"),
    SourceKind: (*_EVERYWHERE, "sources"),
    Court: (*_EVERYWHERE, "cases", "applications"),
    Provision: (*_EVERYWHERE, "findings"),
    Topic: (*_EVERYWHERE, "cases", "events"),
}


def document_of(record: models.Model) -> Document:
    """The public half of `record`, a row of any model in PUBLIC."""
    hidden = redacted(record)
    document = {
        name: printed(value)
        for name in PUBLIC[type(record)]
        if name not in hidden
        for value in [_value(record, name)]
    }
    return {name: value for name, value in document.items() if value not in (None, "", [], False)}


def never_printed(record: models.Model) -> frozenset[str]:
    """The fields of `record` of which the public reads nothing; its reference is its address."""
    return frozenset(PRIVATE[type(record)]) - {"reference"} | redacted(record)


def redacted(record: models.Model) -> frozenset[str]:
    """The fields on the allow-list that this particular record keeps to itself."""
    match record:
        case Event(coordinates_public=False):
            return frozenset(PLACED)
        case Person(is_named=False):
            return frozenset(ALIASED)
        case Source(is_testimony=True):
            return frozenset(PUBLIC[Source]) - {"kind", "is_testimony"}
        case Citation():
            return _redacted_of_citation(record)
        case Observation() if record.source.is_testimony:
            return WITNESS_WORDS[Observation]
    return frozenset()


def _redacted_of_citation(citation: Citation) -> frozenset[str]:
    if citation.source.is_testimony:
        return WITNESS_WORDS[Citation]
    match citation:
        case Citation(field="latitude" | "longitude", event=Event(coordinates_public=False)):
            return frozenset({"quote", "translation", "value"})
    return frozenset()


def public_reference(record: Referenced) -> str:
    """The reference under which `record` is printed: a random one where its own might tell."""
    if (isinstance(record, Person) and not record.is_named) or (
        isinstance(record, Source) and record.is_testimony
    ):
        return record.id.hex
    return record.reference


def mentioned(record: models.Model) -> Iterator[tuple[str, Referenced]]:
    """The records that `record` mentions in print, each with the name of the field that does."""
    for name in PUBLIC[type(record)]:
        value = _value(record, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Referenced):
                yield name, one
            elif isinstance(one, models.Model):
                yield from mentioned(one)


def digest_of(document: Document) -> str:
    """SHA-256 of the document as canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def lookups_of(model: type[models.Model]) -> list[str]:
    """What to prefetch so that documents of many records cost a fixed number of queries."""
    found = []
    for name in PUBLIC[model]:
        field = model._meta.get_field(name)
        if field.is_relation:
            found.append(name)
            related = field.related_model
            if (
                isinstance(related, type)
                and related in PUBLIC
                and not issubclass(related, Referenced)
            ):
                found += [f"{name}__{deeper}" for deeper in lookups_of(related)]
    return found


def with_lookups(records: Iterable[Any]) -> list[Any]:
    """The same records, with all that their documents need fetched together."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for record in records:
        by_model.setdefault(type(record), []).append(record)
    for model, group in by_model.items():
        models.prefetch_related_objects(group, *lookups_of(model))
    return [record for group in by_model.values() for record in group]


def printed(value: Any) -> Any:
    """A desk value as JSON: rows by their document, records by their id, dates as text."""
    match value:
        case list():
            items = [printed(one) for one in value]
            return sorted(items) if any(isinstance(one, Referenced) for one in value) else items
        case Referenced():
            return str(value.id)
        case models.Model():
            return document_of(value)
        case Decimal():
            return format(value.normalize(), "f")
        case None | bool() | int() | str():
            return value
    return str(value)


def _value(record: models.Model, name: str) -> Any:
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.one_to_many or field.many_to_many:
        return list(value.all())
    return value
