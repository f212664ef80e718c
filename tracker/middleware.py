"""Who may use what: the public reads one snapshot of the record; sessions exist for staff alone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import reverse

from timeline.api.refusals import bad_request, not_found
from timeline.guard import public_snapshot

STAFF_ADDRESS = "/admin/"
STAFF_METHODS = ("GET", "HEAD", "POST")
# The folder of static files that public pages use; every other one is the desk's.
PUBLIC_FILES = "timeline/"
ARRIVED = (
    "You were logged out while your form was on its way, and it has arrived. Log in and look "
    "whether it was saved before you send it again."
)


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the address belongs to the desk."""
    return request.path_info.startswith(STAFF_ADDRESS)


def is_plain(request: HttpRequest) -> bool:
    """Whether the address is without the character of code 0."""
    return "%00" not in request.META.get("QUERY_STRING", "") and "\0" not in request.path_info


class PlainQueryMiddleware:
    """Refuses a query with the character of code 0, which nobody types and no database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers 400 in words for such a query."""
        return self.get_response(request) if is_plain(request) else bad_request(request)


class KnownHostMiddleware:
    """Refuses a host name that is none of ours before anything builds an address with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # It stands below, and would build one for the way to TLS.
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers 400 in plain words for such a name."""
        try:
            request.get_host()
        except DisallowedHost:
            refused = HttpResponseBadRequest("This site does not answer to that name.")
            return self.security.process_response(request, refused)
        return self.get_response(request)


class StaffMethodsMiddleware:
    """Looking and sending forms is all that one can do at the desk: no view has to say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers 405 to every other method below /admin/, whether anything is there or not."""
        if is_for_staff(request) and request.method not in STAFF_METHODS:
            return HttpResponseNotAllowed(STAFF_METHODS)
        return self.get_response(request)


class DeskHostMiddleware:
    """Keeps desk and record on hosts of their own, where DESK_HOSTS names any.

    Elsewhere /admin, every address below it and the desk's static files are answered like what
    never was; at the desk's own host so is every other address, but for all static files, and that
    "/" leads to the desk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers, or says that there is nothing."""
        if not settings.DESK_HOSTS:
            return self.get_response(request)
        path = request.path_info
        is_file = path.startswith(settings.STATIC_URL)
        is_desks = f"{path}/".startswith(STAFF_ADDRESS)
        if split_domain_port(request.get_host())[0] in settings.DESK_HOSTS:
            if is_desks or is_file:
                return self.get_response(request)
            return HttpResponseRedirect(STAFF_ADDRESS) if path == "/" else HttpResponseNotFound()
        if is_desks or (is_file and not path.startswith(settings.STATIC_URL + PUBLIC_FILES)):
            return _nothing(request)
        return self.get_response(request)


def _nothing(request: HttpRequest) -> HttpResponse:
    """What the site says of an address that never was, to the last header."""
    with public_snapshot():
        if not is_plain(request):
            return bad_request(request)
        answer = not_found(request)
    answer["Content-Length"] = str(len(answer.content))
    return answer


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

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Keeps the session; if it was ended meanwhile, the answer goes out without one."""
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            request.session = self.SessionStore()
            if request.method == "POST" and response.get("Location"):
                response = _told_at_the_door(request, urljoin(request.path, response["Location"]))
            return super().process_response(request, response)


def _told_at_the_door(request: HttpRequest, then: str) -> HttpResponse:
    """To the log-in page, and then where it led: what was sent is not to be sent twice."""
    answer = HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': then})}")
    said = default_storage(request)
    said.add(messages.WARNING, ARRIVED)
    said.update(answer)
    return answer


class StaffCsrfMiddleware(StaffOnly, CsrfViewMiddleware):
    """Protection of forms, under /admin/ alone: no public form changes anything."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Checks the token of a staff request."""
        return super().process_view(request, *args) if is_for_staff(request) else None


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """Users, under /admin/ alone."""


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """Messages, under /admin/ alone."""
