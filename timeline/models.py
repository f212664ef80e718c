"""The record: editions, what they link to, and the tombstones of those taken back.

An edition is one printing of one desk record: its public fields as a document, with columns beside
it for ordering and filtering. Once printed only its `superseded` moment is ever set. "As the record
stood at t" is therefore one condition, `published <= t < superseded`.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from timeline import wordindex
from timeline.drafting import DocumentField
from timeline.filters import Filters
from timeline.words import Term, terms


class Kind(models.TextChoices):
    """What an edition can be an edition of."""

    CASE = "case", "Case"
    AGREEMENT = "agreement", "Agreement"
    EVENT = "event", "Event"
    SOURCE = "source", "Source"
    FIGURE = "figure", "Figure"
    PERSON = "person", "Person"
    COURT = "court", "Court"
    PROVISION = "provision", "Provision"
    EVENT_KIND = "event-kind", "Event kind"
    SOURCE_KIND = "source-kind", "Source kind"
    TOPIC = "topic", "Topic"


# A search looks through an edition into the records that it mentions in these roles.
LOOKED_THROUGH = (Kind.PERSON, Kind.COURT, Kind.SOURCE)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions that every page asks of the editions."""

    def current(self) -> "EditionQuerySet":
        """The editions that stand now."""
        return self.filter(superseded__isnull=True)

    def as_of(self, moment: datetime) -> "EditionQuerySet":
        """The editions that stood at `moment` (aware)."""
        return self.filter(
            Q(superseded__isnull=True) | Q(superseded__gt=moment), published__lte=moment
        )

    def standing(self, moment: datetime | None) -> "EditionQuerySet":
        """The editions that stood at `moment`, or that stand now where it is None."""
        return self.current() if moment is None else self.as_of(moment)

    def of(self, kind: str) -> "EditionQuerySet":
        """Editions of records of one kind."""
        return self.filter(kind=kind)

    def between(self, first: date | None, last: date | None) -> "EditionQuerySet":
        """Editions whose date can overlap the days from `first` to `last`; None is no limit.

        A date's open or unknown side reaches without limit; an edition without a date never
        overlaps a period.
        """
        dated = self.exclude(earliest__isnull=True, latest__isnull=True)
        if last is not None:
            dated = dated.filter(Q(earliest__lte=last) | Q(earliest__isnull=True))
        if first is not None:
            dated = dated.filter(Q(latest__gte=first) | Q(latest__isnull=True))
        return dated if first or last else self

    def linking(
        self, role: str, targets: models.QuerySet[Any], moment: datetime | None = None
    ) -> "EditionQuerySet":
        """Editions that link in `role` to a record that stands in `targets`."""
        links = EditionLink.objects.using(self.db).filter(role=role)
        standing = targets.standing(moment).values("record")  # type: ignore[attr-defined]
        return self.filter(pk__in=links.filter(target__in=standing).values("edition"))

    def mentioning(self, role: str, record: UUID) -> "EditionQuerySet":
        """Editions that link in `role` to the record with this id."""
        links = EditionLink.objects.using(self.db).filter(role=role, target=record)
        return self.filter(pk__in=links.values("edition"))

    def mentioned(self, moment: datetime | None = None) -> "EditionQuerySet":
        """Editions of records that something which stands at `moment` mentions to readers."""
        standing = Edition.objects.using(self.db).standing(moment)
        links = EditionLink.objects.using(self.db).whole(moment)
        mentions = links.filter(target=OuterRef("record"))
        return self.filter(Exists(mentions.filter(Exists(standing.filter(pk=OuterRef("edition"))))))

    def having(self, facet: str, values: tuple[str, ...]) -> "EditionQuerySet":
        """Editions with one of these values of a facet."""
        facets = EditionFacet.objects.using(self.db).filter(name=facet, value__in=values)
        return self.filter(pk__in=facets.values("edition"))

    def answering(
        self, question: list[Term], moment: datetime | None = None, *, in_titles: bool = False
    ) -> "EditionQuerySet":
        """Editions that answer to every term: in their own words, or in those of a linked record.

        With `in_titles` only their own titles count. People, courts and sources that stand at
        `moment` are looked through; an edition that mentions one to readers answers for it.
        """
        if not question:
            return self.none()
        found = self
        for term in question:
            own = wordindex.answering(term, self.db, in_titles=in_titles)
            answers = Q(pk__in=own)
            if not in_titles:
                linked = Edition.objects.using(self.db).standing(moment).filter(pk__in=own)
                links = EditionLink.objects.using(self.db).filter(
                    role__in=LOOKED_THROUGH,
                    target__in=linked.filter(kind__in=LOOKED_THROUGH).values("record"),
                )
                answers |= Q(pk__in=links.whole(moment).values("edition"))
            found = found.filter(answers)
        return found

    def matching(self, filters: Filters, moment: datetime | None = None) -> "EditionQuerySet":
        """Editions that match every group of `filters`: OR within a group, AND across."""
        found = self.between(filters.first, filters.last)
        if filters.words:
            found = found.answering(terms(filters.words), moment)
        everything = Edition.objects.using(self.db)
        for facet in ("country", "place", "standing"):
            if values := filters.group(facet):
                found = found.having(facet, values)
        if families := filters.group("family"):
            kinds = everything.of(Kind.EVENT_KIND).having("family", families)
            found = found.linking("kind", kinds, moment)
        for role, kind in (
            ("kind", Kind.EVENT_KIND),
            ("case", Kind.CASE),
            ("agreement", Kind.AGREEMENT),
            ("source", Kind.SOURCE),
        ):
            if references := filters.group(role):
                targets = everything.of(kind).filter(reference__in=references)
                found = found.linking(role, targets, moment)
        return found

    def in_order(self) -> "EditionQuerySet":
        """In the order of the timeline: a coarse date stands before a fine one."""
        return self.order_by("order_key")


class Edition(models.Model):
    """One printing of one record. `number` counts the record's editions from 1."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(help_text="The record's id; the same in every edition of it.")
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    sequence = models.BigIntegerField(
        unique=True, help_text="The place of this edition in the order of all publications."
    )
    document = DocumentField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document in canonical JSON.")
    public_note = models.TextField(blank=True)
    is_correction = models.BooleanField(
        default=False, help_text="Whether it corrects an error in the edition before it."
    )
    published = models.DateTimeField()
    superseded = models.DateTimeField(null=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    year = models.SmallIntegerField(
        null=True, help_text="The one calendar year that it lies in, if it lies in one."
    )
    is_fine = models.BooleanField(default=False, help_text="Dated to a month or better.")
    order_key = models.CharField(max_length=60, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(superseded__isnull=True),
                name="timeline_one_current_edition",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=Q(superseded__isnull=True),
                name="timeline_one_record_per_reference",
            ),
            models.UniqueConstraint(fields=["record", "number"], name="timeline_numbered_once"),
            models.CheckConstraint(
                condition=Q(superseded__isnull=True) | Q(superseded__gt=F("published")),
                name="timeline_superseded_after_published",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="timeline_known_kind"),
            models.CheckConstraint(
                condition=Q(is_correction=False) | (Q(number__gt=1) & ~Q(public_note="")),
                name="timeline_correction_says_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "order_key"],
                condition=Q(superseded__isnull=True),
                name="timeline_current_in_order",
            ),
            models.Index(fields=["kind", "reference"], name="timeline_by_reference"),
            models.Index(fields=["published"], name="timeline_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, edition {self.number}"

    def date_it(self, earliest: date | None, latest: date | None) -> None:
        """Sets the bounds, and the two columns that follow from them."""
        self.earliest, self.latest = earliest, latest
        self.year, self.is_fine = None, False
        if earliest and latest and earliest.year == latest.year:
            self.year, self.is_fine = earliest.year, earliest.month == latest.month


class EditionFacet(models.Model):
    """A value that editions can be filtered and counted by, such as a country."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "value"], name="timeline_facet_once")
        ]
        indexes = [models.Index(fields=["name", "value", "edition"], name="timeline_facet_values")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class EditionLinkQuerySet(models.QuerySet["EditionLink"]):
    """Questions about what editions mention."""

    def whole(self, moment: datetime | None = None) -> "EditionLinkQuerySet":
        """The links of rows that miss nothing else at `moment`: those of others are not read."""
        standing = Edition.objects.using(self.db).standing(moment)
        besides = standing.filter(record=OuterRef("beside"))
        return self.filter(Q(beside__isnull=True) | Exists(besides))


class EditionLink(models.Model):
    """A link to another record by its id. It shows only while that record has an edition.

    A row that rests on two records, as a finding on its applicant and its provision, is a link to
    each `beside` the other, and shows while both have one.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="links")
    role = models.CharField(max_length=20)
    target = models.UUIDField()
    beside = models.UUIDField(
        null=True, help_text="The other record without which the row is not read."
    )

    objects = EditionLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "role", "target"],
                condition=Q(beside__isnull=True),
                name="timeline_link_once",
            ),
            models.UniqueConstraint(
                fields=["edition", "role", "target", "beside"], name="timeline_link_once_beside"
            ),
        ]
        indexes = [models.Index(fields=["target", "role", "edition"], name="timeline_links_to")]

    def __str__(self) -> str:
        return f"{self.role} {self.target}"


class Tombstone(models.Model):
    """Where editions of a record were taken back: their addresses answer with this note.

    It covers the editions from number `first` to `last`: all until then of a record that was
    withdrawn, one that was suppressed. The text itself is no longer in any table of the record.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=80)
    first = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField()
    is_suppressed = models.BooleanField(
        default=False, help_text="Whether one earlier edition was taken out and the record stands."
    )
    sequence = models.BigIntegerField(unique=True)
    first_published = models.DateTimeField()
    withdrawn = models.DateTimeField()
    public_note = models.TextField()

    class Meta:
        ordering = ("-sequence",)
        indexes = [models.Index(fields=["kind", "reference"], name="timeline_tombstone_address")]

    def __str__(self) -> str:
        return f"{self.reference}, {'suppressed' if self.is_suppressed else 'withdrawn'}"


class SuppressedField(models.Model):
    """A field that was taken out of an edition after it was printed, and what readers are told."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="suppressed")
    field = models.CharField(max_length=40)
    sequence = models.BigIntegerField()
    removed = models.DateTimeField()
    public_note = models.TextField()

    class Meta:
        ordering = ("field",)
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "field"], name="timeline_field_suppressed_once"
            ),
            models.CheckConstraint(
                condition=~Q(public_note=""), name="timeline_suppression_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.field}"


class FormerAddress(models.Model):
    """An address under which a record was published before it was renamed and withdrawn."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=80)
    record = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="timeline_former_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}"


class RecordHead(models.Model):
    """The one row that says how far the record has come; locked while something is printed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    changed = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="timeline_one_head")]

    def __str__(self) -> str:
        return f"Record at {self.sequence}"
