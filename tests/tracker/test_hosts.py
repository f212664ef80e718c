"""The desk on hosts of its own, apart from what the public reads."""

import pytest

from tests.cases.accounts.people import LOGIN, PASSWORD, is_in, member, tries

pytestmark = pytest.mark.django_db
PUBLIC, ONION = "record.example.org", "desk2example.onion"


@pytest.fixture
def apart(settings):
    settings.ALLOWED_HOSTS = [PUBLIC, ONION]
    settings.DESK_HOSTS = [ONION]


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", LOGIN, "/admin/calendar/x.ics"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_public_host_answers_for_the_desk_as_for_what_never_was(client, apart, path, method):
    answer = getattr(client, method)(path, headers={"host": PUBLIC})
    nothing = client.get("/nothing-here/", headers={"host": PUBLIC})
    assert answer.status_code == nothing.status_code == 404
    assert answer.content.replace(path.encode(), b"") == nothing.content.replace(
        b"/nothing-here/", b""
    )
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/cases/", "/search/", "/api/v1/events", "/feed.atom", "/x/"])
def test_the_desks_host_has_no_public_page(client, apart, path):
    assert client.get(path, headers={"host": ONION}).status_code == 404
    assert client.get(path, headers={"host": f"{ONION}:8443"}).status_code == 404


def test_the_bare_name_of_the_desk_leads_to_it(client, apart):
    assert client.get("/", headers={"host": ONION})["Location"] == "/admin/"


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
