"""What every answer says in its headers: no cookie for readers, no store for staff, no stranger."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import get_resolver, reverse

from tests.cases.accounts.people import FACTORS, LOGIN, PASSWORD, member, tries
from tests.timeline.conftest import record  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
BOGUS = {
    "desk": "k9x2k9x2k9x2k9x2k9x2k9x2k9x2k9x2",
    "__Secure-desk": "k9x2",
    "desk-forms": "a" * 32,
    "desk-known": "k9x2:k9x2:k9x2",
    "sessionid": "k9x2",
    "csrftoken": "a" * 64,
    "messages": "x",
}
FILLED = {
    "reference": "mr-kim",
    "folder": "cases",
    "number": "1",
    "first": "1",
    "second": "1",
    "day": "2026-01-01",
    "kind": "event",
    "year": "2016",
}
HARD = [
    "/nothing-here/",
    "/cases/nobody/",
    "/events/?q=%00",
    "/search/?after=nonsense",
    "/api/v1/nothing",
    "/administration/",
    "/admin",
]


def public_addresses() -> Iterator[str]:
    """One address of every pattern outside /admin/ that can be filled in."""
    yield from HARD
    resolver = get_resolver()
    for name in filter(lambda key: isinstance(key, str), resolver.reverse_dict):
        for possible, *_ in resolver.reverse_dict.getlist(name):
            for _, parameters in possible:
                if set(parameters) <= set(FILLED):
                    path = reverse(name, kwargs={one: FILLED[one] for one in parameters})
                    if not path.startswith("/admin/"):
                        yield path


# A workbook says when it was written: the clock stands still.
@time_machine.travel("2026-11-02T12:00:00Z", tick=False)
def test_no_public_answer_sets_a_cookie_whatever_cookie_is_sent(client, record):  # noqa: F811
    addresses = sorted(set(public_addresses()))
    assert len(addresses) > 30
    for address in addresses:
        plain = client.get(address)
        body = b"".join(plain) if plain.streaming else plain.content
        client.cookies.load(BOGUS)
        for method in (client.get, client.head, client.post, client.options):
            answer = method(address)
            assert not answer.cookies, address
            assert "Set-Cookie" not in answer.headers, address
            assert "cookie" not in answer.get("Vary", "").lower(), address
        again = client.get(address)
        assert (b"".join(again) if again.streaming else again.content) == body, address
        client.cookies.clear()


POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_the_desk_has_the_publics_strict_policy(client, admin_client, record):  # noqa: F811
    for browser, paths in (
        (client, ["/", "/cases/", LOGIN, "/admin/nothing/"]),
        (admin_client, ["/admin/", "/admin/cases/case/", "/admin/cases/case/add/", FACTORS]),
    ):
        for path in paths:
            said = browser.get(path, follow=True)["Content-Security-Policy"]
            assert {part.strip() for part in said.split(";") if part.strip()} == POLICY, path


def test_the_page_with_the_phones_picture_alone_may_show_it(client):
    member()
    tries(client, "mina", PASSWORD)
    said = client.get(f"{FACTORS}phone/")["Content-Security-Policy"]
    parts = {part.strip() for part in said.split(";") if part.strip()}
    assert parts - POLICY == {"img-src 'self' data:"}


@pytest.mark.parametrize("path", ["/", "/cases/mr-kim/", "/nothing/", LOGIN, "/admin/"])
def test_nothing_of_ours_is_framed_guessed_or_told_to_others(client, record, path):  # noqa: F811
    answer = client.get(path)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_is_the_same_from_every_process(client, record):  # noqa: F811
    tell = "from tracker.refusing import refusal; print(refusal(400, 'Bad Request').decode())"
    said = {
        subprocess.run(
            [sys.executable, "-c", tell],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    for path in ("/", "/embed/", LOGIN, "/admin/nothing/"):
        policy = client.get(path, follow=True)["Content-Security-Policy"].split("; ")
        assert policy == sorted(policy), path
