"""The door of the API: open to every origin, for reading, with an ETag of the record's sequence."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern
from django.utils.http import parse_etags

from timeline.api.operations import VERSION, api
from timeline.api.refusals import opened, refused
from timeline.guard import public_alias
from timeline.models import RecordHead

READING = ("GET", "HEAD")
ALLOWED = "GET, HEAD, OPTIONS"
FOR_A_DAY = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# What an answer looks like; another number here makes every copy that others keep out of date.
SHAPE = 1

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
    tag = _tag(request)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept(HttpResponseNotModified(), tag)
    asked, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = asked  # so that whoever sends an answer to HEAD leaves out its body
    return _kept(response, tag) if response.status_code == 200 else response


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    """An answer that may be kept, but not used again without asking."""
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


def _tag(request: HttpRequest) -> str:
    """The same for the same question while nothing is published or withdrawn."""
    head = RecordHead.objects.using(public_alias()).first()
    facts = (
        VERSION,
        SHAPE,
        head.sequence if head else 0,
        settings.LICENCE,
        request.build_absolute_uri(),
    )
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'
