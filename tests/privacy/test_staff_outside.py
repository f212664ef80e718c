"""The public's addresses for staff: the same for whoever is logged in, by whatever method."""

from typing import Any

import pytest
from django.test import Client

from cases.roles import Role
from tests.cast import staff
from tests.privacy.site import Site
from tests.privacy.test_headers import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")


def said(client: Client, method: str, address: str) -> Any:
    """All of an answer."""
    answer = getattr(client, method)(address)
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, sorted(answer.headers.items()), body


def logged_in_everywhere(role: Role) -> Client:
    """Somebody whose session reaches the public pages too, as no browser's would."""
    client = Client()
    client.force_login(staff(f"{role.value.lower()}-outside", role))
    for one in client.cookies.values():
        one["path"] = "/"
    return client


@pytest.mark.parametrize("role", Role)
def test_a_public_answer_is_the_same_for_staff_by_every_method(site: Site, role: Role) -> None:
    nobody, somebody = Client(), logged_in_everywhere(role)
    assert somebody.get("/admin/").status_code == 200
    asked = [(method, one) for one in one_of_each(site) for method in METHODS]
    assert len(asked) > 1000
    assert [
        f"{method} {one}"
        for method, one in asked
        if said(nobody, method, one) != said(somebody, method, one)
    ] == []
