"""The whole record as one JSON: every kind of edition with its public document, streamed."""

from collections.abc import Iterator
from typing import Any

from timeline.documents import readable
from timeline.entries import FOLDERS, Names, labelled, names_for
from timeline.exports.extract import CHUNK, Extract, chunked
from timeline.exports.jsontext import list_pieces, members
from timeline.models import Edition, EditionQuerySet, Kind

# The name of each kind's list, in the order of the file.
LISTS = {
    **{folder: kind for kind, folder in FOLDERS.items()},
    "people": Kind.PERSON,
    "courts": Kind.COURT,
    "provisions": Kind.PROVISION,
    "event_kinds": Kind.EVENT_KIND,
    "source_kinds": Kind.SOURCE_KIND,
    "topics": Kind.TOPIC,
}


def record_pieces(extract: Extract) -> Iterator[str]:
    """One object with a list for each kind; documents name other records by their reference."""
    yield "{" + members(extract.about())
    for name, kind in LISTS.items():
        yield ",\n"
        yield from list_pieces(name, _records(_listed(kind, extract), extract))
    yield "}\n"


def _listed(kind: Kind, extract: Extract) -> EditionQuerySet:
    """The editions of one kind. Who and what has no page is there while something mentions it."""
    editions = extract.editions.of(kind)
    return editions if kind in FOLDERS else editions.mentioned(extract.moment)


def _records(editions: EditionQuerySet, extract: Extract) -> Iterator[dict[str, Any]]:
    found = editions.order_by("reference").iterator(chunk_size=CHUNK)
    for chunk in chunked(found):
        names = names_for(chunk, editions.db, extract.moment)
        for edition in chunk:
            yield _record(edition, names, extract)


def _record(edition: Edition, names: Names, extract: Extract) -> dict[str, Any]:
    folder = FOLDERS.get(Kind(edition.kind))
    label, language = labelled(edition.kind, edition.document)
    record = {
        "reference": edition.reference,
        "label": label,
        "language": language,
        "edition": edition.number,
        "published": edition.published.isoformat(),
        "document": readable(edition.document, names),
    }
    if folder:
        record["url"] = extract.address(f"{folder}/{edition.reference}/")
    return record
