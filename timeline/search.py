"""Search over the whole record: ranked hits, each with the words that were found, marked.

The rank is the same on every database: records whose title answers to every term come first, then
those that answer in their text or by a person, court or source that they mention; within each,
cases, agreements, events, figures and sources, each in the order of the timeline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from timeline.dates import EdtfDate, parse
from timeline.entries import FOLDERS, Named, Names, labelled, names_for
from timeline.fieldtext import heading
from timeline.models import LOOKED_THROUGH, Edition, EditionQuerySet, Kind
from timeline.prose import plain
from timeline.resting import mentioned_in, without_absent
from timeline.wordindex import TEXTS, TITLES, texts_of
from timeline.words import Term, runs

MOST_RANKED = 2_000
PAGE = 25
AROUND = 70
MOST_PASSAGES = 3
ORDER = (Kind.CASE, Kind.AGREEMENT, Kind.EVENT, Kind.FIGURE, Kind.SOURCE)

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text in which something was found, and the name of the field it is in."""

    field: str
    pieces: Pieces
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that answers."""

    kind: Kind
    reference: str
    title: Pieces
    language: str
    path: str
    date: EdtfDate | None
    passages: list[Passage]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `count` is exact up to MOST_RANKED, and `is_cut` says when it is not."""

    hits: list[Hit]
    count: int
    is_cut: bool
    pages: int
    by_kind: dict[Kind, int]


def search(
    question: list[Term],
    editions: EditionQuerySet,
    moment: datetime | None = None,
    *,
    kinds: Iterable[Kind] = ORDER,
    page: int = 1,
) -> Results:
    """The hits among `editions` that answer to every term, ranked, PAGE of them."""
    found = editions.filter(kind__in=ORDER).answering(question, moment)
    newest = list(found.order_by("-sequence").values_list("pk", flat=True)[: MOST_RANKED + 1])
    is_cut, newest = len(newest) > MOST_RANKED, newest[:MOST_RANKED]
    among = Edition.objects.using(editions.db).filter(pk__in=newest)
    titled = set(among.answering(question, in_titles=True).values_list("pk", flat=True))
    rows = list(among.values_list("pk", "kind", "order_key", "reference"))
    by_kind = {kind: sum(row[1] == kind for row in rows) for kind in ORDER}
    wanted = set(kinds)
    ranked = sorted(
        (row for row in rows if row[1] in wanted),
        key=lambda row: (row[0] not in titled, ORDER.index(Kind(row[1])), row[2], row[3]),
    )
    shown = [row[0] for row in ranked[(page - 1) * PAGE : page * PAGE]]
    loaded = {one.pk: one for one in Edition.objects.using(editions.db).filter(pk__in=shown)}
    names = names_for(loaded.values(), editions.db, moment)
    return Results(
        hits=[_hit(loaded[pk], question, names) for pk in shown],
        count=len(ranked),
        is_cut=is_cut,
        pages=-(-len(ranked) // PAGE),
        by_kind=by_kind,
    )


def marked(text: str, question: Iterable[Term]) -> Pieces:
    """The text in pieces, each with whether it was found."""
    terms = list(question)
    pieces: Pieces = []
    place = 0
    for run in runs(text):
        term = next((term for term in terms if term.finds(run)), None)
        if term is None or run.start < place:
            continue
        start, end = run.start, run.end
        # A run of signs holds more than the name that was asked for: mark the name alone.
        if term.is_paired and end - start == len(run.text):
            start += run.text.index(term.text)
            end = start + len(term.text)
        if start > place:
            pieces.append((text[place:start], False))
        pieces.append((text[start:end], True))
        place = end
    return [*pieces, (text[place:], False)] if place < len(text) else pieces


def _hit(edition: Edition, question: list[Term], names: Names) -> Hit:
    kind = Kind(edition.kind)
    title, language = labelled(kind, edition.document)
    return Hit(
        kind=kind,
        reference=edition.reference,
        title=marked(title, question),
        language=language,
        path=f"{FOLDERS[kind]}/{edition.reference}/",
        date=parse(text) if (text := edition.document.get("date")) else None,
        passages=list(_passages(edition, question, names, title))[:MOST_PASSAGES],
    )


def _passages(
    edition: Edition, question: list[Term], names: Names, title: str
) -> Iterator[Passage]:
    """Where else the terms stand: other titles, texts, and the names of what is mentioned."""
    document = without_absent(edition.document, names)
    for name, text in texts_of(document, TITLES | TEXTS):
        if text == title:
            continue
        passage = _passage(name, plain(text) if name.startswith("summary") else text, question)
        if passage:
            yield passage
    for record in dict.fromkeys(one.target for one in mentioned_in(document)):
        if record in names and names[record].kind in LOOKED_THROUGH:
            yield from _named_passages(names[record], question)


def _named_passages(one: Named, question: list[Term]) -> Iterator[Passage]:
    for name, text in texts_of(one.document, TITLES):
        pieces = marked(text, question)
        if any(hit for _, hit in pieces):
            yield Passage(Kind(one.kind).label, pieces, name.rpartition("_")[2])
            return


def _passage(name: str, text: str, question: list[Term]) -> Passage | None:
    pieces = marked(text, question)
    first = next((index for index, (_, hit) in enumerate(pieces) if hit), None)
    if first is None:
        return None
    language = name.rpartition("_")[2]
    spoken = language if language in ("en", "ru", "ko") else "en"
    return Passage(heading(name), _cut(pieces, first), spoken)


def _cut(pieces: Pieces, first: int) -> Pieces:
    """The pieces around the first hit, shortened at a space on either side."""
    before = "".join(text for text, _ in pieces[:first])
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    kept: Pieces = [(before, False)] if before else []
    length = 0
    for text, hit in pieces[first:]:
        if length + len(text) > 2 * AROUND:
            room = max(2 * AROUND - length, 0)
            kept.append((text[:room].rpartition(" ")[0] + " …", False))
            break
        kept.append((text, hit))
        length += len(text)
    return kept
