"""Where a desk record stands with the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from cases.documents import ALIASED, LABELLED, public_reference
from cases.historyrows import history_model
from cases.models import (
    HeldReference,
    Publication,
    Referenced,
    Submission,
    SubmissionItem,
)
from cases.publishing.kinds import public_path
from timeline.models import Edition, Tombstone

TAKEN_BACK = {
    "withdrawn": "Withdrawn",
    "hidden": "Hidden",
    "removed": "Removed to protect somebody",
}


@dataclass(frozen=True)
class PublicState:
    """Where a desk record stands: with the public, and on its way there."""

    number: int | None
    changed_since: bool
    taken_back: str = ""
    review: str = ""

    @property
    def in_words(self) -> str:
        """A few words for lists and pages of the desk."""
        if self.number is None:
            words = TAKEN_BACK.get(self.taken_back, "Draft")
        else:
            words = f"Edition {self.number}" + (", changed since" if self.changed_since else "")
        review = {"open": "in review", "sent-back": "sent back"}.get(self.review, "")
        return f"{words}, {review}" if review else words


def with_public_state(records: QuerySet[Any]) -> QuerySet[Any]:
    """The same records, each carrying what `public_state` needs, in the same query."""
    latest = Publication.objects.filter(record=OuterRef("pk")).order_by("-id")
    model: Any = records.model
    annotated: QuerySet[Any] = records.annotate(
        last_act=Subquery(latest.values("act")[:1]),
        last_number=Subquery(latest.values("number")[:1]),
        last_version=Subquery(latest.values("version")[:1]),
        last_review=Subquery(_asked().values("submission__decision")[:1]),
    )
    news = history_model(model).objects.filter(
        id=OuterRef("pk"), version__gt=OuterRef("last_version"), changes_print=True
    )
    with_news: QuerySet[Any] = annotated.annotate(has_news=Exists(news))
    return with_news


def _asked() -> QuerySet[SubmissionItem]:
    """The reviews of the record at hand, the latest first; none that publishing has overtaken."""
    since = Publication.objects.filter(
        record=OuterRef("record"),
        act=Publication.Act.PUBLISHED,
        at__gt=OuterRef("submission__decided_at"),
    )
    items = SubmissionItem.objects.filter(record=OuterRef("pk")).order_by("-submission_id")
    overtaken = Q(submission__decision=Submission.Decision.SENT_BACK) & Q(Exists(since))
    return items.exclude(overtaken)


def public_state(record: Any) -> PublicState:
    """Where a record from `with_public_state` stands.

    Only the record's own changes count, not those of the terms and people it mentions.
    """
    is_out = record.last_act == Publication.Act.PUBLISHED
    return PublicState(
        number=record.last_number if is_out else None,
        changed_since=is_out and record.has_news,
        taken_back="" if is_out else record.last_act or "",
        review=record.last_review or "",
    )


def taken_back(pks: Iterable[UUID]) -> dict[UUID, str]:
    """Those of these records that are hidden or withdrawn now, each with which of the two."""
    acts = Publication.objects.filter(record__in=list(pks)).order_by("id")
    last = dict(acts.values_list("record", "act"))
    out = (Publication.Act.PUBLISHED, Publication.Act.ALLOWED)
    return {pk: act for pk, act in last.items() if act not in out}


def last_act(record: Referenced, *acts: str) -> Publication | None:
    """What was done last at the door with `record`, if it was one of `acts`."""
    last = Publication.objects.filter(record=record.pk).order_by("-id").select_related("by").first()
    return last if last is not None and last.act in acts else None


def current_editions(records: Iterable[Referenced]) -> dict[UUID, Edition]:
    """The edition of each record that stands now, by record."""
    pks = [record.pk for record in records]
    return {one.record: one for one in Edition.objects.current().filter(record__in=pks)}


def called_in_public(record: Referenced) -> str:
    """What the public reads as the name of `record`; "" where it reads none."""
    edition = current_editions([record]).get(record.pk)
    said: dict[str, Any] = edition.document if edition else {}
    own = f"title_{said.get('original_language', '')}"
    names = (said.get(name) for name in (own, *ALIASED, *LABELLED))
    return next((str(name) for name in names if name), "")


def public_address_of(record: Referenced) -> str:
    """The path of the page on which the public reads a case or the like; "" where there is none."""
    edition = current_editions([record]).get(record.pk)
    return public_path(edition.kind, edition.reference) if edition else ""


def last_numbers(records: Iterable[Referenced]) -> dict[UUID, int]:
    """The highest number that an edition of each record ever had."""
    pks = [record.pk for record in records]
    numbers: dict[UUID, int] = {}
    for model, column in ((Edition, "number"), (Tombstone, "last")):
        rows: models.QuerySet[Any] = model._default_manager.filter(record__in=pks)
        for pk, last in rows.order_by().values_list("record").annotate(last_one=Max(column)):
            numbers[pk] = max(last, numbers.get(pk, 0))
    return numbers


def held_references(records: list[Any]) -> dict[tuple[str, str], UUID]:
    """Whose each of the records' references is, where it has been public."""
    references = [public_reference(record) for record in records]
    held = HeldReference.objects.filter(reference__in=references)
    return {(one.kind, one.reference): one.record for one in held}
