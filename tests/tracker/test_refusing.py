"""What the production server refuses before the site is asked: as strict as the site's answers."""

import http.client
import socket

import pytest

from tests.tracker.test_forwarding import served
from tests.tracker.test_headers import POLICY

CANARY = "k9x2-canary"
HOST = "Host: localhost"
REFUSED = {
    "no request at all": (400, [f"{CANARY}"]),
    "a strange version": (400, [f"GET /{CANARY} HTTP/9.9", HOST]),
    "a strange method": (400, [f"GE{{T /{CANARY} HTTP/1.1", HOST]),
    "a header without a name": (400, [f"GET /{CANARY} HTTP/1.1", HOST, f"No Header {CANARY}: x"]),
    "too long an address": (414, [f"GET /{CANARY * 500} HTTP/1.1", HOST]),
    "too many headers": (431, ["GET / HTTP/1.1", HOST, *[f"X-{n}: {CANARY}" for n in range(200)]]),
    "too long a header": (431, ["GET / HTTP/1.1", HOST, f"X-Long: {CANARY * 1000}"]),
    "a strange transfer": (501, ["POST / HTTP/1.1", HOST, f"Transfer-Encoding: {CANARY}"]),
}


@pytest.fixture(scope="module", params=["on", "off"])
def site(request):
    """Whether people come by TLS, and the port of a server."""
    with served(TRUSTED_PROXIES="1", HTTPS=request.param) as port:
        yield request.param == "on", port


def answered(port, lines):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, dict(answer.headers), answer.read().decode()


@pytest.mark.parametrize("what", REFUSED)
def test_it_has_every_header_and_repeats_nothing(site, what):
    is_secure, port = site
    status, lines = REFUSED[what]
    given, headers, body = answered(port, lines)
    assert given == status
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert ("Strict-Transport-Security" in headers) is is_secure
    assert body
    assert CANARY not in f"{headers}{body}"


def test_it_says_the_same_of_the_desk_as_of_any_other_address(site):
    _, port = site
    told = {
        str(answered(port, [f"GET {path}{'x' * 5000} HTTP/1.1", HOST]))
        for path in ("/", "/admin/", "/admin/cases/")
    }
    assert len(told) == 1
