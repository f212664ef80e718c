"""SQLite's own authorizer as the wall between the public and the desk.

The connection opens the file with `mode=ro` and asks SQLite to refuse, while it prepares a
statement, every read of a table whose name does not begin with `timeline_`, every write, ATTACH
and PRAGMA. See https://www.sqlite.org/c3ref/set_authorizer.html.
"""

import sqlite3
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

RECORD_TABLES = "timeline_"
# FTS5 asks the schema table for its row id; json_each is a function that reads like a table.
READABLE_BESIDES = {("sqlite_master", "ROWID"), ("json_each", None)}
HARMLESS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_RECURSIVE,
}


def authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _via: str | None
) -> int:
    """SQLITE_OK for reading the record and for the functions a query needs, else SQLITE_DENY."""
    if action in HARMLESS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second == "load_extension" else sqlite3.SQLITE_OK
    # To open the search index, FTS5 declares its columns, which SQLite announces as an update of
    # the schema table; that table cannot be updated, here or anywhere, by a statement.
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first, second) == ("data_version", None):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and first is not None:
        named = (first, second) in READABLE_BESIDES or (first, None) in READABLE_BESIDES
        if named or first.startswith(RECORD_TABLES):
            return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite connection, read-only and under the authorizer."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters with the file's name turned into a read-only URI."""
        parameters: dict[str, Any] = super().get_connection_params()
        name = str(self.settings_dict["NAME"])
        address = name if name.startswith("file:") else Path(name).resolve().as_uri() + "?mode=ro"
        return {**parameters, "database": address, "uri": True}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose authorizer is set before any query of ours runs."""
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA query_only=ON")
        connection.set_authorizer(authorize)
        return connection
