"""Sessions that know whose they are: the engine, and how all sessions of an account are ended."""

import time
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from cases.accounts.addresses import keyed_hash
from cases.models import CalendarLink, StaffSession


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with its account beside it.

    The table has a keyed hash of what the browser shows: whoever reads it is let in nowhere.
    """

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
        half_in = (data.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
        row.account_id = data.get(SESSION_KEY) or (half_in and url_str_to_user_pk(half_in))
        row.session_key = row_key(row.session_key)
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session that a browser would show this key for."""
        return StaffSession.objects.filter(pk=row_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session of this key, or this session."""
        if key := session_key or self.session_key:
            StaffSession.objects.filter(pk=row_key(key)).delete()

    def _get_session_from_db(self) -> StaffSession | None:
        valid = StaffSession.objects.filter(expire_date__gt=timezone.now())
        row = valid.filter(pk=row_key(self.session_key or "")).first()
        if row is None:
            self._session_key = None
        return row


def row_key(session_key: str) -> str:
    """What stands in the table for the key of a session; as long as the table has room for."""
    return keyed_hash("session", session_key).hex()[:40]


def end_sessions(account: Any, *, but: str | None = None) -> int:
    """Ends every session of `account`, but for the one with the key `but`. How many ended.

    A log-in that waits for its second factor ends too: its password was shown before.
    """
    rows = StaffSession.objects.filter(account=account)
    if but is not None:
        rows = rows.exclude(pk=row_key(but))
    return rows.delete()[0]


def end_access(account: Any, *, but: str | None = None) -> None:
    """Ends every session of `account` but one, and the address of the calendar that needs none."""
    end_sessions(account, but=but)
    CalendarLink.objects.filter(user=account).delete()
