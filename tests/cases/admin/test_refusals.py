"""What is refused at the desk is refused in words, on a page of the desk."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cases.roles import Role
from tests.cast import a_person, alice, carol, edgar, grace, staff

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


@pytest.fixture
def person():
    grace()
    staff("greta", Role.GUARDIAN, Role.EDITOR)
    left = staff("gone", Role.GUARDIAN)
    User.objects.filter(pk=left.pk).update(is_active=False)
    return a_person()


GUARDED = ["names", "identity", "editions", "erasure", "allow"]


@pytest.mark.parametrize("act", GUARDED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_for_guardians_names_them(client, person, act, method):
    client.force_login(edgar())
    answer = getattr(client, method)(reverse(f"admin:cases_person_{act}", args=[person.pk]))
    assert answer.status_code == 403
    assert "A guardian can do this: grace, greta." in answer.content.decode()
    assert "ask an editor" not in answer.content.decode()


@pytest.mark.parametrize("page", ["identities", "identity-held", "erasures"])
def test_so_do_the_lists_of_guardians(client, person, page):
    client.force_login(edgar())
    answer = client.get(reverse(f"admin:{page}"))
    assert answer.status_code == 403
    assert "A guardian can do this: grace, greta." in answer.content.decode()


def test_where_there_is_no_guardian_an_administrator_makes_one(client):
    client.force_login(edgar())
    page = client.get(reverse("admin:erasures")).content.decode()
    assert "There is no guardian at present: ask an administrator" in page


@pytest.mark.parametrize("act", GUARDED)
def test_nobody_outside_reads_who_the_guardians_are(client, person, act):
    path = reverse(f"admin:cases_person_{act}", args=[person.pk])
    client.force_login(User.objects.create(username="reader"))
    for one in (client, Client()):
        assert "greta" not in one.get(path, follow=True).content.decode()


def test_a_page_for_editors_names_no_guardian(client, person):
    client.force_login(carol())
    answer = client.get(reverse("admin:cases_person_suppress", args=[person.pk]))
    assert "greta" not in answer.content.decode()
