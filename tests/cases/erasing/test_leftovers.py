"""A file is gone before that is said: one that could not be deleted is tried again and told of."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cases import rotation
from cases.erasing import CannotScrub, decide, erase, receive, scrub, scrubbing
from cases.models import ErasureRequest, Identity, IdentityName, Source
from cases.roles import Role
from cases.sealing.storage import SealedStorage, files_in
from tests.cast import a_person, a_source, grace, staff

NAME = "Han Tong Hyok"


@pytest.fixture(autouse=True)
def files_alone(monkeypatch):
    """What is in the tables, and who still reads them, is for test_bytes.py."""
    monkeypatch.setattr(scrubbing, "scrub_tables", lambda: None)


def decided() -> ErasureRequest:
    person = a_person(alias_en="H. T.")
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name=NAME)
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="Asked.")
    decide(request, by=grace())
    return decide(request, by=staff("gina", Role.GUARDIAN))


def a_file(reference: str, text: str = "") -> Source:
    source = a_source(reference)
    source.file = ContentFile(f"{reference}: {text}".encode(), "a.txt")
    source.save()
    return source


def stored() -> list[str]:
    return list(files_in(default_storage))


def aged(name: str, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def stuck(monkeypatch) -> set[str]:
    """Names that the disk does not let go of."""
    names: set[str] = set()
    delete = SealedStorage.delete

    def refusing(self, name):
        if name in names:
            raise PermissionError(13, "Permission denied")
        delete(self, name)

    monkeypatch.setattr(SealedStorage, "delete", refusing)
    return names


@pytest.mark.django_db(transaction=True)
def test_a_file_that_could_not_be_deleted_keeps_no_other_and_is_gone_before_it_is_said(stuck):
    first, second = a_file("a", NAME).file.name, a_file("b", NAME).file.name
    kept = a_file("c", "Somebody else").file.name
    for name in (first, second, kept):
        aged(name, 2)
    stuck |= {first, second}
    default_storage.save("held/1", ContentFile(b"x"))
    erase(decided(), by=grace())
    assert stored() == sorted([first, kept, second])
    with pytest.raises(CannotScrub, match=r"could not be deleted .*Permission denied"):
        scrub()
    assert ErasureRequest.objects.get().scrubbed_at is None
    stuck.clear()
    scrub()
    assert stored() == [kept]
    assert ErasureRequest.objects.get().scrubbed_at


@pytest.mark.django_db(transaction=True)
def test_a_file_that_may_be_just_being_saved_is_waited_for():
    saving = default_storage.save("sources/0123", ContentFile(b"x"))
    left = default_storage.save("sources/4567", ContentFile(b"x"))
    broken_off = "sources/.89ab.part"
    os.link(default_storage.path(left), default_storage.path(broken_off))
    aged(left, 2)
    erase(decided(), by=grace())
    with pytest.raises(CannotScrub, match=r"named by no record yet .*sources/0123.*in an hour"):
        scrub()
    assert stored() == [saving]
    assert not default_storage.exists(broken_off)
    a_source("now-saved").__class__.objects.filter(reference="now-saved").update(file=saving)
    scrub()
    assert ErasureRequest.objects.get().scrubbed_at
    assert stored() == [saving]


@pytest.mark.django_db(transaction=True)
def test_what_was_stored_since_stays():
    erase(decided(), by=grace())
    time.sleep(0.05)
    names = [
        default_storage.save(name, ContentFile(b"x"))
        for name in ("held/1", "imports/1", "sources/1")
    ]
    scrub()
    assert stored() == names
    assert ErasureRequest.objects.get().scrubbed_at


@pytest.mark.django_db
def test_a_file_that_is_erased_while_keys_are_changed_stays_erased(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    name = a_file("a", NAME).file.name
    other = a_file("b", "Somebody else").file.name
    held = default_storage.save("held/1", ContentFile(b"x"))
    settings.DESK_KEYS = {"k9": bytes(range(32)), **settings.DESK_KEYS}
    request, read = decided(), SealedStorage._open

    def read_while_it_is_erased(self, *args):
        content = read(self, *args)
        monkeypatch.setattr(SealedStorage, "_open", read)
        with django_capture_on_commit_callbacks(execute=True):
            erase(request, by=grace())
        return content

    monkeypatch.setattr(SealedStorage, "_open", read_while_it_is_erased)
    assert rotation._sealed_anew(name) == 0
    assert rotation._sealed_anew(held) == 0
    assert rotation._sealed_anew(other) == 1
    assert stored() == [other]
