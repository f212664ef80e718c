"""Changing an edition that was printed: all that follows from its text, and a word for readers.

For what must not be read any more, and for nothing else: an edition says what was published.
"""

from datetime import datetime

from cases.documents import digest_of
from cases.publishing.indexing import index
from cases.publishing.printing import facets_of
from timeline import wordindex
from timeline.models import Edition, EditionFacet, EditionLink, RecordHead, SuppressedField
from timeline.resting import mentioned_in


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
    kept = {(one.target, one.beside or "") for one in mentioned_in(edition.document)}
    gone = [
        one.pk
        for one in edition.links.all()
        if (str(one.target), str(one.beside or "")) not in kept
    ]
    EditionLink.objects.filter(pk__in=gone).delete()


def say_so(
    edition: Edition, field: str, head: RecordHead, moment: datetime, public_note: str
) -> None:
    """Tells readers that something was taken out of a field; a note that is there already stays."""
    SuppressedField.objects.get_or_create(
        edition=edition,
        field=field,
        defaults={"sequence": head.sequence, "removed": moment, "public_note": public_note},
    )
