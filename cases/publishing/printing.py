"""Printing editions: what publishing a record does to the record that the public reads."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from cases.documents import (
    Document,
    digest_of,
    document_of,
    mentioned,
    public_reference,
    with_lookups,
)
from cases.models import (
    Case,
    HeldReference,
    Publication,
    Referenced,
    Source,
    Submission,
)
from cases.publishing.guarding import IN_THE_NOTE, names_in_note
from cases.publishing.head import lock_head, next_moment
from cases.publishing.indexing import index, index_citing
from cases.publishing.kinds import CHUNK, DATED_BY, KINDS, PREDECESSOR, ROLES, STANDS_ON_ITS_OWN
from cases.publishing.readiness import (
    CannotPublish,
    not_as_it_should_be,
    own_work,
    refuse_marked_meanwhile,
)
from cases.publishing.recounting import recount_printed
from cases.publishing.states import (
    current_editions,
    held_references,
    last_numbers,
    taken_back,
)
from cases.publishing.submitted import open_submissions, records_of
from cases.rules import Deed, require
from timeline import wordindex
from timeline.dates import EdtfDate, parse
from timeline.models import Edition, EditionFacet, EditionLink, Kind, RecordHead
from timeline.resting import mentioned_in


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


def publish(
    records: Iterable[Referenced],
    *,
    by: User | None,
    public_note: str = "",
    corrects: Referenced | None = None,
    bring_back: Collection[UUID] = (),
) -> list[Printed]:
    """Prints an edition of each record whose public half has changed; all of them or none.

    `corrects` names the one record whose new edition corrects an error in the one before; it is
    listed with `public_note` among the corrections, which is why it needs one. What was hidden or
    withdrawn is printed only where `bring_back` holds its id: it comes back by somebody's will.
    Raises CannotPublish, naming every record that is not ready. Records without a change print
    nothing and are not in the answer.
    """
    wanted = list({record.pk: record for record in records}.values())
    for record in wanted:
        require(by, Deed.PUBLISH, record)
    if corrects is not None and not public_note.strip():
        raise CannotPublish({corrects: ["Say in the public note what was corrected."]})
    if wanted and names_in_note(public_note):
        raise CannotPublish({wanted[0]: [IN_THE_NOTE]})
    printed: list[Printed] = []
    with transaction.atomic():
        refuse_marked_meanwhile(wanted)
        head = lock_head()
        act = Act(next_moment(head), by, public_note.strip(), corrects)
        together = {record.pk for record in wanted}
        for start in range(0, len(wanted), CHUNK):
            chunk = with_lookups(wanted[start : start + CHUNK])
            _refuse_unready(chunk, together, by, bring_back)
            printed += _print_changed(chunk, head, act)
        if printed:
            head.changed = act.moment
            head.save()
            _close_submissions([one.record for one in printed], act)
            recount_printed([(one.record, one.number) for one in printed])
    return printed


def rehearse(record: Referenced, may_see: Callable[[Referenced], bool]) -> None:
    """Prints `record` and what it rests on, ready or not. The caller must take it back.

    For previews: call it in a transaction that is rolled back, and show its result to staff alone.
    What the viewer may not see by itself is left as the public has it.
    """
    head = lock_head()
    act = Act(next_moment(head), None, "", None)
    shown = [one for one in resting_on([record]) if one.pk == record.pk or may_see(one)]
    _print_changed(with_lookups(shown), head, act)


def rebuild_search() -> None:
    """Makes the search index anew, after editions were written past the door."""
    wordindex.clear("default")
    index(Edition.objects.order_by("pk"))


def resting_on(records: Iterable[Referenced]) -> list[Referenced]:
    """The records themselves and, behind each, all that it rests on, each once.

    A record rests on its sources, people and terms; a case on its events as well. Other cases and
    agreements that an event belongs to are records of their own and are not drawn in. Nor is what
    was hidden or withdrawn: it comes back when somebody publishes it by itself, not unawares.
    """
    found: dict[UUID, Referenced] = {}
    wave = list(records)
    meant = {record.pk for record in wave}
    while wave:
        fresh = [record for record in wave if record.pk not in found]
        away = taken_back(record.pk for record in fresh if record.pk not in meant)
        fresh = [record for record in fresh if record.pk not in away]
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
    current = current_editions(ready)
    return [
        record
        for record in ready
        if record.pk not in current or _differs(record, document_of(record), current[record.pk])
    ]


def _close_submissions(records: list[Referenced], act: Act) -> None:
    """What has been printed whole no longer awaits review, by whichever way it was published."""
    for one in open_submissions(one.pk for one in records):
        if not changed_since_publication(records_of(one)):
            one.decision, one.answer = Submission.Decision.APPROVED, act.public_note
            one.decided_by, one.decided_at = act.by, act.moment
            one.save()


def _refuse_unready(
    records: list[Any], together: set[UUID], by: User | None, bring_back: Collection[UUID]
) -> None:
    if problems := not_as_it_should_be(records, together, by, bring_back):
        raise CannotPublish(problems)


def _refuse_own_work(records: list[Any], by: User | None) -> None:
    if problems := own_work(by, records):
        raise CannotPublish(problems)


def _print_changed(records: list[Any], head: RecordHead, act: Act) -> list[Printed]:
    current, numbers = current_editions(records), last_numbers(records)
    fresh = []
    for record in records:
        document = document_of(record)
        if record.pk in current and not _differs(record, document, current[record.pk]):
            continue
        head.sequence += 1
        number = numbers.get(record.pk, 0) + 1
        edition = _edition(record, document, number, head.sequence, act)
        fresh.append((record, edition))
    _refuse_own_work([record for record, _ in fresh], act.by)
    Edition.objects.filter(
        record__in=[record.pk for record, _ in fresh], superseded__isnull=True
    ).update(superseded=act.moment)
    Edition.objects.bulk_create(edition for _, edition in fresh)
    _print_columns(fresh)
    index(edition for _, edition in fresh)
    index_citing(one.pk for one, _ in fresh if isinstance(one, Source) and one.pk not in current)
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
        case Source(is_testimony=True):
            return None
        case Case():
            dates = [row.since for row in record.statuses.all() if row.since]
            value = min(dates, key=EdtfDate.order_key, default=None)
        case _:
            dates = [getattr(record, name) for name in DATED_BY.get(KINDS[type(record)], ())]
            value = next(filter(None, dates), None)
    return value if value is None or isinstance(value, EdtfDate) else parse(str(value))


def _order_key(record: Any, document: Document, dated: EdtfDate | None) -> str:
    if dated is None:
        return ""
    return dated.order_key(int(document.get("sequence", 0)), record.pk.hex)


def _print_columns(fresh: list[tuple[Any, Edition]]) -> None:
    links, facets = [], []
    for record, edition in fresh:
        links += _links(record, edition)
        facets += [
            EditionFacet(edition=edition, name=name, value=value)
            for name, value in sorted(facets_of(edition.document))
        ]
    EditionLink.objects.bulk_create(links)
    EditionFacet.objects.bulk_create(facets)


def _links(record: Any, edition: Edition) -> list[EditionLink]:
    roles = {str(one.pk): ROLES[type(one)] for _, one in mentioned(record)}
    found = {
        (one.field if one.field == PREDECESSOR else roles[one.target], one.target, one.beside)
        for one in mentioned_in(edition.document)
        if one.target in roles
    }
    return [
        EditionLink(edition=edition, role=role, target=target, beside=beside)
        for role, target, beside in found
    ]


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


def _hold_references(records: list[Any]) -> None:
    held = held_references(records)
    HeldReference.objects.bulk_create(
        HeldReference(kind=kind, reference=reference, record=record.pk)
        for record in records
        for kind, reference in [(KINDS[type(record)], public_reference(record))]
        if (kind, reference) not in held
    )
