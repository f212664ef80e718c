"""PostgreSQL's own ways, which SQLite does not need.

Others write at the same time, so tables are locked. Old rows stay until VACUUM FULL, and values are
copied into statistics. What may not be done is no error to PostgreSQL: it warns, and leaves
everything. So its notices are read.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

WORDS = "timeline_words"
# Where ANALYZE keeps what is frequent in each column, word by word.
STATISTICS = ("pg_catalog.pg_statistic", "pg_catalog.pg_statistic_ext_data")
LONGEST_WAIT = 20
LOCK_NOT_AVAILABLE = "55P03"
PAUSES = (0, 1, 3)
# ANALYZE leaves the statistics of a table without rows as they were. Of such a table, this
# forgets them: each text becomes of the type that it is.
EMPTIED = """
SELECT format('ALTER TABLE %%s ALTER COLUMN %%I TYPE %%s %%s', c.oid::regclass, a.attname,
              format_type(a.atttypid, a.atttypmod),
              'COLLATE ' || nullif(a.attcollation, 0)::regcollation)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.oid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND (t.typcategory = 'S' OR t.typname IN ('json', 'jsonb', 'bytea', 'tsvector'))
"""
# How grave it is, what it says, and the particulars.
Notice = tuple[str, str, str]


class Busy(RuntimeError):
    """Somebody is writing."""


class NotGone(RuntimeError):
    """Something is left; the message says what was in the way."""


def lock_tables(tables: list[str]) -> None:
    """Lets nobody else write to these tables until the transaction ends; who reads, reads on.

    Whatever was being written is committed before, and so is found. It asks again and again rather
    than wait, for of two who wait for each other PostgreSQL would stop one. On SQLite nothing is to
    be done: there a transaction that writes is alone from its beginning. Raises Busy.
    """
    if connection.vendor == "sqlite":
        return
    names = ", ".join(connection.ops.quote_name(one) for one in sorted(tables))
    last = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE NOWAIT")
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            if time.monotonic() > last:
                raise Busy from error
        time.sleep(0.1)


def scrub_tables() -> None:
    """Makes every table of the site and the statistics anew, without what was deleted.

    Raises NotGone, and DatabaseError where a table could not be had.
    """
    tables = [*connection.introspection.django_table_names(only_existing=True), WORDS]
    names = [connection.ops.quote_name(one) for one in sorted(tables)]
    with connection.cursor() as cursor, _waiting_at_most(cursor):
        for name in names:
            _made_anew(cursor, name)
        for name in names:
            _analysed(cursor, name)
        for name in STATISTICS:
            _made_anew(cursor, name)


def _made_anew(cursor: Any, table: str) -> None:
    """Raises NotGone where it is not allowed, or while somebody still sees the older rows."""
    for pause in PAUSES:
        time.sleep(pause)
        with _notices() as said:
            cursor.execute(f"VACUUM (FULL, VERBOSE) {table}")
        _require_allowed(said)
        # “2 dead row versions cannot be removed yet”
        kept = [re.search(r"\d+", detail) for _, _, detail in said]
        if not any(found and int(found[0]) for found in kept):
            return
    raise NotGone("somebody is still reading what was there before")


def _analysed(cursor: Any, table: str) -> None:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 (a quoted name)  # nosec B608
    if not cursor.fetchone()[0]:
        cursor.execute(EMPTIED, [table])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
    with _notices() as said:
        cursor.execute(f"ANALYZE {table}")
    _require_allowed(said)


def _require_allowed(said: list[Notice]) -> None:
    for severity, words, _ in said:
        if severity == "WARNING":
            settings = connection.settings_dict
            raise NotGone(
                f"{words}. The database’s user has to own the tables and the "
                f"database, or be a superuser. Have its administrator run "
                f'`ALTER DATABASE "{settings["NAME"]}" OWNER TO "{settings["USER"]}";`'
            )


@contextmanager
def _notices() -> Iterator[list[Notice]]:
    """What the server remarks meanwhile."""
    said: list[Notice] = []

    def note(one: Any) -> None:
        severity, words = one.severity_nonlocalized, one.message_primary
        said.append((severity or "", words or "", one.message_detail or ""))

    raw: Any = connection.connection
    raw.add_notice_handler(note)
    try:
        yield said
    finally:
        raw.remove_notice_handler(note)


@contextmanager
def _waiting_at_most(cursor: Any) -> Iterator[None]:
    """Waits for no lock longer than that: whoever comes after it would wait as well."""
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LONGEST_WAIT}s"])
    try:
        yield
    finally:
        cursor.execute("RESET lock_timeout")
