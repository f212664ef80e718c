"""The latest changes by everyone of records that the reader of the dashboard is inside of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.urls import reverse

from cases.history import Revision
from cases.models import Record, Source
from cases.rules import inside
from cases.todo import TITLED

LATEST = 12
LOOKED_AT = 60
MOST_NAMED = 3
MOST_ROWS = 400
COLUMNS = ("revision_id", "id", "original_language", "title_en", "title_ru", "title_ko")


@dataclass(frozen=True)
class LatestChange:
    """One revision (its moment in UTC), with those records that the reader is inside of."""

    by: str
    at: datetime
    reason: str
    records: list[tuple[str, str]]
    has_more: bool


def latest_changes(user: User) -> list[LatestChange]:
    """The latest revisions that touched something `user` is inside of, newest first. Two queries.

    Each record is a pair of its name at that time and the address of its form.
    """
    last = {one.pk: one for one in Revision.objects.select_related("made_by")[:LOOKED_AT]}
    named: dict[int, list[tuple[str, str]]] = {}
    for row in _rows(list(last), user):
        address = reverse(f"admin:cases_{row['model_name']}_change", args=[row["id"]])
        named.setdefault(row["revision_id"], []).append((_title(row), address))
    return [
        LatestChange(
            by=str(one.made_by or "The system"),
            at=one.made_at,
            reason=one.reason,
            records=named[pk][:MOST_NAMED],
            has_more=len(named[pk]) > MOST_NAMED,
        )
        for pk, one in last.items()
        if pk in named
    ][:LATEST]


def _rows(revisions: list[int], user: User) -> QuerySet[Any]:
    """What those revisions wrote of records that `user` is inside of, newest first."""
    first, *others = [_rows_of(model, revisions, user) for model in TITLED]
    return first.union(*others, all=True).order_by("-revision_id", "id")[:MOST_ROWS]


def _rows_of(model: type[Record], revisions: list[int], user: User) -> QuerySet[Any]:
    history: QuerySet[Any] = model.history.filter(revision_id__in=revisions)  # type: ignore[attr-defined]
    seen = inside(model._default_manager.all(), user).filter(pk=OuterRef("id"))
    rows = history.filter(Exists(seen)).order_by()
    if model is Source:
        rows = rows.filter(is_testimony=False)
    name = Value(str(model._meta.model_name), output_field=CharField())
    found: QuerySet[Any] = rows.annotate(model_name=name).values("model_name", *COLUMNS)
    return found


def _title(row: dict[str, Any]) -> str:
    return str(row[f"title_{row['original_language']}"])
