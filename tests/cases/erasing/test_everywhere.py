"""A person's names stand in every text that the models can hold; after erasing, in none."""

from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from cases.erasing import brought_back, erase, would_erase
from cases.models import NamePass, Person, SavedFilter
from tests.cases.erasing.planting import (
    CONTROL,
    decided,
    left_in,
    plant,
    unplanted,
)
from tests.cast import a_case, alice

pytestmark = pytest.mark.django_db


def everything() -> dict[str, bytes]:
    """Every table as text, sealed cells opened; the words of the search index too."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.all()
        texts = [
            str(getattr(row, one.attname)) for row in rows for one in row._meta.concrete_fields
        ]
        found[model._meta.label] = "\n".join(texts).encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM timeline_words")
        found["words"] = str(cursor.fetchall()).encode()
    return found


def holding(pk: UUID) -> set[str]:
    """The columns of every table that hold an id, with hyphens or without."""
    return {
        f"{model._meta.label}.{one.attname}"
        for model in apps.get_models(include_auto_created=True)
        for one in model._meta.concrete_fields
        for row in model._base_manager.all()
        if pk.hex in str(getattr(row, one.attname)).replace("-", "").lower()
    }


# Whoever is brought back by a backup has to be known again; the erasure list, a file, has it too.
TOMBSTONE = {"cases.ErasureRequest.person"}


def test_every_text_is_planted():
    person = plant()
    decided(person)
    assert unplanted() == []
    assert left_in(everything()["words"])


def test_after_erasing_no_table_holds_a_name():
    person = plant()
    request = decided(person)
    erase(request, by=User.objects.get(username="filler"))
    tables = everything()
    assert {name: left for name, text in tables.items() if (left := left_in(text))} == {}
    assert CONTROL.encode() in tables["cases.Topic"]
    assert CONTROL.lower().encode() in tables["words"]
    assert not Person.objects.filter(pk=person.pk).exists()
    assert holding(person.pk) == TOMBSTONE
    assert would_erase(person.pk, by=None).is_empty
    assert brought_back() == []


def test_no_table_but_the_tombstone_holds_the_id_in_either_form():
    person = plant()
    pk, request = person.pk, decided(person)
    address = f"https://desk.example/admin/cases/person/{pk}/change/"
    case = a_case(internal_notes=f"See {address}, {pk.hex.upper()} and scan_{pk}.pdf")
    query = f"people__id__exact={pk}"
    SavedFilter.objects.create(user=alice(), model="event", name="hers", query=query)
    for one in (pk, uuid4()):
        NamePass.objects.create(record=case.pk, record_kind="case", person=one, at=timezone.now())
    erase(request, by=User.objects.get(username="filler"))
    assert holding(pk) == TOMBSTONE
    case.refresh_from_db()
    assert "scan_[erased].pdf" in case.internal_notes
    assert NamePass.objects.filter(record=case.pk).count() == 1
