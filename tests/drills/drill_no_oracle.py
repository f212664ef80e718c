"""What is published after a removal is numbered on behind a gap, which alone tells of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from cases.publishing import publish
from tests.cast import an_event, published
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


@time_machine.travel(TODAY, tick=False)
def test_what_is_published_after_a_removal_is_the_same_but_for_the_count(client):
    maker = Maker()
    with time_machine.travel(TODAY - timedelta(days=30), tick=False):
        control = maker.a_set("control", is_secret=False, hidden=NOT_SECRET_THERE)
        publish(control.records(), by=None)
    later = an_event("published-later")
    with transaction.atomic():
        secret = maker.a_set("removed", is_secret=True, beside=control)
        before = RecordHead.objects.get()
        remove_all(maker, secret)
        acts = RecordHead.objects.get().sequence - before.sequence
        published(later)
        asked = addresses(control, places_of(secret), words_of(maker))
        removed = answers_at(client, asked)
        transaction.set_rollback(True)
    assert acts > 30
    before.sequence += acts
    before.save()
    published(later)
    assert differing(removed, answers_at(client, asked)) == []
