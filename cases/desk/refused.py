"""The page (403) that says what is not open to somebody, and who can help."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.rules import ForGuardians, guardians


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Why it is not allowed; staff alone are told which colleagues may do it."""
    context: dict[str, Any] = {"exception": str(exception)}
    if isinstance(exception, ForGuardians) and _is_staff(request.user):
        context |= {"is_for_guardians": True, "guardians": guardians()}
    return render(request, "403.html", context, status=403, using="desk")


def _is_staff(user: Any) -> bool:
    return bool(user.is_active and user.is_staff)
