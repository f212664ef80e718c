"""A person's names stand in every text that the models can hold; after erasing, in none."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from cases.erasing import brought_back, erase, would_erase
from cases.models import Person
from tests.cases.erasing.planting import (
    CONTROL,
    decided,
    left_in,
    plant,
    unplanted,
)

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
    kept = {"cases.ErasureRequest"}
    assert {name for name, text in tables.items() if str(person.pk).encode() in text} == kept
    assert would_erase(person.pk, by=None).is_empty
    assert brought_back() == []
