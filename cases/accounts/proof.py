"""Asking again who is there, before a deed that a borrowed session must not be able to do.

`proof_asked` goes around a view. Within ten minutes of logging in, or of the last proof, it is not
noticed. After that it answers with a page that asks for the second factor (for the password where
the account has none) and carries along, in the page itself, what was typed: nothing is lost and
nothing of it is stored. Files cannot be carried; the page says so.
"""

import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import admin
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from cases.accounts.factors import PHONE_OR_KEY, Type, own_factors
from cases.accounts.forms import CodeField, KeyForm, checked_code

MINUTES = 10
FIELDS = ("proof-code", "proof-password", "proof-credential")
OURS = (*FIELDS, "proof-of", "csrfmiddlewaretoken")
View = Callable[..., HttpResponseBase]


def proven(request: HttpRequest) -> bool:
    """Whether this session has shown within the last ten minutes who is there."""
    session = request.session
    last: float = max(session.get("began", 0), session.get("proven", 0))
    return 0 <= time.time() - last < MINUTES * 60


def proof_asked(view: View) -> View:
    """A view that is reached with a fresh proof alone. Needs somebody who is logged in."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        given = request.method == "POST" and any(name in request.POST for name in FIELDS)
        if proven(request) and not given:
            return view(request, *args, **options)
        problem = ""
        if given:
            problem = _problem(request)
        if problem or not given:
            return _page(request, problem)
        request.session["proven"] = time.time()
        if request.POST.get("proof-of") == "GET":
            return HttpResponseRedirect(request.get_full_path())
        if request.POST.get("proof-of") == "files":
            return TemplateResponse(request, "admin/accounts/send_again.html", _context(request))
        request.POST = _without_proof(request)
        return view(request, *args, **options)

    return asking


def _problem(request: HttpRequest) -> str:
    """What is wrong with the proof that was sent; "" if nothing is."""
    user: Any = request.user
    try:
        if not own_factors(user).exists():
            password = request.POST.get("proof-password", "")
            found = authenticate(request, username=user.get_username(), password=password)
            if found is None or found.pk != user.pk:
                raise ValidationError("This password was not accepted.")
        elif answer := request.POST.get("proof-credential"):
            form = KeyForm(user=user, data={"credential": answer})
            if not form.is_valid():
                raise ValidationError(form.errors["credential"].as_data())
        else:
            checked_code(request, user, CodeField().clean(request.POST.get("proof-code", "")))
    except ValidationError as error:
        return " ".join(error.messages)
    record_authentication(request, user, "proof", reauthenticated=True)
    return ""


def _page(request: HttpRequest, problem: str) -> TemplateResponse:
    types = set(own_factors(request.user).values_list("type", flat=True))
    options = webauthn.begin_authentication(request.user) if Type.WEBAUTHN in types else None
    asked_by = request.POST.get("proof-of") or ("files" if request.FILES else request.method)
    context = {
        **_context(request),
        "title": "Show that it is you",
        "problem": problem,
        "has_phone": bool(types & set(PHONE_OR_KEY)),
        "options": options,
        "carried": list(_carried(request)),
        "asked_by": "GET" if asked_by == "HEAD" else asked_by,
        "address": request.get_full_path(),
        "minutes": MINUTES,
    }
    return TemplateResponse(request, "admin/accounts/proof.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    return admin.site.each_context(request)


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every name and value of the form, as often as it was sent, without what is ours."""
    for name, values in request.POST.lists():
        if name not in OURS:
            yield from ((name, str(value)) for value in values)


def _without_proof(request: HttpRequest) -> Any:
    typed = request.POST.copy()
    for name in OURS:
        typed.pop(name, None)
    typed._mutable = False
    return typed
