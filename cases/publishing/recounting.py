"""Counting anew, once an act is done, where the public reads the names of those it was about.

Somebody who is taken back, restored, imported or loaded may have names that became protected by it.
"""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.models import Identity, IdentityName, NamesHeld, Person, Referenced
from cases.publishing.holding import recount_held
from timeline.models import Edition, FormerAddress, SuppressedField, Tombstone

# What says of anybody which names are protected, or where they stand.
OF_EVERYBODY: tuple[Any, ...] = (
    Identity, IdentityName, Edition, Tombstone, SuppressedField, FormerAddress,
)  # fmt: skip


@dataclass
class _Due:
    """Who is to be counted anew when the act is committed."""

    people: set[UUID] = field(default_factory=set)

    def count(self) -> None:
        """Counts them; asked again, nobody is left."""
        people, self.people = self.people, set()
        if people:
            recount_held(people)


_due: ContextVar[_Due | None] = ContextVar("people to be counted anew", default=None)


def recount_on_commit(people: Iterable[UUID]) -> None:
    """Counts these people anew when what is done now is committed, once for all of the act.

    Guardians find the number on their first page; nobody is told anything. Where the names cannot
    be read that is logged, for the act itself must stand. Some may be counted for an earlier act
    that was undone: it changes no number.
    """
    if not (fresh := set(people)):
        return
    due = _due.get()
    if due is None:
        _due.set(due := _Due())
    due.people |= fresh
    transaction.on_commit(due.count, robust=True)


def recount_printed(records: Collection[tuple[Referenced, int]]) -> None:
    """Counts people anew whose edition of this number has just been printed.

    A first edition opens names and closes none, so it counts nobody who was not counted before.
    """
    people = {one.pk: number for one, number in records if isinstance(one, Person)}
    if not people:
        return
    counted = NamesHeld.objects.filter(record__in=people).values_list("record", flat=True)
    recount_on_commit({*counted, *(pk for pk, number in people.items() if number > 1)})


def recount_loaded(models: Collection[type[Any]], records: Iterable[Referenced]) -> None:
    """Counts anew what a file has changed that was loaded past the desk: its models and records."""
    if not any(model in models for model in OF_EVERYBODY):
        recount_on_commit(one.pk for one in records if isinstance(one, Person))
        return
    known = Identity.objects.order_by().values_list("person", flat=True)
    recount_on_commit({*known, *Person.objects.order_by().values_list("pk", flat=True)})
