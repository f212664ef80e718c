"""Twenty people save one version of one record at the same moment, over the desk's own forms."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from cases.models import Event
from tests.cases.admin.test_desk import address
from tests.cast import alice, an_event
from tests.test_first_run import FormReader

PEOPLE = 20


@pytest.mark.django_db(transaction=True)
def test_of_twenty_saves_of_one_version_exactly_one_succeeds():
    alice()
    event = an_event()
    path = address(event)
    start = threading.Barrier(PEOPLE)

    def save(number: int) -> str:
        try:
            client = Client()
            client.force_login(alice())
            form = FormReader(client.get(path).content.decode()).fields
            shown = client.post(path, {**form, "place": f"Place {number}"}).content.decode()
            confirmed = {**FormReader(shown).fields, "_save": "Save"}
            start.wait(timeout=60)
            answer = client.post(path, confirmed)
            if answer.status_code == 302:
                return "saved"
            return "told" if "changed meanwhile by alice" in answer.content.decode() else "lost"
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        fates = list(pool.map(save, range(PEOPLE)))
    print({fate: fates.count(fate) for fate in ("saved", "told", "lost")}, connection.vendor)
    assert (fates.count("saved"), fates.count("told")) == (1, PEOPLE - 1)
    assert Event.objects.get().place.startswith("Place ")
