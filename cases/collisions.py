"""No lost update: whoever changes a record says which version of it they had before them."""

from typing import Any

from django.db import OperationalError

from cases.models import Versioned


class Collision(ValueError):
    """Somebody else changed the record meanwhile. Nothing was written; the message says who."""

    def __init__(self, record: Any, seen: int | None) -> None:
        self.record, self.seen = record, seen
        super().__init__(in_words(record, seen))


def locked(record: Versioned, seen: int | None) -> Any:
    """The record as it stands now, locked until the transaction ends.

    Raises Collision unless its version is `seen`, the one that the person had before them.
    """
    fresh = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
    if fresh is None or fresh.version != seen:
        raise Collision(fresh or record, seen)
    return fresh


# A lock that was waited for in vain, or that two waited for each other for; by PostgreSQL's codes.
HELD = ("55P03", "40P01")


def was_held(error: OperationalError) -> bool:
    """Whether a statement failed because somebody else held the database, so it may go later."""
    cause = error.__cause__
    if getattr(cause, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return True
    return getattr(cause, "sqlstate", "") in HELD


def in_words(record: Any, seen: int | None, *, with_reasons: bool = True) -> str:
    """Who saved what since version `seen` in a sentence or two; `with_reasons`, also why."""
    if seen is None:
        return "We cannot tell which version you had before you. Open the page again."
    since = record.history.filter(version__gt=seen).select_related("history_user")
    rows = list(since.order_by("-history_id")[:5])
    if not type(record)._base_manager.filter(pk=record.pk).exists():
        return f"“{record}” was deleted meanwhile, by {_who(rows)}."
    reasons = "; ".join(
        dict.fromkeys(row.history_change_reason for row in rows if row.history_change_reason)
    )
    why = f" Their reason: {reasons}." if reasons and with_reasons else ""
    when = f" at {rows[0].history_date:%H:%M} UTC" if rows else ""
    return f"“{record}” was changed meanwhile by {_who(rows)}{when}.{why}"


def _who(rows: list[Any]) -> str:
    names = dict.fromkeys(str(row.history_user or "the system") for row in rows)
    return " and ".join(names) or "somebody"
