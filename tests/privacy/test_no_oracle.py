"""No oracle: with a secret record and without it, the public's answers are the same, byte for byte.

Headers are compared too, at every public address, at those of the secret records and at addresses
much like them, where a page might suggest them. Answers are read at one moment, and acts happen at
others before it, as they do.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from cases.documents import PUBLIC
from cases.models import (
    Agreement,
    Application,
    Case,
    Citation,
    Court,
    Event,
    EventKind,
    Figure,
    Finding,
    HeldReference,
    Observation,
    Participation,
    Person,
    Source,
    SourceKind,
    Topic,
)
from cases.publishing import publish, remove
from tests.cast import an_event, published
from tests.privacy.addresses import WRONG, Place, addresses_of, patterns, questions
from tests.privacy.crawling import PAGES
from tests.privacy.reading import body_of, unpacked
from tests.privacy.sets import NOT_SECRET_THERE, Maker, Rows
from tests.privacy.site import TODAY

pytestmark = pytest.mark.django_db
PLACED = {"cases": "case", "sources": "source", "agreements": "agreement"}
Answers = dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]]


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def control(maker: Maker) -> Rows:
    """A published set, one record of each kind."""
    with time_machine.travel(TODAY - timedelta(days=30), tick=False):
        rows = maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
        publish(rows.records(), by=None)
    return rows


def addresses(control: Rows, secret: list[Place], words: Iterable[str]) -> list[str]:
    """Every public address, those of the secret records and the ones beside them."""
    public = [
        Place(PAGES[one._meta.model_name], one.reference)
        for one in control.records()
        if one._meta.model_name in PAGES
    ]
    beside = [Place(one.folder, one.reference[:-1]) for one in secret]
    found = [
        address
        for text, names in patterns()
        for address in addresses_of(text, names, [*public, *secret, *beside])
    ]
    of = {folder: [one.reference for one in secret if one.folder == folder] for folder in PLACED}
    asked = {"q": words, **{name: of[folder] for folder, name in PLACED.items()}}
    return list(dict.fromkeys([*found, *WRONG, *questions(asked)]))


def places_of(rows: Rows) -> list[Place]:
    ids = {one.pk for one in rows.records()}
    held = HeldReference.objects.filter(record__in=ids).values_list("kind", "reference")
    now = {(one._meta.model_name, one.reference) for one in rows.records()}
    return sorted(
        {Place(PAGES[kind], reference) for kind, reference in {*held, *now} if kind in PAGES},
        key=lambda one: (one.folder, one.reference),
    )


def answers_at(client: Client, asked: Iterable[str]) -> Answers:
    found: Answers = {}
    for address in asked:
        answer: Any = client.get(address)
        found[address] = (
            answer.status_code,
            tuple(sorted(answer.headers.items())),
            # The zip that an XLSX file is holds the real clock, which time_machine cannot stop.
            b"\n".join(unpacked(body_of(answer))),
        )
    return found


def differing(one: Answers, other: Answers) -> list[str]:
    assert one.keys() == other.keys()
    assert len(one) > 150
    return [address for address in one if one[address] != other[address]]


def link_to_the_public(secret: Rows, control: Rows) -> None:
    """Whatever a record can link to, it links to; so pages of those could count it."""
    secret[Event].cases.add(control[Case])
    secret[Event].figures.add(control[Figure])
    Participation.objects.create(event=secret[Event], person=control[Person])
    secret[Figure].compare_with.add(control[Figure])


def words_of(maker: Maker) -> list[str]:
    return [needle for needle, where in maker.canaries.needles if "title_" in where][:3]


def remove_all(maker: Maker, secret: Rows) -> None:
    """Publishes a set twice, under two references each, and removes all of it, an hour each."""
    with time_machine.travel(TODAY - timedelta(hours=3), tick=False):
        publish(secret.records(), by=None, public_note="Soon to be gone.")
    with time_machine.travel(TODAY - timedelta(hours=2), tick=False):
        maker.rewrite(secret, is_secret=True, rename=True)
        publish(secret.records(), by=None)
    with time_machine.travel(TODAY - timedelta(hours=1), tick=False):
        for record in reversed(secret.records()):
            remove(record, by=None, reason="Somebody was threatened.")


def test_drafts_of_every_kind_change_no_byte_of_any_public_answer(client, maker, control):
    with transaction.atomic():
        secret = maker.a_set("draft", is_secret=True, beside=control)
        link_to_the_public(secret, control)
        # What is public has changed on the desk too, and links to the drafts.
        control[Event].cases.add(secret[Case])
        control[Case].topics.clear()
        asked = addresses(control, places_of(secret), words_of(maker))
        with_drafts = answers_at(client, asked)
        transaction.set_rollback(True)
    assert differing(with_drafts, answers_at(client, asked)) == []


def test_the_search_for_differences_sees_one_more_published_record(client, maker, control):
    asked = addresses(control, [], [])
    before = answers_at(client, asked)
    published(an_event("one-more"))
    found = set(differing(before, answers_at(client, asked)))
    assert {
        "/",
        "/feed.atom",
        "/export/events.csv",
        "/export/record.json",
        "/sitemap-1.xml",
    } <= found
    assert "/api/v1/events" in found
    assert "/health/" in set(asked) - found


def test_what_was_removed_leaves_nothing_at_any_address(client, maker, control):
    with transaction.atomic():
        secret = maker.a_set("removed", is_secret=True, beside=control)
        link_to_the_public(secret, control)
        remove_all(maker, secret)
        asked = addresses(control, places_of(secret), words_of(maker))
        assert {"/", "/health/", "/api/v1/events", "/export/events.csv"} <= set(asked)
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    assert differing(removed, answers_at(client, asked)) == []


@dataclass
class Taking:
    """Published records that take something from records of a set: links, quotes and values."""

    hub: Rows
    secret: Rows

    def settle(self, control: Rows) -> None:
        """What a record cannot be without is of the control set."""
        Event.objects.filter(pk=self.hub[Event].pk).update(kind=control[EventKind])
        Source.objects.filter(pk=self.hub[Source].pk).update(kind=control[SourceKind])
        Application.objects.filter(case=self.hub[Case]).update(court=control[Court])

    def let_go(self) -> None:
        """Takes from none of the set any more."""
        event, case = self.hub[Event], self.hub[Case]
        for name, model in (("cases", Case), ("agreements", Agreement), ("figures", Figure)):
            getattr(event, name).remove(self.secret[model])
        for model, links in ((Topic, (event.topics, case.topics)), (Court, (case.courts,))):
            for one in links:
                one.remove(self.secret[model])
        for application in case.applications.all():
            application.applicants.clear()
        Agreement.objects.filter(pk=self.hub[Agreement].pk).update(predecessor=None)
        self.hub[Figure].compare_with.clear()
        for row in (Participation, Finding):
            row.objects.filter(event=event).delete()
        for row in (Citation, Observation):
            row.objects.filter(source=self.secret[Source]).delete()

    def publish(self) -> None:
        """Prints two editions of each record, with a day between them."""
        for days in (3, 2):
            with time_machine.travel(TODAY - timedelta(days=days), tick=False):
                for one in self.hub.records():
                    if "title_en" in PUBLIC[type(one)]:
                        one.title_en = f"Ordinary title {days}"
                        one.save()
                publish(self.hub.records(), by=None)


DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")


def less_digests(answers: Answers) -> Answers:
    """The answers without digests of editions, and without the tag of an answer that holds one."""
    return {
        address: (
            status,
            tuple(one for one in headers if one[0] != "ETag" or not DIGEST.search(body)),
            DIGEST.sub(b"", body),
        )
        for address, (status, headers, body) in answers.items()
    }


def test_what_public_records_take_from_removed_ones_goes_without_a_trace(client, maker, control):
    """The digest of an edition is that of the text as it was printed, and alone differs."""
    secret = maker.a_set("removed", is_secret=True)
    taking = Taking(maker.a_hub(secret, control), secret)
    taking.settle(control)
    with transaction.atomic():
        taking.publish()
        remove_all(maker, secret)
        asked = addresses(control, [*places_of(taking.hub), *places_of(secret)], words_of(maker))
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    taking.let_go()
    taking.publish()
    never = answers_at(client, asked)
    assert "/figures/" + taking.hub[Figure].reference + "/history/1..2/" in asked
    assert differing(less_digests(removed), less_digests(never)) == []
