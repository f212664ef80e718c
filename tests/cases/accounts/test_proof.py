"""Being asked again before what cannot be taken back, without losing what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from cases.accounts.proof import proof_asked
from cases.accounts.sessions import SessionStore
from cases.models import AccountEvent
from cases.roles import Role
from tests.cases.accounts.people import CODE, PASSWORD, codes_of, member, phone_of, shown, tries
from tests.cast import a_case, published
from tests.test_first_run import FormReader

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
DEED = "/admin/deed/"
done: list[tuple[str, dict[str, list[str]], list[str]]] = []


@proof_asked
def deed(request):
    done.append((request.method, dict(request.POST.lists()), list(request.FILES)))
    return HttpResponse("done")


urlpatterns = [
    path("admin/deed/", deed),
    path("admin/accounts/", include("cases.accounts.urls")),
    path("admin/", admin.site.urls),
]


@pytest.fixture(autouse=True)
def clock():
    done.clear()
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as moved:
        yield moved


@pytest.fixture
def mina(client):
    """Mina's browser, logged in with a password alone."""
    member()
    tries(client, "mina", PASSWORD)
    return client


def read(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_within_ten_minutes_nobody_is_asked(mina, clock):
    clock.shift(timedelta(minutes=9))
    assert mina.post(DEED, {"text": "long"}).content == b"done"
    assert done == [("POST", {"text": ["long"]}, [])]


def test_after_ten_minutes_the_password_is_asked_and_what_was_typed_goes_along(mina, clock):
    clock.shift(timedelta(minutes=11))
    typed = {"text": 'A "quoted" <b>line</b>\r\nand another', "many": ["1", "2"], "empty": ""}
    page = mina.post(DEED, typed)
    assert "Your password" in read(page)
    assert done == []
    carried = list(page.context["carried"])
    assert carried == [
        ("text", typed["text"]),
        ("many", "1"),
        ("many", "2"),
        ("empty", ""),
    ]
    assert "A &quot;quoted&quot; &lt;b&gt;line" in page.content.decode()
    again = {**typed, "proof-of": "POST", "proof-password": PASSWORD}
    assert mina.post(DEED, again).content == b"done"
    assert done == [("POST", {"text": [typed["text"]], "many": ["1", "2"], "empty": [""]}, [])]


def test_nothing_that_was_typed_is_stored_meanwhile(mina, clock):
    clock.shift(timedelta(minutes=11))
    mina.post(DEED, {"text": "a real name"})
    kept = dict(SessionStore(mina.cookies["desk"].value).items())
    assert kept["began"]
    assert "a real name" not in str(kept)


def test_a_wrong_password_is_said_and_keeps_what_was_typed(mina, clock):
    clock.shift(timedelta(minutes=11))
    page = mina.post(DEED, {"text": "x", "proof-of": "POST", "proof-password": "wrong"})
    assert "This password was not accepted" in read(page)
    assert ("text", "x") in page.context["carried"]
    assert done == []


def test_guessing_the_proof_is_limited_like_logging_in(mina, clock):
    clock.shift(timedelta(minutes=11))
    sent = {"proof-of": "POST", "proof-password": "wrong"}
    assert [mina.post(DEED, sent).status_code for _ in range(6)] == [200] * 4 + [429] * 2
    assert mina.post(DEED, {**sent, "proof-password": PASSWORD}).status_code == 429
    assert done == []


def test_after_the_last_wrong_proof_what_was_typed_is_kept_for_when_the_hour_is_over(mina, clock):
    clock.shift(timedelta(minutes=11))
    sent = {"text": 'A "long" note', "proof-of": "POST", "proof-password": "wrong"}
    answers = [mina.post(DEED, sent) for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    fields = FormReader(answers[-1].content.decode()).fields
    assert fields["text"] == ['A "long" note']
    assert "wrong" not in answers[-1].content.decode()
    clock.shift(timedelta(minutes=1))
    assert "Show that it is you" in read(mina.post(DEED, fields))
    clock.shift(timedelta(minutes=60))
    assert mina.get("/admin/accounts/login/").status_code == 302  # that session is over
    tries(mina, "mina", PASSWORD)
    assert mina.post(DEED, fields).content == b"done"
    assert done[0][1]["text"] == ['A "long" note']


def test_a_page_that_was_only_looked_at_keeps_no_form_after_the_last_wrong_proof(mina, clock):
    clock.shift(timedelta(minutes=11))
    sent = {"proof-of": "GET", "proof-password": "wrong"}
    answers = [mina.post(DEED, sent) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "what you had typed" not in read(answers[-1])


def test_a_page_that_is_only_looked_at_opens_after_the_proof(mina, clock):
    clock.shift(timedelta(minutes=11))
    page = mina.get(f"{DEED}?x=1")
    assert page.context["address"] == f"{DEED}?x=1"
    answer = mina.post(f"{DEED}?x=1", {"proof-of": "GET", "proof-password": PASSWORD})
    assert answer["Location"] == f"{DEED}?x=1"
    assert mina.get(f"{DEED}?x=1").content == b"done"


def test_the_proof_holds_for_ten_minutes_and_in_its_own_session_alone(mina, clock):
    other = Client()
    tries(other, "mina", PASSWORD)
    clock.shift(timedelta(minutes=11))
    mina.post(DEED, {"proof-of": "POST", "proof-password": PASSWORD})
    clock.shift(timedelta(minutes=9))
    assert mina.post(DEED).content == b"done"
    assert b"Show that it is you" in other.post(DEED).content
    clock.shift(timedelta(minutes=2))
    assert b"Show that it is you" in mina.post(DEED).content


def test_files_cannot_be_carried_and_the_page_says_so(mina, clock):
    clock.shift(timedelta(minutes=11))
    file = SimpleUploadedFile("interview.txt", b"words")
    page = mina.post(DEED, {"text": "x", "file": file})
    assert "Files cannot go along" in read(page)
    sent = {"text": "x", "proof-of": page.context["asked_by"], "proof-password": PASSWORD}
    assert "Nothing was saved yet" in read(mina.post(DEED, sent))
    assert done == []
    mina.post(DEED, {"text": "x", "file": SimpleUploadedFile("interview.txt", b"words")})
    assert done == [("POST", {"text": ["x"]}, ["file"])]


def test_whoever_has_a_phone_shows_its_code_and_the_password_is_not_enough(client, clock):
    user = member()
    secret, codes = phone_of(user), codes_of(user)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    clock.shift(timedelta(minutes=11))
    assert "Code from your phone" in read(client.post(DEED))
    client.post(DEED, {"proof-of": "POST", "proof-password": PASSWORD})
    assert done == []
    client.post(DEED, {"proof-of": "POST", "proof-code": shown(secret)})
    assert len(done) == 1
    clock.shift(timedelta(minutes=11))
    client.post(DEED, {"proof-of": "POST", "proof-code": codes[0]})
    assert len(done) == 2


def keeper(client):
    member("keeper", Role.ADMINISTRATOR, Role.GUARDIAN)
    tries(client, "keeper", PASSWORD)
    return client


def test_the_export_of_everything_asks(client, clock):
    keeper(client)
    clock.shift(timedelta(minutes=11))
    assert "Show that it is you" in read(client.post("/admin/export/"))


def test_a_change_of_roles_asks_and_goes_on_with_what_was_chosen(client, clock):
    keeper(client)
    user = member()
    clock.shift(timedelta(minutes=11))
    address = f"/admin/auth/user/{user.pk}/change/"
    form = {"username": "mina", "first_name": "Mina", "is_staff": "on"}
    page = client.post(address, form)
    assert "Show that it is you" in read(page)
    client.post(address, {**form, "proof-of": "POST", "proof-password": PASSWORD})
    assert User.objects.get(pk=user.pk).first_name == "Mina"


@pytest.mark.parametrize("act", ["add/", "{pk}/change/", "{pk}/lift/", "{pk}/suspend/"])
def test_every_form_about_accounts_asks(client, clock, act):
    keeper(client)
    user = member()
    clock.shift(timedelta(minutes=11))
    page = client.get(f"/admin/auth/user/{act.format(pk=user.pk)}")
    assert "Show that it is you" in read(page)


def test_suppressing_for_good_asks(client, clock):
    case = a_case()
    published(case)
    member("edgar", Role.EDITOR)
    tries(client, "edgar", PASSWORD)
    page = f"/admin/cases/case/{case.pk}/suppress/"
    assert "Show that it is you" not in read(client.get(page))
    clock.shift(timedelta(minutes=11))
    assert "Show that it is you" in read(client.get(page))
    assert "Show that it is you" in read(client.post(page, {"number": "1", "reason": "x"}))


def test_a_recovery_code_that_was_spent_on_a_proof_is_logged_and_counted_down(client, clock):
    user = member()
    secret, codes = phone_of(user), codes_of(user)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    clock.shift(timedelta(minutes=11))
    client.post(DEED, {"proof-of": "POST", "proof-code": codes[0]})
    assert len(done) == 1
    assert "9 are left" in read(client.get("/admin/"))
    assert AccountEvent.objects.filter(account=user, what="code spent").count() == 1
