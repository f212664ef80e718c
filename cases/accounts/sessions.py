"""Sessions that know whose they are: the engine, and how all sessions of an account are ended."""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from os import urandom
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.signing import JSONSerializer
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.accounts.addresses import keyed_hash
from cases.models import CalendarLink, StaffSession

NONCE_BYTES = 12


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with its account beside it.

    The table has a keyed hash of what the browser shows, and the rest encrypted under a key that
    comes from the same: whoever reads it is let in nowhere, and finds no link or secret in it.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        """The table of sessions."""
        return StaffSession

    def encode(self, session_dict: Any) -> str:
        """What stands in the table for these values: AES-256-GCM, under this session's own key."""
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        nonce = urandom(NONCE_BYTES)
        plain = JSONSerializer().dumps(session_dict)
        return urlsafe_b64encode(nonce + _cipher(key).encrypt(nonce, plain, None)).decode()

    def decode(self, session_data: Any) -> dict[str, Any]:
        """The values again; none, as of a session that is over, where they cannot be read."""
        try:
            sealed = urlsafe_b64decode(session_data)
            cipher = _cipher(self.session_key or "")
            plain = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            return {}
        values: dict[str, Any] = JSONSerializer().loads(plain)
        return values

    def create_model_instance(self, data: Any) -> Any:
        """The row for this session, with the account that is logged in or shows its factor next."""
        row: Any = super().create_model_instance(data)
        half_in = (data.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
        row.account_id = data.get(SESSION_KEY) or (half_in and url_str_to_user_pk(half_in))
        row.session_key = row_key(row.session_key)
        row.began, row.seen = (_moment(data.get(name)) for name in ("began", "seen"))
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


def begin(session: Any) -> None:
    """Writes down that somebody has just logged in, with all that is asked.

    Called by the one place that logs somebody in. A session that was not begun is over.
    """
    session["began"] = session["seen"] = time.time()


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _cipher(session_key: str) -> AESGCM:
    """HKDF-SHA-256 of the cookie's value, which the database does not have, and the site's key."""
    salt, info = settings.SECRET_KEY.encode(), b"cases.accounts.sessions"
    return AESGCM(HKDF(SHA256(), 32, salt, info).derive(session_key.encode()))


def row_key(session_key: str) -> str:
    """What stands in the table for the key of a session; as long as the table has room for."""
    return keyed_hash("session", session_key).hex()[:40]


def live_sessions(account: Any) -> QuerySet[StaffSession]:
    """Where `account` is logged in now, or has shown its password and not yet its second factor."""
    now = timezone.now()
    going_on = Q(
        began__gt=now - timedelta(hours=settings.SESSION_HOURS),
        seen__gt=now - timedelta(minutes=settings.SESSION_IDLE_MINUTES),
    )
    # How old a row is that nothing was written to but the password's having been right.
    left = timedelta(seconds=settings.SESSION_COOKIE_AGE - settings.ACCOUNT_LOGIN_TIMEOUT)
    half_in = Q(began=None, expire_date__gt=now + left)
    return StaffSession.objects.filter(going_on | half_in, account=account).order_by("-seen")


def end_access(account: Any, *, but: str | None = None) -> None:
    """Ends every session of `account`, but for the one with the key `but`, and its calendar.

    A log-in that waits for its second factor ends too: its password was shown before. So does the
    address of the calendar, which needs no session.
    """
    rows = StaffSession.objects.filter(account=account)
    if but is not None:
        rows = rows.exclude(pk=row_key(but))
    rows.delete()
    CalendarLink.objects.filter(user=account).delete()
