"""What was kept in the open before there were keys is sealed by migrating, and read as before."""

import hashlib
import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from cases.keycheck import key_problems
from cases.models import Event, ImportBatch, KeyCanary, ShelvedEdition, Source, Submission
from cases.sealing.envelope import Place, seal
from cases.sealing.keys import CannotUnseal
from tests.cast import a_source, an_event, carol

pytestmark = pytest.mark.django_db
HERE = SimpleNamespace(connection=connection)
NOTE = "The witness is alive."


def run(statement: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def in_the_open() -> Event:
    """An event, its history and a submission as they were before."""
    event = an_event(cited=False)
    Submission.objects.create(record=event.pk, kind="event", at="2026-01-01T00:00:00Z")
    for table in ("cases_event", "cases_historicalevent"):
        run(f"UPDATE {table} SET internal_notes = %s", NOTE)
    run("UPDATE cases_submission SET comment = %s", NOTE)
    return event


def held() -> set[str]:
    tables = ("cases_event", "cases_historicalevent")
    notes = [row[0] for table in tables for row in run(f"SELECT internal_notes FROM {table}")]
    return {*notes, run("SELECT comment FROM cases_submission")[0][0]}


def test_no_title_of_a_record_stays_in_djangos_log():
    kinds = [ContentType.objects.get_for_model(one) for one in (Source, User)]
    for kind in kinds:
        LogEntry.objects.create(user=carol(), content_type=kind, action_flag=2, object_repr=NOTE)
    import_module("cases.migrations.0027_no_titles_in_the_log").forget_records(apps, HERE)
    assert LogEntry.objects.get().content_type == kinds[1]


def test_texts_are_sealed_in_rows_and_history_and_opened_again_on_the_way_back():
    event = in_the_open()
    sealing = import_module("cases.migrations.0011_seal")
    sealing.seal_all(apps, HERE)
    assert all(text.startswith("sealed:1:test:") for text in held())
    assert Event.objects.get().internal_notes == NOTE
    assert event.history.get().internal_notes == NOTE
    assert Submission.objects.get().comment == NOTE
    Event.objects.get().save()
    assert event.history.count() == 1
    once = held()
    sealing.seal_all(apps, HERE)
    assert held() == once
    sealing.open_all(apps, HERE)
    assert held() == {NOTE}


def test_an_envelope_that_does_not_open_stops_it(settings):
    in_the_open()
    sealing = import_module("cases.migrations.0011_seal")
    sealing.seal_all(apps, HERE)
    settings.DESK_KEYS = {"other": bytes(32)}
    with pytest.raises(CannotUnseal, match="The key “test” is needed"):
        sealing.seal_all(apps, HERE)


def test_files_are_sealed_under_their_digest_and_the_open_ones_go(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    first, second = a_source(), a_source("second")
    (tmp_path / "sources").mkdir()
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports/abc").write_bytes(b"title,date\n")
    ImportBatch.objects.create(
        made_by=carol(), made_at="2026-01-01T00:00:00Z", stored=["imports/abc"]
    )
    for source in (first, second):
        (tmp_path / f"sources/{source.pk}").write_bytes(b"%PDF-1.4 scan")
        Source.objects.filter(pk=source.pk).update(file=f"sources/{source.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        import_module("cases.migrations.0013_canary_and_files").seal_files(apps, HERE)
    digest = hashlib.sha256(b"%PDF-1.4 scan").hexdigest()
    assert [one.name for one in (tmp_path / "sources").iterdir()] == [digest]
    assert {one.file.name for one in Source.objects.all()} == {f"sources/{digest}"}
    assert first.history.first().file == f"sources/{digest}"
    assert Source.objects.get(pk=first.pk).file.read() == b"%PDF-1.4 scan"
    assert b"title" not in (tmp_path / "imports/abc").read_bytes()


def test_the_shelf_is_sealed_and_opened_again_on_the_way_back():
    document = {"title_en": "Sent back", "title_ko": "강제 송환"}
    as_before = '{"title_en": "Sent back", "title_ko": "\\uac15\\uc81c \\uc1a1\\ud658"}'
    ShelvedEdition.objects.create(
        record=an_event().pk,
        kind="event",
        reference="sent-back",
        number=1,
        sequence=1,
        document=document,
        published="2026-01-01T00:00:00Z",
        shelved_at="2026-01-02T00:00:00Z",
    )
    run("UPDATE cases_shelvededition SET document = %s", as_before)
    sealing = import_module("cases.migrations.0017_shelf_sealed")
    for _ in range(2):
        sealing.seal_all(apps, HERE)
        assert run("SELECT document FROM cases_shelvededition")[0][0].startswith("sealed:1:test:")
        assert ShelvedEdition.objects.get().document == document
    sealing.open_all(apps, HERE)
    assert json.loads(run("SELECT document FROM cases_shelvededition")[0][0]) == document


def test_comments_that_were_bound_to_a_record_are_bound_to_their_submission_and_back():
    event = an_event(cited=False)
    for name in ("comment", "answer"):
        Submission.objects.create(
            record=event.pk,
            kind="event",
            at=timezone.now(),
            by=carol(),
            decision="sent-back",
            decided_at=timezone.now(),
        )
        as_before = seal(f"{name}: {NOTE}", Place("cases_submission", name, event.pk.hex))
        run(
            f"UPDATE cases_submission SET {name} = %s WHERE id = %s",
            as_before,
            Submission.objects.first().pk,
        )
    before = run("SELECT comment, answer FROM cases_submission ORDER BY id")
    binding = import_module("cases.migrations.0028_comments_of_their_own")
    binding.bind_to_row(apps, HERE)
    texts = [(one.comment, one.answer) for one in Submission.objects.order_by("pk")]
    assert texts == [(f"comment: {NOTE}", ""), ("", f"answer: {NOTE}")]
    binding.bind_to_record(apps, HERE)
    assert run("SELECT comment, answer FROM cases_submission ORDER BY id") == before
    # As the migration itself does next, which PostgreSQL refuses while rows are to be checked.
    run("ALTER TABLE cases_submission ADD COLUMN spare integer")


def test_the_key_in_use_gets_its_canary():
    KeyCanary.objects.all().delete()
    import_module("cases.migrations.0013_canary_and_files").write_canary(apps, HERE)
    assert KeyCanary.objects.get().key == "test"
    assert key_problems() == []
