"""`undo_import`: an import taken back as a whole, or not at all."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.history import revision
from cases.models import ImportBatch, Source
from tests.cast import bob, published

pytestmark = pytest.mark.django_db

SOURCES = "reference,title,kind,publisher\n"


@pytest.fixture
def number(tmp_path) -> int:
    """The number of an import that made one source and changed another."""
    call_command("loaddata", "vocabulary", verbosity=0, stdout=io.StringIO())
    for number, rows in enumerate(("old,Old,news,\n", "old,Older,news,\nnew,New,news,\n")):
        path = tmp_path / f"sources{number}.csv"
        path.write_text(SOURCES + rows)
        call_command("import_records", str(path), stdout=io.StringIO())
    return ImportBatch.objects.first().pk


def undone(number: int, **options) -> str:
    said = io.StringIO()
    call_command("undo_import", str(number), stdout=said, **options)
    return said.getvalue()


def titles() -> dict[str, str]:
    return dict(Source.objects.values_list("reference", "title_en"))


def test_what_it_made_goes_and_what_it_changed_comes_back(number):
    assert "is undone" in undone(number)
    assert titles() == {"old": "Old"}
    assert ImportBatch.objects.get(pk=number).state == ImportBatch.State.UNDONE


def test_a_dry_run_names_each_record_and_undoes_nothing(number):
    said = undone(number, dry_run=True)
    assert "delete: 1 record\n  source new" in said
    assert "restore: 1 record\n  source old" in said
    assert titles() == {"old": "Older", "new": "New"}


def test_what_was_changed_since_needs_a_word(number):
    with revision(reason="Mended"):
        source = Source.objects.get(reference="new")
        source.publisher = "Town Court"
        source.save()
    with pytest.raises(CommandError, match="changed since"):
        undone(number)
    undone(number, also_changed=True)
    assert titles() == {"old": "Old"}


def test_what_is_public_is_withdrawn_with_a_note_for_readers(number):
    published(Source.objects.get(reference="new"))
    with pytest.raises(CommandError, match="note for readers"):
        undone(number)
    assert "withdraw: 1 record" in undone(number, note="It was a mistake.")
    assert titles() == {"old": "Old", "new": "New"}


def test_it_is_done_by_somebody_who_may(number):
    bob()
    with pytest.raises(CommandError, match="Nothing was undone"):
        undone(number, username="bob")
    assert titles() == {"old": "Older", "new": "New"}


@pytest.mark.parametrize("wrong", [0, 999_999])
def test_a_number_of_no_import_is_said_to_be_one(wrong, number):
    with pytest.raises(CommandError, match="There is no import"):
        undone(wrong)


def test_one_that_is_undone_is_not_undone_again(number):
    undone(number)
    with pytest.raises(CommandError, match="cannot be undone: Undone"):
        undone(number)
