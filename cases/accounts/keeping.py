"""Nothing typed is lost when a form comes too late, or when it cannot be saved just now.

The page that answers carries every field. Sent again from it, the form goes on where it was. Only
a form that came from this site itself is carried, so that nobody else's page can put words into it.
Passwords and codes are not: whoever comes to this screen next could read them in the page.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = re.compile(r".*password.*|(proof-)?(code|credential)", re.IGNORECASE)


def signed_out(request: HttpRequest, why: str) -> HttpResponse:
    """The answer (403) to a form that was sent after its session ended; `why` it did, in words.

    On the spot: the log-in page would take what was typed out of the browser's reach.
    """
    context = {"why": why, **carried(request)}
    return render(request, "admin/accounts/signed_out.html", context, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer (403) to a form whose token is not this session's; `reason` is Django's."""
    context = carried(request) if request.user.is_staff else {}
    return render(request, "403_csrf.html", context, status=403)


def kept(request: HttpRequest) -> dict[str, Any]:
    """What kept.html shows of a form whose token has been checked, to be sent again."""
    return {
        "carried": _fields(request),
        "had_files": bool(request.FILES),
        "had_secrets": any(SECRET.fullmatch(name) for name in request.POST),
    }


def carried(request: HttpRequest) -> dict[str, Any]:
    """As `kept`, whatever the token; nothing where no page of this site sent the form."""
    return kept(request) if _comes_from_here(request) else {}


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of this site's own pages sent it."""
    own = f"{request.scheme}://{request.get_host()}"
    fetched = request.headers.get("Sec-Fetch-Site")
    return request.headers.get("Origin") == own or fetched == "same-origin"


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not SECRET.fullmatch(name)
        for value in values
    ]
