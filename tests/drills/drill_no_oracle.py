"""The long form of tests/privacy/test_no_oracle.py: a day after each act, and every edition.

What is published after a removal is numbered on behind a gap, which alone tells of it.
"""

import pytest
from django.db import transaction

from tests.cast import an_event, published
from tests.privacy.oracle import (
    addresses,
    all_of,
    answers_at,
    beside,
    differing,
    pages_of,
    read,
    words_of,
)
from tests.privacy.test_no_oracle import (  # noqa: F401  fixtures
    _still,
    come_and_go,
    control,
    maker,
)
from tests.privacy.worlds import WORLDS, link_to_the_public
from timeline.models import RecordHead

pytestmark = pytest.mark.django_db


def test_what_is_published_after_a_removal_is_the_same_but_for_the_count(client, maker, control):  # noqa: F811
    later = an_event("published-later")
    with transaction.atomic():
        secret = maker.a_set("removed", is_secret=True, beside=control)
        link_to_the_public(secret, control)
        before = RecordHead.objects.get()
        come_and_go(maker, secret)
        acts = RecordHead.objects.get().sequence - before.sequence
        published(later)
        places = pages_of(secret)
        asked = addresses(
            [*pages_of(control), *places, *beside(places)], words_of(maker), every=True
        )
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    assert acts > 30
    before.sequence += acts
    before.save()
    published(later)
    assert differing(removed, answers_at(client, asked)) == []


@pytest.mark.parametrize("kind", WORLDS)
def test_what_public_records_take_from_a_secret_leaves_no_byte_on_any_day(
    client,
    maker,  # noqa: F811
    control,  # noqa: F811
    kind,
):
    world = kind(maker, control)
    with transaction.atomic():
        world.lives(with_secret=True)
        asked = all_of(world, every=True)
        with_it = read(client, world, asked)
        transaction.set_rollback(True)
    world.lives(with_secret=False)
    print(f"{kind.__name__}: {len(asked)} addresses")
    assert differing(with_it, read(client, world, asked)) == []
