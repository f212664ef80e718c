"""What every row of the desk shares: a random id, a history, and for records a reference."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from cases.history import revision, touch
from cases.historyrows import in_chunks
from cases.models.controls import controls_in
from cases.models.fields import BoundField, FuzzyDateField
from cases.sealing.cells import (
    BlindIndexField,
    SealedTextField,
    sealed_fields,
    sealed_for_writing,
    written,
)
from cases.words import LANGUAGES

check_reference = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "A reference has lower-case letters a to z, digits and single hyphens, such as choe-myong-bok.",
)


def derived_of(
    model: type[models.Model], names: Iterable[str]
) -> list[BoundField | BlindIndexField]:
    """The columns that follow from the fields among `names`: days of a date, index of a name."""
    given = set(names)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, BoundField | BlindIndexField) and field.source in given
    ]


class TrackedQuerySet(models.QuerySet[Any]):
    """A queryset whose bulk writes keep derived columns true, seal, and leave history rows."""

    def get_by_natural_key(self, *key: str) -> Any:
        """The object with this natural key. Raises DoesNotExist."""
        return self.get(**self.model.natural_lookup(*key))

    def update(self, **values: Any) -> int:
        """Django's update; columns follow what they derive from, history rows each change."""
        for field in derived_of(self.model, values):
            # bulk_update has worked them out already, one for each row.
            if field.name not in values:
                values[field.name] = field.derived_from(values[field.source])
        texts = {
            one: text
            for one in sealed_fields(self.model)
            if isinstance(text := values.get(one.name), str) and text
        }
        with revision():
            pks = set(self.values_list("pk", flat=True))
            touch(self.model, pks)
            # A text is sealed for each row, so that rows with one text have different envelopes.
            return sum(
                models.QuerySet(self.model, using=self.db)
                .filter(pk__in=chunk)
                .update(**values | _sealed_for_each(texts, chunk))
                for chunk in in_chunks(pks)
            )

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Django's bulk_create, with a history row for each object."""
        with revision():
            created = super().bulk_create(objs, *args, **kwargs)
            touch(self.model, [one.pk for one in created])
            return created

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        """Django's bulk_update; derived columns follow, texts are sealed, history is written."""
        objs, fields = list(objs), list(fields)
        derived = derived_of(self.model, fields)
        for one in objs:
            for field in derived:
                field.pre_save(one, add=False)
        with revision():
            touch(self.model, [one.pk for one in objs])
            names = [*fields, *(field.name for field in derived)]
            with sealed_for_writing(objs, fields):
                return super().bulk_update(objs, names, *args, **kwargs)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Django's delete, with a history row for each object and for what linked to it."""
        with revision():
            for one in self:
                one.touch_linking_records()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Tracked(models.Model):
    """Any row of the desk: a random UUID as key and a history row for each change.

    `owners` names the foreign keys to the record that this row is a part of, where it is one.
    `natural_fields` are the lookups of its natural key. `inside_fields` are the columns that no
    edition can ever depend on; a row of a model that `stays_inside` has no others.
    """

    owners: ClassVar[tuple[str, ...]] = ()
    natural_fields: ClassVar[tuple[str, ...]] = ()
    inside_fields: ClassVar[tuple[str, ...]] = ()
    stays_inside: ClassVar[bool] = False
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves in one transaction with the history row."""
        update_fields: Collection[str] | None = kwargs.get("update_fields")
        if update_fields is not None:
            derived = derived_of(type(self), update_fields)
            kwargs["update_fields"] = {*update_fields, *(field.name for field in derived)}
        with revision():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes in one transaction with the history rows, of linking records too."""
        with revision():
            self.touch_linking_records()
            return super().delete(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Django's checks of each field; and no text holds controls. Raises ValidationError."""
        errors = controls_in(self, exclude or ())
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors |= error.error_dict
        if errors:
            raise ValidationError(errors)

    @classmethod
    def natural_lookup(cls, *key: str) -> dict[str, str]:
        """The filter that a natural key stands for."""
        return dict(zip(cls.natural_fields, key, strict=True))

    def natural_key(self) -> tuple[str, ...]:
        """What names this row across databases."""
        return tuple(_follow(self, path) for path in self.natural_fields)

    @classmethod
    @cache
    def inside(cls) -> frozenset[str]:
        """The columns that only the desk reads, of whatever class of the model they come from."""
        own = (vars(one).get("inside_fields", ()) for one in cls.__mro__)
        return frozenset(name for names in own for name in names)

    def touch_linking_records(self) -> None:
        """Marks the records whose many-to-many lists this row: the link goes when the row goes."""
        for relation in self._meta.related_objects:
            if relation.many_to_many and hasattr(relation.related_model, "history"):
                linking = relation.related_model._base_manager.filter(
                    **{relation.field.name: self.pk}
                )
                touch(relation.related_model, list(linking.values_list("pk", flat=True)))


class Versioned(Tracked):
    """A row that several people may have open at once: its version tells whether one is stale."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves all but the version, which the history alone counts: a stale one must not win."""
        if not self._state.adding and not args and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = {
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name != "version"
            }
        super().save(*args, **kwargs)


class Referenced(Versioned):
    """What is named by a reference, such as choe-myong-bok, and can be printed as an edition."""

    natural_fields = ("reference",)
    reference = models.CharField(
        max_length=80,
        unique=True,
        validators=[check_reference],
        help_text="The name in the web address: lower-case letters, digits and hyphens. "
        "It is never given to another record.",
    )

    class Meta:
        abstract = True
        ordering = ("reference",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference=""), name="%(app_label)s_%(class)s_has_reference"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Record(Referenced):
    """A case, agreement, event, figure or source: titled in up to three languages.

    The title in the original language is never empty; the others are translations of it.
    """

    inside_fields: ClassVar[tuple[str, ...]] = ("internal_notes", "assigned_to_id")
    original_language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    title_en = models.CharField("title (English)", max_length=300, blank=True)
    title_ru = models.CharField("title (Russian)", max_length=300, blank=True)
    title_ko = models.CharField("title (Korean)", max_length=300, blank=True)
    summary_en = models.TextField("summary (English)", blank=True)
    summary_ru = models.TextField("summary (Russian)", blank=True)
    summary_ko = models.TextField("summary (Korean)", blank=True)
    internal_notes = SealedTextField(
        blank=True, help_text="For staff only. Never published, whatever else is."
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The colleague who looks after this record.",
    )

    class Meta(Referenced.Meta):
        abstract = True
        constraints = [
            *Referenced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(original_language="en", title_en__gt="")
                | Q(original_language="ru", title_ru__gt="")
                | Q(original_language="ko", title_ko__gt=""),
                name="%(app_label)s_%(class)s_has_title",
                violation_error_message="The title in the original language is missing.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def title(self) -> str:
        """The title in the record's original language."""
        return str(getattr(self, f"title_{self.original_language}"))


def dated(name: str, *, help_text: str = "") -> FuzzyDateField:
    """A date field that may be left empty, with the help that every one of them shows."""
    return FuzzyDateField(
        name,
        blank=True,
        help_text=help_text or "In plain words: spring 2014, about 2012, before 2020.",
    )


def days_in_order(source: str) -> models.CheckConstraint:
    """The database's own check that the bounds of date field `source` are in order."""
    return models.CheckConstraint(
        condition=Q(**{f"{source}_earliest__lte": models.F(f"{source}_latest")})
        | Q(**{f"{source}_earliest__isnull": True})
        | Q(**{f"{source}_latest__isnull": True}),
        name=f"%(app_label)s_%(class)s_{source}_in_order",
    )


def one_of(names: Sequence[str]) -> Q:
    """The condition that exactly one of these foreign keys is set."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


def _sealed_for_each(
    texts: dict[SealedTextField, str], pks: list[uuid.UUID]
) -> dict[str, models.Case]:
    return {
        one.name: models.Case(
            *(models.When(pk=pk, then=written(one, text, pk)) for pk in pks), output_field=one
        )
        for one, text in texts.items()
    }


def _follow(instance: Any, path: str) -> str:
    for part in path.split("__"):
        instance = getattr(instance, part)
    return str(instance) if instance is not None else ""


__all__ = [
    "Record",
    "Referenced",
    "Tracked",
    "TrackedQuerySet",
    "Versioned",
    "check_reference",
    "dated",
    "days_in_order",
    "derived_of",
    "one_of",
]
