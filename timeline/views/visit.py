"""One reader's visit: which moment of the record is read, and how its pages are answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timeline.addresses import Moved, NothingHere, Withdrawn, nearest
from timeline.entries import KINDS_BY_FOLDER
from timeline.filters import BadParameter
from timeline.guard import public_alias
from timeline.models import Edition

Parameters = ParamSpec("Parameters")

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SERVER_ERROR = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Something went wrong on our side</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"></head>
<body><main>
<h1>Something went wrong on our side</h1>
<p>Nothing you did caused it. Please try again in a few minutes.</p>
<p lang="ru">На нашей стороне произошла ошибка. Попробуйте ещё раз через несколько минут.</p>
<p lang="ko">저희 쪽에서 오류가 발생했습니다. 몇 분 뒤에 다시 시도해 주세요.</p>
<p><a href="/">To the timeline</a></p>
</main></body></html>
"""


@dataclass(frozen=True)
class Visit:
    """The request, and the day as of whose end (UTC) the record is read; None is now."""

    request: HttpRequest
    day: date | None = None
    is_preview: ClassVar[bool] = False

    @property
    def using(self) -> str:
        """The database alias that public queries name."""
        return public_alias()

    @property
    def moment(self) -> datetime | None:
        """The first moment after the day, just short of it; None for the current record."""
        if self.day is None:
            return None
        return datetime.combine(self.day, time.max, tzinfo=UTC)

    @property
    def root(self) -> str:
        """The address that every link of the page begins with."""
        return "/" if self.day is None else f"/as-of/{self.day.isoformat()}/"

    def link(self, path: str = "", query: str = "") -> str:
        """The address of a page of this visit, from its path below the root."""
        return f"{self.root}{path}" + (f"?{query}" if query else "")

    def now(self) -> str:
        """The address of this page in the current record."""
        whole = self.request.get_full_path()
        return "/" + whole.removeprefix(self.root) if self.day else whole

    def address(self, path: str) -> str:
        """The full web address of a page of the current record."""
        return self.request.build_absolute_uri(f"/{path}")

    def editions(self) -> Any:
        """The editions that stand at this visit's moment."""
        return Edition.objects.using(self.using).standing(self.moment)

    def page(self, template: str, status: int = 200, **values: Any) -> HttpResponse:
        """Renders a public page from plain values."""
        response = render(
            self.request, template, {"visit": self, **values}, status=status, using="public"
        )
        if self.day is not None:
            response["X-Robots-Tag"] = "noindex"
        return response

    def said(self, status: int, title: str, words: str, **values: Any) -> HttpResponse:
        """A page that says what is the matter."""
        return self.page("message.html", status=status, title=title, words=words, **values)


def visitor(
    view: Callable[Concatenate[Visit, Parameters], HttpResponse],
) -> Callable[..., Any]:
    """Makes a view of a function that takes a Visit: read-only, with every refusal in words."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, as_of: str = "", **kwargs: Any) -> HttpResponse:
        return _asked_again(_answered(view, request, as_of, *args, **kwargs))

    return answer


def _answered(
    view: Callable[..., HttpResponse], request: HttpRequest, as_of: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    visit = Visit(request)
    try:
        if as_of:
            visit = Visit(request, day_of(as_of))
        return view(visit, *args, **kwargs)
    except BadParameter as error:
        return visit.said(400, "This address asks for something we cannot read", str(error))
    except Moved as error:
        moved = _moved(request, str(kwargs["reference"]), error.reference)
        return HttpResponsePermanentRedirect(moved)
    except Withdrawn as error:
        return visit.page("withdrawn.html", status=410, tombstone=error.tombstone)
    except NothingHere:
        return _not_found(visit)


def _asked_again(response: HttpResponse) -> HttpResponse:
    """The same, for whoever keeps it to ask again: what is taken back must not live on in caches.

    Without a word a browser keeps a 301 or 410 for ever, and a proxy any page for a while.
    """
    response.setdefault("Cache-Control", "no-cache")
    return response


def _moved(request: HttpRequest, old: str, new: str) -> str:
    """The address of the request with the record's new reference in the place of its old one."""
    parts = request.path.split("/")
    place = next(at for at, part in enumerate(parts) if part in KINDS_BY_FOLDER) + 1
    parts[place] = new + parts[place].removeprefix(old)
    query = request.META.get("QUERY_STRING", "")
    return "/".join(parts) + (f"?{query}" if query else "")


def day_of(text: str) -> date:
    """The day that an address names. Raises BadParameter for none, or for one still to come."""
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise BadParameter(f"“{text}” is not a day. Write it like 2026-03-01.")
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise BadParameter(f"The record cannot be read as of {text}, which is still to come.")
    return day


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same words for what never was and for what may not be named."""
    return _asked_again(_not_found(Visit(request)))


def _not_found(visit: Visit) -> HttpResponse:
    near = nearest(visit.request.path, visit.using, visit.moment)
    return visit.page("not_found.html", status=404, nearest=near)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that cannot be understood at all."""
    return _asked_again(
        Visit(request).said(
            400, "This request cannot be understood", "Go back to the timeline and try from there."
        )
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: static words in three languages that need neither database nor template."""
    return _asked_again(HttpResponse(SERVER_ERROR, status=500))
