"""The matrix of headers: every answer of the site, the public's and the staff's."""

from typing import Any

import pytest

from cases.models import Case
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


def test_an_answer_to_a_name_that_is_not_ours_is_strict_too(client, db):
    answer = client.get("/", headers={"host": "somebody-else.example"})
    assert answer.status_code == 400
    assert policy_of(answer) == POLICY
    assert "somebody-else" not in answer.content.decode()


@pytest.mark.parametrize("who", ["nobody", "alice"])
def test_every_answer_of_the_desk_is_strict_and_is_kept_by_no_browser(client, site, who):
    read = 0
    for state in ("control", "draft") if who == "nobody" else ("control",):
        for address in staff_addresses(str(site.sets[state][Case].pk)):
            if who == "alice":
                client.force_login(alice())
            answer = client.get(address)
            assert "no-store" in answer["Cache-Control"], address
            assert answer["X-Robots-Tag"] == "noindex", address
            assert answer["X-Content-Type-Options"] == "nosniff", address
            assert answer["X-Frame-Options"] == "DENY", address
            parts = policy_of(answer)
            assert parts == POLICY or parts - POLICY == {"img-src 'self' data:"}, address
            for cookie in answer.cookies.values():
                assert cookie["path"] == "/admin/", address
                assert cookie["httponly"] or not cookie.value, address
                assert cookie["samesite"] == "Strict", address
            read += 1
    assert read > 150
