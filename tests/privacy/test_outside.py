"""The desk from outside: no page tells more of a published record than the public reads of it.

Every address of every record, and every page that belongs to none, as somebody without a role, as a
contributor to whom nothing is assigned, and as an administrator.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from cases.history import revision
from cases.models import (
    Case,
    Citation,
    Court,
    EventKind,
    Person,
    Provision,
    Record,
    Source,
    SourceKind,
    Topic,
)
from cases.publishing import KINDS, recall, send_back, submit
from tests.cases.admin.permissions import DEEDS, OF_ONE, OWN
from tests.cast import adam, alice, bob, carol
from tests.privacy.reading import Finder
from tests.privacy.site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TERMS = {model._meta.model_name for model in (EventKind, SourceKind, Court, Provision, Topic)}
# A form lists all States; administrators keep accounts, and a history would name who wrote it.
OF_ACCOUNTS = (
    "the State of",
    "user.",
    "emailaddress",
    "emailconfirmation",
    "accountevent",
    "desk: account",
)


@pytest.fixture(scope="module")
def planted_inside(site: Site) -> Site:
    """The planted site, with what is written around published records, and with earlier aliases."""
    canaries = site.canaries
    person = Person.objects.get(pk=site.sets["withheld"][Person].pk)
    with revision(by=site.staff, reason=canaries.text("revision.reason")):
        person.alias_en = canaries.text("withheld: later alias")
        person.internal_notes = canaries.text("withheld: notes")
        person.save()
    for state in ("control", "changed"):
        case = Case.objects.get(pk=site.sets[state][Case].pk)
        with revision(by=site.staff, reason=canaries.text("revision.reason")):
            case.outcome_en = canaries.text(f"{state}: later outcome")
            case.save()
        for end in (recall, send_back):
            sent = submit(case, by=site.staff, comment=canaries.text("submission.comment"))
            words = {} if end is recall else {"comment": canaries.text("submission.answer")}
            end(sent, by=site.staff, **words)
        submit(case, by=site.staff, comment=canaries.text("submission.comment"))
    _send_a_secret_with_a_published_source(site)
    return site


def _send_a_secret_with_a_published_source(site: Site) -> None:
    canaries = site.canaries
    source = Source.objects.get(pk=site.sets["control"][Source].pk)
    secret = Case.objects.create(reference="sent-along", title_en=canaries.text("draft: case."))
    Citation.objects.create(case=secret, source=source)
    submit(secret, by=alice(), comment=canaries.text("submission.comment"))


def needles_of(site: Site) -> list[tuple[str, str]]:
    """Every canary but those of terms, which all staff see, and of accounts."""
    of_terms = tuple(f": {name}." for name in TERMS)
    return [
        (needle, where)
        for needle, where in site.canaries.needles
        if not where.startswith(OF_ACCOUNTS)
        and not any(one in where for one in of_terms)
        and not where.endswith(".id")
    ]


def pages_of(record: Any) -> Iterator[str]:
    """Every address of a record."""
    name = record._meta.model_name
    numbers = list(
        record.history.order_by("history_id").values_list("revision_id", flat=True).distinct()
    )
    for act in DEEDS:
        if OF_ONE.get(act, name) == name and numbers:
            more = {"restore": numbers[:1], "compare": [numbers[0], numbers[-1]]}.get(act, [])
            yield reverse(f"admin:cases_{name}_{act}", args=[record.pk, *more])
    if isinstance(record, Record):
        yield reverse("preview", args=[KINDS[type(record)], record.pk])
    if isinstance(record, Source):
        yield reverse("admin:cases_source_file", args=[record.pk])


def pages_of_none() -> Iterator[str]:
    """Every page that belongs to no record, and every list with each of its tasks."""
    for name, (given, _) in OWN.items():
        if name.startswith("admin:") and not given:
            yield reverse(name)
    for model in KINDS:
        path = reverse(f"admin:cases_{model._meta.model_name}_changelist")
        yield path
        yield from (f"{path}?task={task}" for task in ("reminders", "changed", "sent-back"))


@pytest.mark.parametrize("who", [bob, carol, adam])
def test_from_outside_no_page_tells_what_the_public_does_not_read(client, planted_inside, who):
    site, finder = planted_inside, Finder(needles_of(planted_inside))
    records = [one for rows in (*site.sets.values(), *site.hubs.values()) for one in rows.records()]
    assert len(records) > 100
    if who is adam:  # an administrator is inside the vocabularies
        records = [one for one in records if one._meta.model_name not in TERMS]
    client.force_login(who())
    told: dict[str, set[str]] = {}
    opened = 0
    for path in [*(path for one in records for path in pages_of(one)), *pages_of_none()]:
        answer = client.get(path)
        opened += answer.status_code == 200
        if found := set(finder.in_answer(answer, path).values()):
            told[path] = found
    assert opened > 50
    assert told == {}
