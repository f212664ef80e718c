"""Logs: what failed and where, and nothing of who asked for what."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tracker.discreet import DiscreetFormatter

CANARY = "choe-k9x2-canary"
ADDRESSES = ("203.0.113.77", "2001:db8:1:2::77")


def fails(request, name):
    try:
        raise KeyError(f"row of {CANARY}")
    except KeyError as error:
        logging.getLogger("cases").error("could not read %s for '%s'", name, request.path)
        raise ValueError(f"{CANARY} in {request.GET['q']}") from error


def works(request):
    return HttpResponse("fine")


urlpatterns = [
    path("fails/<str:name>/", fails),
    path("admin/fails/<str:name>/", fails),
    path("works/", works),
    path("admin/accounts/", include("cases.accounts.urls")),
    path("admin/", admin.site.urls),
]
handler404 = "timeline.api.refusals.not_found"
handler500 = "timeline.api.refusals.server_error"


@pytest.fixture
def log():
    """What the handlers of the site's own settings write."""
    root, written = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter())
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("start", ["/fails/", "/admin/fails/"])
def test_a_failing_page_leaves_the_place_in_the_code_and_no_canary(log, address, start):
    browser = Client(raise_request_exception=False, REMOTE_ADDR=address)
    browser.cookies.load({"desk": CANARY})
    headers = {"user-agent": CANARY, "referer": f"/{CANARY}/", "x-forwarded-for": address}
    answer = browser.get(f"{start}{CANARY}/?q={CANARY}", headers=headers)
    assert answer.status_code == 500
    said = log.getvalue()
    assert f"GET {start}<str:name>/" in said
    assert "test_logs.py" in said
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert CANARY not in said
    assert address not in said


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_what_is_sent_in_a_form_or_as_a_host_is_not_logged(log, settings):
    browser = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESSES[0])
    browser.post(f"/fails/x/?q={CANARY}", {"name": CANARY})
    browser.get("/works/", headers={"host": f"{CANARY}.example"})
    browser.get(f"/{CANARY}/?q={CANARY}")
    assert log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Error handling request %s", (f"/search/?q={CANARY}",)),
        (f"Invalid request from ip={ADDRESSES[0]}: bad", ()),
        (f"Invalid request from ip={ADDRESSES[1]}: bad", ()),
        (f"Invalid HTTP Header: '{CANARY}'", ()),
        (f"Invalid HTTP method: {f'A{chr(39)}B{chr(34)}{CANARY}'!r}", ()),
        (f"Invalid HTTP method: {f'A{chr(39)}{chr(92)}{chr(10)}{CANARY}'!r}", ()),
        (f"GET /search/?q={CANARY} failed", ()),
        ("%(who)s did it", ({"who": CANARY},)),
    ],
)
def test_what_others_log_is_made_discreet(log, message, arguments):
    logging.getLogger("gunicorn.error").warning(message, *arguments)
    said = log.getvalue()
    assert said
    for secret in (CANARY, *ADDRESSES):
        assert secret not in said


def test_every_handler_of_the_settings_is_discreet_and_nothing_is_mailed():
    logs = settings.LOGGING
    made = [one["formatter"] for one in logs["handlers"].values()]
    assert made == ["discreet"]
    assert logs["formatters"]["discreet"]["()"] == "tracker.discreet.DiscreetFormatter"
    for name, logger in logs["loggers"].items():
        assert logger["handlers"] == [], name
    assert logging.getLogger("django").handlers == []
