"""What the server refuses by itself, before the site is asked: with the headers of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from tracker.policy import PolicyMiddleware

HEADERS: tuple[Any, ...] = (SecurityMiddleware, XFrameOptionsMiddleware, PolicyMiddleware)


class UnreadRequest(HttpRequest):
    """A request of which nothing is known: neither where it came to nor how."""

    def is_secure(self) -> bool:
        """Whether people come to this site by TLS."""
        return bool(settings.HTTPS)


def refusal(status: int, reason: str) -> bytes:
    """The whole answer. It repeats nothing of what was sent, and says the same at every address."""
    answer: Any = HttpResponse(
        f"{reason}\n", status=status, reason=reason, content_type="text/plain; charset=utf-8"
    )
    answer["Content-Length"] = len(answer.content)
    answer["Connection"] = "close"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    request = UnreadRequest()
    for one in HEADERS:
        answer = one(_nobody).process_response(request, answer)
    return f"HTTP/1.1 {status} {reason}\r\n".encode() + bytes(answer.serialize())


def _nobody(request: HttpRequest) -> HttpResponseBase:
    raise NotImplementedError
