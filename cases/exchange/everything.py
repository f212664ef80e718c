"""The whole desk as a fixture, so that nobody is locked in: with all history, an object a line.

`loaddata` brings it back equal into an empty site. What would open a door is left out: passwords,
sessions, and the secret addresses of calendars. So are the files of sources, which are only named,
and imports that still wait. Identities are in it for guardians alone; what is sealed on the desk is
in the open here.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import connection, transaction
from django.db.models import Model

from cases.historyrows import history_model
from cases.identities import note_export
from cases.models import (
    CalendarLink,
    ErasureRequest,
    Identity,
    IdentityName,
    ImportBatch,
    KeyCanary,
    StaffSession,
)

CHUNK = 500
LEFT_OUT = (CalendarLink, KeyCanary, StaffSession)
# A request to be erased holds names as well, under “also called”.
OF_IDENTITIES = (
    *(Identity, IdentityName, ErasureRequest),
    *(history_model(Identity), history_model(IdentityName)),
)
OF_ACCOUNTS = (
    *("username", "first_name", "last_name", "email"),
    *("is_staff", "is_active", "is_superuser", "date_joined"),
)
NO_PASSWORD = "!"  # noqa: S105  Django's mark of a password that fits nothing
Object = dict[str, Any]


def lines_of_everything(*, identities_for: User | None = None) -> Iterator[str]:
    """Groups, accounts, then every row of the desk and of what is published, as JSON lines.

    One consistent state, whatever others write meanwhile; memory is that of a few hundred rows.
    Identities are in it where `identities_for` names a guardian, for whom that is noted first.
    Raises NotAllowed.
    """
    if identities_for is not None:
        note_export(by=identities_for)
    return _lines(identities_for is not None)


def _lines(with_identities: bool) -> Iterator[str]:
    with _snapshot():
        for item in _objects(with_identities):
            yield json.dumps(item, cls=WholeMoments, ensure_ascii=False) + "\n"


def exported_models() -> list[type[Model]]:
    """The models whose rows are exported, each after those that it points to."""
    found = {
        model: _targets(model)
        for app in ("cases", "timeline")
        for model in apps.get_app_config(app).get_models()
        if model not in LEFT_OUT
    }
    order = TopologicalSorter({model: targets & set(found) for model, targets in found.items()})
    return list(order.static_order())


def _targets(model: type[Model]) -> set[type[Model]]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    targets: set[Any] = {one.related_model for one in fields if one.is_relation}
    return targets - {model}


def _objects(with_identities: bool) -> Iterator[Object]:
    for group in Group.objects.order_by("name"):
        yield {"model": "auth.group", "fields": {"name": group.name}}
    for user in User.objects.order_by("pk").prefetch_related("groups"):
        yield _account(user)
    for model in exported_models():
        if with_identities or model not in OF_IDENTITIES:
            yield from _rows(model)


def _account(user: User) -> Object:
    """An account as a name for what its owner did: nobody can log in with it."""
    fields = {name: getattr(user, name) for name in OF_ACCOUNTS}
    groups = sorted([group.name] for group in user.groups.all())
    fields |= {"password": NO_PASSWORD, "groups": groups}
    return {"model": "auth.user", "pk": user.pk, "fields": fields}


def _rows(model: type[Model]) -> Iterable[Object]:
    links = [field.name for field in model._meta.many_to_many]
    rows = model._base_manager.order_by("pk").prefetch_related(*links)
    if model is ImportBatch:
        rows = rows.exclude(state=ImportBatch.State.WAITING)
    writer = _Writer()
    for row in rows.iterator(chunk_size=CHUNK):
        yield writer.serialize([row])[0]


class WholeMoments(DjangoJSONEncoder):
    """Django's way of writing values, but a moment keeps its microseconds: they are an order."""

    def default(self, o: Any) -> Any:
        """A value as JSON has it."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class _Writer(Serializer):
    """Django's own form of a row; its links come from what was prefetched."""

    _current: Object

    def handle_m2m_field(self, obj: Any, field: Any) -> None:
        """The keys of what a row is linked with, in an order that does not change."""
        if field.remote_field.through._meta.auto_created:
            linked = getattr(obj, field.name).all()
            self._current[field.name] = sorted(str(one.pk) for one in linked)


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the database for many queries, holding up nobody who writes.

    Inside a transaction that is open already, that one's state is read.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
