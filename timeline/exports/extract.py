"""What a file is made of: editions as they stand at one moment, and where it comes from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from timeline.changelog import reached
from timeline.entries import Entry, entries
from timeline.models import Edition, EditionQuerySet

CHUNK = 500

Addresser = Callable[[str], str]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Extract:
    """Editions to be written to a file, read only while it is written, and in constant memory.

    `moment` is that at which the record is read, and `day` the day it ends; None is now. `source`
    is the address of the page with the same events; `address` makes one of a path of the site.
    """

    editions: EditionQuerySet
    site: str
    licence: str
    source: str
    address: Addresser
    moment: datetime | None = None
    day: date | None = None

    def chunks(self) -> Iterator[list[Edition]]:
        """The editions of the events in the order of the timeline, some at a time."""
        return chunked(self.editions.in_order().iterator(chunk_size=CHUNK))

    def rows(self) -> Iterator[Entry]:
        """Every event in the order of the timeline."""
        for chunk in self.chunks():
            yield from entries(chunk, self.editions.db, self.moment)

    def row_json(self, row: Entry) -> dict[str, Any]:
        """An event as every JSON of this site writes it."""
        return row.as_json(self.address(row.path))

    def sequence(self) -> int:
        """How far the record had come when the file was written."""
        return reached(self.editions.db)

    def about(self) -> dict[str, Any]:
        """What the file says of itself: no more than what stands in the record."""
        return {
            "title": self.site,
            "licence": self.licence,
            "record": self.sequence(),
            "as_of": self.day.isoformat() if self.day else None,
            "source": self.source,
        }


def chunked(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The same items in lists of at most CHUNK."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
