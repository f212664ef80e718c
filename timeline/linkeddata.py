"""Records as linked data in the words of schema.org, for search engines and reference tools.

https://schema.org/Event, /Legislation, /LegalForceStatus are not strained: a case is a CreativeWork
about it, an agreement Legislation, an event an Event, a figure a Dataset, a source a CreativeWork.
"""

from typing import Any

from timeline.dates import parse
from timeline.entries import Fields, titled
from timeline.models import Edition, Kind
from timeline.prose import plain

TYPES = {
    Kind.CASE: "CreativeWork",
    Kind.AGREEMENT: "Legislation",
    Kind.EVENT: "Event",
    Kind.SOURCE: "CreativeWork",
    Kind.FIGURE: "Dataset",
}


def linked_data(
    edition: Edition, title: str, *, address: str, permalink: str, site: str
) -> dict[str, Any]:
    """A record as one JSON-LD object; what its document does not say is left out."""
    document = Fields(edition.document)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[Kind(edition.kind)],
        "@id": address,
        "url": address,
        "name": title,
        "description": plain(titled(document, "summary")[0]),
        "inLanguage": titled(document, "title")[1],
        "version": str(edition.number),
        "dateModified": edition.published.isoformat(),
        "sameAs": permalink,
        "isPartOf": {"@type": "WebSite", "name": site},
        **_own(edition, document),
    }
    return {name: value for name, value in found.items() if value}


def _own(edition: Edition, document: Fields) -> dict[str, Any]:
    match Kind(edition.kind):
        case Kind.EVENT:
            place = {"@type": "Place", "name": document["place"]} if document["place"] else None
            start, end = _days(document["date"])
            return {"startDate": start, "endDate": end, "location": place}
        case Kind.AGREEMENT:
            dates = [document[name] for name in ("signed", "drafted", "in_force")]
            return {"legislationDate": _days(next(filter(None, dates), None))[0]}
        case Kind.SOURCE:
            publisher = document["publisher"]
            return {
                "datePublished": _days(document["published"])[0],
                "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
                "author": document["author"],
            }
        case Kind.FIGURE:
            return {"variableMeasured": document["unit"], "creator": document["reporting_body"]}
    return {}


def _days(text: str | None) -> tuple[str, str]:
    """The start and end of a date in ISO 8601, no finer than it is; "" for what it cannot say.

    A date that is approximate, doubtful, a season or one of several has no such start or end.
    """
    if not text:
        return "", ""
    start, slash, end = text.partition("/")
    if not slash:
        return _plain(text), ""
    return _plain(start), _plain(end)


def _plain(text: str) -> str:
    if text in ("", ".."):
        return ""
    found: str = parse(text).html_datetime
    return found
