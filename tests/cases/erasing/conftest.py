"""What is erased here was printed before anybody knew that the name had to be protected."""

import pytest

from cases.history import revision
from cases.models import Event, Identity, IdentityName, Participation, Person
from cases.publishing import places
from cases.publishing.protected import Known
from tests.cases.erasing.asking import NAME
from tests.cast import a_person, an_event, grace, published


@pytest.fixture(autouse=True)
def unguarded(monkeypatch):
    """No name is guarded while a test makes what it will erase."""
    monkeypatch.setattr(places, "known", lambda: Known(None, []))


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LIST = tmp_path / "up", tmp_path / "erasures.list"


@pytest.fixture
def person() -> Person:
    with revision(by=grace(), reason="Interview"):
        person = a_person(alias_en="H. T.")
        identity = Identity.objects.create(person=person.pk, contacts="+7 000 000")
        IdentityName.objects.create(identity=identity, name=NAME)
        IdentityName.objects.create(identity=identity, name="Ri Sol Mi", kind="relative")
    return person


@pytest.fixture
def event(person) -> Event:
    """A public event that the person takes part in and that names them; a colleague's too."""
    event = an_event(title_en=f"Arrest of {NAME} in Moscow", summary_en="With 한동혁, at night.")
    Participation.objects.create(event=event, person=person)
    Participation.objects.create(event=event, person=a_person("other", alias_en="O. P."))
    published(event)
    return Event.objects.get(pk=event.pk)
