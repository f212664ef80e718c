"""What was taken from the public is not public after a restore: the list outside remembers."""

from io import StringIO

import pytest
from django.core.checks import WARNING
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.admin.checks import check_removals
from cases.erasing import refuse_whom_we_erased
from cases.history import revision
from cases.models import Event, Removal
from cases.publishing import (
    allow_again,
    hide,
    left_of,
    public_again,
    remove,
    take_out_left,
    withdraw,
)
from tests.cases.publishing.taking import SAID, WAYS
from tests.cast import a_case, alice, an_event, edgar, grace, published
from tracker.discreet import DiscreetFormatter

pytestmark = pytest.mark.django_db
LOGGER = "cases.publishing.outside"


@pytest.fixture(autouse=True)
def removal_list(settings, tmp_path):
    settings.REMOVAL_LIST = tmp_path / "removals.list"
    return settings.REMOVAL_LIST


@pytest.fixture
def event(db):
    """An event with two editions, of which the first told too much."""
    event = an_event(summary_en="SECRET")
    published(a_case(), event, note="SECRET NOTE")
    with revision(by=alice(), reason=""):
        event = Event.objects.get()
        event.summary_en = "clean"
        event.save()
    published(event)
    return event


@pytest.fixture
def undo(django_capture_on_commit_callbacks):
    """Does an act and restores the database of before; the list outside stays."""

    def undoes(act, event) -> None:
        before = transaction.savepoint()
        with django_capture_on_commit_callbacks(execute=True):
            act(event)
        assert public_again() == []
        transaction.savepoint_rollback(before)

    return undoes


def command(*words: str) -> str:
    out = StringIO()
    call_command("take_back_again", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("act", WAYS)
def test_nothing_starts_while_what_was_taken_back_is_public_again(client, undo, event, act):
    undo(WAYS[act], event)
    with pytest.raises(ImproperlyConfigured, match=r"manage\.py take_back_again"):
        refuse_whom_we_erased()
    said = command("--yes")
    assert str(event.pk) in said
    refuse_whom_we_erased()
    status = client.get(f"/events/{event.reference}/").status_code
    assert status == (404 if act == "removed" else 410)
    assert "SECRET" not in client.get(f"/events/{event.reference}/history/1/").content.decode()
    assert "Nothing that was taken back is public." in command()
    if act == "removed":
        assert "SECRET NOTE" not in client.get("/changes/").content.decode()


def test_the_list_holds_ids_and_acts_and_no_words(undo, event, removal_list):
    undo(WAYS["suppressed field"], event)
    (line,) = removal_list.read_text().splitlines()
    assert line.startswith(f"{event.pk} event suppressed ")
    assert line.endswith(" 1 summary_en")
    for words in SAID.values():
        assert words not in line
    assert removal_list.stat().st_mode & 0o077 == 0


def test_what_was_published_after_it_was_taken_back_may_stand(
    django_capture_on_commit_callbacks, event
):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(event, by=edgar(), public_note="Wrong.")
        published(event)
        remove(event, by=edgar(), reason="x")
        allow_again(event, by=grace(), reason="Safe.")
        published(event)
    assert public_again() == []
    refuse_whom_we_erased()


def test_what_was_removed_after_it_was_hidden_is_removed_and_leaves_no_tombstone(
    client, undo, event
):
    def both(event):
        hide(event, by=edgar())
        remove(event, by=edgar(), reason="x")

    undo(both, event)
    command("--yes")
    assert client.get(f"/events/{event.reference}/").status_code == 404


@pytest.mark.parametrize("kind", ["note", "former"])
def test_what_a_withdrawal_left_and_was_taken_out_later_is_taken_out_again(
    client, undo, event, kind
):
    with revision(by=alice(), reason=""):
        event = Event.objects.get()
        event.reference, was = "an-arrest", event.reference
        event.save()
    published(event)
    withdraw(event, by=edgar(), public_note="At the wish of SECRET.")

    def takes_out(event):
        keys = [one.key for one in left_of(event) if one.key.startswith(kind)]
        take_out_left(event, keys, by=edgar(), **SAID)

    undo(takes_out, event)
    with pytest.raises(ImproperlyConfigured, match=r"manage\.py take_back_again"):
        refuse_whom_we_erased()
    command("--yes")
    refuse_whom_we_erased()
    pages = [client.get(f"/events/{name}/") for name in ("an-arrest", was)]
    # Which of its addresses it was, the list does not say: all of them go.
    assert [one.status_code for one in pages] == ([410, 410] if kind == "note" else [404, 404])
    assert "SECRET" not in "".join(one.content.decode() for one in pages)


def test_what_was_left_and_is_left_since_stops_no_start(django_capture_on_commit_callbacks, event):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(event, by=edgar(), public_note="At the wish of SECRET.")
        take_out_left(event, [left_of(event)[0].key], by=edgar(), **SAID)
        published(event)
        withdraw(event, by=edgar(), public_note="Wrong.")
    assert public_again() == []


def test_what_the_log_knows_is_added_to_a_list_that_lacks_it(event, removal_list):
    remove(event, by=edgar(), reason="x")
    many = Removal.objects.count()
    assert f"Added {many} line" in command()
    assert len(removal_list.read_text().splitlines()) == many
    assert "Added" not in command()


def test_nobody_is_kept_from_removing_by_a_list_that_cannot_be_written(
    client, django_capture_on_commit_callbacks, settings, event, caplog
):
    settings.REMOVAL_LIST = settings.REMOVAL_LIST.parent / "nowhere" / "removals.list"
    with django_capture_on_commit_callbacks(execute=True):
        remove(event, by=edgar(), reason="x")
    assert client.get(f"/events/{event.reference}/").status_code == 404
    said = [DiscreetFormatter().format(one) for one in caplog.records if one.name == LOGGER]
    assert said
    assert all("The removal list cannot be written" in one for one in said)
    assert all("`manage.py take_back_again`" in one for one in said)
    with pytest.raises(CommandError, match="cannot be written"):
        command()


def test_the_start_warns_of_acts_that_the_list_lacks(
    django_capture_on_commit_callbacks, settings, event
):
    assert check_removals(databases=["default"]) == []
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(event, by=edgar(), public_note="Wrong.")
    assert check_removals(databases=["default"]) == []
    before = Removal.objects.count()
    writable, settings.REMOVAL_LIST = settings.REMOVAL_LIST, settings.MEDIA_ROOT / "no" / "a.list"
    with django_capture_on_commit_callbacks(execute=True):
        remove(event, by=edgar(), reason="x")
    settings.REMOVAL_LIST = writable
    (warning,) = check_removals(databases=["default"])
    assert warning.level == WARNING
    assert "of the acts by which something was taken from the public" in warning.msg
    assert warning.msg.split()[0] == str(Removal.objects.count() - before)
    command()
    assert check_removals(databases=["default"]) == []


def test_an_act_after_a_line_without_an_end_spoils_neither(
    django_capture_on_commit_callbacks, removal_list, event
):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(event, by=edgar(), public_note="Wrong.")
    removal_list.write_text(removal_list.read_text().rstrip("\n"))
    with django_capture_on_commit_callbacks(execute=True):
        remove(event, by=edgar(), reason="x")
    refuse_whom_we_erased()
    assert check_removals(databases=["default"]) == []


@pytest.mark.parametrize("text", ["a b c", "x event removed 2026-01-01T00:00:00+00:00 - -"])
def test_a_list_that_cannot_be_read_stops_the_start(removal_list, text):
    removal_list.write_text(f"{text}\n")
    with pytest.raises(ImproperlyConfigured, match="Line 1 of the removal list"):
        refuse_whom_we_erased()


def test_a_person_at_the_machine_is_asked_first(monkeypatch, undo, event):
    undo(WAYS["removed"], event)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(CommandError, match="Nothing was taken back"):
        command()
    assert public_again()
