"""Nothing typed is lost when a form comes too late: after the session ended, or from an old page.

The page that answers carries every field. Sent again from it, the form goes on where it was. Only
a form that came from this site itself is carried, so that nobody else's page can put words into it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_CARRIED = frozenset(("csrfmiddlewaretoken", "password", "password1", "password2"))


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer (403) to a form that was sent after its session ended."""
    return render(request, "admin/cases/signed_out.html", _carried(request), status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer (403) to a form whose token is not this session's; `reason` is Django's."""
    is_login = "password" in request.POST
    if not request.user.is_staff and has_words(request) and not is_login:
        return signed_out(request)
    context = {} if is_login else _carried(request)
    return render(request, "403_csrf.html", context, status=403)


def has_words(request: HttpRequest) -> bool:
    """Whether a form holds anything that would be missed."""
    return any(value.strip() for name, value in _fields(request))


def _carried(request: HttpRequest) -> dict[str, Any]:
    if not _comes_from_here(request):
        return {}
    return {"carried": _fields(request), "had_files": bool(request.FILES)}


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of this site's own pages sent it."""
    own = f"{request.scheme}://{request.get_host()}"
    fetched = request.headers.get("Sec-Fetch-Site")
    return request.headers.get("Origin") == own or fetched == "same-origin"


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in NOT_CARRIED
        for value in values
    ]
