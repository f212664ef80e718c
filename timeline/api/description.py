"""The description of the API (OpenAPI 3.1), and the page that says the same to people."""

from copy import deepcopy
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from timeline.api.door import door
from timeline.api.operations import WORDS, api
from timeline.views.visit import Visit, visitor

ROOT = "/api/v1"
ABOUT = (
    "Everything that is published, read only: no key, no cookie, open to every origin. Each "
    "answer has an ETag that changes when the answer does; send it back in If-None-Match and an "
    "unchanged answer is 304. A parameter that is not known, or cannot be used, is refused with "
    "400 in words."
)
STATUSES = {
    "200": "The answer.",
    "301": "The record has another reference now.",
    "304": "Unchanged since the answer with this ETag.",
    "400": "A parameter cannot be used; the answer names it and says why.",
    "404": "There is nothing at this address.",
    "410": "It was withdrawn; the answer has the public note.",
}
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": {"required": True, "schema": {"type": "string", "const": "*"}}
}
TAG = {
    "ETag": {
        "required": True,
        "description": "Changes with the answer.",
        "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    },
    "Cache-Control": {"required": True, "schema": {"type": "string", "const": "no-cache"}},
}
LOCATION = {"Location": {"required": True, "schema": {"type": "string"}}}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of an answer that you keep.",
    "schema": {"type": "string"},
}


@cache
def description() -> dict[str, Any]:
    """The API in the words of OpenAPI: what ninja knows of it, and what the door adds."""
    found = deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT)))
    found["info"] = {
        "title": f"{settings.SITE_NAME}: the record",
        "version": api.version,
        "description": f"{ABOUT} {settings.LICENCE}",
    }
    found["servers"] = [{"url": "/"}]
    found["tags"] = [{"name": name, "description": words} for name, (_, words) in WORDS.items()]
    for path in found["paths"].values():
        _complete(path["get"])
    return found


@door
def openapi_json(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`: the description for programs."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@visitor
def docs(visit: Visit) -> HttpResponse:
    """`/api/v1/docs`: the description as a page of this site."""
    found = description()
    operations = [
        {"path": path, "tag": operation["tags"][0], **operation}
        for path, methods in found["paths"].items()
        for operation in methods.values()
    ]
    return visit.page(
        "api.html",
        about=ABOUT,
        groups=[
            (name, words, [one for one in operations if one["tag"] == name])
            for name, (_, words) in WORDS.items()
        ],
        schemas=found["components"]["schemas"],
        statuses=STATUSES,
    )


def to_docs(request: HttpRequest) -> HttpResponse:
    """`/api/` and `/api/v1/`: to the page that explains them."""
    return HttpResponseRedirect(f"{ROOT}/docs")


def _complete(operation: dict[str, Any]) -> None:
    for parameter in operation["parameters"]:
        for name in ("title", "description"):
            parameter["schema"].pop(name, None)
    operation["parameters"].append(deepcopy(IF_NONE_MATCH))
    operation["responses"] = {
        str(status): _response(str(status), response)
        for status, response in operation["responses"].items()
    }


def _response(status: str, response: dict[str, Any]) -> dict[str, Any]:
    headers = dict(ANY_ORIGIN)
    if status in ("200", "304"):
        headers |= TAG
    if status == "301":
        headers |= LOCATION
    return {**response, "description": STATUSES[status], "headers": headers}
