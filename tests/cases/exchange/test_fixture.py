"""`loaddata`, made safe: all or nothing, in any order, validated, with history."""

import gzip
import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command

from cases.models import Case, Citation, Event, EventKind, Source
from tests.cast import alice
from timeline.models import Edition

pytestmark = pytest.mark.django_db

KIND = {"model": "cases.eventkind", "fields": {"reference": "arrest", "label_en": "Arrest"}}
KIND["fields"]["family"] = "harm"
SOURCE_KIND = {"model": "cases.sourcekind", "fields": {"reference": "news", "label_en": "News"}}
SOURCE = {
    "model": "cases.source",
    "fields": {"reference": "bulletin", "title_en": "Bulletin", "kind": ["news"]},
}
CASE = {"model": "cases.case", "fields": {"reference": "kim", "title_en": "Kim v. Russia"}}
EVENT = {
    "model": "cases.event",
    "fields": {
        "reference": "arrest-of-kim",
        "title_en": "Kim is arrested",
        "date": "2016-02",
        "kind": ["arrest"],
        "cases": [["kim"]],
    },
}
CITED = {
    "model": "cases.citation",
    "fields": {"event": ["arrest-of-kim"], "source": ["bulletin"], "locator": "p. 1"},
}
CASE_CITED = {
    "model": "cases.citation",
    "fields": {"case": ["kim"], "source": ["bulletin"], "locator": "p. 2"},
}
WHOLE = [CITED, EVENT, CASE_CITED, CASE, SOURCE, SOURCE_KIND, KIND]


def changed(row: dict, **fields) -> dict:
    return {**row, "fields": {**row["fields"], **fields}}


@pytest.fixture
def load(tmp_path, capsys):
    """Writes rows (or text) to a fixture, loads it, and returns what was said."""

    def loads(rows, name: str = "office.json", **options) -> str:
        path = tmp_path / name
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        else:
            path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
        call_command("loaddata", str(path), **options)
        return capsys.readouterr().out

    return loads


def test_rows_come_in_any_order_and_each_gets_a_history_row_that_names_the_file(load):
    said = load(WHOLE)
    assert "Loaded 7 objects from office.json: 7 new" in said
    assert "drafts wait; `manage.py publish --all` publishes what is ready" in said
    event = Event.objects.get()
    assert [one.reference for one in event.cases.all()] == ["kim"]
    for model in (Event, Case, Source, Citation, EventKind):
        for row in model.history.all():
            assert row.history_change_reason == "Loaded from office.json"
    assert not Edition.objects.exists()


def test_a_second_load_changes_nothing_and_says_so(load):
    load(WHOLE)
    before = Event.history.count()
    assert "0 new, 0 changed, 7 unchanged" in load(WHOLE)
    assert Event.history.count() == before


def test_a_changed_row_changes_only_what_the_fixture_names(load):
    load(WHOLE)
    Event.objects.update(place="Moscow")
    assert "1 changed" in load([changed(EVENT, date="2016-02-02")])
    event = Event.objects.get()
    assert (str(event.date), event.place) == ("2016-02-02", "Moscow")
    assert str(event.date_earliest) == "2016-02-02"


def test_publishing_prints_editions_in_the_name_of_a_member_of_staff(load):
    said = load(WHOLE, publish=True, username=alice().username, note="First edition")
    assert "Published 5 editions" in said
    assert Edition.objects.get(kind="event").public_note == "First edition"
    assert Event.history.get().history_user == alice()


REFUSED = {
    "not json": ("[{", "office.json"),
    "not a list": ('{"model": "x"}', "a fixture is a list of objects"),
    "not utf-8": (b"[\xff\xfe]", "not UTF-8"),
    "nested too deeply": ("[" * 100_000, "nested too deeply"),
    "not a row": ("[3]", "office.json"),
    "unknown model": ([{"model": "cases.dragon", "fields": {}}], "cases.dragon"),
    "unknown field": ([changed(KIND, wings=2)], "wings"),
    "dangling": ([SOURCE], "news"),
    "bad date": ([*WHOLE[2:], changed(EVENT, date="2016-13")], "no month 13"),
    "bad reference": ([changed(KIND, reference="Not A Reference")], "lower-case letters"),
    "missing title": ([changed(CASE, title_en="")], "title"),
    "unknown choice": ([changed(KIND, family="romance")], "romance"),
    "duplicate": ([KIND, KIND], "office.json"),
    "a content type without fields": ([{"model": "contenttypes.contenttype", "pk": 1}], "it needs"),
    "a list for a key": ([{"model": "contenttypes.contenttype", "pk": [1]}], "“pk” is a text"),
    "a number without end": ("[" + "1" * 5_000 + "]", "too many digits"),
    "no character": ([changed(KIND, label_en="Ar\0rest")], "the code 0"),
    "a control": ([changed(KIND, label_en="Ar\x02rest")], "(U+0002)"),
    "same key with other values": ([KIND, changed(KIND, label_en="Other")], "office.json"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_fixture_is_refused_in_words_and_writes_nothing(load, case):
    rows, words = REFUSED[case]
    with pytest.raises(CommandError) as caught:
        load(rows)
    assert "Nothing was loaded" in str(caught.value)
    assert words in str(caught.value)
    for model in (EventKind, Case, Event, Source, Citation):
        assert not model.objects.exists()
        assert not model.history.exists()


def test_one_bad_row_keeps_all_the_others_out(load):
    with pytest.raises(CommandError, match="no month 13"):
        load([*WHOLE, changed(EVENT, reference="second", date="2016-13")])
    assert not Event.objects.exists()


def test_what_cannot_be_published_is_not_loaded_either(load):
    with pytest.raises(CommandError, match="cannot be published"):
        load([KIND, SOURCE_KIND, SOURCE, changed(EVENT, cases=[])], publish=True)
    assert not Event.objects.exists()


def test_an_unknown_account_is_named(load):
    with pytest.raises(CommandError, match="no account “mallory”"):
        load(WHOLE, username="mallory")
    assert not User.objects.exists()


def test_rows_a_line_and_compressed_files_are_read(load, tmp_path):
    lines = "\n".join(json.dumps(row) for row in WHOLE)
    assert "7 new" in load(lines, name="office.jsonl")
    assert "7 unchanged" in load(gzip.compress(json.dumps(WHOLE).encode()), name="again.json.gz")


def test_a_damaged_compressed_file_is_refused_in_words(load):
    whole = bytearray(gzip.compress(json.dumps(WHOLE).encode() * 50))
    whole[40:60] = bytes(20)
    with pytest.raises(CommandError, match="cannot be read"):
        load(bytes(whole), name="office.json.gz")


def test_a_missing_fixture_is_named(db):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("loaddata", "nowhere")


def dump(path: Path, **options) -> list:
    call_command("dumpdata", output=str(path), verbosity=0, **options)
    return json.loads(path.read_text())


@pytest.mark.slow
@pytest.mark.parametrize("natural", [False, True])
@pytest.mark.django_db(transaction=True)
def test_a_whole_site_dumps_and_loads_back_equal(tmp_path, natural):
    call_command("loaddata", "vocabulary", "article", publish=True, verbosity=0)
    Event.objects.filter(reference="choe-arrest").update(date="2017-01-31")
    call_command("publish", "event:choe-arrest", stdout=io.StringIO())
    editor = User.objects.create_user("editor", password="x")
    editor.user_permissions.add(*Permission.objects.filter(codename__contains="event"))
    options = {"use_natural_foreign_keys": natural}
    before = dump(tmp_path / "before.json", **options)
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    call_command("loaddata", str(tmp_path / "before.json"), verbosity=0)
    after = dump(tmp_path / "after.json", **options)

    def rows(items: list) -> list[str]:
        kept = [one for one in items if not one["model"].startswith(("auth.perm", "contenttypes"))]
        for one in kept:
            # Permissions are numbered anew by each site; what the editor may do is asked below.
            one["fields"].pop("user_permissions", None)
        return sorted(json.dumps(one, sort_keys=True) for one in kept)

    assert rows(after) == rows(before)
    assert Edition.objects.filter(reference="choe-arrest").count() == 2
    editor = User.objects.get(username="editor")
    assert editor.has_perm("cases.change_event")
    assert not editor.has_perm("cases.change_case")


def test_a_whole_site_dumped_without_its_ids_is_refused(load, tmp_path):
    load(WHOLE)
    dump(tmp_path / "lost.json", use_natural_primary_keys=True)
    with pytest.raises(CommandError, match="without --natural-primary"):
        call_command("loaddata", str(tmp_path / "lost.json"))
