"""The matrix of headers: every answer of the site, the public's and the staff's."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cases.models import Case
from tests.cases.accounts.people import LOGIN, member, tries
from tests.cast import alice
from tests.privacy.addresses import ANY, WRONG, Place, addresses_of, patterns
from tests.privacy.crawling import PAGES
from tests.privacy.site import Site
from tests.privacy.test_canaries import staff_addresses
from tests.tracker.test_headers import BOGUS, POLICY

pytestmark = pytest.mark.django_db
FRAMED = (POLICY - {"frame-ancestors 'none'"}) | {"frame-ancestors *"}
STATES = ("control", "withdrawn", "thinned", "removed")


def one_of_each(site: Site) -> list[str]:
    """Every public pattern, for a record in each of four states."""
    places = [Place(PAGES["case"], site.sets[state][Case].reference) for state in STATES] + [
        Place(PAGES[one._meta.model_name], one.reference)
        for one in site.sets["control"].records()
        if one._meta.model_name in PAGES
    ]
    found = [one for text, names in patterns() for one in addresses_of(text, names, places)]
    return [*found, *WRONG]


def policy_of(answer: Any) -> set[str]:
    said = answer.get("Content-Security-Policy", "")
    return {part.strip() for part in said.split(";") if part.strip()}


def test_every_public_answer_is_strict_and_sets_no_cookie_even_when_some_are_sent(client, site):
    client.cookies.load(BOGUS)
    statuses = set()
    for address in one_of_each(site):
        for method in ("get", "head", "post", "options"):
            answer = getattr(client, method)(address)
            statuses.add(answer.status_code)
            asked = f"{method} {address}"
            is_framed = address.startswith("/embed/") and method in ("get", "head")
            assert policy_of(answer) == (FRAMED if is_framed else POLICY) or (
                address.startswith("/embed/") and policy_of(answer) == FRAMED
            ), asked
            assert not answer.cookies, asked
            assert "Set-Cookie" not in answer.headers, asked
            assert "cookie" not in answer.get("Vary", "").lower(), asked
            assert answer["X-Content-Type-Options"] == "nosniff", asked
            assert answer["Referrer-Policy"] == "same-origin", asked
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin", asked
            if not address.startswith("/embed/"):
                assert answer["X-Frame-Options"] == "DENY", asked
    assert statuses >= {200, 204, 301, 302, 400, 404, 405, 410}
    assert ANY["as_of"]


@pytest.mark.parametrize("path", ["/", "/admin/", "/static/x"])
def test_an_answer_to_a_name_that_is_not_ours_is_strict_too(client, settings, path):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 3600, True
    answer = client.get(path, headers={"host": "somebody-else.example"}, secure=True)
    assert answer.status_code == 400
    assert policy_of(answer) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Strict-Transport-Security"].startswith("max-age=3600")
    assert "somebody-else" not in answer.content.decode()
    plain = client.get(path, headers={"host": "somebody-else.example"})
    assert plain.status_code == 400
    assert "Location" not in plain


def holds_at_the_desk(answer: Any, asked: str) -> None:
    """That no browser keeps it, that it is strict, and that its cookies stay below /admin/."""
    assert "no-store" in answer.get("Cache-Control", ""), asked
    assert answer.get("X-Robots-Tag") == "noindex", asked
    assert answer.get("X-Content-Type-Options") == "nosniff", asked
    assert answer.get("X-Frame-Options") == "DENY", asked
    parts = policy_of(answer)
    assert parts == POLICY or parts - POLICY == {"img-src 'self' data:"}, asked
    for cookie in answer.cookies.values():
        assert cookie["path"] == "/admin/", asked
        assert cookie["httponly"] or not cookie.value, asked
        assert cookie["samesite"] == "Strict", asked


@pytest.mark.parametrize("who", ["nobody", "alice"])
def test_every_answer_of_the_desk_is_strict_and_is_kept_by_no_browser(client, site, who):
    read = 0
    for state in ("control", "draft") if who == "nobody" else ("control",):
        for address in staff_addresses(str(site.sets[state][Case].pk)):
            for method in ("get", "post", "put"):
                if who == "alice":
                    client.force_login(alice())
                with transaction.atomic():
                    answer = getattr(client, method)(address)
                    transaction.set_rollback(True)
                holds_at_the_desk(answer, f"{method} {address}")
                read += 1
    assert read > 450


@pytest.mark.parametrize(
    ("status", "who", "method", "path"),
    [
        (301, alice, "get", "/admin/cases/case"),
        (302, None, "get", "/admin/cases/case/"),
        (400, None, "get", "/admin/?x=%00"),
        (403, None, "post", "/admin/cases/case/add/"),
        (404, alice, "get", "/admin/cases/nothing/"),
        (405, None, "delete", LOGIN),
        (405, alice, "post", "/admin/autocomplete/"),
        (429, None, "post", LOGIN),
    ],
)
def test_a_refusal_of_the_desk_is_kept_by_no_browser(client, status, who, method, path):
    if status == 429:
        member()
        for _ in range(5):
            tries(client, "mina")
    if who:
        client.force_login(who())
    sent = {"login": "mina", "password": "x"} if method == "post" else {}
    answer = getattr(client, method)(path, sent)
    assert answer.status_code == status
    holds_at_the_desk(answer, path)


def test_a_form_with_a_strange_token_is_refused_by_a_page_that_no_browser_keeps(db):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(LOGIN, {"login": "mina", "password": "x"})
    assert answer.status_code == 403
    holds_at_the_desk(answer, LOGIN)
