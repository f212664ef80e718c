"""The search index as the door keeps it: the words of a source go with the source."""

from collections.abc import Iterable
from uuid import UUID

from cases.publishing.kinds import CHUNK
from timeline import wordindex
from timeline.documents import searchable
from timeline.models import Edition, EditionLink, Kind


def index(editions: Iterable[Edition]) -> None:
    """Puts editions into the index, or indexes them anew."""
    rows = list(editions)
    for start in range(0, len(rows), CHUNK):
        wordindex.add(searchable(rows[start : start + CHUNK], "default"), using="default")


def index_citing(sources: Iterable[UUID]) -> None:
    """Indexes anew what cites these sources, which have just come or gone."""
    links = EditionLink.objects.filter(role=Kind.SOURCE, target__in=list(sources))
    index(Edition.objects.filter(pk__in=links.values("edition")).order_by("pk"))
