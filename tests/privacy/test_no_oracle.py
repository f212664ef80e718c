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

from cases.models import Case, Event, Figure, Participation, Person, ShelvedEdition
from cases.publishing import publish
from tests.cast import an_event, published
from tests.privacy.addresses import addresses_of, patterns
from tests.privacy.linking import unlinked, ways
from tests.privacy.oracle import (
    FILLS,
    Answers,
    addresses,
    answers_at,
    beside,
    differing,
    less_digests,
    pages_of,
    words_beside,
    words_of,
)
from tests.privacy.sets import NOT_SECRET_THERE, Maker, Rows
from tests.privacy.site import TODAY
from tests.privacy.worlds import (
    AWAY,
    WORLDS,
    Draft,
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
QUOTED = ("title_", "citation.quote", "observation.remark", "alias_", "court.label_")


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


def link_to_the_public(secret: Rows, control: Rows) -> None:
    """Whatever a record can link to, it links to; so pages of those could count it."""
    secret[Event].cases.add(control[Case])
    secret[Event].figures.add(control[Figure])
    Participation.objects.create(event=secret[Event], person=control[Person])
    secret[Figure].compare_with.add(control[Figure])


def come_and_go(maker: Maker, secret: Rows) -> None:
    """A set is published twice, under two references each, and all of it is removed."""
    for days, step in come_and_rename(maker, secret).items():
        with ago(days):
            step()
    with ago(AWAY):
        remove_all(secret)


def around(control: Rows, secret: Rows, maker: Maker) -> list[str]:
    """Every public address, those of the secret records and the ones beside them."""
    places = pages_of(secret)
    return addresses([*pages_of(control), *places, *beside(places)], words_of(maker))


def test_drafts_of_every_kind_change_no_byte_of_any_public_answer(client, maker, control):
    with transaction.atomic():
        secret = maker.a_set("draft", is_secret=True, beside=control)
        link_to_the_public(secret, control)
        # What is public has changed on the desk too, and links to the drafts.
        control[Event].cases.add(secret[Case])
        control[Case].topics.clear()
        asked = around(control, secret, maker)
        with_drafts = answers_at(client, asked)
        transaction.set_rollback(True)
    assert differing(with_drafts, answers_at(client, asked)) == []


def test_the_search_for_differences_sees_one_more_published_record(client, maker, control):
    asked = addresses(pages_of(control), [])
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
        come_and_go(maker, secret)
        asked = around(control, secret, maker)
        assert {"/", "/health/", "/api/v1/events", "/export/events.csv"} <= set(asked)
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    assert differing(removed, answers_at(client, asked)) == []


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


def both(client: Any, world: World) -> tuple[Answers, Answers]:
    """What is answered when everything happened, with the secret and without it."""
    with transaction.atomic():
        world.lives(with_secret=True)
        assert unlinked(world.linking, world.secret) == []
        places = [*pages_of(world.linking), *pages_of(world.secret)]
        words = [*words_of(world.maker, QUOTED), *words_beside(world.control)]
        asked = addresses(places, words)
        found = answers_at(client, asked)
        transaction.set_rollback(True)
    world.lives(with_secret=False)
    never = answers_at(client, asked)
    return (less_digests(found), less_digests(never)) if world.digests_differ else (found, never)


@pytest.mark.parametrize("kind", WORLDS)
def test_what_public_records_take_from_a_secret_goes_without_a_trace(client, maker, control, kind):
    found, never = both(client, kind(maker, control))
    print(f"{kind.__name__}: {len(found)} addresses")
    assert len(found) > 400
    assert differing(found, never) == []


def test_a_secret_is_linked_to_in_every_way_that_anything_can_link_to_anything():
    assert len(ways()) > 15
    assert {way.target._meta.model_name for way in ways()} >= {"case", "person", "source", "topic"}


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
                shown[rows] = less_digests(answers_at(client, asked))
        transaction.set_rollback(True)
    world.lives(with_secret=False)
    never = less_digests(answers_at(client, asked))
    for rows, found in shown.items():
        assert [one for one in differing(found, never) if found[one][0] == 200], rows
