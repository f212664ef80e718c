"""Changing an edition that was printed: all that follows from its text, and a word for readers.

For what must not be read any more, and for nothing else: an edition says what was published.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from cases.documents import digest_of
from cases.publishing.indexing import index
from cases.publishing.kinds import CHUNK, PREDECESSOR
from cases.publishing.printing import facets_of
from timeline import wordindex
from timeline.models import Edition, EditionFacet, EditionLink, RecordHead, SuppressedField
from timeline.resting import Mention, mentioned_in


def reprint(edition: Edition) -> None:
    """Saves an edition whose document was changed, with digest, words, facets and links."""
    edition.digest = digest_of(edition.document)
    edition.save()
    wordindex.forget([edition.pk], using="default")
    index([edition])
    edition.facets.all().delete()
    EditionFacet.objects.bulk_create(
        EditionFacet(edition=edition, name=name, value=value)
        for name, value in sorted(facets_of(edition.document))
    )
    relink([edition])


def relink_everything() -> None:
    """Makes the links of all editions those of their documents: a file may say otherwise."""
    editions = Edition.objects.order_by("pk").prefetch_related("links")
    found = editions.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        relink(chunk)


def relink(editions: Iterable[Edition]) -> None:
    """Makes the links of `editions` those of their documents; what a record is, the links tell.

    A record of which no link tells what it is stays without one, and so does not show.
    """
    fresh, gone = [], []
    for edition in editions:
        links = {(one.role, *_ends(one)): one for one in edition.links.all()}
        roles = {target: role for role, target, _ in links if role != PREDECESSOR}
        wanted = {
            (PREDECESSOR if one.field == PREDECESSOR else roles.get(one.target, ""), *_ends(one))
            for one in mentioned_in(edition.document)
        }
        gone += [one.pk for key, one in links.items() if key not in wanted]
        fresh += [
            EditionLink(edition=edition, role=role, target=target, beside=beside)
            for role, target, beside in wanted - links.keys()
            if role
        ]
    EditionLink.objects.filter(pk__in=gone).delete()
    EditionLink.objects.bulk_create(fresh)


def _ends(one: EditionLink | Mention) -> tuple[str, str | None]:
    """What a link or a mention leads to, and what its row rests on beside that."""
    return str(one.target), str(one.beside) if one.beside else None


def say_so(
    edition: Edition, field: str, head: RecordHead, moment: datetime, public_note: str
) -> None:
    """Tells readers that something was taken out of a field; a note that is there already stays."""
    SuppressedField.objects.get_or_create(
        edition=edition,
        field=field,
        defaults={"sequence": head.sequence, "removed": moment, "public_note": public_note},
    )
