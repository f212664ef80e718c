"""What the public goes on reading when a record is taken back, though it tells of it."""

from uuid import UUID

from django.db.models import QuerySet

from cases.models import Agreement, Case, Referenced, Source
from cases.publishing.kinds import models_by_kind
from cases.publishing.states import current_editions
from timeline.models import Edition, EditionLink, Kind


def staying_public(record: Referenced) -> list[Referenced]:
    """The events of a case, or of an agreement, that the public reads whatever becomes of it."""
    if not isinstance(record, Case | Agreement):
        return []
    events = list(record.events.all())
    out = current_editions(events)
    return [one for one in events if one.pk in out]


def linking_publicly(record: Referenced) -> list[Referenced]:
    """The records whose current edition cites `record`, or names it in another way.

    The link goes with the record; what they say in their own words stays.
    """
    links = EditionLink.objects.filter(target=record.pk).values("edition")
    return _records_of(Edition.objects.current().filter(pk__in=links).exclude(record=record.pk))


def left_without_source(record: Referenced) -> list[Referenced]:
    """The records that cite `record` and no other source that is published.

    When it is removed they say that their source is not published: a reader can guess why.
    """
    if not isinstance(record, Source):
        return []
    links = EditionLink.objects.filter(role=Kind.SOURCE)
    published = Edition.objects.current().of(Kind.SOURCE).exclude(record=record.pk)
    others = links.filter(target__in=published.values("record")).values("edition")
    citing = links.filter(target=record.pk).values("edition")
    return _records_of(Edition.objects.current().filter(pk__in=citing).exclude(pk__in=others))


def _records_of(editions: QuerySet[Edition]) -> list[Referenced]:
    """The desk's records behind these editions, in the order of their kinds."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, pk in editions.order_by("kind", "reference").values_list("kind", "record"):
        by_kind.setdefault(kind, []).append(pk)
    models = models_by_kind()
    found = {kind: models[kind]._default_manager.in_bulk(pks) for kind, pks in by_kind.items()}
    return [found[kind][pk] for kind, pks in by_kind.items() for pk in pks if pk in found[kind]]
