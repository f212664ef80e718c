"""The import on the desk: what staff bring, what they are shown, and that it does just that."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.history import revision
from cases.models import (
    Citation,
    ColumnMapping,
    Event,
    ImportBatch,
    Person,
    Source,
)
from tests.cases.desk.importing.bringing import (
    ARREST,
    BULLETIN,
    EVENTS,
    SOURCES,
    apply,
    brought,
    shown,
    token,
    uploads,
    words,
)
from tests.cast import (
    a_case,
    a_source,
    adam,
    alice,
    an_event,
    bob,
    carol,
    edgar,
    grace,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db


def test_a_plan_is_shown_before_anything_is_done(staff):
    client = staff(carol())
    page = shown(client, brought(client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST))
    assert "sources.csv : sources. events.csv : events." in page
    assert "2 new, as drafts" in page
    assert "date: “spring 2014” is read as Spring 2014" in page
    assert "published: “March 2017” is read as March 2017" in page
    assert Source.objects.count() == Event.objects.count() == 0


def test_what_was_shown_is_imported_as_drafts(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST)
    page = words(apply(client, address, reason="From the archive"))
    assert "Imported. What it brought are drafts" in page
    assert "Event: Kim is arrested , made" in page
    event = Event.objects.get(reference="kim-arrest")
    assert event.assigned_to == carol()
    first = event.history.get()
    assert (first.history_user, first.history_change_reason) == (carol(), "From the archive")
    assert Edition.objects.count() == 0


def test_the_files_are_kept_under_random_names_and_are_gone_afterwards(staff, settings):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    (stored,) = ImportBatch.objects.get().stored
    assert re.fullmatch(r"imports/[0-9a-f]{32}", stored)
    assert ImportBatch.objects.get().files[0]["name"] == "sources.csv"
    apply(client, address)
    assert not default_storage.exists(stored)
    assert ImportBatch.objects.get().stored == []


def test_cancelling_deletes_the_files(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    (stored,) = ImportBatch.objects.get().stored
    client.post(f"{address}cancel/")
    assert not default_storage.exists(stored)
    assert not ImportBatch.objects.exists()
    assert client.get(address).status_code == 404


def test_what_waited_for_more_than_a_day_is_swept_at_the_next_upload(staff):
    client = staff(carol())
    old = brought(client, sources=SOURCES + BULLETIN)
    (stored,) = ImportBatch.objects.get().stored
    ImportBatch.objects.update(made_at=timezone.now() - timedelta(hours=25))
    fresh = brought(client, events=EVENTS)
    assert client.get(old).status_code == 404
    assert not default_storage.exists(stored)
    assert client.get(fresh).status_code == 200


def test_a_problem_is_named_by_file_row_column_and_value_and_nothing_can_be_imported(staff):
    client = staff(carol())
    address = brought(client, events=EVENTS + "x-y-z,Kim,31 Feb 2014,arrest,\n")
    page = shown(client, address)
    assert "events.csv 2 date 31 Feb 2014 February 2014 has 28 days" in page
    assert "Import as drafts" not in page
    answer = client.post(f"{address}apply/", {"token": "forged"}, follow=True)
    assert "Look at the plan first." in words(answer)


def test_the_mended_file_takes_the_place_of_the_one_with_the_same_name(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN, events=EVENTS + "x-y,Kim,soon,arrest,\n")
    mended = uploads({"events.csv": EVENTS + ARREST})
    page = words(client.post(f"{address}files/", {"files": mended}, follow=True))
    assert "2 new, as drafts" in page
    assert len(ImportBatch.objects.get().stored) == 2
    assert len(default_storage.listdir("imports")[1]) == 2


def test_a_file_can_be_taken_out(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN, events=EVENTS + "x-y,Kim,soon,arrest,\n")
    page = words(client.post(f"{address}files/", {"without": "events.csv"}, follow=True))
    assert "1 new, as drafts" in page
    last = client.post(f"{address}files/", {"without": "sources.csv"}, follow=True)
    assert "Choose at least one file." in words(last)


def test_a_file_in_another_encoding_says_how_it_was_read(staff):
    client = staff(carol())
    row = "bulletin,Суд отменил решение о выдворении,news,,\n"
    page = shown(client, brought(client, sources=(SOURCES + row).encode("cp1251")))
    assert "Read as Windows-1251: “bulletin · Суд отменил решение о выдворении" in page


def test_the_encoding_of_a_file_can_be_said_and_recognised_again(staff):
    client = staff(carol())
    row = "bulletin,Žižek and Čapek,news,,\n"
    address = brought(client, sources=(SOURCES + row).encode("cp1250"))
    page = client.get(address).content.decode()
    assert '<option value="">Recognise it</option>' in page
    given = {"named": "sources.csv", "encoding": "koi8_r"}
    page = words(client.post(f"{address}files/", given, follow=True))
    assert "Read as KOI8-R" in page
    assert ImportBatch.objects.get().files[0]["encoding"] == "koi8_r"
    again = words(client.post(f"{address}files/", {**given, "encoding": ""}, follow=True))
    assert "Read as Windows-1252: “bulletin · Žižek" in again
    wrong = words(client.post(f"{address}files/", {**given, "encoding": "rot13"}, follow=True))
    assert "“rot13” cannot be chosen here." in wrong


def test_an_encoding_that_was_said_is_that_of_the_import(staff):
    client = staff(carol())
    address = brought(client, sources=(SOURCES + "b,Ñandú Ñu,news,,\n").encode("cp1252"))
    client.post(f"{address}files/", {"named": "sources.csv", "encoding": "cp1252"})
    apply(client, address)
    assert Source.objects.get().title_en == "Ñandú Ñu"


def test_an_unknown_column_is_asked_about_and_kept_for_the_next_time(staff):
    client = staff(edgar())
    sheet = "reference,title,date,kind,Whereabouts,Colour\nk-a,Kim,2014,arrest,Tynda,red\n"
    address = brought(client, events=sheet)
    page = shown(client, address)
    assert "whereabouts such as “Tynda”" in page
    assert "Say above what each column stands for." in page
    assert "Nothing can be imported" not in page
    answer = client.post(
        f"{address}columns/", {"column-0-0": "place", "column-0-1": "-"}, follow=True
    )
    assert "Kept, for this import and for the next." in words(answer)
    assert {one.header: one.column for one in ColumnMapping.objects.all()} == {
        "whereabouts": "place",
        "colour": "",
    }
    apply(client, address)
    assert Event.objects.get().place == "Tynda"
    other = staff(carol())
    again = "reference,title,date,kind,Whereabouts\nk-b,Kim,2015,arrest,Moscow\n"
    assert "1 new, as drafts" in shown(other, brought(other, events=again))


USUAL = "title,date,kind,Heard\nKim,2014,arrest,Olga told us\n"


@pytest.mark.parametrize("mine", [carol, edgar])
def test_what_a_contributor_says_of_a_column_holds_for_their_import_alone(staff, mine):
    kept = ColumnMapping.objects.create(
        sheet="events", header="heard", column="internal_notes", by=edgar(), at=timezone.now()
    )
    client = staff(carol())
    address = brought(client, events=USUAL)
    answer = client.post(f"{address}columns/", {"column-0-0": "summary"}, follow=True)
    assert "Kept, for this import alone." in words(answer)
    assert ColumnMapping.objects.get(batch=None) == kept
    other = staff(mine())
    apply(other, brought(other, events=USUAL))
    event = Event.objects.get()
    assert (event.summary_en, event.internal_notes) == ("", "Olga told us")


def test_what_was_said_for_one_import_goes_with_it(staff):
    client = staff(carol())
    for act in ("cancel", "apply"):
        address = brought(client, events=USUAL)
        client.post(f"{address}columns/", {"column-0-0": "summary"})
        assert ColumnMapping.objects.count() == 1
        apply(client, address) if act == "apply" else client.post(f"{address}cancel/")
        assert not ColumnMapping.objects.exists()
    assert Event.objects.get().summary_en == "Olga told us"


def test_a_plan_says_which_columns_lead_to_what_the_public_reads_and_who_chose_so(staff):
    client = staff(edgar())
    address = brought(client, events=USUAL)
    client.post(f"{address}columns/", {"column-0-0": "summary"})
    ColumnMapping.objects.update(at=datetime(2026, 5, 3, tzinfo=UTC))
    words_of = "“heard” → summary, which the public reads, as was chosen"
    other = staff(carol())
    again = brought(other, events=USUAL)
    assert f"{words_of} on 3 May 2026 by edgar." in shown(other, again)
    ColumnMapping.objects.update(by=None, at=None)
    assert f"{words_of} earlier." in shown(other, again)
    ColumnMapping.objects.update(column="internal_notes")
    assert "which the public reads" not in shown(other, again)


def test_an_answer_that_is_sent_again_unchanged_stays_who_gave_it(staff):
    first = ColumnMapping.objects.create(
        sheet="events", header="heard", column="summary", by=alice(), at=timezone.now()
    )
    client = staff(edgar())
    client.post(f"{brought(client, events=USUAL)}columns/", {"column-0-0": "summary"})
    assert ColumnMapping.objects.get().by == first.by == alice()


def test_a_table_that_cannot_be_told_is_asked_about(staff):
    client = staff(carol())
    address = brought(client, list="headline,happened,kind\nKim is arrested,2014,arrest\n")
    assert "list.csv : we cannot tell what it holds." in shown(client, address)
    asked = client.get(address, {"table": "list.csv", "kind": "events"})
    assert "list.csv: events" in words(asked)
    given = {"table": "list.csv", "kind": "events", "column-0-0": "date"}
    page = words(client.post(f"{address}columns/", given, follow=True))
    assert "happened: “2014” is read as 2014" in page
    apply(client, address)
    assert str(Event.objects.get().date) == "2014"


def test_two_columns_never_stand_for_one(staff):
    client = staff(carol())
    address = brought(client, events="title,date,kind,one,two\nKim,2014,arrest,a,b\n")
    given = {"column-0-0": "place", "column-0-1": "place"}
    answer = client.post(f"{address}columns/", given, follow=True)
    assert "two columns would stand for place" in words(answer)
    assert not ColumnMapping.objects.exists()
    taken = client.post(f"{address}columns/", {"column-0-0": "date"}, follow=True)
    assert "“date” cannot be chosen here" in words(taken)


def test_a_column_of_real_names_is_refused_and_cannot_be_mapped(staff):
    client = staff(carol())
    page = shown(client, brought(client, people="alias,Full name\nK.,Somebody\n"))
    assert "looks as if it held real names" in page
    assert "Somebody" not in page
    assert "Columns with names of your own" not in page


def test_a_change_is_shown_word_by_word(staff):
    an_event("kim-arrest", title_en="Kim is held", assigned_to=carol())
    client = staff(carol())
    address = brought(
        client, events="reference,title,date,kind\nkim-arrest,Kim is freed,2017,arrest\n"
    )
    answer = client.get(address)
    assert "Kim is <del>held</del><ins>freed</ins>" in answer.content.decode()
    assert "1 changed" in words(answer)


def test_a_rival_claim_stands_beside_what_is_recorded(staff):
    event = an_event("kim-arrest", date="2002", assigned_to=carol())
    a_source("bulletin")
    client = staff(edgar())
    rows = f"kim-arrest,{event.title_en},1999,arrest,bulletin\n"
    address = brought(client, events=EVENTS + rows)
    page = shown(client, address)
    assert "Nothing is overwritten; both will be shown." in page
    assert "Date 2002 1999 (bulletin)" in page
    assert "1 disputed, both shown" in page
    apply(client, address)
    event.refresh_from_db()
    assert str(event.date) == "2002"
    assert Citation.objects.get(event=event, source__reference="bulletin").value == "1999"


def test_what_is_the_same_is_counted_and_offers_no_import(staff):
    client = staff(carol())
    apply(client, brought(client, sources=SOURCES + BULLETIN))
    page = shown(client, brought(client, sources=SOURCES + BULLETIN))
    assert "1 the same already" in page
    assert "Everything in these files is on the desk already." in page
    assert "Import as drafts" not in page


def test_where_the_desk_changed_meanwhile_the_new_plan_is_shown_and_nothing_is_done(staff):
    event = an_event("kim-arrest", title_en="Kim is held", assigned_to=carol())
    client = staff(carol())
    address = brought(
        client, events="reference,title,date,kind\nkim-arrest,Kim is freed,2017,arrest\n"
    )
    seen = token(client, address)
    with revision(reason="Mended"):
        event.title_en = "Kim is taken"
        event.save()
    page = words(client.post(f"{address}apply/", {"token": seen}, follow=True))
    assert "Nothing was imported. Look at the plan again." in page
    event.refresh_from_db()
    assert event.title_en == "Kim is taken"


def test_where_a_column_was_given_another_meaning_meanwhile_nothing_is_done(staff):
    client = staff(carol())
    address = brought(client, events="title,date,kind,one\nKim,2014,arrest,Tynda\n")
    client.post(f"{address}columns/", {"column-0-0": "place"})
    seen = token(client, address)
    ColumnMapping.objects.update(column="")
    page = words(client.post(f"{address}apply/", {"token": seen}, follow=True))
    assert "Nothing was imported." in page
    assert Event.objects.count() == 0


def test_a_plan_that_somebody_else_was_shown_is_not_applied(staff):
    mine = staff(carol())
    seen = token(mine, brought(mine, sources=SOURCES + BULLETIN))
    other = staff(edgar())
    address = brought(other, sources=SOURCES + BULLETIN)
    page = words(other.post(f"{address}apply/", {"token": seen}, follow=True))
    assert "Look at the plan first." in page


def test_an_import_is_done_once(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    seen = token(client, address)
    client.post(f"{address}apply/", {"token": seen})
    page = words(client.post(f"{address}apply/", {"token": seen}, follow=True))
    assert "no longer waits" in page
    assert ImportBatch.objects.count() == Source.objects.count() == 1


def test_a_waiting_import_is_seen_by_whoever_brought_it_alone(client):
    client.force_login(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    for somebody in (edgar(), alice(), adam(), grace()):
        client.force_login(somebody)
        assert client.get(address).status_code == 404
        assert "sources.csv" not in shown(client, reverse("admin:import"))
        for act in ("apply", "cancel", "columns", "files"):
            assert client.post(f"{address}{act}/").status_code == 404
    assert ImportBatch.objects.count() == 1


def test_past_imports_are_seen_by_their_maker_editors_and_administrators(client):
    client.force_login(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    apply(client, address)
    for somebody, sees in ((carol(), 1), (edgar(), 1), (adam(), 1), (grace(), 0)):
        client.force_login(somebody)
        assert client.get(address).status_code == (200 if sees else 404)
        page = shown(client, reverse("admin:import"))
        assert ("sources.csv carol" in page) == bool(sees)


def test_somebody_without_a_role_cannot_import(staff):
    client = staff(bob())
    answer = client.post(reverse("admin:import"), {"files": uploads({"s.csv": SOURCES})})
    assert answer.status_code == 403
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("somebody", [grace, adam])
def test_a_role_imports_what_it_may_add_alone(staff, somebody):
    client = staff(somebody())
    page = shown(client, brought(client, events=EVENTS + "k-a,Kim,2014,arrest,\n"))
    assert "Your role does not allow you to add here." in page
    assert "Import as drafts" not in page


def test_a_guardian_imports_people(staff):
    client = staff(grace())
    apply(client, brought(client, people="reference,alias\nk-s,K.S.\n"))
    assert Person.objects.get().alias_en == "K.S."


def test_a_sheet_that_names_a_draft_that_is_not_theirs_learns_nothing_of_it(staff):
    an_event("secret-flight", title_en="He crossed at night", date="2019-03-02", place="Khasan")
    a_case("secret-case", title_en="The family of P.")
    client = staff(carol())
    address = brought(
        client,
        events="reference,title,date,kind,cases\nsecret-flight,Guess,2014,arrest,secret-case\n",
    )
    page = shown(client, address)
    assert "“secret-case” is no case that the desk or this import knows." in page
    alone = brought(client, events="reference,title,date,kind\nsecret-flight,Guess,2014,arrest\n")
    page += shown(client, alone)
    for told in ("He crossed", "2019", "Khasan", "The family"):
        assert told not in page
    assert "This reference is taken. Choose another." in page
    assert "Import as drafts" not in client.get(alone).content.decode()
    assert Event.objects.get(reference="secret-flight").title_en == "He crossed at night"


def test_the_workbook_for_intake_can_be_fetched(staff):
    answer = staff(carol()).get(reverse("admin:import-workbook"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "Read me"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose at least one file."),
        ({f"s{number}.csv": SOURCES for number in range(21)}, "At most 20 files"),
    ],
)
def test_too_few_and_too_many_files_are_refused_in_words(staff, files, said):
    given = {"files": uploads(files)} if files else {}
    answer = staff(carol()).post(reverse("admin:import"), given, follow=True)
    assert said in words(answer)
    assert not ImportBatch.objects.exists()


def test_two_files_with_one_name_are_refused(staff):
    twice = [SimpleUploadedFile("s.csv", b"a"), SimpleUploadedFile("s.csv", b"b")]
    answer = staff(carol()).post(reverse("admin:import"), {"files": twice}, follow=True)
    assert "Two of the files are called s.csv." in words(answer)


def test_files_that_the_store_has_lost_are_asked_for_again(staff):
    client = staff(carol())
    address = brought(client, sources=SOURCES + BULLETIN)
    default_storage.delete(ImportBatch.objects.get().stored[0])
    page = shown(client, address)
    assert "The file sources.csv is no longer kept. Bring it again." in page
    again = uploads({"sources.csv": SOURCES + BULLETIN})
    assert "1 new" in words(client.post(f"{address}files/", {"files": again}, follow=True))
