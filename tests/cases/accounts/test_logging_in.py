"""Logging in with a password, a phone and printed codes; what one without a factor can reach."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cases.models import AccountEvent
from tests.cases.accounts.people import (
    CODE,
    FACTORS,
    LOGIN,
    PASSWORD,
    codes_of,
    factors,
    is_in,
    member,
    phone_of,
    shown,
    tries,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_without_a_factor_a_password_opens_the_desk_where_none_is_required(client):
    member()
    assert tries(client, "mina", PASSWORD)["Location"] == "/admin/"
    assert is_in(client)


def test_a_password_alone_opens_nothing_for_somebody_with_a_phone(client):
    phone_of(member())
    assert tries(client, "mina", PASSWORD)["Location"] == CODE
    assert not is_in(client)


def test_the_code_of_the_phone_opens_the_desk(client):
    secret = phone_of(member())
    tries(client, "mina", PASSWORD)
    assert client.post(CODE, {"code": shown(secret)})["Location"] == "/admin/"
    assert is_in(client)


def test_a_code_may_be_typed_with_a_space(client):
    secret = phone_of(member())
    tries(client, "mina", PASSWORD)
    code = shown(secret)
    client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert is_in(client)


def test_a_wrong_code_opens_nothing_and_says_what_to_do(client):
    phone_of(member())
    tries(client, "mina", PASSWORD)
    page = client.post(CODE, {"code": "000000"}).content.decode()
    assert "This code was not accepted" in page
    assert not is_in(client)


def test_a_code_opens_once_however_quickly_somebody_repeats_it(client):
    secret = phone_of(member())
    code = shown(secret)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": code})
    thief = Client()
    tries(thief, "mina", PASSWORD)
    thief.post(CODE, {"code": code})
    assert not is_in(thief)
    thief.post(CODE, {"code": shown(secret, -1)})
    assert not is_in(thief)


def test_a_printed_code_opens_once_and_says_how_many_are_left(client):
    user = member()
    phone_of(user)
    code = codes_of(user)[0]
    tries(client, "mina", PASSWORD)
    assert "9 are left" in client.post(CODE, {"code": code}, follow=True).content.decode()
    again = Client()
    tries(again, "mina", PASSWORD)
    again.post(CODE, {"code": code})
    assert not is_in(again)


def test_whoever_turns_back_from_the_code_can_log_in_as_somebody_else(client):
    phone_of(member())
    member("nari")
    tries(client, "mina", PASSWORD)
    assert client.get(LOGIN).status_code == 200
    tries(client, "nari", PASSWORD)
    assert "nari" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_who_is_no_active_staff_reads_the_words_of_a_wrong_password(client, field):
    user = member()
    setattr(user, field, False)
    user.save()
    asked = tries(client, "mina", PASSWORD).content.decode()
    assert "This name and password were not accepted" in asked
    assert not is_in(client)


def test_where_it_is_required_nobody_reaches_anything_before_they_have_a_factor(client, required):
    member()
    tries(client, "mina", PASSWORD)
    for path in ("/admin/", "/admin/cases/case/", "/admin/handbook/", "/admin/password_change/"):
        assert client.get(path)["Location"] == FACTORS, path
    page = client.get(FACTORS).content.decode()
    assert "Before you can work here, set up a second factor" in page
    assert client.post("/admin/logout/").status_code == 200


def test_setting_up_a_phone_opens_the_desk_and_shows_the_codes_once(client, required):
    user = member()
    tries(client, "mina", PASSWORD)
    page = client.get(f"{FACTORS}phone/")
    secret = page.context["form"].secret
    assert "data:image/svg" in page.content.decode()
    assert "data:" in page["Content-Security-Policy"]
    answer = client.post(f"{FACTORS}phone/", {"code": shown(secret)}, follow=True)
    codes = answer.context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in answer.content.decode()
    assert codes[0] not in client.get(f"{FACTORS}codes/").content.decode()
    assert factors(user) == ["recovery_codes", "totp"]
    assert is_in(client)


@time_machine.travel("2026-11-23T09:00:00Z", tick=False)
def test_the_paper_with_the_codes_says_whose_they_are_and_nothing_of_what_we_do(client, settings):
    member()
    tries(client, "mina", PASSWORD)
    secret = client.get(f"{FACTORS}phone/").context["form"].secret
    answer = client.post(f"{FACTORS}phone/", {"code": shown(secret)}, follow=True)
    paper = (
        answer.content.decode().partition('<section class="paper"')[2].partition("</section>")[0]
    )
    assert "Desk: recovery codes of mina" in paper
    assert "23 November 2026" in paper
    assert [code in paper for code in answer.context["unused_codes"]] == [True] * 10
    assert settings.SITE_NAME not in paper
    assert "testserver" not in paper


def test_the_secret_of_a_phone_is_not_readable_in_the_database(client):
    user = member()
    secret = phone_of(user)
    codes_of(user)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert "gAAAA" in kept


def test_a_wrong_first_code_sets_up_nothing_and_keeps_the_key_on_the_page(client):
    user = member()
    tries(client, "mina", PASSWORD)
    secret = client.get(f"{FACTORS}phone/").context["form"].secret
    page = client.post(f"{FACTORS}phone/", {"code": "000000"}).content.decode()
    assert secret in page
    assert factors(user) == []


def test_the_last_factor_stays_where_one_is_required(client, required):
    user = member()
    secret = phone_of(user)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    page = client.post(f"{FACTORS}phone/remove/").content.decode()
    assert "It is your only second factor" in page
    assert factors(user) == ["totp"]


def test_a_factor_can_be_removed_where_none_is_required_and_the_codes_go_too(client):
    user = member()
    secret = phone_of(user)
    codes_of(user)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    client.post(f"{FACTORS}phone/remove/")
    assert factors(user) == []


def test_new_codes_make_the_old_ones_worthless(client):
    user = member()
    secret = phone_of(user)
    old = codes_of(user)
    tries(client, "mina", PASSWORD)
    client.post(CODE, {"code": shown(secret)})
    page = client.post(f"{FACTORS}codes/new/", follow=True)
    assert not set(page.context["unused_codes"]) & set(old)


@pytest.mark.parametrize(
    "answer", ["", "nonsense", "{}", "[]", '"x"', '{"id": 1, "response": {}}', '{"id": "eA"}']
)
def test_what_no_key_answers_is_refused_in_words(client, answer):
    secret = phone_of(member())
    tries(client, "mina", PASSWORD)
    client.get(CODE)
    page = client.post(CODE, {"credential": answer})
    assert page.status_code == 200
    assert "The key" in page.content.decode()
    client.post(CODE, {"code": shown(secret)})
    page = client.post(f"{FACTORS}keys/add/", {"name": "x", "credential": answer})
    assert "The key" in page.content.decode()


@pytest.fixture
def lost(settings):
    """Mina, whose phone and printed codes cannot be read under the new key of the site."""
    user = member()
    secret, codes = phone_of(user), codes_of(user)
    settings.SECRET_KEY = "another-key-that-protects-nothing-at-all"
    return user, secret, codes


def test_under_a_new_key_of_the_site_codes_are_refused_in_words(client, lost):
    _, secret, codes = lost
    tries(client, "mina", PASSWORD)
    for code in (shown(secret), codes[0]):
        answer = client.post(CODE, {"code": code})
        assert answer.status_code == 200
        assert "because the key of the site was changed" in answer.content.decode()
    assert not is_in(client)


def test_a_phone_that_can_be_read_is_asked_whatever_became_of_the_printed_codes(client, lost):
    user, _, codes = lost
    Authenticator.objects.filter(user=user, type="totp").delete()
    secret = phone_of(user)
    tries(client, "mina", PASSWORD)
    assert b"This code was not accepted" in client.post(CODE, {"code": codes[0]}).content
    client.post(CODE, {"code": shown(secret)})
    assert is_in(client)


def test_factors_that_cannot_be_read_are_told_and_can_be_set_up_anew(client, lost):
    user, _, _ = lost
    client.force_login(user)
    page = client.get(FACTORS).content.decode()
    assert "can no longer read what belongs to this phone" in page
    assert "can no longer read your recovery codes" in page
    for one in ("codes/", "codes/new/"):
        assert client.get(FACTORS + one)["Location"] == FACTORS
    assert client.get(f"{FACTORS}phone/remove/").status_code == 200
    assert client.post(f"{FACTORS}codes/new/").status_code == 302
    assert "10 of your printed codes are unused" in client.get(FACTORS).content.decode()
    assert client.post(f"{FACTORS}phone/remove/").status_code == 302
    assert "Set up a phone" in client.get(FACTORS).content.decode()


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "account_reauthenticate"],
)
def test_there_is_no_address_for_what_the_desk_does_not_do(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "", "2fa/"])
def test_no_account_page_answers_that_is_not_ours(client, path):
    for start in ("/accounts/", "/admin/accounts/"):
        assert client.get(start + path).status_code in (302, 404)
        assert client.get(start + path).get("Location", "/admin/login/").startswith("/admin/")


def test_logging_in_leads_to_no_other_host(client):
    member()
    answer = client.post(
        f"{LOGIN}?next=https://evil.example/", {"login": "mina"} | {"password": PASSWORD}
    )
    assert answer["Location"] == "/admin/"


def test_nothing_is_ever_sent_by_mail(client, required):
    member()
    tries(client, "mina", PASSWORD)
    secret = client.get(f"{FACTORS}phone/").context["form"].secret
    client.post(f"{FACTORS}phone/", {"code": shown(secret)})
    assert mail.outbox == []


def test_what_happens_is_logged_without_address_and_code(client):
    user = member()
    secret = phone_of(user)
    tries(client, "mina", "wrong", REMOTE_ADDR="203.0.113.7")
    tries(client, "mina", PASSWORD, REMOTE_ADDR="203.0.113.7")
    client.post(CODE, {"code": "000000"})
    code = shown(secret)
    client.post(CODE, {"code": code})
    events = AccountEvent.objects.filter(account=user).order_by("id")
    assert [one.what for one in events] == ["failed", "code failed", "signed in"]
    kept = str(list(AccountEvent.objects.values()))
    assert "203.0.113.7" not in kept
    assert code not in kept
