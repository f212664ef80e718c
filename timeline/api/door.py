"""The door of the API: open to every origin, for reading, with an ETag of each answer."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern
from django.utils.http import parse_etags

from timeline.api.operations import api
from timeline.api.refusals import opened, refused

READING = ("GET", "HEAD")
ALLOWED = "GET, HEAD, OPTIONS"
FOR_A_DAY = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """Makes a view of the API answer OPTIONS and HEAD, other origins and questions asked again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return opened(_answer(view, request, *args, **kwargs))

    return answer


def urls() -> list[URLPattern]:
    """The addresses of the operations, each behind the door."""
    patterns: list[URLPattern] = api.urls[0]  # type: ignore[assignment]
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return patterns


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ALLOWED, **FOR_A_DAY})
    if request.method not in READING:
        refusal = refused(405, "The record can only be read here.")
        refusal["Allow"] = ALLOWED
        return refusal
    asked, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = asked  # so that whoever sends an answer to HEAD leaves out its body
    return _conditional(request, response) if response.status_code == 200 else response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or that the copy which somebody keeps is the same still.

    The tag is of the answer alone. One of the record's state would tell that something had been
    removed, or let copies of it pass for new.
    """
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), tag)
    return _kept(response, tag)


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    """An answer that may be kept, but not used again without asking."""
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response
