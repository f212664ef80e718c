"""Every text that the desk keeps is sealed, public, or in the open for a reason given here.

A new field fails until somebody has said which. What is sealed is then looked for, byte by byte, in
the files of a real site.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from cases.documents import PUBLIC
from cases.historyrows import history_model
from cases.models import Tracked
from cases.sealing.cells import SealedTextField, sealed_fields
from cases.sealing.tables import sealed_columns
from tracker.new_key import new_key

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (models.CharField, models.TextField, models.FileField, models.JSONField, models.BinaryField)

NOTES = {"internal_notes"}
SEALED: dict[str, set[str]] = {
    "agreement": NOTES,
    "case": NOTES,
    "citation": {"quote", "translation"},
    "erasurerequest": {"reason", "also_called", "choices"},
    "event": NOTES,
    "figure": NOTES,
    "identity": {"birth_date", "contacts", "notes", "telling"},
    "identityname": {"name"},
    "namepass": {"reason"},
    "person": {*NOTES, "exposure_reason"},
    "removal": {"reason"},
    "shelvededition": {"document"},
    "source": {
        *NOTES,
        *("summary_en", "summary_ru", "summary_ko"),
        *("called", "consent_uses", "interviewer"),
        "file",  # the row names a digest; the file itself is sealed in the store
    },
    "submission": {"comment", "answer"},
}
# Not sealed and not in any edition. What each holds, so that it may stand in the open.
A_CODE = "one of a few fixed words"
NO_TEXT = "a number, key or digest that says nothing by itself"
NAMES_A_RECORD = "what an edition is called or looked up by; lists, searches and addresses need it"
OF_ACTS = "why something was done, read in lists; docs/keys.md says to write no names there"
OPEN: dict[str, dict[str, str]] = {
    "accountevent": {"what": A_CODE, "detail": OF_ACTS},
    "agreement": {"reference": NAMES_A_RECORD},
    "calendarlink": {"digest": NO_TEXT},
    "case": {"reference": NAMES_A_RECORD},
    "columnmapping": dict.fromkeys(("sheet", "header", "column"), "how an office heads its sheets"),
    "court": {"reference": NAMES_A_RECORD},
    "erasurerequest": {
        "reference": "made at random",
        "asked_in": "the number of a file or letter; the form says to write no names there",
        "state": A_CODE,
        "counts": NO_TEXT,
    },
    "event": {"reference": NAMES_A_RECORD},
    "eventkind": {"reference": NAMES_A_RECORD, "reminder_what": "the same for every case"},
    "figure": {"reference": NAMES_A_RECORD},
    "heldreference": {"kind": A_CODE, "reference": NAMES_A_RECORD},
    "identityname": {
        "kind": A_CODE,
        "script": A_CODE,
        "blind_index": "tells, without the key, only which two names are the same",
    },
    "identityreading": {"act": A_CODE},
    "importbatch": {
        "state": A_CODE,
        "files": "names and digests of files that were imported",
        "stored": NO_TEXT,
        "counts": NO_TEXT,
        "reason": OF_ACTS,
    },
    "namepass": {
        "record_kind": A_CODE,
        "field": "the name of a field",
        "mark": "tells, without the key, only whether two passes are for the same",
    },
    "passasked": {"record_kind": A_CODE},
    "keycanary": {"key": NO_TEXT, "envelope": "a known word, sealed"},
    "person": {"reference": NAMES_A_RECORD, "exposure": A_CODE},
    "provision": {"reference": NAMES_A_RECORD},
    "publication": {
        "kind": A_CODE,
        "act": A_CODE,
        "public_note": "written for the public",
    },
    "reminder": {"what": "found and sorted by; docs/keys.md says to write no names there"},
    "revision": {"reason": OF_ACTS},
    "removal": {
        **dict.fromkeys(("record_kind", "kind", "field"), A_CODE),
        "editions": NO_TEXT,
        "public_note": "written for the public",
    },
    "savedfilter": dict.fromkeys(("model", "name", "query"), "how one colleague likes a list"),
    "shelvededition": {
        **dict.fromkeys(("kind", "reference", "digest"), NO_TEXT),
        "public_note": "written for the public",
    },
    "source": {
        "reference": NAMES_A_RECORD,
        "file_sha256": NO_TEXT,
        "file_type": A_CODE,
        "consent_audience": A_CODE,
    },
    "sourcekind": {"reference": NAMES_A_RECORD},
    "staffsession": {
        "session_key": NO_TEXT,
        "session_data": "encrypted under a key that comes from the cookie, which is not kept here",
    },
    "submission": {"kind": A_CODE, "decision": A_CODE},
    "submissionitem": {"kind": A_CODE},
    "topic": {"reference": NAMES_A_RECORD},
}
OF_HISTORY = {"history_change_reason", "history_type"}


def own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_app_config("cases").get_models()
        if not model.__name__.startswith("Historical")
    ]


def texts_of(model: type[models.Model]) -> set[str]:
    return {one.name for one in model._meta.concrete_fields if isinstance(one, TEXTS)}


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.model_name)
def test_every_text_is_sealed_public_or_open_for_a_reason(model):
    name = model._meta.model_name
    sealed, opened = SEALED.get(name, set()), OPEN.get(name, {})
    public = {one for one in PUBLIC.get(model, ()) if one in texts_of(model)} - sealed
    assert not sealed & set(opened)
    assert texts_of(model) == sealed | set(opened) | public
    assert all(len(reason) > 10 for reason in opened.values())


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.model_name)
def test_what_is_called_sealed_is_sealed_in_history_too(model):
    kept = [model, history_model(model)] if issubclass(model, Tracked) else [model]
    for one in kept:
        fields = {
            field.name for field in one._meta.concrete_fields if isinstance(field, SealedTextField)
        }
        assert fields == SEALED.get(model._meta.model_name, set()) - {"file"}
    if issubclass(model, Tracked):
        assert texts_of(kept[1]) == texts_of(model) | OF_HISTORY


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.model_name)
def test_what_is_sealed_opens_in_its_own_row_alone(model):
    bound = {model._meta.get_field(one.bound_to) for one in sealed_fields(model)}
    assert all(one.unique and isinstance(one, models.UUIDField) for one in bound)


FILL = """
import uuid
from datetime import date
from django.core.files.base import ContentFile
from django.utils import timezone
from cases.history import revision
from cases.models import *
from cases.sealing.cells import SealedJSONField, SealedTextField

def canary(table, column):
    return f"Canary-{table}-{column}-Канарейка-카나리아"

def texts(model):
    table = model._meta.db_table
    return {one.name: {"summary_en": text} if type(one) is SealedJSONField else text
            for one in model._meta.concrete_fields if isinstance(one, SealedTextField)
            for text in [canary(table, one.name)]}

with revision(reason="Filled"):
    kind = SourceKind.objects.create(reference="k", label_en="K")
    of = EventKind.objects.create(reference="e", label_en="E", family="harm")
    titled = {"title_en": "T", "reference": "r"}
    file = ContentFile(b"%PDF-1.4 " + canary("cases_source", "file").encode(), "x.pdf")
    source = Source.objects.create(kind=kind, **titled, **texts(Source), file=file)
    case = Case.objects.create(**titled, **texts(Case))
    Event.objects.create(kind=of, **titled, **texts(Event))
    Agreement.objects.create(kind="bilateral", **titled, **texts(Agreement))
    Figure.objects.create(definition="D", unit="u", **titled, **texts(Figure))
    Citation.objects.create(case=case, source=source, **texts(Citation))
    person = Person.objects.create(reference="p", alias_en="P", **texts(Person))
    born = {**texts(Identity)}
    identity = Identity.objects.create(person=person.pk, **born)
    IdentityName.objects.create(identity=identity, **texts(IdentityName))
NamePass.objects.create(
    record=case.pk, record_kind="case", person=person.pk, at=timezone.now(), **texts(NamePass)
)
ErasureRequest.objects.create(
    person=person.pk, due=date(2026, 1, 1), asked_in="x", **texts(ErasureRequest)
)
Removal.objects.create(
    record=case.pk, record_kind="case", kind="removed", at=timezone.now(), **texts(Removal)
)
ShelvedEdition.objects.create(
    record=case.pk, kind="case", reference="r", number=1, sequence=1, published=timezone.now(),
    shelved_at=timezone.now(), **texts(ShelvedEdition)
)
Submission.objects.create(record=case.pk, kind="case", at=timezone.now(), **texts(Submission))
for one in (Source, Case, Event, Agreement, Figure, Citation, Person, Identity, IdentityName):
    for name, text in texts(one).items():
        one.objects.update(**{name: text + "-changed"})
Reminder.objects.create(case=case, due=date(2026, 1, 1), what=canary("cases_reminder", "what"))
"""


@pytest.mark.slow
def test_no_byte_of_what_is_sealed_is_in_the_files_of_a_site(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "UPLOADS": str(tmp_path / "uploads"),
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }

    def manage(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    manage("migrate", "--verbosity", "0")
    # Held open, so that the last writer does not tidy the WAL away before it is looked at.
    reader = sqlite3.connect(tmp_path / "site.sqlite3")
    reader.execute("SELECT count(*) FROM cases_case").fetchone()
    manage("shell", "--no-imports", "-c", FILL)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    reader.close()
    assert any(path.name.endswith("-wal") and content for path, content in files.items())
    assert any("uploads" in path.parts for path in files)
    columns = {(one.table, one.name) for one in sealed_columns(own_models())}
    assert len(columns) == sum(len(names - {"file"}) for names in SEALED.values())
    everything = b"".join(files.values())
    # The control: what is in the open is found, so that the search is known to find.
    assert "Canary-cases_reminder-what-Канарейка".encode() in everything
    for table, column in {*columns, ("cases_source", "file")}:
        for text in (f"Canary-{table}-{column}-", f"-{table}-{column}-Канарейка"):
            assert text.encode() not in everything
            assert text.encode("utf-16-le") not in everything


@pytest.mark.slow
def test_a_command_that_meets_a_key_too_few_says_so_without_a_traceback(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tracker.settings", "UPLOADS": str(tmp_path / "up")}

    def manage(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        given = {**environment, **more}
        return subprocess.run(
            command, cwd=ROOT, env=given, capture_output=True, text=True, check=False
        )

    assert manage("migrate", "--verbosity", "0").returncode == 0
    assert manage("loaddata", "vocabulary", "article").returncode == 0
    other = new_key("other")
    done = manage("publish", "--all", DESK_KEYS=other)
    assert done.returncode != 0
    assert done.stderr.startswith("Stopped. The key “test” is needed to read this")
    assert "Traceback" not in done.stderr
    # A key that was taken away does not stop the start; one under the name of another does.
    started = manage("migrate", "--verbosity", "0", DESK_KEYS=other)
    assert started.returncode == 0
    assert "The key “test” is needed" in started.stderr
    wrong = manage("migrate", "--verbosity", "0", DESK_KEYS=new_key("test"))
    assert wrong.returncode != 0
    assert "is not the one it was sealed with" in wrong.stderr
