"""Every address that asks again who is there when ten minutes have passed: a list made by hand."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import resolve
from django.utils import timezone

from cases.erasing import receive
from cases.models import Case, ImportBatch, Revision
from tests.cases.admin.asking import patterns
from tests.cast import (
    a_case,
    a_person,
    a_source,
    a_topic,
    alice,
    an_event,
    bob,
    edgar,
    published,
    staff,
)

pytestmark = pytest.mark.django_db
ASKING = [
    "/admin/export/",
    "/admin/reassign/",
    "/admin/password_change/",
    "/admin/calendar/",
    "/admin/accounts/factors/phone/",
    "/admin/accounts/factors/phone/remove/",
    "/admin/accounts/factors/keys/add/",
    "/admin/accounts/factors/keys/1/remove/",
    "/admin/accounts/factors/codes/",
    "/admin/accounts/factors/codes/new/",
    "/admin/accounts/factors/way-in/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{account}/change/",
    "/admin/auth/user/{account}/suspend/",
    "/admin/auth/user/{account}/lift/",
    "/admin/auth/user/{suspended}/bring-back/",
    "/admin/identities/",
    "/admin/identities/held/",
    "/admin/cases/person/{person}/identity/",
    "/admin/cases/person/{person}/identity/editions/",
    "/admin/cases/person/{person}/erasure/",
    "/admin/erasures/{erasure}/",
    "/admin/import/{waiting}/",
    "/admin/import/{waiting}/apply/",
    "/admin/import/{applied}/undo/",
    *(
        f"/admin/cases/{model}/{{{model}}}/{act}/"
        for model in ("case", "event", "person", "source", "topic")
        for act in ("delete", "suppress", "remove", "allow", "names", "shelf")
    ),
    "/admin/cases/source/{testimony}/file/",
]
# What is opened all day is not asked for, so that nobody gets used to answering.
NOT_ASKING = [
    "/admin/",
    "/admin/cases/case/",
    "/admin/cases/case/{case}/change/",
    "/admin/cases/source/{source}/file/",
    "/admin/import/",
]
# All other addresses: acts of a record by their name, what belongs to no record by its whole name.
QUIET = {
    *("add", "change", "changelist", "compare", "history", "hide", "publish", "recall", "remind"),
    *("restore", "review", "submit", "withdraw", "preview", "admin:", "admin:app_list"),
    *("admin:index", "admin:login", "admin:logout", "admin:password_change_done"),
    *("admin:jsi18n", "admin:autocomplete", "admin:view_on_site", "admin:reading"),
    *("admin:handbook", "admin:handbook-page", "admin:handbook-picture", "admin:removals"),
    *("admin:import", "admin:import-workbook", "admin:import-columns", "admin:import-files"),
    *("admin:import-publish", "admin:import-cancel", "admin:erasures", "admin:account-log"),
    *("admin:identity-readings", "admin:calendar", "admin:auth_user_changelist"),
    *("admin:auth_user_history", "admin:auth_user_delete", "account_login", "account_recover"),
    *("account_way_in", "account_sessions", "mfa_authenticate", "mfa_index"),
}


@pytest.fixture
def filled(db):
    """What fills in the addresses."""
    records = {
        "case": a_case(),
        "event": an_event(),
        "person": a_person(),
        "source": a_source("another"),
        "topic": a_topic(),
    }
    published(*records.values())
    scan = ContentFile(b"%PDF-1.4 a scan", "scan.pdf")
    testimony = a_source("interview", is_testimony=True, interviewer="Q", file=scan)
    gone = staff("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    done = Revision.objects.create(made_by=alice())
    mine = {"made_by": alice(), "made_at": timezone.now()}
    return {
        **{name: record.pk for name, record in records.items()},
        "testimony": testimony.pk,
        "account": bob().pk,
        "suspended": gone.pk,
        "erasure": receive(records["person"].pk, by=None, asked_in="File 7", reason="Asked.").pk,
        "waiting": ImportBatch.objects.create(**mine, state="waiting").pk,
        "applied": ImportBatch.objects.create(**mine, state="applied", revision=done).pk,
    }


def asks(answer):
    """Whether an answer is the page that asks who is there."""
    return "admin/accounts/proof.html" in [one.name for one in answer.templates]


def wrong(client, paths, expected):
    """Those of the addresses that ask, or do not, where they should not, or should."""
    return [
        (method, path)
        for path in paths
        for method in ("get", "post")
        if not (method == "get" and path.endswith("/apply/"))
        and asks(getattr(client, method)(path)) != expected
    ]


def kind_of(name):
    """What an address is called, of whichever record."""
    act = re.fullmatch(r"admin:cases_[a-z]+_([a-z]+)", name)
    return act[1] if act else name


def test_every_address_is_said_to_ask_or_not_to(filled):
    asking = {kind_of(resolve(path.format(**filled)).view_name) for path in ASKING}
    assert {kind_of(name) for name in patterns()} == asking | QUIET
    assert not asking & QUIET


def test_a_draft_is_not_deleted_and_an_import_not_undone_by_a_borrowed_session(client, filled):
    draft, batch = a_case("draft", cited=False, internal_notes="Years of work"), filled["applied"]
    undoing = f"/admin/import/{batch}/undo/"
    deleting = f"/admin/cases/case/{draft.pk}/delete/"
    typed = {"post": "yes", "seen_version": draft.version}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(edgar())
        clock.shift(timedelta(minutes=11))
        assert asks(client.post(undoing))
        answer = client.post(deleting, typed)
        assert asks(answer)
        assert ("seen_version", str(draft.version)) in answer.context["carried"]
        assert Case.objects.filter(pk=draft.pk).exists()
        client.force_login(edgar())
        client.post(deleting, typed)
        assert not Case.objects.filter(pk=draft.pk).exists()


def test_each_asks_after_ten_minutes_and_none_before(client, filled):
    asking = [path.format(**filled) for path in ASKING]
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        client.force_login(alice())
        clock.shift(timedelta(minutes=11))
        assert wrong(client, asking, expected=True) == []
        usual = [path.format(**filled) for path in NOT_ASKING]
        assert wrong(client, usual, expected=False) == []
        assert User.objects.get(pk=filled["account"]).is_active
        clock.move_to(began + timedelta(minutes=9))
        looked_at = [path for path in asking if not path.endswith("/apply/")]
        assert [path for path in looked_at if asks(client.get(path))] == []
