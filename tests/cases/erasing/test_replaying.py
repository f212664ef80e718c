"""After a restore the list says whom to erase again; what stays is what two guardians decided."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.erasing import Line, decide, would_erase
from cases.erasing.listing import problems
from cases.erasurelist import add_line
from cases.models import Case, ErasureRequest
from tests.cases.erasing.asking import NAME, asked, decided, gina
from tests.cast import a_case, grace

pytestmark = pytest.mark.django_db


def restored(request: ErasureRequest) -> str:
    """What a replay says where the backup holds this request, and the list that it was done."""
    add_line(Line(request.person, request.reference, timezone.now().date()))
    out = StringIO()
    with pytest.raises(CommandError, match="bytes cannot go"):
        call_command("erase_person", "--replay", "--yes", stdout=out)
    return out.getvalue()


@pytest.fixture
def text(person) -> str:
    """The key of a text with the name in it."""
    a_case(title_en=f"Guard {NAME}")
    (key,) = {one.key for one in would_erase(person.pk, by=grace()).places}
    return key


def test_what_one_guardian_alone_wanted_spared_goes(person, text):
    request = decide(asked(person), by=grace(), spared=[text])
    assert "Stays" not in restored(request)
    assert Case.objects.get().title_en == "Guard [erased]"


def test_a_name_that_one_guardian_alone_left_out_is_looked_for(person, text):
    request = decide(asked(person), by=grace(), left_out=[NAME])
    assert f"Looked for: {NAME}" in restored(request)
    assert Case.objects.get().title_en == "Guard [erased]"


def test_what_two_spared_stays_and_is_told(person, text):
    said = restored(decided(person, [text]))
    assert f"Stays, as two guardians decided: case, title (English): Guard {NAME}" in said
    assert Case.objects.get().title_en == f"Guard {NAME}"


def test_a_name_that_two_left_out_is_told(person, text):
    request = decide(asked(person), by=grace(), left_out=[NAME])
    said = restored(decide(request, by=gina(), left_out=[NAME]))
    assert f"Not looked for, as two guardians decided: {NAME}" in said
    assert f"Looked for: {NAME}" not in said
    assert Case.objects.get().title_en == f"Guard {NAME}"


def by_names(person, *names: str) -> None:
    """Somebody who was erased is erased again by names alone."""
    approved = ("--approved-by", "grace", "--approved-by", "gina")
    why = ("--request", "File 7", "--reason", "A restore brought a name back.")
    call_command(
        "erase_person", str(person.pk), *why, *approved, *names, "--yes", stdout=StringIO()
    )


def test_names_that_the_backup_does_not_know_are_erased_by_themselves_afterwards(person):
    a_case(title_en="Pak Yong Su v. Russia")
    said = restored(decided(person))
    assert Case.objects.get().title_en == "Pak Yong Su v. Russia"
    assert "ask the guardians" in said
    assert str(person.pk) in said
    with pytest.raises(CommandError, match="bytes cannot go"):
        by_names(person, "--also", "Pak Yong Su")
    assert Case.objects.get().title_en == "[erased] v. Russia"
    assert ErasureRequest.objects.filter(person=person.pk, state="done").count() == 2
    assert problems() == []


def test_of_whom_nothing_is_here_is_asked_by_which_names(person):
    restored(decided(person))
    with pytest.raises(CommandError, match="They were erased: give with --also-called"):
        by_names(person)
