"""Editions as plain values that pages, exports and answers are made of.

Records are linked by id; `names_for` looks up, in one query for any number of editions, how the
linked records are called and whether they stand at all. A link without a standing edition is left
out everywhere.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from timeline.dates import EdtfDate, parse
from timeline.models import Edition, EditionLink, Kind
from timeline.resting import standing_targets, without_absent

FOLDERS = {
    Kind.CASE: "cases",
    Kind.AGREEMENT: "agreements",
    Kind.EVENT: "events",
    Kind.SOURCE: "sources",
    Kind.FIGURE: "figures",
}
KINDS_BY_FOLDER = {folder: kind for kind, folder in FOLDERS.items()}
WITHHELD = "[Name withheld]"
TESTIMONY = "Testimony held by us"


@dataclass(frozen=True, slots=True)
class Named:
    """A record as others mention it. `path` is its address below the site's root, or "".

    Of its document, rows that rest on other records are there for figures alone, which are drawn.
    """

    record: str
    kind: str
    reference: str
    label: str
    path: str
    document: dict[str, Any]
    language: str = "en"


Names = dict[str, Named]


class Fields(dict[str, Any]):
    """A document, or a row of it, in which a field that was left out as empty is None."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__((name, _within(value)) for name, value in document.items())

    def __missing__(self, name: str) -> None:
        """None, for any field that the document does not have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event on the timeline, in plain values. Days are calendar days, without a time zone.

    `coordinates` are latitude and longitude, where they are public.
    """

    reference: str
    record: str
    title: str
    summary: str
    summary_language: str
    date: EdtfDate | None
    wording: str
    earliest: dt.date | None
    latest: dt.date | None
    kind: Named | None
    family: str
    standing: str
    countries: tuple[str, ...]
    place: str
    coordinates: tuple[float, float] | None
    cases: tuple[Named, ...]
    agreements: tuple[Named, ...]
    figures: tuple[Named, ...]
    people: tuple[Named, ...]
    sources: tuple[Named, ...]
    edition: int
    published: dt.datetime
    path: str
    order_key: str
    language: str

    @property
    def date_text(self) -> str:
        """The date in words."""
        return self.date.wording() if self.date else "Date not recorded"

    @property
    def year(self) -> int:
        """The year under which it stands in the list."""
        day = self.earliest or self.latest
        return day.year if day else 0

    def as_json(self, address: str) -> dict[str, Any]:
        """The event as every JSON of this site writes it; `address` is its full web address."""
        return {
            "reference": self.reference,
            "title": self.title,
            "language": self.language,
            "date": str(self.date or ""),
            "date_text": self.date_text,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "kind": self.kind.reference if self.kind else None,
            "family": self.family or None,
            "standing": self.standing,
            "countries": list(self.countries),
            "place": self.place,
            "summary": self.summary,
            "cases": [one.reference for one in self.cases],
            "agreements": [one.reference for one in self.agreements],
            "sources": [one.reference for one in self.sources],
            "edition": self.edition,
            "published": self.published.isoformat(),
            "url": address,
        }


def label_of(kind: str, document: dict[str, Any], language: str = "en") -> str:
    """What a record is called in `language`, or in its own where that is missing."""
    return labelled(kind, document, language)[0]


def labelled(kind: str, document: dict[str, Any], language: str = "en") -> tuple[str, str]:
    """As `label_of`, with the language that the label is in."""
    if kind == Kind.PERSON:
        alias, spoken = titled(document, "alias", language)
        return (alias, spoken) if alias else (WITHHELD, "en")
    if kind == Kind.SOURCE and document.get("is_testimony"):
        return TESTIMONY, "en"
    return titled(document, "title" if kind in FOLDERS else "label", language)


def titled(document: dict[str, Any], field: str, language: str = "en") -> tuple[str, str]:
    """A text field in `language`, or in the original, or in any; with the language it is in."""
    original = document.get("original_language", "en")
    for candidate in (language, original, "en", "ru", "ko"):
        if text := document.get(f"{field}_{candidate}"):
            return text, candidate
    return "", language


def named(edition: Edition, present: Container[str] = frozenset()) -> Named:
    """How others mention the record that this edition is of.

    `present` holds the ids of what stands; rows that rest on other records are left out.
    """
    folder = FOLDERS.get(Kind(edition.kind))
    label, language = labelled(edition.kind, edition.document)
    return Named(
        str(edition.record),
        edition.kind,
        edition.reference,
        label,
        f"{folder}/{edition.reference}/" if folder else "",
        Fields(without_absent(edition.document, present)),
        language,
    )


def names_for(editions: Iterable[Edition], using: str, moment: dt.datetime | None = None) -> Names:
    """The records that `editions` link to and that stand at `moment` (None is now), by id."""
    links = EditionLink.objects.using(using).filter(edition__in=[one.pk for one in editions])
    standing = Edition.objects.using(using).standing(moment)
    found = standing.filter(record__in=links.values("target"))
    return {one.record: one for one in mentions(found, using, moment)}


def mentions(
    editions: Iterable[Edition], using: str, moment: dt.datetime | None = None
) -> list[Named]:
    """How others mention these records, with the values of figures that rest on what stands."""
    rows = list(editions)
    figures = [one for one in rows if one.kind == Kind.FIGURE]
    present = standing_targets(figures, using, moment) if figures else frozenset()
    return [named(one, present) for one in rows]


def entry(edition: Edition, names: Names) -> Entry:
    """An event's edition as plain values."""
    document = edition.document
    kind = names.get(document.get("kind", ""))
    title, language = titled(document, "title")
    summary, summary_language = titled(document, "summary")
    return Entry(
        reference=edition.reference,
        record=str(edition.record),
        title=title,
        summary=summary,
        summary_language=summary_language,
        date=parse(document["date"]) if document.get("date") else None,
        wording=document.get("wording", ""),
        earliest=edition.earliest,
        latest=edition.latest,
        kind=kind,
        family=kind.document.get("family", "") if kind else "",
        standing=document.get("standing", ""),
        countries=tuple(document.get("countries", [])),
        place=document.get("place", ""),
        coordinates=_coordinates(document),
        cases=tuple(_those(names, document.get("cases", []))),
        agreements=tuple(_those(names, document.get("agreements", []))),
        figures=tuple(_those(names, document.get("figures", []))),
        people=tuple(_those(names, [one["person"] for one in document.get("participations", [])])),
        sources=tuple(_those(names, [one["source"] for one in document.get("citations", [])])),
        edition=edition.number,
        published=edition.published,
        path=f"events/{edition.reference}/",
        order_key=edition.order_key,
        language=language,
    )


def entries(
    editions: Iterable[Edition], using: str, moment: dt.datetime | None = None
) -> list[Entry]:
    """Many events as plain values, with one query for all that they mention."""
    rows = list(editions)
    names = names_for(rows, using, moment) if rows else {}
    return [entry(row, names) for row in rows]


def _within(value: Any) -> Any:
    if isinstance(value, dict):
        return Fields(value)
    return [_within(one) for one in value] if isinstance(value, list) else value


def _coordinates(document: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = document.get("latitude"), document.get("longitude")
    return (float(latitude), float(longitude)) if latitude and longitude else None


def _those(names: Names, records: Iterable[str]) -> Iterator[Named]:
    for record in dict.fromkeys(records):
        if record in names:
            yield names[record]
