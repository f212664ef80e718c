"""Limits on tries in any hour, kept in axes' table: a row a try.

Strangers have 5 at an account from one address, 15 at an account from everywhere, and 25 from one
address at whatever names. Browsers that are known to an account have 5 at it between them, which no
stranger can spend: so nobody who guesses, however long, keeps out who has logged in before.

A try is counted before it is checked and taken back if it was right, so that a hundred at the same
moment are counted as well. Passwords and second factors share the count. What does not exist is
counted like what does. A try that is refused because of the limit is not counted, so every lock
passes when its tries are an hour old; an administrator or a command can lift it earlier.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from secrets import token_hex
from typing import Any
from unicodedata import normalize

from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.base import AxesHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.accounts.addresses import disguised, keyed_hash
from cases.accounts.events import What, note
from cases.accounts.keeping import kept
from cases.accounts.known import is_known

FROM_ONE_ADDRESS = 5
BY_STRANGERS = 15
BY_KNOWN = 5
AT_WHATEVER_NAMES = 25
PERIOD = timedelta(hours=1)
# Whose try it was, in a column that axes has no use for here.
STRANGER, KNOWN = "", "known"


class TooManyTries(AxesBackendPermissionDenied):
    """Nothing was checked: the limit is reached."""


@dataclass(frozen=True)
class Try:
    """One try, counted already."""

    row: int

    def succeeded(self) -> None:
        """Takes the try back: it was right."""
        AccessAttempt.objects.filter(pk=self.row).delete()


def count_try(request: Any, username: str) -> Try:
    """Counts a try before it is checked. Raises TooManyTries at the limit."""
    AccessAttempt.objects.filter(attempt_time__lte=timezone.now() - PERIOD).delete()
    if locked_until(request, username):
        raise _locked_out(request, username)
    row = AccessAttempt.objects.create(
        username=account_key(username),
        ip_address=get_client_ip_address(request),
        path_info=KNOWN if is_known(request, username) else STRANGER,
        user_agent=token_hex(),  # the table demands that rows differ
        failures_since_start=1,
    )
    # Others may have been counted at the same moment; whoever is beyond a limit stays outside.
    if any(rows.count() > most for rows, most in _limits(request, username)):
        row.delete()
        raise _locked_out(request, username)
    return Try(row.pk)


def locked_until(request: Any, username: str) -> datetime | None:
    """When the next try is open to `username` from this browser; None if it is now."""
    ends: list[datetime] = []
    for rows, most in _limits(request, username):
        # As soon as this one is too old to count, fewer than `most` are left.
        ends += rows.order_by("-attempt_time").values_list("attempt_time", flat=True)[
            most - 1 : most
        ]
    return max(ends) + PERIOD if ends else None


def _limits(request: Any, username: str) -> list[tuple[QuerySet[Any], int]]:
    """The tries that count with one from this browser at this name, and how many there may be."""
    at_account = _fresh().filter(username=account_key(username))
    if is_known(request, username):
        return [(at_account.filter(path_info=KNOWN), BY_KNOWN)]
    strange = at_account.filter(path_info=STRANGER)
    here = get_client_ip_address(request)
    return [
        (strange.filter(ip_address=here), FROM_ONE_ADDRESS),
        (strange, BY_STRANGERS),
        (_fresh().filter(path_info=STRANGER, ip_address=here), AT_WHATEVER_NAMES),
    ]


def lift_limits(account: User) -> int:
    """Forgets all tries at `account`; how many there were."""
    tries = AccessAttempt.objects.filter(username=account_key(account.get_username()))
    return int(tries.delete()[0])


def after_failure(request: Any, username: str, what: Any = What.FAILED) -> None:
    """Logs a failed try on an account that exists, and closes the door if it was the last one."""
    was_locked = getattr(request, "axes_locked_out", False)
    accounts = [] if was_locked else _accounts_of({account_key(username)})
    for account in accounts:
        note(what, account, by=None)
    if locked_until(request, username):
        _locked_out(request, username)
        for account in accounts:
            note(What.LOCKED, account, by=None)


def _accounts_of(keys: Collection[str]) -> list[User]:
    """The accounts whose tries are counted under these keys, however their names were typed."""
    return [one for one in User.objects.all() if account_key(one.get_username()) in keys]


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
        """Nothing follows: what was right was taken back, and what was wrong may be another's."""

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
        """Forgets tries from an address, at an account, or all, for axes' own commands; logs it."""
        rows = AccessAttempt.objects.all()
        if username:
            rows = rows.filter(username=account_key(username))
        if ip_address:
            rows = rows.filter(ip_address=disguised(ip_address))
        lifted = set(rows.values_list("username", flat=True))
        lifted |= {account_key(username)} if username else set()
        for account in _accounts_of(lifted):
            note(What.LIFTED, account, by=None, detail="By command")
        return int(rows.delete()[0])


def locked_page(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """429: the same words whether the account exists or not, and how long it lasts.

    What was typed into a form that asked for a proof is kept, to be sent when the time is over.
    """
    until = locked_until(request, str((credentials or {}).get("username") or ""))
    minutes = ceil((until - timezone.now()).total_seconds() / 60) if until else 0
    context = {"until": until, "minutes": max(minutes, 1), "title": "Too many tries"}
    context["days"] = settings.KNOWN_DAYS
    if request.user.is_authenticated and request.POST.get("proof-of") != "GET":
        context.update(kept(request))
    answer = render(request, "admin/accounts/locked.html", context, status=429)
    answer["Retry-After"] = str(max(minutes, 1) * 60)
    return answer


def _fresh() -> QuerySet[Any]:
    rows: QuerySet[Any] = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - PERIOD)
    return rows
