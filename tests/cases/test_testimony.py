"""What could tell who speaks in a testimony stands nowhere in the open, and is not lost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.history import revision
from cases.models import Source
from tests.cases.admin.test_desk import address, save
from tests.cast import a_source, grace

pytestmark = pytest.mark.django_db
TOLD = {
    "title_en": "Interview with Pak",
    "title_ko": "박씨와의 대화",
    "author": "Pak Sol Mi",
    "publisher": "Pak's sister",
    "url": "https://example.org/pak",
}
WORDS = (*TOLD.values(), "pak")


def in_the_open(*tables: str) -> str:
    """All that the tables hold, as whoever takes the disk reads it."""
    with connection.cursor() as cursor:
        rows = []
        for table in tables or ("cases_source", "cases_historicalsource"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return str(rows)


def test_title_author_and_address_of_testimony_go_into_a_sealed_cell():
    source = a_source("interview", is_testimony=True, **TOLD)
    assert not [one for one in WORDS if one in in_the_open()]
    assert "\n".join(sorted(TOLD.values())) == "\n".join(sorted(source.called.splitlines()))
    again = Source.objects.get()
    assert (again.called, again.title_en, again.author) == (source.called, "Testimony", "")


def test_what_is_marked_as_testimony_later_is_sealed_in_its_history_too():
    source = a_source("interview", **TOLD)
    assert "Pak Sol Mi" in in_the_open()
    source.is_testimony = True
    with revision(by=grace(), reason="It is one"):
        source.save()
    assert not [one for one in WORDS if one in in_the_open()]
    assert {row.called for row in source.history.all()} == {source.called}
    assert "Pak Sol Mi" in source.called


def test_saving_one_field_of_testimony_seals_it_as_well():
    source = a_source("interview", is_testimony=True)
    source.title_en = "Interview with Pak"
    source.save(update_fields=["title_en"])
    assert "Pak" in Source.objects.get().called
    assert "Pak" not in in_the_open()


def test_what_was_called_before_stays_and_is_not_doubled():
    source = a_source("interview", is_testimony=True, called="The aunt\nof Pak", title_en="of Pak")
    assert source.called == "The aunt\nof Pak"


def test_the_database_keeps_no_open_words_of_testimony_whoever_writes_them():
    a_source("interview", is_testimony=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(author="Pak Sol Mi")


def test_a_guardian_types_a_title_and_finds_it_sealed(client):
    source = a_source("interview", is_testimony=True)
    client.force_login(grace())
    save(client, address(source), "Who spoke", title_en="Interview with Pak")
    assert Source.objects.get().called.splitlines()[-1] == "Interview with Pak"
    page = client.get(reverse("admin:cases_source_change", args=[source.pk])).content.decode()
    assert "Interview with Pak" in page
    assert "Pak" not in in_the_open()


def test_testimony_of_before_is_sealed_by_migrating():
    source = a_source("interview")
    deleted = a_source("deleted")
    with connection.cursor() as cursor:
        for table in ("cases_source", "cases_historicalsource"):
            cursor.execute(f"UPDATE {table} SET title_en = 'Interview with Pak'")
        cursor.execute("UPDATE cases_historicalsource SET is_testimony = %s", [True])
        cursor.execute("DELETE FROM cases_source WHERE reference = 'deleted'")
    import_module("cases.migrations.0018_testimony_called").seal_all(apps, None)
    assert "Pak" not in in_the_open("cases_historicalsource")
    assert {row.called for row in source.history.all()} == {"Interview with Pak"}
    assert deleted.history.get().called == "Interview with Pak"
