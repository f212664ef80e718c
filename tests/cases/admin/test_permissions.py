"""The permission matrix: every address of the desk × method × role, none left out.

What is expected of a role follows from tables written by hand, never from the code under test. An
address that the tables do not know fails the test. Pages that belong to no one record are asked for
in test_permissions_of_pages.py.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from cases.publishing import KINDS
from tests.cases.admin.asking import logged_in, one_of_each, outcome, patterns, sort_of, surprises
from tests.cases.admin.permissions import (
    ADDS,
    BARRED,
    BY_THEMSELVES,
    CLOSED,
    DEEDS,
    MAY,
    OF_ONE,
    OPEN,
    OWN,
    SUSPENDED,
    TERMS,
    WHO,
)
from tests.cast import published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(params=WHO)
def who(request, settings):
    """Everybody in turn."""
    settings.REQUIRE_SECOND_FACTOR = request.param == BARRED
    return request.param


def address_of(record, act):
    number = record.history.order_by("-history_id").first().revision_id
    more = {"restore": [number], "compare": [number, number]}.get(act, [])
    return reverse(f"admin:cases_{record._meta.model_name}_{act}", args=[record.pk, *more])


def acts_of(record):
    name = record._meta.model_name
    return [act for act in DEEDS if OF_ONE.get(act, name) == name]


def test_no_address_of_the_desk_is_left_out():
    models = [model._meta.model_name for model in admin.site._registry if model in KINDS]
    of_records = {f"admin:cases_{name}_{act}" for name in models for act in (*DEEDS, "add")}
    of_records -= {
        f"admin:cases_{name}_{act}" for name in models for act, one in OF_ONE.items() if name != one
    }
    lists = {f"admin:cases_{name}_changelist" for name in models}
    assert set(patterns()) == of_records | lists | set(OWN) | BY_THEMSELVES


def test_every_address_of_a_public_record_opens_for_whom_it_should_alone(client, who):
    records = one_of_each()
    published(*records)
    logged_in(client, who)
    wrong = []
    for record in records:
        may = MAY.get((who, sort_of(record), "public"), set())
        for act in acts_of(record):
            looked, sent = (OPEN if deed in may else CLOSED for deed in DEEDS[act])
            wrong += surprises(client, address_of(record, act), looked, sent)
    assert wrong == []


@pytest.mark.parametrize("who", [one for one in WHO if one not in (SUSPENDED, BARRED)])
def test_every_address_of_a_draft_opens_for_whom_it_should_alone(client, who):
    records = one_of_each()
    logged_in(client, who)
    wrong = []
    for record in records:
        may = MAY.get((who, sort_of(record), "draft"), set())
        for act in acts_of(record):
            for method, deed in zip(("get", "post"), DEEDS[act], strict=True):
                found = outcome(client, address_of(record, act), method)
                if found != (OPEN if deed in may else CLOSED):
                    wrong.append(f"{method} {act} of {sort_of(record)} {record}: {found}")
    assert wrong == []


def test_lists_and_forms_for_new_records_open_for_whom_they_should_alone(client, who):
    logged_in(client, who)
    wrong = []
    for model in KINDS:
        sort = "term" if model._meta.model_name in TERMS else sort_of(model())
        name = f"admin:cases_{model._meta.model_name}"
        listed = CLOSED if who in ("nobody", SUSPENDED, BARRED) else OPEN
        added = OPEN if sort in ADDS.get(who, set()) else CLOSED
        wrong += surprises(client, reverse(f"{name}_changelist"), listed, listed)
        wrong += surprises(client, reverse(f"{name}_add"), added, added)
    assert wrong == []
