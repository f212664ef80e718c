"""What the desk keeps of accounts: what happened to them, and where somebody is logged in."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class AccountEvent(models.Model):
    """One thing that happened to an account. It holds no address, no password and no code."""

    class What(models.TextChoices):
        """What happened."""

        SIGNED_IN = "signed in", "Logged in"
        FAILED = "failed", "A try to log in failed"
        CODE_FAILED = "code failed", "A second factor was not accepted"
        LOCKED = "locked", "Too many tries; locked for a while"
        LIFTED = "lifted", "The limit on tries was lifted"
        FACTOR_ADDED = "factor added", "A second factor was added"
        FACTOR_REMOVED = "factor removed", "A second factor was removed"
        CODES_MADE = "codes made", "New recovery codes were made"
        CODE_SPENT = "code spent", "A recovery code was used"
        PASSWORD = "password", "The password was changed"
        CREATED = "created", "The account was made"
        ROLES = "roles", "Roles were changed"
        SUSPENDED = "suspended", "Suspended"
        RESTORED = "restored", "Brought back"
        RECOVERED = "recovered", "A one-time link was made by command"
        HANDED_OVER = "handed over", "Their work was given to a colleague"
        ENDED = "ended", "Ended sessions of their own"
        EXPORTED = "exported", "Took the whole desk away in one file"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=20, choices=What)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_events"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: somebody who runs commands on the machine, or nobody known.",
    )
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.account}"


class StaffSession(AbstractBaseSession):
    """A session that knows whose it is, so that all of an account's can be ended at once."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="staff_sessions",
    )
    # For its owner to see where they are logged in: the rest of the row opens to its cookie alone.
    began = models.DateTimeField(
        null=True, help_text="Empty: the second factor is still asked for."
    )
    seen = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Not known here: the store is `cases.accounts.sessions.SessionStore`."""
        raise NotImplementedError
