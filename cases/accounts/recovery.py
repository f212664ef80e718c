"""Letting somebody back in who has lost password or factors: by command alone, on the machine."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cases.accounts.events import What, note
from cases.accounts.factors import remove_factors
from cases.accounts.known import way_in
from cases.accounts.sessions import end_access
from cases.accounts.throttle import lift_limits


def at_the_desk(path: str) -> str:
    """The address of a path of the desk; the path, in words, where no setting tells its host."""
    host = (settings.DESK_HOSTS or settings.ALLOWED_HOSTS or ["*"])[0]
    if host.startswith((".", "*")) or not (settings.HTTPS or host.endswith(".onion")):
        return f"{path}\nPut it behind the address at which you open the desk."
    return f"{'https' if settings.HTTPS else 'http'}://{host}{path}"


@transaction.atomic
def way_past_guessers(account: User, *, reason: str) -> str:
    """The path that makes one browser known to `account` for a day; lifts the limit on tries."""
    lift_limits(account)
    note(What.LIFTED, account, by=None, detail=reason)
    return way_in(account, lent=True)


@transaction.atomic
def recovery_path(account: User, *, reason: str, without_factors: bool) -> str:
    """The path of a page on which, once and within a day, a new password can be chosen.

    Ends all sessions and the calendar's address, and lifts the limit on tries; with
    `without_factors` every second factor is removed. The old password opens nothing any more.
    """
    if without_factors:
        removed = remove_factors(account)
        note(What.FACTOR_REMOVED, account, by=None, detail=f"All of them, by command: {removed}")
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_access(account)
    lift_limits(account)
    note(What.RECOVERED, account, by=None, detail=reason)
    token = default_token_generator.make_token(account)
    number = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("account_recover", args=[number, token])
