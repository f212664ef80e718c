"""Erasing by command, for two guardians who sit together."""

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import ErasureRequest, Person
from tests.cases.erasing.asking import NAME, gina
from tests.cast import a_case, carol, grace

pytestmark = pytest.mark.django_db


def command(*words: str, **options) -> str:
    out = StringIO()
    call_command("erase_person", *words, stdout=out, **options)
    return out.getvalue()


ENOUGH = ("--request", "File 7", "--reason", "Asked", "--approved-by", "grace")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "Name one person"),
        (("kim", "--replay"), "Name one person"),
        (("--replay", "--also", "Pak Yong Su"), "--also is for one person .* run --replay alone"),
        (("--replay", "--also-called"), "--also-called is for one person"),
        (("--scrub", "--note", "Gone."), "--note is for one person"),
        (("kim",), "approved-by twice"),
        (("kim", *ENOUGH), "approved-by twice"),
        (("nobody", *ENOUGH), "no person “nobody”"),
        ((str(uuid.UUID(int=7)), *ENOUGH), "Nothing is here"),
        (("kim", "--approved-by", "grace", "--approved-by", "gina"), "--request and --reason"),
        (("kim", *ENOUGH, "--approved-by", "grace"), "two different guardians"),
        (("kim", *ENOUGH, "--approved-by", "carol"), "guardians alone"),
    ],
)
def test_the_command_refuses_in_words(person, words, problem):
    carol(), grace(), gina()
    with pytest.raises(CommandError, match=problem):
        command(*words, "--yes")
    assert Person.objects.filter(pk=person.pk).exists()
    assert not ErasureRequest.objects.exists()


def test_the_command_asks_first(monkeypatch, person):
    grace(), gina()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        command("kim", *ENOUGH, "--approved-by", "gina")
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_command_shows_each_text_and_asks_for_more_names(monkeypatch, person, event):
    a_case(title_en="Uncle Potato", internal_notes=f"A brother of {NAME}.")
    typed = iter(["Uncle Potato", "", "no"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    grace(), gina()
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command(
            "erase_person", "kim", *ENOUGH, "--approved-by", "gina", "--also-called", stdout=out
        )
    shown = out.getvalue()
    for text in (
        "Looked for: Uncle Potato (",
        f"event, title (English): Arrest of {NAME} in Moscow",
        f"case, internal notes: A brother of {NAME}.",
        f"participation: Person concerned, in “Arrest of {NAME} in Moscow”",
        f"Arrest of {NAME} in Moscow, edition 1, changes in: participations, ",
    ):
        assert text in shown


def test_the_command_says_where_a_name_that_was_typed_with_it_stays(monkeypatch, person):
    grace(), gina()
    err = StringIO()
    also = ("--also", "Uncle Potato", "--approved-by", "gina")
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError):
        call_command("erase_person", "kim", *ENOUGH, *also, stdout=StringIO(), stderr=err)
    assert "in the history of this shell" in err.getvalue()


@pytest.mark.parametrize("line", ["x", f"{uuid.UUID(int=7)} E-1 2026-13-40", "a\nb"])
def test_a_list_that_was_spoilt_is_refused_with_its_line(settings, line):
    settings.ERASURE_LIST.write_text(line)
    with pytest.raises(CommandError, match="Line 1 of the erasure list"):
        command("--replay", "--yes")
