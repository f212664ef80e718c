"""The import on the desk: what staff bring, what they are shown, and that it does just that."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.desk import imported as imported_pages
from cases.desk import importing
from cases.history import revision
from cases.models import (
    Case,
    Citation,
    ColumnMapping,
    Event,
    Identity,
    IdentityName,
    ImportBatch,
    Person,
    Source,
)
from cases.publishing import publish
from tests.cast import (
    a_case,
    a_source,
    adam,
    alice,
    an_event,
    an_event_kind,
    bob,
    carol,
    edgar,
    grace,
    published,
)
from timeline.models import Edition

pytestmark = pytest.mark.django_db

SOURCES = "reference,title,kind,published,url\n"
BULLETIN = "bulletin,The bulletin,news,March 2017,https://court.example/1\n"
EVENTS = "reference,title,date,kind,sources\n"
ARREST = "kim-arrest,Kim is arrested,spring 2014,arrest,bulletin\n"


@pytest.fixture(autouse=True)
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    an_event_kind()
    call_command("loaddata", "vocabulary", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def staff(client):
    """Logs somebody in."""

    def logged_in(user):
        client.force_login(user)
        return client

    return logged_in


def uploads(files: dict[str, str | bytes]) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]


def brought(client, **files: str | bytes) -> str:
    """Brings files (their names without the ending); returns the address of the import."""
    named = {f"{name}.csv": text for name, text in files.items()}
    answer = client.post(reverse("admin:import"), {"files": uploads(named)})
    assert answer.status_code == 302
    return answer["Location"]


def words(answer) -> str:
    """The text of a page as people read it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    main = content.decode().partition('id="content-start"')[2]
    text = re.sub(r"<(script|style).*?</\1>", "", main, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def shown(client, address: str) -> str:
    return words(client.get(address))


def token(client, address: str) -> str:
    found = re.search(r'name="token" value="([^"]*)"', client.get(address).content.decode())
    assert found, "the page offers the import"
    return found[1]


def apply(client, address: str, **values: str):
    given = {"token": token(client, address), **values}
    return client.post(f"{address}apply/", given, follow=True)


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
    client = staff(carol())
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
    other = staff(edgar())
    again = "reference,title,date,kind,Whereabouts\nk-b,Kim,2015,arrest,Moscow\n"
    assert "1 new, as drafts" in shown(other, brought(other, events=again))


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


NAMED = (
    "reference,alias,Real name,Former name,Date of birth,Phone,Colour\n"
    "k-s,K.S.,Canary Myong-bok; 카나리아,Канарейка Иван,14 March 1985,+7 000 111,red\n"
)
CANARIES = ("Canary", "카나리아", "Канарейка", "1985", "000 111")


def test_no_page_of_the_import_tells_what_a_guardian_brings_to_identities(staff):
    client = staff(grace())
    pages = []

    def page(address, given=None):
        answer = client.get(address) if given is None else client.post(address, given, follow=True)
        pages.append(answer.content.decode())
        return words(answer)

    address = brought(client, people=NAMED)
    assert "Colour" in page(address) or "colour" in page(address)
    page(f"{address}columns/", {"column-0-0": "-"})
    shown_now = page(address)
    assert "Person: K.S. k-s, people.csv, row 2 identity: new" in shown_now
    assert "1 identities new" in shown_now
    assert "Imported." in page(f"{address}apply/", {"token": token(client, address)})
    for one in (address, f"{address}undo/", reverse("admin:import"), reverse("admin:index")):
        page(one)
    again = brought(client, people=NAMED.replace("14 March 1985", "2 May 1985"))
    assert "Another date of birth is kept for this person." in page(again)
    assert "Identities deleted: 1" in page(f"{address}undo/")
    assert "is undone" in page(f"{address}undo/", {"undo": "yes"})
    assert not [one for one in CANARIES for text in pages if one in text]
    assert not Identity.objects.exists()
    assert list(ColumnMapping.objects.values_list("header", flat=True)) == ["colour"]


def test_large_files_that_are_read_live_tell_no_more(staff, monkeypatch):
    monkeypatch.setattr(importing, "LARGE_FILES", 0)
    monkeypatch.setattr(importing, "MANY_ROWS", 0)
    client = staff(grace())
    address = brought(client, people=NAMED.replace(",Colour", "").replace(",red", ""))
    text = b"".join(client.get(address).streaming_content).decode()
    assert "identity: new" in text
    (seal,) = re.findall(r'name="token" value="([^"]+)"', text)
    done = client.post(f"{address}apply/", {"token": seal})
    text += b"".join(done.streaming_content).decode()
    assert IdentityName.objects.count() == 3
    assert not [one for one in CANARIES if one in text]


def test_a_colleague_sees_of_such_an_import_neither_counts_nor_a_way_to_undo_it(staff):
    client = staff(grace())
    address = brought(client, people=NAMED.replace(",Colour", "").replace(",red", ""))
    apply(client, address)
    assert "1 identities new" in shown(client, address)
    client = staff(edgar())
    for one in (address, reverse("admin:import")):
        assert "identities" not in shown(client, one)
    page = shown(client, f"{address}undo/")
    assert "Only a guardian, under their own name, can undo this import." in page
    assert "Identities" not in page
    refused = client.post(f"{address}undo/", {}, follow=True)
    assert "Nothing was undone. Only a guardian" in words(refused)
    assert Identity.objects.count() == 1


def test_the_page_says_who_can_bring_real_names(staff):
    assert "only a guardian can bring one" in shown(staff(carol()), reverse("admin:import"))
    assert "Name of a relative" in shown(staff(grace()), reverse("admin:import"))


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


class TestLargeImports:
    """Pages that come while the work is done."""

    @pytest.fixture(autouse=True)
    def everything_is_large(self, monkeypatch):
        monkeypatch.setattr(importing, "MANY_ROWS", 0)
        monkeypatch.setattr(importing, "LARGE_FILES", 0)

    @pytest.fixture
    def planned(self, staff):
        """The address of an import of 1,200 rows, and the token of its plan."""
        client = staff(carol())
        rows = "".join(f"source-{number},Source {number},news,,\n" for number in range(1200))
        address = brought(client, sources=SOURCES + rows)
        page = b"".join(client.get(address).streaming_content).decode()
        return client, address, re.search(r'name="token" value="([^"]*)"', page)[1]

    def test_the_plan_follows_the_count_of_rows_read(self, staff):
        client = staff(carol())
        answer = client.get(brought(client, sources=SOURCES + BULLETIN))
        assert answer.streaming
        page = words(answer)
        assert page.index("1 row read") < page.index("1 new, as drafts")

    def test_rows_are_counted_as_they_are_written(self, planned):
        client, address, seen = planned
        answer = client.post(f"{address}apply/", {"token": seen})
        pieces = [piece.decode() for piece in answer.streaming_content]
        assert "If it breaks off, nothing is imported." in pieces[0]
        lines = [line.strip() for line in pieces if line.startswith("<li>")]
        assert lines[:3] == [f"<li>{n:,} rows read</li>" for n in (500, 1000, 1200)]
        assert lines[3:] == [f"<li>{n:,} of 1,200 rows written</li>" for n in (500, 1000, 1200)]
        assert f'href="{address}">Go on' in "".join(pieces)
        assert Source.objects.count() == 1200

    def test_where_the_reader_goes_away_nothing_is_imported(self, planned):
        client, address, seen = planned
        answer = client.post(f"{address}apply/", {"token": seen})
        said = ""
        while "500 of 1,200" not in said:
            said = next(answer.streaming_content).decode()
        answer._iterator.close()  # as the server does once it finds nobody there
        assert Source.objects.count() == 0
        assert ImportBatch.objects.get().state == ImportBatch.State.WAITING
        with revision(reason="The next act has a revision of its own"):
            later = a_source("later")
        assert later.history.get().history_change_reason.startswith("The next act")
        apply_again = client.post(f"{address}apply/", {"token": seen})
        assert "Imported." in words(apply_again)

    def test_a_refusal_ends_the_page_with_what_is_wrong(self, planned):
        client, address, seen = planned
        a_source("source-7", assigned_to=None)
        page = words(client.post(f"{address}apply/", {"token": seen}))
        assert "Nothing was imported." in page
        assert "sources.csv 9" in page
        assert Source.objects.count() == 1


def test_a_large_publication_is_counted_as_it_goes_out(client, monkeypatch):
    client.force_login(edgar())
    address = imported(client)
    monkeypatch.setattr(imported_pages, "MANY_ROWS", 0)
    page = b"".join(client.get(f"{address}publish/").streaming_content).decode()
    assert page.index("2 records looked at") < page.index("What would be published")
    digest = re.search(r'name="digest" value="([^"]*)"', page)[1]
    said = words(client.post(f"{address}publish/", {"digest": digest}))
    assert "If it breaks off, nothing is published." in said
    assert said.index("2 records gone through") < said.index("Published 4 editions.")
    assert Edition.objects.filter(reference="kim-arrest").exists()


def imported(client) -> str:
    address = brought(client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST)
    apply(client, address)
    return address


def test_a_colleague_publishes_what_an_import_brought(client, settings):
    settings.FOUR_EYES = True
    client.force_login(carol())
    address = imported(client)
    assert "Publish what it brought" not in shown(client, address)
    client.force_login(edgar())
    answer = client.get(f"{address}publish/")
    page = words(answer)
    assert "Event: Kim is arrested" in page
    digest = answer.context["out"].digest
    done = client.post(f"{address}publish/", {"digest": digest, "public_note": "New"}, follow=True)
    assert "Published 4 editions." in words(done)
    assert Edition.objects.filter(reference="kim-arrest", public_note="New").exists()
    assert ImportBatch.objects.get().published == 4


def test_whoever_imported_does_not_publish_it(client, settings):
    settings.FOUR_EYES = True
    client.force_login(edgar())
    address = imported(client)
    page = shown(client, f"{address}publish/")
    assert "so a colleague has to publish it." in page
    answer = client.get(f"{address}publish/")
    client.post(f"{address}publish/", {"digest": answer.context["out"].digest})
    assert not Edition.objects.filter(kind__in=["event", "source"]).exists()


def test_what_stands_in_the_way_comes_first_and_the_rest_is_published(client):
    client.force_login(carol())
    address = brought(
        client, sources=SOURCES + BULLETIN, events=EVENTS + ARREST + "k-b,Uncited,2014,arrest,\n"
    )
    apply(client, address)
    client.force_login(edgar())
    answer = client.get(f"{address}publish/")
    page = words(answer)
    assert page.index("Event: Uncited No source is cited.") < page.index("What would be published")
    client.post(f"{address}publish/", {"digest": answer.context["out"].digest})
    assert Edition.objects.filter(kind="event").get().reference == "kim-arrest"


def test_what_changed_since_it_was_looked_at_is_not_published(client):
    client.force_login(carol())
    address = imported(client)
    client.force_login(edgar())
    digest = client.get(f"{address}publish/").context["out"].digest
    with revision(reason="Mended"):
        event = Event.objects.get(reference="kim-arrest")
        event.title_en = "Kim is held"
        event.save()
    page = words(client.post(f"{address}publish/", {"digest": digest}, follow=True))
    assert "Nothing was published. Look again." in page
    assert not Edition.objects.exists()


def test_undoing_lists_what_it_would_do_and_does_it(client):
    client.force_login(carol())
    address = imported(client)
    page = shown(client, f"{address}undo/")
    assert "Would be deleted: 2 records" in page
    done = words(client.post(f"{address}undo/", follow=True))
    assert "is undone." in done
    assert "Undone by carol" in done
    assert Event.objects.count() == Source.objects.count() == 0


def test_what_was_changed_since_needs_a_tick(client):
    client.force_login(carol())
    address = imported(client)
    with revision(by=carol(), reason="Mended"):
        source = Source.objects.get(reference="bulletin")
        source.publisher = "Town Court"
        source.save()
    assert "Were changed since the import: 1 record" in shown(client, f"{address}undo/")
    refused = words(client.post(f"{address}undo/"))
    assert "Nothing was undone." in refused
    client.post(f"{address}undo/", {"also_changed": "on"})
    assert Source.objects.count() == 0


def test_what_is_public_is_withdrawn_by_an_editor_with_a_note(client):
    client.force_login(carol())
    address = imported(client)
    published(Event.objects.get(reference="kim-arrest"))
    assert "You cannot undo it yourself" in shown(client, f"{address}undo/")
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED
    client.force_login(edgar())
    assert "would be withdrawn with your note: 2 records" in shown(client, f"{address}undo/")
    assert "Write a note for readers" in words(client.post(f"{address}undo/"))
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    assert client.get("/events/kim-arrest/").status_code == 410


def test_what_stays_public_as_imported_is_listed_with_where_to_publish_it_anew(client):
    event = an_event("kim-arrest", title_en="Kim is held", date="2014")
    published(event)
    client.force_login(edgar())
    address = imported(client)
    published(Event.objects.get(pk=event.pk))
    page = shown(client, f"{address}undo/")
    assert "Are public as the import left them, until they are published anew: 1 record" in page
    client.post(f"{address}undo/", {"public_note": "A mistake."})
    answer = client.get(address)
    assert "Still public as the import left them" in words(answer)
    door = reverse("admin:cases_event_publish", args=[event.pk])
    assert f'href="{door}"' in answer.content.decode()
    published(Event.objects.get(pk=event.pk))
    assert "Still public as the import left them" not in shown(client, address)


def test_what_was_not_published_since_the_import_is_not_listed_so(client):
    event = an_event("kim-arrest", title_en="Kim is held", date="2014")
    published(event)
    client.force_login(edgar())
    address = imported(client)
    assert "Are public as the import left them" not in shown(client, f"{address}undo/")


def test_an_import_that_is_undone_is_neither_published_nor_undone(client):
    client.force_login(edgar())
    address = imported(client)
    client.post(f"{address}undo/")
    for act in ("publish", "undo"):
        answer = client.post(f"{address}{act}/", follow=True)
        assert "There is nothing to do." in words(answer)


def test_the_page_of_an_import_names_the_records_that_its_reader_may_see(client):
    client.force_login(carol())
    address = imported(client)
    client.force_login(adam())
    page = shown(client, address)
    assert "Kim is arrested" not in page
    assert "2 more are not there any longer, or not yours to see." in page
    publish(list(Source.objects.all()) + [one.kind for one in Source.objects.all()], by=None)
    assert "Source: The bulletin" in shown(client, address)


def test_a_number_that_no_import_can_have_is_not_found(staff):
    client = staff(carol())
    assert client.get(f"/admin/import/{2**70}/").status_code == 404


def test_the_dashboard_leads_to_the_import(client):
    for somebody, leads in ((carol(), True), (bob(), False)):
        client.force_login(somebody)
        assert ("Bring spreadsheets" in shown(client, "/admin/")) is leads
    assert Case.objects.count() == 0
