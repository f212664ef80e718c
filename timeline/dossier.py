"""What belongs together: a case's outcomes, people and documents; an event's neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from timeline.dates import parse
from timeline.entries import Entry, Fields, Named, Names, entries
from timeline.models import Edition, EditionLink, Kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision found for one applicant on one provision."""

    applicant: Named
    provision: Named
    outcome: str
    reference: str
    date: str


def current_status(document: dict[str, Any]) -> Fields | None:
    """The status row with the latest date; None where there is none."""

    def order(row: dict[str, Any]) -> str:
        return parse(row["since"]).order_key() if row.get("since") else ""

    rows = [Fields(row) for row in document.get("statuses", [])]
    return max(rows, key=order, default=None)


def outcomes(events: Iterable[Edition], names: Names) -> list[Outcome]:
    """The findings of a case's decisions, in the order of the decisions."""
    found = []
    for event in events:
        date = event.document.get("date", "")
        for row in event.document.get("findings", []):
            if row["applicant"] in names and row["provision"] in names:
                applicant, provision = names[row["applicant"]], names[row["provision"]]
                found.append(Outcome(applicant, provision, row["outcome"], event.reference, date))
    return found


def case_pages(case: Edition, events: list[Entry], names: Names) -> dict[str, list[Named]]:
    """The people, figures and documents of a case: its own and those of its events, each once."""
    applicants = [
        one for row in case.document.get("applications", []) for one in row.get("applicants", [])
    ]
    cited = [one["source"] for one in case.document.get("citations", [])]
    people = [names[one] for one in applicants if one in names]
    documents = [names[one] for one in cited if one in names]
    return {
        "people": _once([*people, *(one for row in events for one in row.people)]),
        "figures": _once(one for row in events for one in row.figures),
        "documents": _once([*documents, *(one for row in events for one in row.sources)]),
    }


def neighbours(edition: Edition, row: Entry, using: str, moment: datetime | None) -> dict[str, Any]:
    """The event before and the one after: in the event's first case, or on the whole timeline."""
    events = Edition.objects.using(using).standing(moment).of(Kind.EVENT)
    case = row.cases[0] if row.cases else None
    if case:
        links = EditionLink.objects.using(using).filter(role=Kind.CASE, target=case.record)
        events = events.filter(pk__in=links.values("edition"))
    others = events.exclude(record=edition.record)
    before = others.filter(order_key__lt=edition.order_key).order_by("-order_key").first()
    after = others.filter(order_key__gt=edition.order_key).order_by("order_key").first()
    found = {
        one.reference: one
        for one in entries([one for one in (before, after) if one], using, moment)
    }
    return {
        "case": case,
        "before": found[before.reference] if before else None,
        "after": found[after.reference] if after else None,
    }


def _once(names: Iterable[Named]) -> list[Named]:
    return list({one.record: one for one in names}.values())
