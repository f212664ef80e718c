"""No oracle: with a secret record and without it, the public's answers are the same, byte for byte.

Headers are compared too, at every public address, at those of the secret records and at addresses
much like them, where a page might suggest them. Answers are read at one moment, and acts happen at
others before it, as they do. The long form is tests/drills/drill_no_oracle.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from cases.models import ShelvedEdition
from cases.publishing import publish
from tests.cast import an_event, published
from tests.privacy.addresses import addresses_of, patterns
from tests.privacy.linking import unlinked, ways
from tests.privacy.oracle import (
    FILLS,
    addresses,
    all_of,
    answers_at,
    differing,
    pages_of,
    read,
)
from tests.privacy.sets import NOT_SECRET_THERE, Maker, Rows
from tests.privacy.site import TODAY
from tests.privacy.worlds import (
    AWAY,
    WORLDS,
    Draft,
    Hidden,
    Orphaned,
    Removed,
    Withheld,
    World,
    ago,
    come_and_rename,
    remove_all,
)
from timeline import addresses as found_at
from timeline import resting
from timeline.models import Tombstone
from timeline.views import records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def control(maker: Maker) -> Rows:
    """A published set, one record of each kind, printed twice."""
    rows = maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
    for days in (30, 29):
        with ago(days):
            maker.rewrite(rows, is_secret=False)
            publish(rows.records(), by=None)
    return rows


def come_and_go(maker: Maker, secret: Rows) -> None:
    """A set is published twice, under two references each, and all of it is removed."""
    for days, step in come_and_rename(maker, secret).items():
        with ago(days):
            step()
    with ago(AWAY):
        remove_all(secret)


def test_the_search_for_differences_sees_one_more_published_record(client, maker, control):
    asked = [one for one in addresses(pages_of(control), []) if "/as-of/" not in one]
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


ONCE = [pytest.param(one, marks=pytest.mark.slow) for one in (Hidden, Orphaned, Withheld)]


@pytest.mark.parametrize("kind", [Draft, Removed, *ONCE])
def test_with_a_secret_and_without_it_every_public_answer_is_the_same(client, maker, control, kind):
    """Public records link to it in every way; what they take from it goes without a trace."""
    world = kind(maker, control)
    with transaction.atomic():
        world.lives(with_secret=True)
        assert unlinked(world.linking, world.secret) == []
        asked = all_of(world)
        with_it = read(client, world, asked)
        transaction.set_rollback(True)
    world.lives(with_secret=False)
    assert {"/", "/health/", "/api/v1/events", "/export/events.csv"} <= set(asked)
    assert len(asked) > 400
    assert differing(with_it, read(client, world, asked)) == []


def test_no_world_and_no_way_of_linking_is_left_out():
    assert set(WORLDS) == set(World.__subclasses__())
    assert len(ways()) > 15
    assert {way.target._meta.model_name for way in ways()} >= {"case", "person", "source", "topic"}


# What leads elsewhere, or is empty unless it is asked for something.
NO_RECORD = {"events/", "search/"}


def test_as_of_every_day_that_is_read_there_are_records_at_every_kind_of_address(
    client, maker, control
):
    """The control: what is read as of a day while the secret stood, and since, is not empty."""
    world = Draft(maker, control)
    world.lives(with_secret=True)
    places = [*pages_of(world.linking), *pages_of(control)]
    barren = set()
    for text, names in patterns():
        for day in FILLS["as_of"] if "as_of" in names else ():
            asked = list(addresses_of(text, names, places, {**FILLS, "as_of": (day,)}))
            answers = answers_at(client, asked).values()
            there = [status == 200 and b"Ordinary" in body for status, _, body in answers]
            if sum(there) < len(there) / 2:
                barren.add(text.partition("/%(as_of)s/")[2])
    assert barren == NO_RECORD


@pytest.fixture
def undying(monkeypatch: Any) -> None:
    """A mutant: below /as-of/ what was removed answers that it was withdrawn."""
    real = found_at.standing_edition

    def standing(kind: str, reference: str, using: str, moment: Any = None) -> Any:
        gone = ShelvedEdition.objects.filter(kind=kind, reference=reference)
        if moment and (old := gone.filter(published__lte=moment).first()):
            dates = {"first_published": old.published, "withdrawn": old.shelved_at}
            raise found_at.Withdrawn(Tombstone(reference=reference, kind=kind, **dates))
        return real(kind, reference, using, moment)

    monkeypatch.setattr(records, "standing_edition", standing)


def test_what_shows_as_of_a_day_alone_is_caught(client, maker, control, undying):
    with transaction.atomic():
        secret = maker.a_set("removed", is_secret=True, beside=control)
        come_and_go(maker, secret)
        asked = pages_alone(secret)
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    found = differing(removed, answers_at(client, asked))
    assert found
    assert all(one.startswith("/as-of/") for one in found)


def pages_alone(rows: Rows) -> list[str]:
    """The pages of these records, and nothing that others have."""
    places = pages_of(rows)
    return [one for one in addresses(places, []) if any(at.reference in one for at in places)]


def test_what_shows_through_one_kind_of_link_alone_is_caught(client, maker, control, monkeypatch):
    """Mutants: rows of one kind are read though what they rest on is not published."""
    client.raise_request_exception = False
    world, shown = Draft(maker, control), {}
    asked = pages_alone(world.linking)
    with transaction.atomic():
        world.lives(with_secret=True)
        for rows in ("citations", "observations", "participations", "findings"):
            with monkeypatch.context() as mutant:
                mutant.setitem(resting.ABOUT, rows, ())
                shown[rows] = read(client, world, asked)
        transaction.set_rollback(True)
    world.lives(with_secret=False)
    never = read(client, world, asked)
    for rows, found in shown.items():
        assert [one for one in differing(found, never) if found[one][0] == 200], rows
