"""Whose account a command is about, and why."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def account_named(name: str) -> User:
    """The account. Raises CommandError for one that is not there."""
    account = User.objects.filter(username=name).first()
    if account is None:
        raise CommandError(f"There is no account “{name}”.")
    return account


def active_account(name: str) -> User:
    """The account. Raises CommandError for one that is not there or may not log in."""
    account = account_named(name)
    if not (account.is_active and account.is_staff):
        raise CommandError(f"“{account}” is suspended. An administrator brings it back first.")
    return account


def reason_given(options: dict[str, str]) -> str:
    """The reason for the log. Raises CommandError for an empty one."""
    if reason := options["reason"].strip():
        return reason
    raise CommandError("Give a reason, such as --reason='Lost phone, known by voice'.")
