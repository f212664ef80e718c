"""Members of staff with passwords and phones, and how they log in."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.test import Client

from cases.roles import Role
from tests.cast import staff

PASSWORD = "a-long-password-of-nobody"
LOGIN = "/admin/accounts/login/"
CODE = "/admin/accounts/login/code/"
FACTORS = "/admin/accounts/factors/"


def member(name: str = "mina", *roles: Role) -> User:
    """A member of staff with a password."""
    user = staff(name, *roles)
    user.set_password(PASSWORD)
    user.save()
    return user


def phone_of(user: User) -> str:
    """Sets up a phone; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def codes_of(user: User) -> list[str]:
    """Makes recovery codes; the codes."""
    return RecoveryCodes.activate(user).get_unused_codes()


def shown(secret: str, later: int = 0) -> str:
    """The code that a phone shows now, or so many half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def tries(client: Client, name: str, password: str = "wrong", **extra: Any) -> Any:
    """Sends the form of the log-in page."""
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_in(client: Client) -> bool:
    """Whether the desk opens for this browser."""
    return client.get("/admin/").status_code == 200


def factors(user: User) -> list[str]:
    """The types of what a user has set up."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
