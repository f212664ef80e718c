"""The wall between the public and the desk: where it stands, and proof that it does.

Public code reads through the database alias that `public_alias()` names. The database itself
refuses that alias every table but the record's: on SQLite by an authorizer
(tracker/public_sqlite), on PostgreSQL by a role with SELECT on timeline_* alone.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction

RECORD_TABLES = "timeline_"


class DeskIsOutOfReach(RuntimeError):
    """A public request asked the desk's connection for something. This is a bug, never data."""


def public_alias() -> str:
    """The database alias that every public query names."""
    return str(settings.PUBLIC_DATABASE_ALIAS)


@contextmanager
def public_snapshot() -> Iterator[None]:
    """One consistent view of the record, in which the desk's connection raises.

    In ordinary tests the public alias is the default one, and nothing raises.
    """
    with ExitStack() as stack:
        if public_alias() != "default":
            stack.enter_context(connections["default"].execute_wrapper(_refuse))
        stack.enter_context(transaction.atomic(using=public_alias()))
        yield


def desk_tables() -> list[str]:
    """Every table of this site that is not the record's."""
    models = apps.get_models(include_auto_created=True)
    names = {model._meta.db_table for model in models} | {"django_migrations"}
    return sorted(name for name in names if not name.startswith(RECORD_TABLES))


def readable_desk_tables() -> list[str]:
    """The desk's tables that the public alias can read; empty when the wall stands."""
    connection = connections[public_alias()]
    connection.ensure_connection()
    readable = []
    for table in desk_tables():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 (a quoted name)  # nosec B608
                cursor.fetchall()
        except DatabaseError:
            continue
        readable.append(table)
    return readable


def refuse_an_open_wall() -> None:
    """Raises ImproperlyConfigured while the public alias can read the desk, or cannot connect."""
    try:
        readable = readable_desk_tables()
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"The public connection cannot be opened: {str(error).strip()}. "
            "Run `manage.py migrate` and, on PostgreSQL, `manage.py open_public_door`, then start "
            "again."
        ) from error
    if readable:
        raise ImproperlyConfigured(
            "The public connection can read tables of the desk, so the site does not start: "
            f"{', '.join(readable[:5])}. Give PUBLIC_DATABASE_URL a user, or PUBLIC_DATABASE_ROLE "
            "a role, that may read the timeline_ tables only."
        )


def _refuse(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    raise DeskIsOutOfReach("A public request tried to read the desk.")
