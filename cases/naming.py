"""What a record is called on a page of the desk, for whoever reads that page.

Links lead to records of colleagues, and a link must not tell the title of a draft that its reader
may not see.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from cases.models import Referenced
from cases.rules import visible

HIDDEN = "one that is not yours to see"
GONE = "[deleted]"
# Names in a sentence; the others are counted.
MOST_NAMED = 10


def named_for(user: Any, records: Iterable[Referenced]) -> str:
    """The names of records in a sentence, and how many more there are, or are not for `user`.

    The system (None) may know all of them.
    """
    records = list(records)
    seen = {one.pk for one in records} if user is None else Names(user).seen(records)
    names = sorted({f"“{one}”" for one in records if one.pk in seen})
    hidden = len({one.pk for one in records} - seen)
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    if hidden:
        more.append(HIDDEN if hidden == 1 else f"{hidden} that are not yours to see")
    return ", ".join([*names[:MOST_NAMED], *more])


class Names:
    """The names of records for `user`; looked up for many at once, and remembered."""

    def __init__(self, user: Any) -> None:
        self._user = user
        self._known: dict[type[models.Model], dict[Any, str | None]] = {}

    def learn(self, model: Any, pks: Iterable[Any]) -> None:
        """Looks up those of `pks` that are not known yet, in two queries however many they are."""
        known = self._known.setdefault(model, {})
        fresh = {pk for pk in pks if pk is not None} - known.keys()
        if not fresh:
            return
        there = model._base_manager.filter(pk__in=fresh)
        known.update(dict.fromkeys(fresh, GONE))
        if issubclass(model, Referenced):
            known.update(dict.fromkeys(there.values_list("pk", flat=True)))
            there = visible(there, self._user)
        known.update({one.pk: str(one) for one in there})

    def learn_linked(self, rows: Iterable[Any]) -> None:
        """Looks up what many objects of one or more models link to, in two queries a model."""
        by_model: dict[Any, set[Any]] = {}
        for row in rows:
            for field in linking_fields(type(row)):
                by_model.setdefault(field.related_model, set()).add(getattr(row, field.attname))
        for model, pks in by_model.items():
            self.learn(model, pks)

    def seen(self, records: Iterable[Any]) -> set[Any]:
        """The keys of those of `records` that the reader may see, in two queries a model."""
        by_model: dict[Any, set[Any]] = {}
        for record in records:
            by_model.setdefault(type(record), set()).add(record.pk)
        for model, pks in by_model.items():
            self.learn(model, pks)
        return {pk for model, pks in by_model.items() for pk in pks if self.sees(model, pk)}

    def of(self, model: Any, pks: Iterable[Any]) -> str:
        """The names of these records in order, with how many more there are that have none."""
        pks = set(pks)
        self.learn(model, pks)
        names = [self._known[model][pk] for pk in pks]
        hidden = names.count(None)
        more = [HIDDEN if hidden == 1 else f"{hidden} that are not yours to see"] if hidden else []
        return ", ".join([*sorted(name for name in names if name is not None), *more])

    def sees(self, model: Any, pk: Any) -> bool:
        """Whether the reader may know what this record is called."""
        self.learn(model, [pk])
        return self._known[model][pk] is not None

    def there(self, model: Any, pks: Iterable[Any]) -> list[tuple[Any, str]]:
        """Those of these records that exist, each with its name or with HIDDEN."""
        pks = list(dict.fromkeys(pks))
        self.learn(model, pks)
        named = ((pk, self._known[model][pk]) for pk in pks)
        return [(pk, HIDDEN if name is None else name) for pk, name in named if name != GONE]

    def row(self, row: Any) -> str:
        """What a row of a record is called, where all that it links to may be named."""
        self.learn_linked([row])
        linked = [
            (field.related_model, getattr(row, field.attname))
            for field in linking_fields(type(row))
            if field.name not in row.owners
        ]
        hides = any(pk is not None and not self.sees(model, pk) for model, pk in linked)
        return HIDDEN if hides else str(row)

    def linked(self, instance: Any, name: str) -> str | None:
        """The names of what the field `name` of `instance` links to; None where it shows as it is.

        That is where it is no link to records, or the one that it leads to may be named.
        """
        field = {one.name: one for one in type(instance)._meta.get_fields()}.get(name)
        model: Any = getattr(field, "related_model", None)
        if field is None or not isinstance(model, type) or not issubclass(model, Referenced):
            return None
        if field.many_to_many:
            return self.of(model, getattr(instance, name).values_list("pk", flat=True))
        pk = getattr(instance, field.attname)
        return None if pk is None or self.sees(model, pk) else HIDDEN


def linking_fields(model: Any) -> list[Any]:
    """The fields by which a row of `model` links to one record."""
    return [field for field in model._meta.concrete_fields if field.is_relation]
