"""The desk on hosts of its own, apart from what the public reads."""

import pytest

import tracker.settings
from tests.cases.accounts.people import LOGIN, PASSWORD, is_in, member, tries
from tests.tracker.test_headers import BOGUS

pytestmark = pytest.mark.django_db
PUBLIC, ONION = "record.example.org", "desk2example.onion"


@pytest.fixture
def apart(settings):
    settings.ALLOWED_HOSTS = [PUBLIC, ONION]
    settings.DESK_HOSTS = [ONION]


@pytest.fixture
def files(apart, settings, tmp_path):
    """Static files, served as in production."""
    for name in ("timeline/site.css", "admin/css/base.css", "cases/desk.js", "staticfiles.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    settings.STATIC_ROOT = tmp_path
    settings.MIDDLEWARE = tracker.settings.MIDDLEWARE


def told(answer):
    """All that an answer says, to the last header."""
    return answer.status_code, dict(answer.headers), answer.content


@pytest.mark.parametrize(
    "path",
    [
        *("/admin", "/admin/", "/admin/login", "/admin/login/", LOGIN, "/admin/calendar/x.ics"),
        *("/static/admin/css/base.css", "/static/cases/desk.js", "/static/staticfiles.json"),
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_the_public_host_answers_for_the_desk_as_for_what_never_was(client, files, path, method):
    client.cookies.load(BOGUS)
    answer = getattr(client, method)(path, headers={"host": PUBLIC})
    nothing = getattr(client, method)("/nothing-here/", headers={"host": PUBLIC})
    assert answer.status_code == 404
    assert told(answer) == told(nothing)
    assert not answer.cookies


@pytest.mark.parametrize(
    "path", ["/admin/?x=%00", "/admin/a%00b", "/admin%00", "/static/admin/a%00b", "/static/x?%00"]
)
def test_what_no_database_takes_is_refused_there_as_anywhere_else(client, files, path):
    answer = client.get(path, headers={"host": PUBLIC})
    refused = client.get("/nothing-here/?x=%00", headers={"host": PUBLIC})
    assert answer.status_code == 400
    assert told(answer) == told(refused)


def test_each_host_has_the_static_files_of_its_pages(client, files):
    for host in (PUBLIC, ONION):
        answer = client.get("/static/timeline/site.css", headers={"host": host})
        assert b"".join(answer) == b"timeline/site.css"
    answer = client.get("/static/admin/css/base.css", headers={"host": ONION})
    assert b"".join(answer) == b"admin/css/base.css"


@pytest.mark.parametrize("path", ["/cases/", "/search/", "/api/v1/events", "/feed.atom", "/x/"])
def test_the_desks_host_has_no_public_page(client, apart, path):
    assert client.get(path, headers={"host": ONION}).status_code == 404
    assert client.get(path, headers={"host": f"{ONION}:8443"}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/admin"])
def test_the_bare_name_of_the_desk_leads_to_it(client, apart, path):
    assert client.get(path, headers={"host": ONION})["Location"] == "/admin/"


def test_one_logs_in_there(client, apart):
    member()
    tries(client, "mina", PASSWORD, headers={"host": ONION})
    assert client.get("/admin/", headers={"host": ONION}).status_code == 200
    assert client.get("/cases/", headers={"host": PUBLIC}).status_code == 200


def test_a_host_that_is_none_of_ours_is_refused(client, apart):
    assert client.get("/admin/", headers={"host": "evil.example"}).status_code == 400


def test_without_a_setting_both_answer_at_one_host(client):
    member()
    tries(client, "mina", PASSWORD)
    assert is_in(client)
    assert client.get("/cases/").status_code == 200
