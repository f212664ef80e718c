"""The long form of tests/privacy: every reference, day, number and secret word."""

import pytest
import time_machine
from django.db import transaction

from cases.publishing import publish
from tests.cast import an_event, published
from tests.privacy.conftest import log, site  # noqa: F401  fixtures
from tests.privacy.crawling import every_address, read_all
from tests.privacy.reading import Finder
from tests.privacy.sets import NOT_SECRET_THERE, Maker
from tests.privacy.site import TODAY
from tests.privacy.test_no_oracle import (
    addresses,
    answers_at,
    differing,
    places_of,
    remove_all,
    words_of,
)
from timeline.models import RecordHead

pytestmark = pytest.mark.django_db


def test_nothing_that_is_not_public_is_found_anywhere(client, site, log):  # noqa: F811
    finder = Finder(site.canaries.needles)
    found = read_all(client, finder, every_address(site, every=True))
    print(f"{found.read} answers, {site.canaries.made} canaries, {found.statuses}")
    assert found.leaks == {}
    assert finder.in_bytes(log.getvalue().encode()) == {}


@time_machine.travel(TODAY, tick=False)
def test_what_is_published_after_a_removal_is_the_same_but_for_the_count(client):
    maker = Maker()
    control = maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
    publish(control.records(), by=None)
    later = an_event("published-later")
    with transaction.atomic():
        secret = maker.a_set("removed", is_secret=True, beside=control)
        before = RecordHead.objects.get()
        remove_all(maker, secret)
        acts = RecordHead.objects.get().sequence - before.sequence
        RecordHead.objects.update(changed=before.changed)
        published(later)
        asked = addresses(control, places_of(secret), words_of(maker))
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    assert acts > 30
    before.sequence += acts
    before.save()
    published(later)
    assert differing(removed, answers_at(client, asked)) == []
