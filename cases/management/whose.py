"""Whose account a command is about."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def active_account(name: str) -> User:
    """The account. Raises CommandError for one that is not there or may not log in."""
    account = User.objects.filter(username=name).first()
    if account is None:
        raise CommandError(f"There is no account “{name}”.")
    if not (account.is_active and account.is_staff):
        raise CommandError(f"“{account}” is suspended. An administrator brings it back first.")
    return account
