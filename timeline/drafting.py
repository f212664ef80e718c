"""Documents of drafts stay in memory: a preview writes none of their text into the database.

A database keeps what a transaction took back, in dead rows and in its log; what is sealed on the
desk would lie there in the open. While `drafting`, a row holds a random token in place of its
document, and whoever reads it in the same context gets the document itself.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

_DRAFTS: ContextVar[dict[str, Any] | None] = ContextVar("drafts", default=None)
TOKEN = "draft"  # noqa: S105  The key of what stands for a document, no secret.


@contextmanager
def drafting() -> Iterator[None]:
    """Keeps every document that is written within it in memory. What is written must not stay."""
    before = _DRAFTS.set({})
    try:
        yield
    finally:
        _DRAFTS.reset(before)


def is_drafting() -> bool:
    """Whether what is written now is taken back."""
    return _DRAFTS.get() is not None


class DocumentField(models.JSONField):
    """The document of an edition; that of a draft is not written."""

    def deconstruct(self) -> Any:
        """As JSON, for that is what the column is."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The document, or what stands for it."""
        drafts = _DRAFTS.get()
        if drafts is not None:
            token = secrets.token_hex(16)
            drafts[token], value = value, {TOKEN: token}
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The document, be it in memory."""
        document: Any = super().from_db_value(value, expression, connection)  # type: ignore[misc]
        drafts = _DRAFTS.get()
        if drafts and isinstance(document, dict):
            return drafts.get(document.get(TOKEN, ""), document)
        return document
