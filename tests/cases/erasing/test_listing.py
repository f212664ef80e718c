"""Whoever was erased is on the list; where that fails, nothing starts and it is said what to do."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.checks import ERROR
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cases.admin.checks import check_erasures
from cases.erasing import decide, erase, erasure_list, receive, refuse_whom_we_erased
from cases.models import ErasureRequest, Person
from cases.roles import Role
from tests.cast import a_person, grace, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone() -> ErasureRequest:
    return erased(a_person(alias_en="H. T."))


def erased(person: Person) -> ErasureRequest:
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="Asked.")
    decide(request, by=grace())
    return erase(decide(request, by=staff("gina", Role.GUARDIAN)), by=grace())


def what_stops_the_start() -> str:
    """What the check says that stops it; the server itself says the same."""
    found = [str(one.msg) for one in check_erasures(databases=["default"]) if one.level >= ERROR]
    said = ""
    try:
        refuse_whom_we_erased()
    except ImproperlyConfigured as error:
        said = str(error)
    assert bool(found) == bool(said)
    assert all(words in said for words in found)
    return said


def command(*words: str) -> str:
    out = StringIO()
    call_command("erase_person", *words, stdout=out)
    return out.getvalue()


def test_a_site_that_never_erased_anybody_needs_no_list(settings):
    a_person()
    assert what_stops_the_start() == ""
    assert not settings.ERASURE_LIST.exists()


def test_whoever_is_back_stops_the_start_until_erased_again(gone):
    assert what_stops_the_start() == ""
    Person.objects.create(pk=gone.person, reference="back", alias_en="H. T.")
    assert "1 of those on the erasure list are in the database again" in what_stops_the_start()
    assert "erase_person --replay" in what_stops_the_start()


def test_a_list_that_is_missing_stops_the_start_until_it_is_mended(settings, gone):
    before = settings.ERASURE_LIST.read_text()
    settings.ERASURE_LIST.unlink()
    said = what_stops_the_start()
    assert "1 of those who were erased are not on the erasure list" in said
    assert "Put the newest copy back" in said
    assert str(gone.person) in command("--mend-list")
    assert settings.ERASURE_LIST.read_text() == before
    assert what_stops_the_start() == ""
    assert "Everybody who was erased is on the list." in command("--mend-list")


def test_an_older_list_stops_the_start(settings, gone):
    older = settings.ERASURE_LIST.read_text()
    erased(a_person("other"))
    settings.ERASURE_LIST.write_text(older)
    assert "--mend-list" in what_stops_the_start()


def test_a_list_that_was_spoilt_stops_the_start(settings, gone):
    settings.ERASURE_LIST.write_text("x")
    assert "Line 1 of the erasure list" in what_stops_the_start()
    with pytest.raises(CommandError, match="Line 1"):
        command("--mend-list")


def test_a_list_that_is_mended_on_another_day_has_one_line_for_each(gone):
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        Person.objects.create(pk=gone.person, reference="back", alias_en="H. T.")
        ErasureRequest.objects.all().delete()
        call_command("erase_person", "--mend-list", stdout=StringIO())
        from_the_list()
    assert len(erasure_list()) == 1


def from_the_list() -> None:
    """Erases again, but for the bytes, which cannot go inside a test's transaction."""
    with pytest.raises(CommandError, match="bytes cannot go"):
        command("--replay", "--yes")


def test_a_database_that_is_not_migrated_yet_may_be_migrated(monkeypatch, gone):
    Person.objects.create(pk=gone.person, reference="back", alias_en="H. T.")
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert check_erasures(databases=["default"]) == []
    with pytest.raises(ImproperlyConfigured, match="--replay"):
        refuse_whom_we_erased()
