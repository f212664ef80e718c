"""What the public goes on reading when records are taken back, though it tells of them."""

from collections.abc import Collection, Container, Iterable
from uuid import UUID

from django.db.models import Q

from cases.models import Event, Referenced, Source
from cases.publishing.kinds import models_by_kind
from cases.publishing.states import current_editions
from timeline.models import Edition, EditionLink, Kind, Tombstone
from timeline.resting import standing_targets, without_absent

# What of an edition tells whose it is: documents are long.
WHOSE = ("record", "kind", "reference", "number")


def staying_public(records: Collection[Referenced]) -> list[Event]:
    """The events of these cases and agreements that the public reads whatever becomes of them."""
    pks = [one.pk for one in records]
    of_these = Event.objects.filter(Q(cases__in=pks) | Q(agreements__in=pks)).distinct()
    events = list(of_these.exclude(pk__in=pks))
    out = current_editions(events)
    return [one for one in events if one.pk in out]


def linking_publicly(records: Collection[Referenced]) -> list[Referenced]:
    """The other records whose current edition cites one of these, or names it in another way.

    The link goes with the record, and so does what rests on it: a quote, or the value of a figure.
    What they say in their own words stays.
    """
    pks = [one.pk for one in records]
    links = EditionLink.objects.filter(target__in=pks).values("edition")
    return records_of_editions(
        Edition.objects.current().filter(pk__in=links).exclude(record__in=pks).only(*WHOSE)
    )


def left_without_source(record: Referenced) -> list[Referenced]:
    """The records that lose their last source with `record`, or the last value that they have.

    When it is removed they say that their source is not published, or say nothing: a reader can
    guess why.
    """
    if not isinstance(record, Source):
        return []
    links = EditionLink.objects.filter(role=Kind.SOURCE, target=record.pk).values("edition")
    citing = list(Edition.objects.current().filter(pk__in=links))
    standing = standing_targets(citing, "default")
    others = standing - {str(record.pk)}
    return records_of_editions(
        one for one in citing if not _resting(one, standing) <= _resting(one, others)
    )


def _resting(edition: Edition, standing: Container[str]) -> set[str]:
    """Which lists that rest on sources an edition shows where these records stand."""
    return {"citations", "observations"} & set(without_absent(edition.document, standing))


def cited_by_these_alone(records: Collection[Referenced]) -> list[Referenced]:
    """The published sources that `records` cite now and no other record names.

    They have pages of their own, and who reads them may guess what they were there for.
    """
    pks = [one.pk for one in records]
    naming = EditionLink.objects.filter(role=Kind.SOURCE, edition__in=Edition.objects.current())
    by_these = naming.filter(edition__record__in=pks)
    by_others = naming.exclude(edition__record__in=pks)
    alone = Edition.objects.current().of(Kind.SOURCE).filter(record__in=by_these.values("target"))
    kept = alone.exclude(record__in=by_others.values("target")).exclude(record__in=pks)
    return records_of_editions(kept.only(*WHOSE))


def earlier_linking(records: Collection[Referenced]) -> dict[Referenced, list[int]]:
    """By other record, the numbers of its earlier editions that cite one of these or link to it.

    An earlier edition that rests on one of these alone then names no source: a reader can guess.
    """
    pks = [one.pk for one in records]
    links = EditionLink.objects.filter(target__in=pks).values("edition")
    editions = list(
        Edition.objects.filter(pk__in=links, superseded__isnull=False)
        .exclude(record__in=pks)
        .order_by("kind", "reference", "number")
        .only(*WHOSE)
    )
    numbers: dict[UUID, list[int]] = {}
    for one in editions:
        numbers.setdefault(one.record, []).append(one.number)
    return {one: numbers[one.pk] for one in records_of_editions(editions)}


def records_of_editions(editions: Iterable[Edition | Tombstone]) -> list[Referenced]:
    """The desk's records behind these editions or tombstones, each once, by their kinds."""
    by_kind: dict[str, list[UUID]] = {}
    for one in sorted(editions, key=lambda one: (one.kind, one.reference)):
        by_kind.setdefault(one.kind, []).append(one.record)
    models = models_by_kind()
    found = {kind: models[kind]._default_manager.in_bulk(pks) for kind, pks in by_kind.items()}
    unique = {pk: kind for kind, pks in by_kind.items() for pk in pks}
    return [found[kind][pk] for pk, kind in unique.items() if pk in found[kind]]
