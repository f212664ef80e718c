"""Ordinary published records, and every way in which they can link to secret ones.

The ways are enumerated from what is printed, so that a new one is taken or fails the test.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models

from cases.documents import PUBLIC
from cases.models import (
    Agreement,
    Application,
    Case,
    Citation,
    Court,
    Event,
    EventKind,
    Figure,
    Finding,
    Observation,
    Participation,
    Referenced,
    Source,
    SourceKind,
)
from tests.privacy.sets import Maker, Rows

# Rows that say nothing without what they link to, so that records come to link by having one more.
RESTING = (Citation, Observation, Participation, Finding)
OWNERS = (Case, Agreement, Event, Figure)
CODES: dict[type[models.Model], dict[str, str]] = {Finding: {"outcome": "none"}}


@dataclass(frozen=True)
class Way:
    """A field that is printed and names a record of the model `target`."""

    model: type[models.Model]
    name: str
    target: type[Referenced]

    @property
    def is_many(self) -> bool:
        """Whether it can name more than one."""
        return bool(self.model._meta.get_field(self.name).many_to_many)


def ways() -> list[Way]:
    """Every way in which what is printed links to another record."""
    return [
        Way(model, name, field.related_model)
        for model, names in PUBLIC.items()
        for name in names
        for field in [model._meta.get_field(name)]
        if field.is_relation and issubclass(field.related_model, Referenced)
    ]


def linking_records(maker: Maker, beside: Rows) -> Rows:
    """One ordinary record of each kind with a page, which link to nothing that is secret yet.

    What they cannot be without is a term that is never published, and says nothing.
    """
    rows = Rows("linking")

    def make(model: type[models.Model], **given: Any) -> Any:
        rows.all.append(maker.make(model, rows.state, is_secret=False, **given))
        return rows.all[-1]

    def never_published(model: type[models.Model], **given: Any) -> Any:
        return maker.make(model, "never published", is_secret=True, **given)

    kind = never_published(EventKind, family="court", reminder_months=3)
    source_kind, court = never_published(SourceKind), never_published(Court)
    make(Source, kind=source_kind)
    case = make(Case)
    make(Application, case=case, court=court)
    make(Agreement, kind="protocol")
    make(Figure)
    event = make(Event, kind=kind, coordinates_public=True)
    event.cases.add(case)
    for model in OWNERS:
        cited = {model._meta.model_name: rows[model], "source": beside[Source]}
        Citation.objects.create(**cited, locator="p. 3")
    return rows


def link(maker: Maker, rows: Rows, secret: Rows, beside: Rows) -> None:
    """Links records of `rows` to those of `secret` in every way that leads to one of those.

    What one row links to as well is of the public set `beside`, so that each link stands alone.
    """
    for way in ways():
        if not secret.has(way.target):
            continue
        if way.model in RESTING:
            _add_rows(maker, way, rows, secret, beside)
        elif rows.has(way.model):
            _set(rows[way.model], way, secret[way.target])


def unlinked(rows: Rows, secret: Rows) -> list[Way]:
    """The ways in which nothing of `rows` links to a record of `secret`, though it could."""
    own = {one.pk for one in rows.all}

    def is_taken(way: Way) -> bool:
        linked = way.model._default_manager.filter(**{way.name: secret[way.target]})
        belongs_to = ["pk", *(one.attname for one in _owners(way.model))]
        return any(getattr(one, name) in own for one in linked for name in belongs_to)

    return [way for way in ways() if secret.has(way.target) and not is_taken(way)]


def _owners(model: type[models.Model]) -> list[Any]:
    """The fields by which a row names the record that it belongs to."""
    return [
        one
        for one in model._meta.concrete_fields
        if one.name not in PUBLIC[model] and one.related_model in OWNERS
    ]


def _set(record: Any, way: Way, secret: Any) -> None:
    if way.is_many:
        getattr(record, way.name).add(secret)
    else:
        type(record)._default_manager.filter(pk=record.pk).update(**{way.name: secret})


def _add_rows(maker: Maker, way: Way, rows: Rows, secret: Rows, beside: Rows) -> None:
    others = {
        one.name: beside[one.target] for one in ways() if one.model is way.model and one != way
    }
    for owner in _owners(way.model):
        links = {**others, way.name: secret[way.target], owner.name: rows[owner.related_model]}
        given = CODES.get(way.model, {}) | links
        maker.make(way.model, "what links to a secret", is_secret=True, **given)
