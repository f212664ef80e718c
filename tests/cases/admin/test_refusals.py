"""What is refused at the desk is refused in words, on a page of the desk."""

import pytest
from django.test import Client

from tests.cast import alice, carol

pytestmark = pytest.mark.django_db


def test_what_may_not_be_done_is_refused_with_the_reason(client):
    client.force_login(carol())
    answer = client.get("/admin/reassign/")
    assert answer.status_code == 403
    assert "Only an editor or an administrator can do this." in answer.content.decode()


def test_a_form_that_is_not_ours_is_refused_with_what_to_do():
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice())
    answer = client.post("/admin/reassign/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nothing was saved." in page
    assert "style=" not in page
    assert "<style" not in page
