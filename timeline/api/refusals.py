"""How the API says no: as JSON, in the words of the pages, and never with a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse

from timeline.addresses import Moved, NothingHere, Withdrawn
from timeline.api.operations import api
from timeline.filters import BadParameter
from timeline.views import visit as pages

ROOT = "/api/"
NOTHING = "There is nothing at this address."


OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location",
    "X-Robots-Tag": "noindex",
}


def opened(response: HttpResponse) -> HttpResponse:
    """An answer that pages of every origin may read, and that no search engine lists."""
    for name, value in OPEN_TO_ALL.items():
        response[name] = value
    return response


def refused(status: int, words: str, **more: Any) -> HttpResponse:
    """A refusal as JSON."""
    body = {"error": words, **{name: value for name, value in more.items() if value}}
    return opened(JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}))


@api.exception_handler(BadParameter)
def bad_parameter(request: HttpRequest, error: BadParameter) -> HttpResponse:
    """400, with the parameter's name."""
    return refused(400, str(error), parameter=error.parameter)


@api.exception_handler(NothingHere)
def nothing_here(request: HttpRequest, error: NothingHere) -> HttpResponse:
    """404: the same words for what never was and for what may not be named."""
    return refused(404, NOTHING)


@api.exception_handler(Withdrawn)
def withdrawn(request: HttpRequest, error: Withdrawn) -> HttpResponse:
    """410, with the public note."""
    return refused(410, "This was withdrawn.", note=error.tombstone.public_note)


@api.exception_handler(Moved)
def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    """301 to the same question about the record's present reference."""
    folder = request.path.rpartition("/")[0]
    query = request.META.get("QUERY_STRING", "")
    address = f"{folder}/{error.reference}" + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(address)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for a request that cannot be understood at all: JSON below /api/, a page elsewhere."""
    if request.path_info.startswith(ROOT):
        return refused(400, "This request cannot be understood.")
    return pages.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: JSON below /api/, a page elsewhere."""
    if request.path_info.startswith(ROOT):
        return refused(404, NOTHING)
    return pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: JSON below /api/, static words elsewhere."""
    if request.path_info.startswith(ROOT):
        return refused(500, "Something went wrong on our side. Please try again later.")
    return pages.server_error(request)
