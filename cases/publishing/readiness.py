"""What has to be mended before a record can be published."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from cases.documents import mentioned, public_reference, with_lookups
from cases.historyrows import in_chunks
from cases.models import Event, Publication, Referenced, Source
from cases.publishing.guarding import guarded
from cases.publishing.kinds import KINDS, MUST_CITE
from cases.publishing.states import current_editions, held_references, taken_back
from cases.publishing.testimony import quoting
from cases.rules import OWN_EYES, Deed, own_changes, refusal

AWAY: dict[str, str] = {
    Publication.Act.HIDDEN: "It was hidden. It comes back from its own page alone.",
    Publication.Act.WITHDRAWN: "It was withdrawn. It comes back from its own page alone.",
    Publication.Act.REMOVED: "It was removed to protect somebody. A guardian has to allow it "
    "before it is published again.",
}


FOR_A_GUARDIAN = "A guardian has to look at its testimony."
FOR_A_COLLEAGUE = "Something in it has to be mended by a colleague."
QUOTED = (
    "Editions of other records hold what was quoted from it before it was testimony, and readers "
    "would read that again. Publish these anew and take their citations or observations out of the "
    "earlier editions, or withdraw them: {}."
)
MEANWHILE = "Whether it is testimony was changed meanwhile. Look at it again, then publish."


class CannotPublish(ValueError):
    """Nothing was printed. `problems` holds, by record, what has to be mended first."""

    def __init__(self, problems: dict[Referenced, list[str]]) -> None:
        self.problems = problems
        lines = [f"{record}: {' '.join(words)}" for record, words in problems.items()]
        super().__init__("\n".join(lines))


def refuse_marked_meanwhile(records: Iterable[Referenced]) -> None:
    """Locks the sources among `records` until the transaction ends: none becomes testimony so long.

    Raises CannotPublish for one that became it, or none any more, since it was read.
    """
    sources = {one.pk: one for one in records if isinstance(one, Source)}
    marks: dict[UUID, bool] = {}
    for chunk in in_chunks(set(sources)):
        locked = Source.objects.select_for_update().filter(pk__in=chunk).order_by("pk")
        marks.update(locked.values_list("pk", "is_testimony"))
    changed = [one for pk, one in sources.items() if marks.get(pk) != one.is_testimony]
    if changed:
        raise CannotPublish({one: [MEANWHILE] for one in changed})


def unready(
    records: list[Any],
    together: Iterable[UUID] = (),
    by: User | None = None,
    bring_back: Collection[UUID] = (),
) -> dict[Referenced, list[str]]:
    """By record, in words, what has to be mended before `by` can publish it.

    Records that are ready are not in the answer. `together` are the ids of records published in
    the same act, `bring_back` of those that are meant to come back after they were taken back.
    What stands in a record that `by` may not see, they are not told. Days, such as that on which a
    consent expires, are days in UTC.
    """
    problems = not_as_it_should_be(records, together, by, bring_back)
    for record, mine in own_work(by, records).items():
        problems.setdefault(record, []).extend(mine)
    return problems


def not_as_it_should_be(
    records: list[Any],
    together: Iterable[UUID],
    by: User | None,
    bring_back: Collection[UUID] = (),
) -> dict[Referenced, list[str]]:
    """As `unready`, whoever changed them; `by` is who reads the words."""
    together = frozenset(together)
    problems = incomplete(records, together, by, bring_back)
    for record, words in guarded(records, by, together).items():
        problems.setdefault(record, []).append(words)
    return problems


def incomplete(
    records: list[Any],
    together: Iterable[UUID],
    by: User | None,
    bring_back: Collection[UUID] = (),
) -> dict[Referenced, list[str]]:
    """As `unready`, whoever changed them, but for protected names, which are not looked for."""
    together = frozenset(together)
    today = timezone.now().date()
    cited = [source for record in with_lookups(records) for source in _cited_by(record)]
    public, held = {*together, *current_editions(cited)}, held_references(records)
    quoted = quoting(one for one in records if _is_testimony(one))
    problems = {
        record: [*_problems(record, public, held), *_of_testimony(record, today, by)]
        for record in records
    }
    away = taken_back(record.pk for record in records)
    for record in records:
        act = away.get(record.pk)
        if act and (record.pk not in bring_back or act == Publication.Act.REMOVED):
            problems[record].insert(0, AWAY[act])
        if record.pk in quoted:
            problems[record].append(QUOTED.format(_names(quoted[record.pk], by)))
    return {
        record: words if _may_see(by, record) else [FOR_A_COLLEAGUE]
        for record, words in problems.items()
        if words
    }


def own_work(by: User | None, records: list[Any]) -> dict[Referenced, list[str]]:
    """Those of `records` that `by` changed, or whose testimony they changed, with the words for it.

    What a consent allows decides what is printed, so it takes a second pair of eyes as well.
    """
    cited = {record: [one for one in _cited_by(record) if _is_testimony(one)] for record in records}
    own = own_changes(by, [*records, *(one for many in cited.values() for one in many)])
    found: dict[Referenced, list[str]] = {}
    for record, testimonies in cited.items():
        words = [OWN_EYES] if record.pk in own else []
        words += [f"{one}: {OWN_EYES}" for one in testimonies if one.pk in own]
        if words:
            found[record] = words
    return found


def _is_testimony(source: Any) -> bool:
    return isinstance(source, Source) and source.is_testimony


def _problems(
    record: Referenced,
    public: set[UUID],
    held: dict[tuple[str, str], UUID],
) -> Iterator[str]:
    """As `unready`; `public` are the ids of the records that will stand."""
    if record.version == 0:
        yield "It has no history yet. Save it once."
    owner = held.get((KINDS[type(record)], public_reference(record)), record.pk)
    if owner != record.pk:
        yield f"The reference “{record.reference}” has belonged to another record. Choose another."
    if isinstance(record, Event) and record.date is None:
        yield "The date is missing."
    if isinstance(record, MUST_CITE):
        cited = {source.pk for source in _cited_by(record)}
        if not cited:
            yield "No source is cited."
        elif not cited & public:
            yield "None of the sources that it cites is published."


def _of_testimony(record: Referenced, today: date, by: User | None) -> list[str]:
    """What consents keep back, each once; of testimony that `by` may not see, only that it does."""
    if isinstance(record, Source):
        return _consent_problems(record, today)
    found: dict[str, None] = {}
    for source in _cited_by(record):
        for words in _consent_problems(source, today):
            found[f"{source}: {words}" if _may_see(by, source) else FOR_A_GUARDIAN] = None
    return list(found)


def _may_see(by: User | None, record: Referenced) -> bool:
    return by is None or not refusal(by, Deed.VIEW, record)


def _names(records: list[Referenced], by: User | None) -> str:
    """What these are called, and how many there are besides that `by` may not see."""
    seen = [f"“{one}”" for one in records if _may_see(by, one)]
    hidden = len(records) - len(seen)
    return ", ".join(seen + ([f"{hidden} that are not yours to see"] if hidden else []))


def _cited_by(record: Referenced) -> list[Source]:
    return [one for _, one in mentioned(record) if isinstance(one, Source)]


def _consent_problems(source: Source, today: date) -> list[str]:
    if not source.is_testimony:
        return []
    if source.consent_withdrawn:
        return [f"Consent was withdrawn on {source.consent_withdrawn:%-d %B %Y}."]
    if source.consent_audience != "public":
        return ["The consent recorded for this testimony does not cover publication."]
    if source.consent_expires and source.consent_expires < today:
        return [f"Consent expired on {source.consent_expires:%-d %B %Y}."]
    return []
