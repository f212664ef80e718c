"""Who may use what: the public reads one snapshot of the record; sessions exist for staff alone."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import (
    HttpRequest,
    HttpResponseBadRequest,
    HttpResponseNotFound,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from timeline.api.refusals import bad_request, not_found
from timeline.guard import public_snapshot

STAFF_ADDRESS = "/admin/"


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the address belongs to the desk."""
    return request.path_info.startswith(STAFF_ADDRESS)


class PlainQueryMiddleware:
    """Refuses a query with the character of code 0, which nobody types and no database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers 400 in words for such a query."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return bad_request(request)
        return self.get_response(request)


class KnownHostMiddleware:
    """Refuses a host name that is none of ours before anything builds an address with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers 400 in plain words for such a name."""
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest("This site does not answer to that name.")
        return self.get_response(request)


class DeskHostMiddleware:
    """Keeps desk and record on hosts of their own, where DESK_HOSTS names any.

    Elsewhere an address below /admin/ is answered like one that never was; at the desk's own host
    so is every other address, but that "/" leads to the desk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers, or says that there is nothing."""
        if not settings.DESK_HOSTS:
            return self.get_response(request)
        is_desk = split_domain_port(request.get_host())[0] in settings.DESK_HOSTS
        if is_desk == is_for_staff(request):
            return self.get_response(request)
        if is_desk:
            at_home = request.path_info == "/"
            return HttpResponseRedirect(STAFF_ADDRESS) if at_home else HttpResponseNotFound()
        with public_snapshot():
            return not_found(request)


class PublicSnapshotMiddleware:
    """Every address outside /admin/ is answered from one snapshot, behind the wall."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers a public request inside `public_snapshot()`."""
        if is_for_staff(request):
            return self.get_response(request)
        with public_snapshot():
            return self.get_response(request)


class StaffOnly:
    """Makes a middleware of Django's step aside wherever the address is public."""

    def __call__(self, request: HttpRequest) -> Any:
        """Passes public requests on untouched."""
        if is_for_staff(request):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)  # type: ignore[attr-defined]


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """Sessions, under /admin/ alone."""


class StaffCsrfMiddleware(StaffOnly, CsrfViewMiddleware):
    """Protection of forms, under /admin/ alone: no public form changes anything."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Checks the token of a staff request."""
        return super().process_view(request, *args) if is_for_staff(request) else None


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """Users, under /admin/ alone."""


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """Messages, under /admin/ alone."""
