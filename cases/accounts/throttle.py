"""Limits on tries, kept in axes' table: 5 an account and address, 20 an account, each in an hour.

A try is counted before it is checked and taken back if it was right, so that a hundred at the same
moment are counted as well. Passwords and second factors share the count. What does not exist is
counted like what does. A try that is refused because of the limit is not counted, so every limit
passes by itself; an administrator or a command can lift it earlier.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from unicodedata import normalize

from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.base import AxesHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.accounts.addresses import keyed_hash
from cases.accounts.events import What, note

FROM_ONE_ADDRESS = 5
FROM_ANYWHERE = 20
PERIOD = timedelta(hours=1)


class TooManyTries(AxesBackendPermissionDenied):
    """Nothing was checked: the limit is reached."""


@dataclass(frozen=True)
class Try:
    """One try, counted already."""

    row: int

    def succeeded(self) -> None:
        """Takes the try back: it was right."""
        AccessAttempt.objects.filter(pk=self.row, failures_since_start__gt=0).update(
            failures_since_start=F("failures_since_start") - 1
        )


def count_try(request: Any, username: str) -> Try:
    """Counts a try before it is checked. Raises TooManyTries at the limit."""
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lte=now - PERIOD).delete()
    if locked_until(request, username):
        raise _locked_out(request, username)
    row, _ = AccessAttempt.objects.get_or_create(
        username=account_key(username),
        ip_address=get_client_ip_address(request),
        user_agent="",
        defaults={"failures_since_start": 0},
    )
    AccessAttempt.objects.filter(pk=row.pk).update(
        failures_since_start=F("failures_since_start") + 1, attempt_time=now
    )
    # Others may have been counted at the same moment; whoever is beyond the limit stays outside.
    rows = dict(_fresh(username).values_list("pk", "failures_since_start"))
    if rows.get(row.pk, 0) > FROM_ONE_ADDRESS or sum(rows.values()) > FROM_ANYWHERE:
        raise _locked_out(request, username)
    return Try(row.pk)


def locked_until(request: Any, username: str) -> datetime | None:
    """When the next try is open to `username` from this address; None if it is now."""
    rows = list(
        _fresh(username)
        .order_by("attempt_time")
        .values_list("ip_address", "failures_since_start", "attempt_time")
    )
    here = get_client_ip_address(request)
    ends = [at for address, count, at in rows if address == here and count >= FROM_ONE_ADDRESS]
    total = sum(count for _, count, _ in rows)
    for _, count, at in rows:
        if total < FROM_ANYWHERE:
            break
        total -= count
        ends.append(at)
    return max(ends) + PERIOD if ends else None


def lift_limits(account: User) -> int:
    """Forgets all tries on `account`; how many addresses had tried."""
    forgotten, _ = _fresh(account.get_username()).delete()
    return forgotten


def after_failure(request: Any, username: str, what: Any = What.FAILED) -> None:
    """Logs a failed try on an account that exists, and closes the door if it was the last one."""
    account = User.objects.filter(username=username).first()
    was_locked = getattr(request, "axes_locked_out", False)
    if account and not was_locked:
        note(what, account, by=None)
    if locked_until(request, username):
        _locked_out(request, username)
        if account and not was_locked:
            note(What.LOCKED, account, by=None)


def _locked_out(request: Any, username: str) -> TooManyTries:
    """Has axes' middleware answer with `locked_page`, whatever the view says."""
    request.axes_locked_out = True
    request.axes_credentials = {"username": username}
    return TooManyTries()


def account_key(username: str) -> str:
    """A keyed hash of a name as it was typed: people type passwords in the wrong field."""
    return keyed_hash("account", normalize("NFKC", username).strip().casefold()).hex()


class Throttle(AxesHandler):
    """What axes asks and is told. Rows are written by `count_try`, before anything is checked."""

    def user_login_failed(
        self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any
    ) -> None:
        """A password was wrong, or was not looked at."""
        if request is not None:
            after_failure(request, str(credentials.get("username") or ""))

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Somebody is in, with all that is asked: their own address starts anew."""
        here = get_client_ip_address(request)
        _fresh(user.get_username()).filter(ip_address=here).delete()

    def post_save_access_attempt(self, instance: Any, **kwargs: Any) -> None:
        """Nothing follows from a row."""

    def post_delete_access_attempt(self, instance: Any, **kwargs: Any) -> None:
        """Nothing follows from a row that is gone."""

    def get_failures(self, request: Any, credentials: Any = None) -> int:
        """How many tries count against this account and address."""
        username = str((credentials or {}).get("username") or "")
        return FROM_ONE_ADDRESS if locked_until(request, username) else 0

    def reset_attempts(
        self, *, ip_address: Any = None, username: Any = None, ip_or_username: bool = False
    ) -> int:
        """Forgets the tries on one account, or all of them, for axes' own commands."""
        rows = _fresh(username) if username else AccessAttempt.objects.all()
        return int(rows.delete()[0])


def locked_page(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """429: the same words whether the account exists or not, and how long it lasts."""
    until = locked_until(request, str((credentials or {}).get("username") or ""))
    minutes = ceil((until - timezone.now()).total_seconds() / 60) if until else 0
    context = {"until": until, "minutes": max(minutes, 1), "title": "Too many tries"}
    answer = render(request, "admin/accounts/locked.html", context, status=429)
    answer["Retry-After"] = str(max(minutes, 1) * 60)
    return answer


def _fresh(username: str) -> QuerySet[Any]:
    since = timezone.now() - PERIOD
    rows: QuerySet[Any] = AccessAttempt.objects.filter(
        username=account_key(username), attempt_time__gt=since
    )
    return rows
