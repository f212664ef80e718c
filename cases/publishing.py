"""The door between desk and record: the only module that knows both.

Each function here is one act, in one transaction, by one person (`by=None` for the system). What
it prints is decided by cases/documents.py alone; staff names and internal reasons stay in
`cases_publication`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.documents import (
    Document,
    digest_of,
    document_of,
    mentioned,
    public_reference,
    with_lookups,
)
from cases.models import (
    Agreement,
    Case,
    Court,
    Event,
    EventKind,
    Figure,
    HeldReference,
    Person,
    Provision,
    Publication,
    Referenced,
    ShelvedEdition,
    Source,
    SourceKind,
    Topic,
)
from timeline import wordindex
from timeline.dates import EdtfDate, parse
from timeline.models import (
    Edition,
    EditionFacet,
    EditionLink,
    FormerAddress,
    Kind,
    RecordHead,
    Tombstone,
)

KINDS: dict[type[Referenced], Kind] = {
    Case: Kind.CASE,
    Agreement: Kind.AGREEMENT,
    Event: Kind.EVENT,
    Source: Kind.SOURCE,
    Figure: Kind.FIGURE,
    Person: Kind.PERSON,
    Court: Kind.COURT,
    Provision: Kind.PROVISION,
    EventKind: Kind.EVENT_KIND,
    SourceKind: Kind.SOURCE_KIND,
    Topic: Kind.TOPIC,
}
ROLES: dict[type[Referenced], str] = {
    **{model: str(kind) for model, kind in KINDS.items()},
    EventKind: "kind",
    SourceKind: "kind",
}
MUST_CITE = (Case, Agreement, Event, Figure)
STANDS_ON_ITS_OWN = (Case, Agreement, Event, Figure)
CHUNK = 500


class CannotPublish(ValueError):
    """Nothing was printed. `problems` holds, by record, what has to be mended first."""

    def __init__(self, problems: dict[Referenced, list[str]]) -> None:
        self.problems = problems
        lines = [f"{record}: {' '.join(words)}" for record, words in problems.items()]
        super().__init__("\n".join(lines))


class CannotWithdraw(ValueError):
    """Nothing was withdrawn; the message says why."""


@dataclass(frozen=True)
class Printed:
    """One edition that was just printed."""

    record: Referenced
    kind: Kind
    reference: str
    number: int


@dataclass(frozen=True)
class Act:
    """One act of publishing: when, by whom, with which words for the public."""

    moment: datetime
    by: User | None
    public_note: str
    corrects: Referenced | None


@dataclass(frozen=True)
class PublicState:
    """Where a desk record stands with the public."""

    number: int | None
    changed_since: bool
    withdrawn: bool

    @property
    def in_words(self) -> str:
        """A few words for lists and pages of the desk."""
        if self.number is None:
            return "Withdrawn" if self.withdrawn else "Draft"
        return f"Edition {self.number}" + (", changed since" if self.changed_since else "")


def publish(
    records: Iterable[Referenced],
    *,
    by: User | None,
    public_note: str = "",
    corrects: Referenced | None = None,
) -> list[Printed]:
    """Prints an edition of each record whose public half has changed; all of them or none.

    `corrects` names the one record whose new edition corrects an error in the one before; it is
    listed with `public_note` among the corrections, which is why it needs one.
    Raises CannotPublish, naming every record that is not ready. Records without a change print
    nothing and are not in the answer.
    """
    wanted = list({record.pk: record for record in records}.values())
    if corrects is not None and not public_note.strip():
        raise CannotPublish({corrects: ["Say in the public note what was corrected."]})
    printed: list[Printed] = []
    with transaction.atomic():
        head = _lock_head()
        act = Act(_next_moment(head), by, public_note.strip(), corrects)
        together = {record.pk for record in wanted}
        for start in range(0, len(wanted), CHUNK):
            chunk = with_lookups(wanted[start : start + CHUNK])
            _refuse_unready(chunk, together)
            printed += _print_changed(chunk, head, act)
        if printed:
            head.changed = act.moment
            head.save()
    return printed


def withdraw(record: Referenced, *, by: User | None, public_note: str) -> None:
    """Takes every edition of `record` from the public, which reads `public_note` instead (410).

    The texts go to the desk's shelf in the same transaction. Raises CannotWithdraw when the record
    is not published or the note is empty.
    """
    if not public_note.strip():
        raise CannotWithdraw("Readers will look for this record. Write a short note for them.")
    with transaction.atomic():
        head = _lock_head()
        editions = list(Edition.objects.filter(record=record.pk).order_by("number"))
        current = next((one for one in editions if one.superseded is None), None)
        if current is None:
            raise CannotWithdraw("This record is not published, so there is nothing to withdraw.")
        moment = _next_moment(head)
        ShelvedEdition.objects.bulk_create(_shelved(one, moment) for one in editions)
        wordindex.forget([one.pk for one in editions], using="default")
        Edition.objects.filter(record=record.pk).delete()
        FormerAddress.objects.bulk_create(
            (
                FormerAddress(kind=current.kind, reference=reference, record=record.pk)
                for reference in {one.reference for one in editions} - {current.reference}
            ),
            ignore_conflicts=True,
        )
        head.sequence += 1
        Tombstone.objects.create(
            record=record.pk,
            kind=current.kind,
            reference=current.reference,
            last=current.number,
            sequence=head.sequence,
            first_published=editions[0].published,
            withdrawn=moment,
            public_note=public_note.strip(),
        )
        head.changed = moment
        head.save()
        Publication.objects.create(
            record=record.pk,
            kind=current.kind,
            act=Publication.Act.WITHDRAWN,
            version=record.version,
            number=current.number,
            at=moment,
            by=by,
            public_note=public_note.strip(),
        )


def rebuild_search() -> None:
    """Makes the search index anew, after editions were written past the door."""
    wordindex.clear("default")
    editions = Edition.objects.values_list("pk", "document")
    wordindex.add(editions.iterator(chunk_size=CHUNK), using="default")


def resting_on(records: Iterable[Referenced]) -> list[Referenced]:
    """The records themselves and, behind each, all that it rests on, each once.

    A record rests on its sources, people and terms; a case on its events as well. Other cases and
    agreements that an event belongs to are records of their own and are not drawn in.
    """
    found: dict[UUID, Referenced] = {}
    wave = list(records)
    while wave:
        fresh = [record for record in wave if record.pk not in found]
        found.update({record.pk: record for record in fresh})
        wave = []
        for record in with_lookups(fresh):
            wave += [one for _, one in mentioned(record) if not isinstance(one, STANDS_ON_ITS_OWN)]
            if isinstance(record, Case):
                wave += list(record.events.all())
    return list(found.values())


def changed_since_publication(records: Iterable[Referenced]) -> list[Referenced]:
    """Those of `records` whose publication would print something."""
    ready = with_lookups(records)
    current = _current_editions(ready)
    return [
        record
        for record in ready
        if record.pk not in current or _differs(record, document_of(record), current[record.pk])
    ]


def with_public_state(records: QuerySet[Any]) -> QuerySet[Any]:
    """The same records, each carrying what `public_state` needs, in the same query."""
    latest = Publication.objects.filter(record=OuterRef("pk")).order_by("-id")
    annotated: QuerySet[Any] = records.annotate(
        last_act=Subquery(latest.values("act")[:1]),
        last_number=Subquery(latest.values("number")[:1]),
        last_version=Subquery(latest.values("version")[:1]),
    )
    return annotated


def public_state(record: Any) -> PublicState:
    """Where a record from `with_public_state` stands with the public.

    Only the record's own changes count, not those of the terms and people it mentions.
    """
    is_out = record.last_act == Publication.Act.PUBLISHED
    return PublicState(
        number=record.last_number if is_out else None,
        changed_since=is_out and record.last_version < record.version,
        withdrawn=record.last_act == Publication.Act.WITHDRAWN,
    )


def unready(records: list[Any], together: Iterable[UUID] = ()) -> dict[Referenced, list[str]]:
    """By record, in words, what has to be mended before it can be published.

    Records that are ready are not in the answer. `together` are the ids of records published in
    the same act. Days, such as that on which a consent expires, are days in UTC.
    """
    today = timezone.now().date()
    cited = [source for record in with_lookups(records) for source in _cited_by(record)]
    public, held = {*together, *_current_editions(cited)}, _held_references(records)
    problems = {record: list(_problems(record, public, held, today)) for record in records}
    return {record: words for record, words in problems.items() if words}


def _problems(
    record: Referenced,
    public: set[UUID],
    held: dict[tuple[str, str], UUID],
    today: date,
) -> Iterator[str]:
    """As `unready`; `public` are the ids of the records that will stand."""
    if record.version == 0:
        yield "It has no history yet. Save it once."
    owner = held.get((KINDS[type(record)], public_reference(record)), record.pk)
    if owner != record.pk:
        yield f"The reference “{record.reference}” has belonged to another record. Choose another."
    if isinstance(record, Event) and record.date is None:
        yield "The date is missing."
    if isinstance(record, MUST_CITE):
        cited = {source.pk for source in _cited_by(record)}
        if not cited:
            yield "No source is cited."
        elif not cited & public:
            yield "None of the sources that it cites is published."
    if isinstance(record, Source) and record.is_testimony:
        yield from _consent_problems(record, today)


def _cited_by(record: Referenced) -> list[Referenced]:
    return [one for _, one in mentioned(record) if isinstance(one, Source)]


def _consent_problems(source: Source, today: date) -> list[str]:
    if source.consent_withdrawn:
        return [f"Consent was withdrawn on {source.consent_withdrawn:%-d %B %Y}."]
    if source.consent_audience != "public":
        return ["The consent recorded for this testimony does not cover publication."]
    if source.consent_expires and source.consent_expires < today:
        return [f"Consent expired on {source.consent_expires:%-d %B %Y}."]
    return []


def _refuse_unready(records: list[Any], together: set[UUID]) -> None:
    if problems := unready(records, together):
        raise CannotPublish(problems)


def _print_changed(records: list[Any], head: RecordHead, act: Act) -> list[Printed]:
    current, numbers = _current_editions(records), _last_numbers(records)
    fresh = []
    for record in records:
        document = document_of(record)
        if record.pk in current and not _differs(record, document, current[record.pk]):
            continue
        head.sequence += 1
        number = numbers.get(record.pk, 0) + 1
        edition = _edition(record, document, number, head.sequence, act)
        fresh.append((record, edition))
    Edition.objects.filter(
        record__in=[record.pk for record, _ in fresh], superseded__isnull=True
    ).update(superseded=act.moment)
    Edition.objects.bulk_create(edition for _, edition in fresh)
    _print_columns(fresh)
    wordindex.add(((edition.pk, edition.document) for _, edition in fresh), using="default")
    _hold_references([record for record, _ in fresh])
    Publication.objects.bulk_create(
        Publication(
            record=record.pk,
            kind=edition.kind,
            act=Publication.Act.PUBLISHED,
            version=record.version,
            number=edition.number,
            at=act.moment,
            by=act.by,
            public_note=act.public_note,
        )
        for record, edition in fresh
    )
    return [
        Printed(record, Kind(edition.kind), edition.reference, edition.number)
        for record, edition in fresh
    ]


def _edition(record: Any, document: Document, number: int, sequence: int, act: Act) -> Edition:
    dated = main_date(record)
    edition = Edition(
        record=record.pk,
        kind=KINDS[type(record)],
        reference=public_reference(record),
        number=number,
        sequence=sequence,
        document=document,
        digest=digest_of(document),
        public_note=act.public_note,
        is_correction=number > 1 and act.corrects is not None and act.corrects.pk == record.pk,
        published=act.moment,
        order_key=_order_key(record, document, dated),
    )
    if dated:
        edition.date_it(dated.earliest, dated.latest)
    return edition


def main_date(record: Referenced) -> EdtfDate | None:
    """The date that `record` is ordered and filtered by, if it has one that is public."""
    match record:
        case Event():
            value = record.date
        case Agreement():
            value = record.signed or record.drafted or record.in_force
        case Source(is_testimony=False):
            value = record.published
        case Case():
            dates = [row.since for row in record.statuses.all() if row.since]
            value = min(dates, key=EdtfDate.order_key, default=None)
        case _:
            value = None
    return value if value is None or isinstance(value, EdtfDate) else parse(str(value))


def _order_key(record: Any, document: Document, dated: EdtfDate | None) -> str:
    if dated is None:
        return ""
    return dated.order_key(int(document.get("sequence", 0)), record.pk.hex)


def _print_columns(fresh: list[tuple[Any, Edition]]) -> None:
    links, facets = [], []
    for record, edition in fresh:
        targets = {
            ("predecessor" if name == "predecessor" else ROLES[type(one)], one.pk)
            for name, one in mentioned(record)
        }
        links += [EditionLink(edition=edition, role=role, target=pk) for role, pk in targets]
        facets += [
            EditionFacet(edition=edition, name=name, value=value)
            for name, value in sorted(facets_of(edition.document))
        ]
    EditionLink.objects.bulk_create(links)
    EditionFacet.objects.bulk_create(facets)


def facets_of(document: Document) -> set[tuple[str, str]]:
    """What an edition can be filtered by, from its document alone."""
    facets = {
        (name, document[name]) for name in ("standing", "place", "family") if name in document
    }
    states = document.get("countries", []) or document.get("respondent_states", [])
    parties = [party["country"] for party in document.get("parties", [])]
    return facets | {("country", code) for code in [*states, *parties]}


def _differs(record: Referenced, document: Document, edition: Edition) -> bool:
    return digest_of(document) != edition.digest or public_reference(record) != edition.reference


def _current_editions(records: Iterable[Referenced]) -> dict[UUID, Edition]:
    pks = [record.pk for record in records]
    return {one.record: one for one in Edition.objects.current().filter(record__in=pks)}


def _last_numbers(records: Iterable[Referenced]) -> dict[UUID, int]:
    pks = [record.pk for record in records]
    numbers: dict[UUID, int] = {}
    for model, column in ((Edition, "number"), (Tombstone, "last")):
        rows: models.QuerySet[Any] = model._default_manager.filter(record__in=pks)
        for pk, last in rows.order_by().values_list("record").annotate(last_one=Max(column)):
            numbers[pk] = max(last, numbers.get(pk, 0))
    return numbers


def _held_references(records: list[Any]) -> dict[tuple[str, str], UUID]:
    references = [public_reference(record) for record in records]
    held = HeldReference.objects.filter(reference__in=references)
    return {(one.kind, one.reference): one.record for one in held}


def _hold_references(records: list[Any]) -> None:
    held = _held_references(records)
    HeldReference.objects.bulk_create(
        HeldReference(kind=kind, reference=reference, record=record.pk)
        for record in records
        for kind, reference in [(KINDS[type(record)], public_reference(record))]
        if (kind, reference) not in held
    )


def _shelved(edition: Edition, moment: datetime) -> ShelvedEdition:
    kept = ("record", "kind", "reference", "number", "sequence", "document", "digest")
    return ShelvedEdition(
        **{name: getattr(edition, name) for name in kept},
        public_note=edition.public_note,
        published=edition.published,
        shelved_at=moment,
    )


def _lock_head() -> RecordHead:
    RecordHead.objects.get_or_create(pk=1)
    return RecordHead.objects.select_for_update().get(pk=1)


def _next_moment(head: RecordHead) -> datetime:
    """Now, but never before or at the last change: a clock may step back, the record may not."""
    now = timezone.now()
    return max(now, head.changed + timedelta(microseconds=1)) if head.changed else now
