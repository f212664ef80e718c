"""`import_records`: spreadsheets of sources and events, planned first and applied as a whole."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.models import Citation, Event, Source, Stance
from tests.cast import a_case, alice, an_event_kind
from timeline.models import Edition

pytestmark = pytest.mark.django_db

SOURCES = "key,title,publisher,published,language,url,kind\n"
BULLETIN = "bulletin,Court bulletin,Town Court,2017-03-01,ru,https://court.example/1,news\n"
GAZETTE = "gazette,The gazette,,,en,,news\n"
EVENTS = "reference,title,date,kind,country,place,cases,status,summary,sources\n"
ARREST = "arrest-of-kim,Kim is arrested,Feb 2016,arrest,Russia,Tynda,mr-kim,reported,,bulletin\n"


@pytest.fixture(autouse=True)
def vocabulary():
    an_event_kind()
    call_command("loaddata", "vocabulary", verbosity=0, stdout=io.StringIO())
    return a_case()


@pytest.fixture
def bring(tmp_path):
    """Writes the texts to CSV files, imports them, and returns what was said."""

    def imports(*texts: str | bytes, **options) -> str:
        paths = []
        for number, text in enumerate(texts, start=1):
            path = tmp_path / f"sheet{number}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(str(path))
        said = io.StringIO()
        call_command("import_records", *paths, stdout=said, **options)
        return said.getvalue()

    return imports


def refused(bring, *texts: str | bytes) -> str:
    before = Source.objects.count(), Event.objects.count()
    with pytest.raises(CommandError) as error:
        bring(*texts)
    assert (Source.objects.count(), Event.objects.count()) == before
    return str(error.value)


def test_a_sheet_of_sources_and_one_of_events_arrive_in_any_order(bring):
    assert "2 new" in bring(EVENTS + ARREST, SOURCES + BULLETIN)
    arrest = Event.objects.get(reference="arrest-of-kim")
    assert (str(arrest.date), arrest.countries, arrest.place) == ("2016-02", ["RU"], "Tynda")
    assert [one.reference for one in arrest.cases.all()] == ["mr-kim"]
    assert [one.source.reference for one in arrest.citations.all()] == ["bulletin"]


def test_the_history_names_who_imported_and_why(bring):
    alice()
    bring(SOURCES + BULLETIN, EVENTS + ARREST, username="alice", reason="From the archive")
    first = Event.history.get(reference="arrest-of-kim")
    assert (first.history_user.username, first.history_change_reason) == (
        "alice",
        "From the archive",
    )


def test_without_a_reason_the_history_names_the_files(bring):
    bring(SOURCES + BULLETIN)
    first = Source.history.get(reference="bulletin")
    assert first.history_change_reason == "Imported from sheet1.csv"


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(bring):
    said = bring(SOURCES + BULLETIN, EVENTS + ARREST, dry_run=True)
    assert "new        event arrest-of-kim" in said
    assert "Nothing was written. It would be: 2 new" in said
    assert not Source.objects.filter(reference="bulletin").exists()
    assert not Event.objects.exists()


def test_a_second_import_of_the_same_finds_nothing_to_do(bring):
    bring(SOURCES + BULLETIN, EVENTS + ARREST)
    assert "0 new, 0 changed, 0 rival claims, 2 unchanged" in bring(
        SOURCES + BULLETIN, EVENTS + ARREST
    )
    assert Event.history.filter(reference="arrest-of-kim").count() == 1


def test_every_problem_is_named_by_file_row_and_column(bring):
    said = refused(
        bring,
        SOURCES + "bulletin,,,1999-13-01,english,court.example,novel\n",
        EVENTS + "arrest-of-kim,Kim,2016-02-30,arrest,Atlantis,,nobody,sure,,bulletin\n",
    )
    assert "Nothing was imported. There are" in said
    for place in (
        "sheet1.csv: row 2, column title: This cell may not be empty.",
        "sheet1.csv: row 2, column published “1999-13-01”:",
        "sheet1.csv: row 2, column language “english”:",
        "sheet1.csv: row 2, column url “court.example”:",
        "sheet1.csv: row 2, column kind “novel”:",
        "sheet2.csv: row 2, column date “2016-02-30”:",
        "sheet2.csv: row 2, column country “Atlantis”:",
        "sheet2.csv: row 2, column cases “nobody”:",
        "sheet2.csv: row 2, column status “sure”:",
    ):
        assert place in said


def test_one_bad_row_keeps_all_good_rows_out(bring):
    refused(bring, SOURCES + BULLETIN + "Bad Key,Title,,,en,,news\n")


def test_the_same_reference_twice_is_a_problem(bring):
    assert "Row 2 has the same reference." in refused(bring, SOURCES + BULLETIN + BULLETIN)


def test_a_contradicting_date_becomes_a_rival_claim_and_overwrites_nothing(bring):
    bring(SOURCES + BULLETIN + GAZETTE, EVENTS + ARREST)
    said = bring(EVENTS + ARREST.replace("Feb 2016", "2015").replace("bulletin", "gazette"))
    assert "rival      event arrest-of-kim: date: 2016-02 stays; 2015 is noted beside it" in said
    assert str(Event.objects.get(reference="arrest-of-kim").date) == "2016-02"
    rival = Citation.objects.get(source__reference="gazette")
    assert (rival.field, rival.value, rival.stance) == ("date", "2015", Stance.CONTRADICTS)


def test_the_same_contradiction_again_is_noted_once(bring):
    bring(SOURCES + BULLETIN + GAZETTE, EVENTS + ARREST)
    other = EVENTS + ARREST.replace("Feb 2016", "2015").replace("bulletin", "gazette")
    bring(other)
    assert "0 rival claims" in bring(other)
    assert Citation.objects.filter(source__reference="gazette").count() == 1


def test_a_more_precise_date_replaces_the_wider_one(bring):
    bring(SOURCES + BULLETIN, EVENTS + ARREST)
    said = bring(EVENTS + ARREST.replace("Feb 2016", "13 February 2016"))
    assert "change     event arrest-of-kim: date: 2016-02 → 2016-02-13" in said
    assert str(Event.objects.get(reference="arrest-of-kim").date) == "2016-02-13"


def test_an_empty_cell_takes_nothing_away(bring):
    bring(SOURCES + BULLETIN, EVENTS + ARREST)
    bring(EVENTS + "arrest-of-kim,Kim is arrested,Feb 2016,arrest,,,,,,bulletin\n")
    arrest = Event.objects.get(reference="arrest-of-kim")
    assert (arrest.place, arrest.countries, arrest.cases.count()) == ("Tynda", ["RU"], 1)


def test_publish_prints_what_was_imported_and_what_it_rests_on(bring):
    said = bring(SOURCES + BULLETIN, EVENTS + ARREST, publish=True)
    assert "Published" in said
    kinds = set(Edition.objects.values_list("kind", "reference"))
    assert {("event", "arrest-of-kim"), ("source", "bulletin")} <= kinds


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "has no column names"),
        (b"key,key,title,kind\n", "the column key is there twice"),
        (b"colour,taste\nred,sweet\n", "the columns are not those of any sheet"),
        (SOURCES.replace("language", "tongue").encode(), "the column tongue is not known"),
        (SOURCES.encode() + b"a\0b", "NUL"),
        (SOURCES.encode() + b'"never closed', "not a well-formed CSV file"),
        (SOURCES.encode() + b"a,b,c,d,e,f,g,h,i\n", "row 2 has 9 cells"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_in_words(bring, content, advice):
    assert advice in refused(bring, content)


def test_the_encoding_that_was_recognised_is_said(bring):
    said = bring(
        "reference,title,kind,url\nb,Суд отменил решение,news,\n".encode("cp1251"),
        "reference,title,kind,url\nc,Plain,news,\n",
    )
    assert said.count("is read as") == 1
    assert "sheet1.csv is read as Windows-1251. If its letters come out wrong, name" in said


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv: there is no such file"):
        call_command("import_records", str(tmp_path / "nowhere.csv"))


def test_an_unknown_member_of_staff_is_refused(bring):
    with pytest.raises(CommandError, match="nobody"):
        bring(SOURCES + BULLETIN, username="nobody")


def test_a_byte_order_mark_spaces_and_quoted_line_breaks_are_read(bring):
    text = '\ufeff Key ,Title,Kind,Publisher\n bulletin ,"Court,\nbulletin", News\n\n'
    bring(text)
    assert Source.objects.get(reference="bulletin").title_en == "Court,\nbulletin"


@pytest.mark.parametrize("date", ["2016", "2016-02?", "2016-02~", "201X"])
def test_a_vaguer_or_more_doubtful_date_changes_nothing(bring, date):
    bring(SOURCES + BULLETIN, EVENTS + ARREST)
    said = bring(EVENTS + ARREST.replace("Feb 2016", date))
    assert "0 changed, 0 rival claims, 1 unchanged" in said
    assert str(Event.objects.get(reference="arrest-of-kim").date) == "2016-02"


def test_countries_are_added_and_none_is_taken_away(bring):
    bring(SOURCES + BULLETIN, EVENTS + ARREST)
    bring(EVENTS + ARREST.replace("Russia", "KP"))
    assert Event.objects.get(reference="arrest-of-kim").countries == ["KP", "RU"]


def test_a_cell_of_nothing_but_separators_does_not_pass_as_filled(bring):
    said = refused(bring, SOURCES + BULLETIN, EVENTS + ARREST.replace(",bulletin", ",;"))
    assert "column sources “;”: This cell names nothing." in said
