"""What the public reads of testimony that was printed before anybody knew it as testimony.

Its own editions and addresses go when it is removed to protect somebody. What others quote from it
goes with it, but stays in their editions, and would be read again with the next edition of it.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Replace

from cases.documents import WITNESS_WORDS
from cases.models import Citation, Observation, Referenced, Source
from cases.publishing.kinds import public_path
from cases.publishing.remaining import WHOSE, records_of_editions
from timeline.models import Edition, EditionLink, FormerAddress, Kind, Tombstone

MARK = "is_testimony"
WORDS = {"citations": WITNESS_WORDS[Citation], "observations": WITNESS_WORDS[Observation]}


def read_in_the_open() -> Q:
    """The condition that the public reads of testimony what was printed before it was marked."""
    own = {"record": OuterRef("pk")}
    plain = Replace(Cast("record", CharField()), Value("-"), Value(""))
    graves = Tombstone.objects.filter(**own).alias(plain=plain)
    open_ones = Edition.objects.filter(**own).exclude(document__has_key=MARK)
    told = Exists(open_ones) | Exists(FormerAddress.objects.filter(**own))
    named = Exists(graves.exclude(reference=plain).exclude(reference__startswith="removed-"))
    return Q(is_testimony=True) & Q(told | named)


@dataclass(frozen=True)
class Trace:
    """One thing that the public reads of a record: in words, and the path of its page, if any."""

    words: str
    path: str


def traces_of(record: Referenced) -> list[Trace]:
    """Its editions, the newest first, and what stands in the place of those taken back."""
    editions = Edition.objects.filter(record=record.pk).order_by("-number")
    found = [_printed(one) for one in editions.only(*WHOSE)]
    graves = Tombstone.objects.filter(record=record.pk, is_suppressed=False)
    found += [
        Trace(f"that there was something at “{one.reference}”", path)
        for one in graves
        if (path := public_path(one.kind, one.reference))
    ]
    return found + [
        Trace(f"the earlier address “{one.reference}”", public_path(one.kind, one.reference))
        for one in FormerAddress.objects.filter(record=record.pk)
    ]


def _printed(one: Edition) -> Trace:
    path = public_path(one.kind, one.reference)
    if not path:
        return Trace(f"edition {one.number}, where others name it", "")
    return Trace(f"edition {one.number}, at “{one.reference}”", f"{path}history/{one.number}/")


def quoting(sources: Iterable[Source]) -> dict[UUID, list[Referenced]]:
    """By id of a source, the records of which an edition, an earlier one too, holds its words."""
    pks = {str(one.pk): one.pk for one in sources}
    if not pks:
        return {}
    cited = EditionLink.objects.filter(role=Kind.SOURCE, target__in=pks.values())
    editions = Edition.objects.filter(pk__in=cited.values("edition")).only(*WHOSE, "document")
    holding: dict[UUID, list[Edition]] = {}
    for edition in editions.iterator():
        for one in pks.keys() & {*_quoted_in(edition.document)}:
            holding.setdefault(pks[one], []).append(edition)
    return {pk: records_of_editions(editions) for pk, editions in holding.items()}


def told_of(row: Any, testimonies: AbstractSet[UUID]) -> bool:
    """Whether a row of the record tells of one of these testimonies more than that it is held."""
    match row:
        case Edition(kind=Kind.SOURCE):
            is_marked = isinstance(row.document, dict) and row.document.get(MARK) is True
            return row.record in testimonies and not is_marked
        case Edition():
            return not {str(pk) for pk in testimonies}.isdisjoint(_quoted_in(row.document))
        case FormerAddress():
            return row.record in testimonies
    return False


def _quoted_in(document: Any) -> Iterator[str]:
    """The ids of the sources whose own words stand in a document, whoever wrote it."""
    rows_by_name = document if isinstance(document, dict) else {}
    for name, words in WORDS.items():
        rows = rows_by_name.get(name)
        for row in rows if isinstance(rows, list) else []:
            match row:
                case {"source": str(source)} if row.keys() & words:
                    yield source
