"""After a restore the list says whom to erase again; what stays is what two guardians decided."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.erasing import Line, decide, would_erase
from cases.erasing.listing import add_line
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
