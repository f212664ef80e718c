"""Second factors: which somebody has, whether one is shown, and what follows when they change."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.accounts.events import note
from cases.accounts.sessions import end_access

Type = Authenticator.Type
PHONE_OR_KEY = (Type.TOTP, Type.WEBAUTHN)


def own_factors(user: Any) -> QuerySet[Authenticator]:
    """The phone and the keys of an account; recovery codes only stand in for them."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk)
    return found.filter(type__in=PHONE_OR_KEY)


def has_factor(user: Any) -> bool:
    """Whether an account has a phone code or a key."""
    return user.is_authenticated and own_factors(user).exists()


def code_accepted(user: Any, code: str) -> Authenticator | None:
    """The phone or the recovery codes that `code` came from, which it then is worth no more."""
    code = "".join(code.split())
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=user.pk)
        for row in rows.filter(type__in=(Type.TOTP, Type.RECOVERY_CODES)).order_by("-type"):
            if is_readable(row) and _spent_now(row, code):
                row.record_usage()
                return row
    return None


def is_readable(row: Authenticator) -> bool:
    """Whether what is kept of a factor was written under the SECRET_KEY of today."""
    kept = [row.data[name] for name in ("secret", "seed") if name in row.data]
    try:
        for secret in kept:
            decrypt(secret)
    except InvalidToken:
        return False
    return True


def some_code_is_readable(user: Any) -> bool:
    """Whether any code could be accepted: of the phone, or of the printed list."""
    return any(
        is_readable(row)
        for row in Authenticator.objects.filter(user_id=user.pk).exclude(type=Type.WEBAUTHN)
    )


def _spent_now(row: Authenticator, code: str) -> bool:
    if row.type == Type.RECOVERY_CODES:
        return bool(row.wrap().validate_code(code))
    step = phone_step(decrypt(row.data["secret"]), code)
    # RFC 6238, 5.2: a code that was accepted is not accepted again, nor one before it.
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def phone_step(secret: str, code: str) -> int | None:
    """The half-minute since 1970 whose code this is, now or one to either side; or None."""
    now = int(time.time()) // 30
    if not (code.isascii() and code.isdigit()):
        return None
    for step in (now, now - 1, now + 1):
        if format_hotp_value(hotp_value(secret, step)) == code:
            return step
    return None


def factor_changed(request: HttpRequest, what: Any, detail: str) -> None:
    """After a change of factors: this session gets a new key; all other ways in end."""
    request.session.cycle_key()
    end_access(request.user, but=request.session.session_key)
    note(what, request.user, by=request.user, detail=detail)


def remove_factors(account: Any) -> int:
    """Removes every second factor of an account, recovery codes too; how many there were."""
    removed, _ = Authenticator.objects.filter(user_id=account.pk).delete()
    return int(removed)


def must_set_up(user: Any) -> bool:
    """Whether this member of staff may do nothing before they have set up a second factor."""
    return settings.REQUIRE_SECOND_FACTOR and not has_factor(user)
