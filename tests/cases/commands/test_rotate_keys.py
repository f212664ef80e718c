"""Rotation: everything sealed comes under the new key, history and files too, and is still read."""

import io

import pytest
from django.core.checks import ERROR
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from cases import rotation
from cases.admin.checks import check_keys
from cases.erasing import CannotErase, decide, erase, receive
from cases.history import revision
from cases.identities import find_by_name
from cases.models import ErasureRequest, Event, Identity, IdentityName, KeyCanary, Source
from cases.roles import Role
from cases.rotation import all_columns, rotating
from cases.sealing import tables
from cases.sealing.keys import CannotUnseal
from tests.cast import a_person, a_source, an_event, grace, named_publicly, staff

pytestmark = pytest.mark.django_db
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LIST = tmp_path / "up", tmp_path / "erasures.list"
    settings.DESK_KEYS = {"k1": OLD}
    KeyCanary.objects.all().delete()
    rotation.write_canary()


@pytest.fixture
def desk():
    """Sealed texts in rows, in history and beside an index; a sealed file."""
    event = an_event(cited=False, internal_notes="Alive")
    with revision(by=grace()):
        event.internal_notes = "In Omsk"
        event.save()
    a_person(**named_publicly(internal_notes="A note"))
    identity = Identity.objects.create(person=a_person("other").pk, contacts="+7")
    IdentityName.objects.create(identity=identity, name="Choe Myong-bok")
    a_source("interview", file=ContentFile(b"%PDF-1.4 scan", "scan.pdf"))


def rotate(*arguments: str) -> str:
    said = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def key_ids() -> set[str]:
    """The ids of the keys in every sealed cell and file."""
    found = set()
    for column in all_columns():
        for rows in tables.cells(connection, column):
            found |= {text.split(":")[2] for _, _, text in rows}
    return found | {default_storage.key_id_of(name) for name in rotation.stored_files()}


def test_everything_comes_under_the_new_key_and_the_old_one_can_go(desk, settings):
    assert key_ids() == {"k1"}
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    said = rotate()
    assert key_ids() == {"k2"}
    assert "under the key “k2”" in said
    assert "and 1 file anew" in said
    assert "k1: 0 cells, 0 files (not needed any more on this desk" in said
    settings.DESK_KEYS = {"k2": NEW}
    event = Event.objects.get()
    assert event.internal_notes == "In Omsk"
    texts = [row.internal_notes for row in event.history.order_by("history_id")]
    assert texts == ["Alive", "In Omsk"]
    assert Source.objects.get().file.read() == b"%PDF-1.4 scan"
    assert find_by_name("choe myong bok", by=grace())
    assert IdentityName.history.get().blind_index == IdentityName.objects.get().blind_index
    assert rotate("--check").splitlines() == [said.splitlines()[1]]


def test_what_two_guardians_decided_holds_after_the_old_key_is_gone(settings):
    person = a_person("third")
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="Asked.")
    decide(request, by=grace())
    decide(request, by=staff("gina", Role.GUARDIAN))
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    rotate()
    settings.DESK_KEYS = {"k2": NEW}
    assert erase(request, by=grace()).state == ErasureRequest.State.DONE


def test_what_changed_since_it_was_decided_is_not_decided_by_rotating(settings):
    person = a_person("third")
    request = receive(person.pk, by=grace(), asked_in="File 7", reason="Asked.")
    decide(request, by=grace())
    decide(request, by=staff("gina", Role.GUARDIAN))
    identity = Identity.objects.create(person=person.pk)
    IdentityName.objects.create(identity=identity, name="Choe Myong-bok")
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    rotate()
    with pytest.raises(CannotErase):
        erase(request, by=grace())


def test_a_file_that_is_deleted_meanwhile_is_not_counted(desk, monkeypatch):
    names = [*rotation.stored_files(), "sources/gone.pdf"]
    monkeypatch.setattr(rotation, "stored_files", lambda: names)
    assert "1 file (the current key)" in rotate("--check")


def test_rotating_writes_no_history_and_a_later_save_neither(desk, settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    before = Event.history.count()
    rotate()
    Event.objects.get().save()
    assert Event.history.count() == before


def test_while_it_runs_names_under_either_key_are_found(desk, settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    identity = Identity.objects.get()
    IdentityName.objects.create(identity=identity, name="Kim")
    for name in ("Choe Myong-bok", "Kim"):
        assert find_by_name(name, by=grace())


def test_what_was_cut_off_goes_on_where_it_had_come_to(desk, settings, monkeypatch):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    monkeypatch.setattr(tables, "BATCH", 1)
    work = rotating()
    done = [next(work) for _ in range(3)][-1][0]
    work.close()
    assert key_ids() == {"k1", "k2"}
    total = sum(1 for column in all_columns() for _ in tables.cells(connection, column))
    assert f"Sealed {total - done} cells" in rotate()
    assert key_ids() == {"k2"}
    assert "Sealed 0 cells and 0 files anew" in rotate()


def test_a_cell_that_does_not_open_stops_it_and_stays_as_it_is(desk, settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": bytes(32)}
    with pytest.raises(CommandError, match=r"Stopped\. This cannot be read: the key “k1”"):
        rotate()
    settings.DESK_KEYS = {"k1": OLD}
    assert Event.objects.get().internal_notes == "In Omsk"


def test_a_wrong_key_under_the_current_id_stops_it_before_anything_is_done(desk, settings):
    settings.DESK_KEYS = {"k1": NEW}
    with pytest.raises(CommandError, match=r"Stopped\. This cannot be read: the key “k1”"):
        rotate()
    settings.DESK_KEYS = {"k1": OLD}
    assert check_keys(databases=["default"]) == []


def test_checking_counts_by_key_and_names_a_key_that_is_not_here(desk, settings):
    settings.DESK_KEYS = {"k2": NEW}
    said = io.StringIO()
    with pytest.raises(CommandError, match="DESK_KEYS lacks k1, with which something is sealed"):
        call_command("rotate_keys", "--check", stdout=said)
    assert "k2: 0 cells, 0 files (the current key)" in said.getvalue()
    assert "1 file (this key is not here)" in said.getvalue()


@pytest.mark.parametrize(
    ("keys", "words", "stops"),
    [
        ({"k1": NEW}, "is not the one it was sealed with", True),
        ({"k2": NEW}, "“k1” is needed", False),
    ],
)
def test_a_start_says_that_a_key_is_missing_and_stops_at_a_wrong_one(settings, keys, words, stops):
    assert check_keys(databases=["default"]) == []
    settings.DESK_KEYS = keys
    (found,) = check_keys(databases=["default"])
    assert words in found.msg
    assert found.is_serious(ERROR) == stops
    assert check_keys(databases=None) == []


def test_after_a_rotation_the_start_needs_the_new_key_alone(desk, settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    rotate()
    settings.DESK_KEYS = {"k2": NEW}
    assert check_keys(databases=["default"]) == []
    settings.DESK_KEYS = {"k2": OLD}
    assert check_keys(databases=["default"]) != []


def test_a_new_key_has_an_id_that_none_in_use_has(settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    said = io.StringIO()
    call_command("make_key", stdout=said)
    assert said.getvalue().startswith("k3:")


def test_a_cell_that_somebody_writes_meanwhile_is_left_as_they_wrote_it(desk, settings):
    settings.DESK_KEYS = {"k2": NEW, "k1": OLD}
    (column,) = [
        one for one in all_columns() if (one.table, one.name) == ("cases_event", "internal_notes")
    ]

    def meanwhile(text, place):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_event SET internal_notes = ''")
        return "sealed:1:k2:stale"

    list(tables.rewrite(connection, column, meanwhile))
    assert Event.objects.get().internal_notes == ""


def test_a_file_in_the_open_is_an_error(tmp_path):
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "stray").write_bytes(b"in the open")
    with pytest.raises(CannotUnseal):
        rotation.count_by_key()
    with pytest.raises(CommandError, match="not sealed as it should be"):
        rotate()
