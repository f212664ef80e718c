"""A desk with one person whose name stands in a case, and a store of its own."""

import pytest

from cases.models import Identity, IdentityName, Person
from tests.cast import a_case, a_person


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LIST = tmp_path / "up", tmp_path / "erasures.list"
    settings.FOUR_EYES = True


@pytest.fixture
def person() -> Person:
    person = a_person()
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name="Han Tong Hyok")
    a_case(title_en="Han Tong-hyok v. Russia", internal_notes="The brother of Han Dong Hyuk.")
    return person
