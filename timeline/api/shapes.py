"""What the answers of the API look like. Days and moments are in ISO 8601, moments in UTC."""

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import Field


class EventOut(Schema):
    """An event as every JSON of this site writes it. Links are references."""

    reference: str = Field(description="Its name in addresses and filters.")
    title: str
    language: str = Field(description="The language that the title is in.")
    date: str = Field(description="The date in EDTF (ISO 8601-2:2019), no finer than its source.")
    date_text: str = Field(description="The date in English words.")
    earliest: dt.date | None = Field(description="The first day it can mean; null when open.")
    latest: dt.date | None = Field(description="The last day it can mean; null when open.")
    kind: str | None = Field(
        description="The reference of its kind, such as “arrest”; null when that is not published."
    )
    family: str | None = Field(description="The family of its kind; null when that is not known.")
    standing: str = Field(description="How well it is borne out.")
    countries: list[str] = Field(description="States concerned, by ISO 3166-1.")
    place: str
    summary: str = Field(description="Markdown with links, emphasis and lists.")
    cases: list[str]
    agreements: list[str]
    sources: list[str]
    edition: int = Field(description="The number of the edition that stands.")
    published: dt.datetime = Field(description="When this edition was published.")
    url: str = Field(description="Its page for readers.")


class OneEvent(EventOut):
    """An event with its whole public document: citations, people, findings and the rest."""

    document: dict[str, Any] = Field(description="The public fields; empty ones are left out.")


class RecordOut(Schema):
    """A case, agreement, source or figure. Links in its document are references."""

    reference: str = Field(description="Its name in addresses and filters.")
    title: str
    language: str = Field(description="The language that the title is in.")
    earliest: dt.date | None = Field(description="The first day of its main date, if it has one.")
    latest: dt.date | None = Field(description="The last day of its main date, if it has one.")
    edition: int = Field(description="The number of the edition that stands.")
    published: dt.datetime = Field(description="When this edition was published.")
    url: str = Field(description="Its page for readers.")
    document: dict[str, Any] = Field(description="The public fields; empty ones are left out.")


class PageOut(Schema):
    """What every page of a list says beside its items."""

    count: int = Field(description="How many there are on all pages together.")
    next: str | None = Field(description="The address of the next page; null on the last.")
    record: int = Field(description="How far the record has come: one more for each publication.")
    as_of: dt.date | None = Field(description="The day at whose end (UTC) the record is read.")
    licence: str


class EventPage(PageOut):
    """Some events in the order of the timeline."""

    items: list[EventOut]


class RecordPage(PageOut):
    """Some records in the order of their references."""

    items: list[RecordOut]


class EditionOut(Schema):
    """One printing of a record."""

    edition: int
    reference: str = Field(description="What the record was called in this edition.")
    published: dt.datetime
    superseded: dt.datetime | None = Field(description="When the next one took its place.")
    note: str = Field(description="What readers were told.")
    is_correction: bool
    digest: str = Field(description="SHA-256 of the edition's document.")
    url: str = Field(description="Its permanent page.")


class WithdrawalOut(Schema):
    """Editions that were taken back, up to number `last`."""

    last: int
    withdrawn: dt.datetime
    note: str


class HistoryOut(Schema):
    """The public history of a record, newest first."""

    reference: str
    editions: list[EditionOut]
    withdrawn: list[WithdrawalOut]


class Refusal(Schema):
    """Why there is no answer, in words."""

    error: str
    parameter: str | None = Field(None, description="The parameter that cannot be used.")
    note: str | None = Field(None, description="The public note of what was withdrawn.")
