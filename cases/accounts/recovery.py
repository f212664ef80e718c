"""Letting somebody back in who has lost password or factors: by command alone, on the machine."""

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cases.accounts.events import What, note
from cases.accounts.factors import remove_factors
from cases.accounts.sessions import end_sessions
from cases.accounts.throttle import lift_limits


@transaction.atomic
def recovery_path(account: User, *, reason: str, without_factors: bool) -> str:
    """The path of a page on which, once and within a day, a new password can be chosen.

    Ends all sessions and lifts the limit on tries; with `without_factors` every second factor is
    removed. The password that there was opens nothing any more.
    """
    if without_factors:
        removed = remove_factors(account)
        note(What.FACTOR_REMOVED, account, by=None, detail=f"All of them, by command: {removed}")
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_sessions(account)
    lift_limits(account)
    note(What.RECOVERED, account, by=None, detail=reason)
    token = default_token_generator.make_token(account)
    number = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("account_recover", args=[number, token])
