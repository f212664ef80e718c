"""Whole sets of records, one of each kind with all its rows, ordinary or full of canaries."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from cases.documents import PRIVATE, PUBLIC, redacted
from cases.models import (
    Agreement,
    Application,
    Case,
    CaseStatus,
    Citation,
    Court,
    Event,
    EventKind,
    Figure,
    Finding,
    Identifier,
    Observation,
    Participation,
    Party,
    Person,
    Provision,
    Referenced,
    Reminder,
    Source,
    SourceKind,
    Topic,
)
from tests.privacy.planting import Canaries, derived, is_code, ordinary_for, secret_for

KINDS = (
    EventKind,
    SourceKind,
    Court,
    Provision,
    Topic,
    Person,
    Source,
    Case,
    Agreement,
    Figure,
    Event,
)
NOT_SECRET_THERE = frozenset({"latitude", "longitude"})


@dataclass
class Rows:
    """One record of each kind, each with the rows that it owns, all in one state."""

    state: str
    all: list[Any] = field(default_factory=list)
    quotes: list[Any] = field(default_factory=list)

    def __getitem__(self, model: type[models.Model]) -> Any:
        return next(one for one in self.all if type(one) is model)

    def has(self, model: type[models.Model]) -> bool:
        """Whether there is a row of `model`."""
        return any(type(one) is model for one in self.all)

    def records(self) -> list[Any]:
        """The records, as they stand in the database, in an order in which each can be printed."""
        kept = [one for one in self.all if isinstance(one, Referenced)]
        kept.sort(key=lambda one: KINDS.index(type(one)))
        return [type(one)._default_manager.get(pk=one.pk) for one in kept]


def may_be_printed(model: type[models.Model], name: str) -> bool:
    """Whether a field is public. One that is called private as well is private."""
    return name in PUBLIC.get(model, ()) and name not in PRIVATE.get(model, ())


class Maker:
    """Makes rows. What is private is always a canary, what is public only where that is asked."""

    def __init__(self) -> None:
        self.canaries = Canaries()
        self.canaries.known("Tuvalu", "the State of secret records")
        self._numbers = itertools.count(1)

    def values(
        self,
        model: type[models.Model],
        state: str,
        *,
        is_secret: bool,
        hidden: Any = (),
        given: Any = (),
    ) -> dict[str, Any]:
        """A value for each field of `model` that can hold one and is not `given`.

        `hidden` are the public fields that these rows do not print.
        """
        values: dict[str, Any] = {}
        for one in model._meta.concrete_fields:
            if is_code(one) or derived(one) or isinstance(one, models.FileField):
                continue
            if one.max_length == 2 or not one.editable or one.name in given:
                continue
            is_public = may_be_printed(model, one.name) and one.name not in hidden
            if is_secret or not (is_public or one.name == "reference"):
                where = f"{state}: {model._meta.model_name}.{one.name}"
                values[one.name] = secret_for(one, self.canaries, where)
            else:
                values[one.name] = ordinary_for(one, next(self._numbers))
        return values

    def make(
        self,
        model: type[models.Model],
        state: str,
        /,
        *,
        is_secret: bool,
        hidden: Any = (),
        **given: Any,
    ) -> Any:
        """A row of `model`."""
        values = self.values(model, state, is_secret=is_secret, hidden=hidden, given=given)
        for one in model._meta.concrete_fields:
            if isinstance(one, models.DateTimeField) and not one.null and not one.has_default():
                values[one.name] = timezone.now()
        return model._default_manager.create(**{**values, **given})

    def a_set(
        self,
        state: str,
        *,
        is_secret: bool,
        named: bool = False,
        hidden: Any = (),
        beside: Rows | None = None,
    ) -> Rows:
        """One of each. With `named` their references are ordinary, whatever else is secret.

        What must cite cites the set's own source, and one of `beside` where that is given.
        """
        rows = Rows(state)

        def make(model: type[models.Model], **given: Any) -> Any:
            if issubclass(model, Referenced) and named:
                given["reference"] = f"ordinary-{model._meta.model_name}-{next(self._numbers)}"
            made = self.make(model, state, is_secret=is_secret, hidden=hidden, **given)
            rows.all.append(made)
            return made

        kind = make(EventKind, family="court", reminder_months=3)
        source_kind, court, provision, topic = map(make, (SourceKind, Court, Provision, Topic))
        person = make(Person, exposure="public")
        source = make(Source, kind=source_kind)
        case = make(Case)
        case.courts.add(court)
        case.topics.add(topic)
        make(CaseStatus, case=case, status="pending")
        make(Application, case=case, court=court).applicants.add(person)
        make(Reminder, case=case)
        agreement = make(Agreement, kind="bilateral")
        make(Party, agreement=agreement, country="KP")
        figure = make(Figure)
        make(Observation, figure=figure, source=source)
        event = make(Event, kind=kind, coordinates_public=not hidden)
        event.cases.add(case)
        event.agreements.add(agreement)
        event.figures.add(figure)
        event.topics.add(topic)
        make(Participation, event=event, person=person)
        make(Finding, event=event, applicant=person, provision=provision, outcome="violation")
        for owner in (case, agreement, event, figure):
            name = owner._meta.model_name
            make(Citation, **{name: owner}, source=source)
            if beside:
                Citation.objects.create(**{name: owner}, source=beside[Source], locator="p. 1")
        for owner in (case, agreement, event, source):
            make(Identifier, **{owner._meta.model_name: owner}, scheme="docket")
        return rows

    def rewrite(self, rows: Rows, *, is_secret: bool, rename: bool = False) -> None:
        """Changes every public field of every row of a set."""
        for one in rows.all:
            fresh = type(one)._default_manager.get(pk=one.pk)
            values = self.values(type(one), f"{rows.state}, later", is_secret=is_secret)
            for name, value in values.items():
                is_public = may_be_printed(type(one), name) and name not in redacted(fresh)
                if is_public or (rename and name == "reference"):
                    setattr(fresh, name, value)
            fresh.save()

    def betray_by_id(self, rows: Rows) -> None:
        """The ids of all rows of a set are canaries too."""
        for one in rows.all:
            where = f"{rows.state}: {one._meta.model_name}.id"
            self.canaries.known(str(one.pk), where)
            self.canaries.known(one.pk.hex, where)

    def a_hub(self, rows: Rows, beside: Rows) -> Rows:
        """Ordinary records with a link to every record of `rows` that a record can link to.

        Their citations of the set's source hold canaries, and so do the values that they take
        from it: what rests on a source that does not stand is not read either.
        """
        state = f"linked to {rows.state}"
        hub = Rows(state)

        def make(model: type[models.Model], is_secret: bool = False, **given: Any) -> Any:
            made = self.make(model, state, is_secret=is_secret, **given)
            (hub.quotes if is_secret else hub.all).append(made)
            return made

        event = make(Event, kind=rows[EventKind], hidden=NOT_SECRET_THERE)
        event.cases.add(rows[Case], beside[Case])
        event.agreements.add(rows[Agreement])
        event.figures.add(rows[Figure])
        event.topics.add(rows[Topic])
        make(Participation, event=event, person=rows[Person])
        provision = rows[Provision]
        make(Finding, event=event, applicant=rows[Person], provision=provision, outcome="none")
        case = make(Case)
        case.courts.add(rows[Court])
        case.topics.add(rows[Topic])
        make(Application, case=case, court=rows[Court]).applicants.add(rows[Person])
        agreement = make(Agreement, kind="protocol", predecessor=rows[Agreement])
        figure = make(Figure)
        figure.compare_with.add(rows[Figure])
        make(Observation, is_secret=True, figure=figure, source=rows[Source])
        make(Observation, figure=figure, source=beside[Source])
        make(Source, kind=rows[SourceKind])
        for owner in (case, agreement, event, figure):
            name = owner._meta.model_name
            make(Citation, is_secret=True, **{name: owner}, source=rows[Source])
            Citation.objects.create(**{name: owner}, source=beside[Source], locator="p. 3")
        return hub
