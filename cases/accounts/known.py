"""Known browsers: some tries at each account are kept for them, and no stranger spends any.

A browser in which somebody has logged in keeps a cookie for this; whoever has a way in of their own
(an address, to be kept with the password) makes any other browser known. Either holds one token: a
random id, when it was made, and a signature that fits one account and its password. It lets nobody
in. It says nothing of whose it is, and it ends when the password changes.
"""

from secrets import token_urlsafe
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse
from django.urls import reverse

DAY = 24 * 60 * 60
# How long a token holds that was made for oneself, and one that an administrator gives away.
BROWSER, LENT = "browser", "lent"
SECONDS = {BROWSER: settings.KNOWN_DAYS * DAY, LENT: DAY}
# In an office several people log in with one browser.
MOST_IN_ONE_BROWSER = 6
BETWEEN = "."


def is_known(request: Any, username: str) -> bool:
    """Whether the browser has a token that fits the account with this name, as it was typed."""
    tokens = _tokens(request)
    if not tokens:
        return False
    typed = normalize("NFKC", username).strip()
    named = User.objects.filter(username__iexact=typed)
    return any(_fits(token, account) for account in named for token in tokens)


def make_known(request: Any, response: HttpResponse, account: Any) -> None:
    """Has the browser keep a new token for `account`, beside those of others."""
    others = [one for one in _tokens(request) if not _fits(one, account)]
    _keep(response, [_new_token(account, BROWSER), *others])


def take_token(request: Any, response: HttpResponse, token: str) -> None:
    """Has the browser keep the token of a way in. Whose it is shows when a name is typed."""
    _keep(response, [token, *(one for one in _tokens(request) if one != token)])


def way_in(account: Any, *, lent: bool = False) -> str:
    """The path of a page that makes a browser known, for KNOWN_DAYS; `lent`, for a day."""
    return reverse("account_way_in", args=[_new_token(account, LENT if lent else BROWSER)])


def _tokens(request: Any) -> list[str]:
    kept: str = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    return [one for one in kept.split(BETWEEN) if one][:MOST_IN_ONE_BROWSER]


def _keep(response: HttpResponse, tokens: list[str]) -> None:
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        BETWEEN.join(tokens[:MOST_IN_ONE_BROWSER]),
        max_age=SECONDS[BROWSER],
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _signer(account: Any, kind: str) -> TimestampSigner:
    return TimestampSigner(salt=f"{__name__}:{kind}:{account.pk}:{account.password}")


def _new_token(account: Any, kind: str) -> str:
    return _signer(account, kind).sign(token_urlsafe(12))


def _fits(token: str, account: Any) -> bool:
    for kind, seconds in SECONDS.items():
        try:
            _signer(account, kind).unsign(token, max_age=seconds)
        except BadSignature:
            continue
        return True
    return False
