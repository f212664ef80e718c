"""Sessions that know whose they are: the engine, and how all sessions of an account are ended."""

import time
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from cases.models import StaffSession


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with its account beside it."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table of sessions."""
        return StaffSession

    def save(self, must_create: bool = False) -> None:
        """Keeps the session; one that somebody is logged in to knows since when."""
        if SESSION_KEY in self and "began" not in self:
            self["began"] = self["seen"] = time.time()
        super().save(must_create)

    def create_model_instance(self, data: Any) -> Any:
        """The row for this session, with the account that is logged in or shows its factor next."""
        row: Any = super().create_model_instance(data)
        half_in = data.get(LOGIN_SESSION_KEY) or {}
        row.account_id = data.get(SESSION_KEY) or half_in.get("user_pk")
        return row


def end_sessions(account: Any, *, but: str | None = None) -> int:
    """Ends every session of `account`, but for the one with the key `but`. How many ended.

    A log-in that waits for its second factor ends too: its password was shown before.
    """
    ended, _ = StaffSession.objects.filter(account=account).exclude(session_key=but).delete()
    return ended
