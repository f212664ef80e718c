"""Real names in an import: no page tells what a guardian brings to identities."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.desk import importing
from cases.models import (
    ColumnMapping,
    Identity,
    IdentityName,
)
from tests.cases.desk.importing.bringing import (
    apply,
    brought,
    shown,
    token,
    words,
)
from tests.cast import (
    carol,
    edgar,
    grace,
)

pytestmark = pytest.mark.django_db


NAMED = (
    "reference,alias,Real name,Former name,Date of birth,Phone,Colour\n"
    "k-s,K.S.,Canary Myong-bok; 카나리아,Канарейка Иван,14 March 1985,+7 000 111,red\n"
)
CANARIES = ("Canary", "카나리아", "Канарейка", "1985", "000 111")


def test_no_page_of_the_import_tells_what_a_guardian_brings_to_identities(staff):
    client = staff(grace())
    pages = []

    def page(address, given=None):
        answer = client.get(address) if given is None else client.post(address, given, follow=True)
        pages.append(answer.content.decode())
        return words(answer)

    address = brought(client, people=NAMED)
    assert "Colour" in page(address) or "colour" in page(address)
    page(f"{address}columns/", {"column-0-0": "-"})
    shown_now = page(address)
    assert "Person: K.S. k-s, people.csv, row 2 identity: new" in shown_now
    assert "1 identities new" in shown_now
    assert "Imported." in page(f"{address}apply/", {"token": token(client, address)})
    for one in (address, f"{address}undo/", reverse("admin:import"), reverse("admin:index")):
        page(one)
    again = brought(client, people=NAMED.replace("14 March 1985", "2 May 1985"))
    assert "Another date of birth is kept for this person." in page(again)
    assert "Identities deleted: 1" in page(f"{address}undo/")
    assert "is undone" in page(f"{address}undo/", {"undo": "yes"})
    assert not [one for one in CANARIES for text in pages if one in text]
    assert not Identity.objects.exists()
    assert list(ColumnMapping.objects.values_list("header", flat=True)) == ["colour"]


def test_large_files_that_are_read_live_tell_no_more(staff, monkeypatch):
    monkeypatch.setattr(importing, "LARGE_FILES", 0)
    monkeypatch.setattr(importing, "MANY_ROWS", 0)
    client = staff(grace())
    address = brought(client, people=NAMED.replace(",Colour", "").replace(",red", ""))
    text = b"".join(client.get(address).streaming_content).decode()
    assert "identity: new" in text
    (seal,) = re.findall(r'name="token" value="([^"]+)"', text)
    done = client.post(f"{address}apply/", {"token": seal})
    text += b"".join(done.streaming_content).decode()
    assert IdentityName.objects.count() == 3
    assert not [one for one in CANARIES if one in text]


def test_a_colleague_sees_of_such_an_import_neither_counts_nor_a_way_to_undo_it(staff):
    client = staff(grace())
    address = brought(client, people=NAMED.replace(",Colour", "").replace(",red", ""))
    apply(client, address)
    assert "1 identities new" in shown(client, address)
    client = staff(edgar())
    for one in (address, reverse("admin:import")):
        assert "identities" not in shown(client, one)
    page = shown(client, f"{address}undo/")
    assert "Only a guardian, under their own name, can undo this import." in page
    assert "Identities" not in page
    refused = client.post(f"{address}undo/", {}, follow=True)
    assert "Nothing was undone. Only a guardian" in words(refused)
    assert Identity.objects.count() == 1


def test_the_page_says_who_can_bring_real_names(staff):
    assert "only a guardian can bring one" in shown(staff(carol()), reverse("admin:import"))
    assert "Name of a relative" in shown(staff(grace()), reverse("admin:import"))


def test_a_guardian_is_asked_who_is_there_before_names_are_compared(staff):
    client = staff(grace())
    address = brought(client, people=NAMED)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        for answer in (
            client.get(address),
            client.post(f"{address}apply/", {"token": "x"}),
        ):
            assert "Show that it is you" in words(answer)
    assert not Identity.objects.exists()


def test_a_colleague_who_reads_no_identities_is_not_asked_on_the_way(staff):
    client = staff(carol())
    address = brought(client, events="reference,title,date,kind\nk,Held,2014,arrest\n")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "What the files were taken for" in words(client.get(address))
