"""How allauth is told what the desk wants: no sign-up, no e-mail, secrets of phones encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from cases.accounts.addresses import keyed_hash
from cases.accounts.events import What, note
from cases.accounts.factors import has_factor, own_factors
from cases.accounts.sessions import SessionStore, begin

NOT_TOGETHER = (
    "This name and password were not accepted. Capital and small letters differ in both. "
    "If you have forgotten them, or if you can log in no more, ask an administrator."
)
NOT_RIGHT = (
    "This code was not accepted. A code from the phone holds for half a minute, and each code "
    "once only. Look at the newest one and try again."
)
UNREADABLE = (
    "The desk can read no code of yours any more, because the key of the site was changed. Use "
    "your security key if you have one; if not, ask whoever runs the machine for a one-time link."
)
LAST_ONE = "It is your only second factor. Add another one first; then you can remove this one."


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators alone, and nothing is ever sent by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NOT_TOGETHER,
        "incorrect_password": "This password was not accepted.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where a log-in may lead: to addresses of this very host."""
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """No: `proof_asked` has asked already, by the desk's own rule."""
        return False

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Says only what the desk says itself."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sends nothing."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sends nothing."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Logs in, in a new session, and remembers when everything was proven.

        Sessions that are over, of whomever, are forgotten at this: it happens every day.
        """
        SessionStore.clear_expired()
        super().login(request, user)
        begin(request.session)
        note(What.SIGNED_IN, user, by=user)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors, in the desk's words, with the phone's secret encrypted where it is kept."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_RIGHT,
        "unreadable": UNREADABLE,
        "cannot_delete_authenticator": LAST_ONE,
        "cannot_generate_recovery_codes": "Recovery codes stand in for a second factor. "
        "Set up a phone or a key first.",
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The stored secret. Raises InvalidToken under another SECRET_KEY."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where everybody must have one."""
        others = own_factors(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not settings.REQUIRE_SECOND_FACTOR

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Whether the account has a second factor (of these types)."""
        return super().is_mfa_enabled(user, types) if types else has_factor(user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new key is called, where nobody says."""
        return f"Key {own_factors(user).filter(type=type).count() + 1}"

    def get_totp_label(self, user: Any) -> str:
        """The name that a phone shows: the account's, and never an e-mail address."""
        return str(user.get_username())

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return "Desk"


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keyed_hash("factors", "secrets of phones")))
