"""What holds for every page below /admin/: never stored, limited in time, a second factor."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from cases.accounts.factors import must_set_up
from cases.accounts.keeping import signed_out

STAFF_ADDRESS = "/admin/"
ENTRANCE = "/admin/accounts/"
NOTICED_AFTER = 60
# In the address of the log-in page: the session that a browser showed is over.
OVER = "over"
# All that somebody without a second factor can reach, besides logging in and out.
TO_SET_UP = ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes")
OPEN = ("account_login", "admin:logout", *TO_SET_UP)


class StaffMiddleware:
    """A middleware that steps aside wherever the address is public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers for staff; passes public requests on untouched."""
        if request.path_info.startswith(STAFF_ADDRESS):
            return self.answer(request)
        return self.get_response(request)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request of staff."""
        raise NotImplementedError


class StaffPagesMiddleware(StaffMiddleware):
    """No page for staff stays in a browser's or a proxy's store."""

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the order not to keep it."""
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class SessionLimitsMiddleware(StaffMiddleware):
    """Logs out after SESSION_HOURS, and after SESSION_IDLE_MINUTES without a request."""

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Goes on, or ends the session and says so."""
        if not request.user.is_authenticated:
            return self._for_nobody(request)
        now = time.time()
        began, seen = request.session.get("began", 0), request.session.get("seen", 0)
        why = _over(now - began, now - seen)
        if not why:
            if now - seen > NOTICED_AFTER:
                request.session["seen"] = now
            return self.get_response(request)
        logout(request)
        if request.method == "POST":
            return signed_out(request, why)
        messages.warning(request, f"{why} Please log in again.")
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")

    def _for_nobody(self, request: HttpRequest) -> HttpResponseBase:
        is_entrance = request.path_info.startswith((ENTRANCE, reverse("admin:login")))
        if request.method == "POST" and not is_entrance:
            return signed_out(request, "You are not logged in any more.")
        answer = self.get_response(request)
        return _told_that_it_is_over(request, answer)


def _told_that_it_is_over(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer; where it leads a browser with a dead session to the door, the door says so.

    It says the same to a cookie that somebody made up: why a session ended, or whether there was
    one, is not told to who has none.
    """
    door = reverse(settings.LOGIN_URL)
    path, _, query = answer.get("Location", "").partition("?")
    is_dead = request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty()
    if is_dead and path in (door, reverse("admin:login")):
        answer["Location"] = f"{door}?{query}&{OVER}=1"
    return answer


def _over(age: float, idle: float) -> str:
    """Why a session has to end, or "". A clock that was set back counts as well."""
    if not 0 <= age < settings.SESSION_HOURS * 60 * 60:
        return f"You were logged out: a log-in holds for {settings.SESSION_HOURS} hours."
    if not 0 <= idle < settings.SESSION_IDLE_MINUTES * 60:
        return f"You were logged out: nothing happened for {settings.SESSION_IDLE_MINUTES} minutes."
    return ""


class SecondFactorMiddleware(StaffMiddleware):
    """Under REQUIRE_SECOND_FACTOR, leads whoever has none to the page where one is set up."""

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Goes on, or leads to the page."""
        user: Any = request.user
        is_open = request.path_info in {reverse(name) for name in OPEN}
        if user.is_authenticated and not is_open and must_set_up(user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)
