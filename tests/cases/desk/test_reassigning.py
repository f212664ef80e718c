"""Work that changes hands: to whom it may go, and that nobody reads drafts by taking it."""

import pytest
from django.contrib.auth.models import User

from cases.models import AccountEvent, Case
from cases.roles import Role
from tests.cast import a_case, adam, alice, bob, carol, edgar, grace, staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/reassign/"


@pytest.fixture
def case():
    """A draft of Carol's."""
    return a_case("secret-draft", assigned_to=carol())


def hand_over(client, by, taker):
    """What the page says after `by` has tried to give Carol's work to `taker`."""
    client.force_login(by)
    sent = {"from": carol().pk, "to": taker.pk}
    return client.post(PAGE, sent, follow=True).content.decode()


def who_has(case):
    return Case.objects.get(pk=case.pk).assigned_to.username


@pytest.mark.parametrize("by", [adam, edgar])
def test_work_goes_to_a_colleague_and_the_log_of_accounts_says_so(client, case, by):
    fred = staff("fred", Role.CONTRIBUTOR)
    assert "1 record of carol now with fred." in hand_over(client, by(), fred)
    assert who_has(case) == "fred"
    noted = AccountEvent.objects.get(what=AccountEvent.What.HANDED_OVER)
    assert (noted.account, noted.by, noted.detail) == (carol(), by(), "1 record now with fred.")


def keeper():
    return staff("keeper", Role.ADMINISTRATOR, Role.CONTRIBUTOR)


@pytest.mark.parametrize("by", [adam, keeper])
def test_no_administrator_reads_drafts_by_giving_them_to_themselves(client, case, by):
    said = hand_over(client, by(), by())
    assert "Choose two different people, both from the lists." in said
    assert f'value="{carol().pk}" selected' in said
    assert who_has(case) == "carol"
    assert client.get(f"/admin/cases/case/{case.pk}/change/").status_code in (302, 404)
    assert not AccountEvent.objects.filter(what=AccountEvent.What.HANDED_OVER).exists()


def test_an_editor_who_sees_all_of_it_anyway_may_take_it(client, case):
    hand_over(client, edgar(), edgar())
    assert who_has(case) == "edgar"


@pytest.mark.parametrize("taker", [adam, bob])
def test_work_goes_to_nobody_whose_role_writes_nothing(client, case, taker):
    assert "both from the lists" in hand_over(client, edgar(), taker())
    assert who_has(case) == "carol"


def test_work_goes_to_nobody_who_is_suspended(client, case):
    User.objects.filter(pk=grace().pk).update(is_active=False)
    assert "both from the lists" in hand_over(client, edgar(), grace())
    assert who_has(case) == "carol"


def test_the_page_offers_those_alone_who_may_take_it(client, case):
    for one in (adam, alice, bob, edgar, grace):
        one()
    client.force_login(adam())
    answer = client.get(PAGE)
    assert [str(one) for one in answer.context["takers"]] == ["alice", "carol", "edgar", "grace"]


@pytest.mark.parametrize("by", [adam, keeper])
def test_nor_by_suspending_whoever_has_it(client, case, by):
    client.force_login(by())
    page = f"/admin/auth/user/{carol().pk}/suspend/"
    answer = client.post(page, {"reason": "Left.", "taker": by().pk})
    assert "Choose who goes on with the work from the list." in answer.content.decode()
    assert User.objects.get(pk=carol().pk).is_active
    assert who_has(case) == "carol"
