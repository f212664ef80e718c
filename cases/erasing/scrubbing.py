"""The bytes: what was erased leaves the database's own files, and the store.

SQLite overwrites what it deletes (secure_delete), and the search index, the free pages and the
write-ahead log are made anew. PostgreSQL keeps old rows, and values of columns in its statistics:
see `postgresql`. How long copies, backups and PostgreSQL's own log may hold them stands in
docs/erasure.md.
"""

from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from cases.erasing.leftovers import FilesLeft, delete_leftovers
from cases.erasing.postgresql import WORDS, NotGone, scrub_tables
from cases.models import ErasureRequest, StaffSession


class CannotScrub(RuntimeError):
    """The bytes are not all gone yet; the message says what to do."""


def unscrubbed() -> Any:
    """The erasures that are done, but whose bytes may still be in the database's files."""
    return ErasureRequest.objects.filter(state=ErasureRequest.State.DONE, scrubbed_at=None)


def scrub() -> None:
    """Makes the bytes go, and notes it. It cannot run inside a transaction. Raises CannotScrub."""
    if connection.in_atomic_block:
        raise CannotScrub("The bytes cannot go while something else is being written.")
    StaffSession.objects.filter(expire_date__lt=timezone.now()).delete()
    waiting = dict(unscrubbed().values_list("pk", "done_at"))
    try:
        _scrub_sqlite() if connection.vendor == "sqlite" else scrub_tables()
        delete_leftovers(max(waiting.values(), default=None))
    except (DatabaseError, NotGone, FilesLeft) as error:
        raise CannotScrub(
            f"The bytes may not all be gone: {str(error).strip()}. {AGAIN}"
        ) from error
    ErasureRequest.objects.filter(pk__in=waiting).update(scrubbed_at=timezone.now())


AGAIN = "Run `manage.py erase_person --scrub` when the site is quiet, or stopped."


def _scrub_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')")  # noqa: S608  # nosec B608
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal":
            return
        # It waits for readers as long as any statement waits for a lock (the setting `timeout`).
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not cursor.fetchone()[0]:
            return
    raise CannotScrub(f"Somebody is reading the database, so its log is not yet emptied. {AGAIN}")
