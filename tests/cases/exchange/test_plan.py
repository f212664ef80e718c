"""Plans: what an office's own sheets are taken for, what would change, and what is wrong."""

import pytest

from cases.exchange.apply import CannotApply, apply
from cases.exchange.plan import File, make_plan
from cases.history import revision
from cases.models import Agreement, Case, Citation, Event, Person, Source
from tests.cases.exchange.sheets import (
    ARREST,
    BULLETIN,
    EVENTS,
    SOURCES,
    a_file,
    a_workbook,
    said,
)
from tests.cast import (
    a_case,
    a_court,
    a_person,
    a_source,
    adam,
    an_event,
    carol,
    edgar,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def done(plan, by=None):
    assert plan.problems == []
    return apply(plan, by=by, reason="A test")


def test_a_plan_writes_nothing(plan):
    made = plan(sources=SOURCES + BULLETIN)
    assert made.count()["new"] == 1
    assert not Source.objects.exists()


def test_synonyms_of_columns_are_known(plan):
    sheet = "Name;When;Type;Where;Country;Source\nKim is seized;Feb 2016;arrest;Tynda;Russia;\n"
    assert "new        event kim-is-seized-2016" in said(plan(incidents=sheet))


def test_a_sign_that_nobody_sees_is_a_problem_of_its_row_and_column(plan):
    a_case("mr-kim")
    made = plan(sources=SOURCES + BULLETIN, events=EVENTS + ARREST.replace("Tynda", "Tyn\x85da"))
    assert "(U+0085)" in said(made)
    assert made.problems[0].column == "place"


def test_an_unknown_column_is_named_with_what_could_be_meant(plan):
    words = said(plan(events=EVENTS.strip() + ",Colour\n" + ARREST.strip() + ",red\n"))
    assert (
        "the column colour is not known here. The columns of events are reference, title" in words
    )


def test_a_column_can_be_said_to_stand_for_another_or_left_out(plan):
    sheet = "title,happened on,kind,colour\nKim is seized,Feb 2016,arrest,red\n"
    mapping = {"events": {"happened_on": "date", "colour": ""}}
    made = plan(events=sheet, mappings=mapping)
    done(made)
    assert str(Event.objects.get().date) == "2016-02"


def test_two_people_with_the_same_initials_are_two_people(plan):
    a_person("cc-19115-19", alias_en="C.C.")
    a_person("cc-27584-20", alias_en="C.C.")
    sheet = "title,date,kind,people\nC.C. is detained,2020,detention,C.C.\n"
    assert "More than one person is called “C.C.”" in said(plan(events=sheet))


def test_people_come_in_by_alias_and_start_withheld(plan):
    done(plan(people="alias,alias_ko\nS.K.,에스\n"))
    person = Person.objects.get()
    assert (person.alias_en, person.alias_ko, person.exposure) == ("S.K.", "에스", "withheld")


def test_a_case_is_found_by_its_application_number(plan):
    a_court("european-court-2")
    court = "European Court of Human Rights (Third Section)"
    sheet = "title,court,application numbers,outcome\n"
    done(plan(cases=f"{sheet}M.L. and Others,{court},25079/19; 18570/19,\n"))
    again = plan(cases=f"{sheet}M.L. and Others,{court},18570/19,Struck out\n")
    assert "change     case m-l-and-others: outcome_en: nothing → Struck out" in said(again)


def test_a_reference_and_a_number_of_two_records_are_a_problem(plan):
    a_source("gazette", url="https://court.example/1")
    a_source("bulletin")
    assert "This reference names one record, and the address or number" in said(
        plan(sources=SOURCES + BULLETIN)
    )


def test_an_agreement_gets_its_parties_and_dates(plan):
    done(plan(treaties="title,kind,parties,signed\nTreaty,bilateral,Russia; KP,spring 2014\n"))
    treaty = Agreement.objects.get()
    assert {one.country for one in treaty.parties.all()} == {"KP", "RU"}
    assert str(treaty.signed) == "2014-21"


def test_opening_and_closing_of_a_case_become_statuses(plan):
    done(plan(cases="title,status,opened,closed,outcome\nKim,decided,2019,2021-04-06,Won\n"))
    rows = Case.objects.get().statuses.values_list("status", "since")
    assert [(status, str(since)) for status, since in rows] == [
        ("pending", "2019"),
        ("decided", "2021-04-06"),
    ]


def test_numbers_without_one_court_are_a_problem(plan):
    words = said(plan(cases="title,application numbers\nKim,25079/19\n"))
    assert "It is not clear which court these numbers are of" in words


def test_a_rival_without_a_source_is_a_problem(plan):
    an_event("arrest-of-kim", date="2016-02")
    sheet = "reference,title,date,kind\narrest-of-kim,Event arrest-of-kim,2015,arrest\n"
    words = said(plan(events=sheet))
    assert "This contradicts what is recorded (2016-02). Name in the column sources" in words


def test_a_field_that_a_citation_gives_is_not_overwritten(plan):
    event = an_event("arrest-of-kim", place="Tynda", date="2016-02", title_en="Kim is arrested")
    Citation.objects.filter(event=event).update(field="place", value="Tynda")
    a_case("mr-kim")
    sheet = EVENTS + ARREST.replace("Tynda", "Chita")
    made = plan(sources=SOURCES + BULLETIN, events=sheet)
    assert "rival      event arrest-of-kim: place: Tynda stays; Chita is noted" in said(made)
    done(made)
    event.refresh_from_db()
    assert event.place == "Tynda"
    rival = event.citations.get(source__reference="bulletin")
    assert (rival.field, rival.value, rival.stance) == ("place", "Chita", "contradicts")


def test_a_contributor_learns_nothing_of_a_draft_that_is_not_theirs(plan):
    an_event("arrest-of-kim", title_en="A secret", place="Somewhere", date="2016-02")
    a_case("mr-kim")
    words = said(
        plan(by=carol(), events=EVENTS + ARREST.replace(",bulletin", ",").replace("mr-kim", ""))
    )
    assert "secret" not in words
    assert "Somewhere" not in words


def test_what_somebody_may_not_add_is_a_problem(plan):
    assert "Your role does not allow you to add here." in said(
        plan(by=adam(), sources=SOURCES + BULLETIN)
    )


def test_what_a_contributor_imports_is_assigned_to_them(plan):
    done(plan(by=carol(), sources=SOURCES + BULLETIN), by=carol())
    assert Source.objects.get().assigned_to == carol()


def test_a_change_made_meanwhile_stops_the_import(plan):
    a_source("bulletin", title_en="Court bulletin", url="https://court.example/1")
    made = plan(sources=SOURCES + BULLETIN)
    source = Source.objects.get()
    with revision(by=edgar(), reason="Meanwhile"):
        source.publisher = "Another court"
        source.save()
    with pytest.raises(CannotApply, match="Somebody changed records meanwhile"):
        apply(made, by=None, reason="A test")
    source.refresh_from_db()
    assert source.publisher == "Another court"


def test_each_record_gets_one_history_row_with_the_reason(plan):
    a_case("mr-kim")
    applied = done(plan(sources=SOURCES + BULLETIN, events=EVENTS + ARREST), by=edgar())
    (row,) = Event.history.all()
    assert (row.history_user, row.history_change_reason) == (edgar(), "A test")
    assert row.revision == applied.revision
    assert Event.objects.get().version == row.version == 1
    assert Citation.history.count() == 2


def test_a_workbook_is_read_like_files(plan, tmp_path):
    path = a_workbook(
        tmp_path,
        Events=[
            ("Title", "Date", "Kind", "Sources"),
            ("Kim is seized", "end of August 2020", "Arrest", "https://court.example/1"),
        ],
        Sources=[
            ("Title", "Kind", "Address"),
            ("Court bulletin", "news", "https://court.example/1"),
        ],
    )
    done(make_plan([path]))
    event = Event.objects.get()
    assert str(event.date) == "[2020-08-21..2020-08-31]"
    assert event.citations.get().source.title_en == "Court bulletin"


def test_how_each_date_was_read_is_shown(plan):
    made = plan(events="title,date,kind\nKim is seized,spring 2014,arrest\n")
    assert made.shown[0].readings == (("date", "Spring 2014"),)


def test_citations_say_what_each_source_gives(plan):
    event = an_event("arrest-of-kim", date="2016")
    a_source("bulletin")
    sheet = (
        "record,source,locator,field,stance,value,quote\n"
        "event:arrest-of-kim,bulletin,p. 3,date,supports,Feb 2016,They came at night\n"
    )
    done(plan(citations=sheet))
    cited = event.citations.get(source__reference="bulletin")
    assert (cited.field, cited.value, cited.stance) == ("date", "2016-02", "supports")
    assert cited.quote == "They came at night"


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        ("event:nobody,bulletin,,date,,2016", "“nobody” is no event"),
        ("arrest-of-kim,bulletin,,date,,2016", "Write the kind and the reference"),
        ("event:arrest-of-kim,novel,,date,,2016", "“novel” is no source"),
        ("event:arrest-of-kim,bulletin,,colour,,red", "“colour” is no column of events"),
        ("event:arrest-of-kim,bulletin,,date,,soon", "We could not read “soon” as a date"),
        ("event:arrest-of-kim,bulletin,,date,doubts,2016", "This can be supports, contradicts"),
    ],
)
def test_a_citation_that_cannot_be_is_a_problem(plan, row, advice):
    an_event("arrest-of-kim")
    a_source("bulletin")
    sheet = f"record,source,locator,field,stance,value\n{row}\n"
    assert advice in said(plan(citations=sheet))


def test_a_record_that_is_public_is_changed_and_not_reprinted(plan, client):
    event = an_event("arrest-of-kim", title_en="Kim is arrested", date="2016")
    published(event)
    done(plan(events="reference,title,date,kind\narrest-of-kim,Kim is arrested,Feb 2016,arrest\n"))
    assert "February" not in client.get("/events/arrest-of-kim/").content.decode()


def test_two_events_of_one_title_and_year_are_never_taken_for_one(plan):
    sheet = "title,date,kind\nDeportation to Pyongyang,{},forced-return\n"
    done(plan(events=sheet.format("2013-03-01")))
    words = said(plan(events=sheet.format("2013-11-20")))
    assert "A record of this name is there already (deportation-to-pyongyang-2013)" in words
    assert "0 changed" not in words
    assert plan(events=sheet.format("2013-03-01")).count()["unchanged"] == 1


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Ким задержан", "ru"),
        ("김 씨 체포", "ko"),
        ("Kim is arrested", "en"),
        ("Choe Myong Bok (최명복)", "en"),
        ("Дело C.C.", "ru"),
        ("2017", "en"),
    ],
)
def test_the_language_of_a_title_is_told_by_its_letters(plan, title, language):
    done(
        plan(events=f"reference,title,date,kind,summary\nkim,{title},2017,arrest,In plain words\n")
    )
    event = Event.objects.get()
    assert (event.original_language, event.title) == (language, title)
    assert event.summary_en == "In plain words"
    assert plan(events=f"reference,title,date,kind\nkim,{title},2017,arrest\n").count()["unchanged"]


def test_a_language_that_a_column_says_is_taken(plan):
    done(plan(events="title,date,kind,original_language\nKim,2017,arrest,ru\n"))
    assert Event.objects.get().title_ru == "Kim"


def test_a_title_in_another_language_is_a_translation_of_that_of_a_record(plan):
    event = an_event("kim", title_en="Kim is arrested", date="2017")
    done(plan(events="reference,title,date,kind\nkim,Ким задержан,2017,arrest\n"))
    event.refresh_from_db()
    assert (event.title_en, event.title_ru) == ("Kim is arrested", "Ким задержан")


@pytest.mark.parametrize("code", [1, 8, 11, 27, 127])
def test_control_characters_are_refused_in_words(plan, code):
    words = said(plan(events=f"title,date,kind\nKim{chr(code)},2017,arrest\n"))
    assert f"This cell holds a control character (code {code}), which no text may hold." in words


def test_the_same_file_twice_is_refused_in_words(plan, tmp_path):
    words = said(plan(sources=SOURCES + BULLETIN, copy=SOURCES + BULLETIN))
    assert "copy.csv is the same file as sources.csv. Bring it once." in words


def test_a_record_in_the_same_row_of_two_files_is_there_twice(plan):
    other = BULLETIN.replace("2017-03-01", "2018")
    words = said(plan(sources=SOURCES + BULLETIN, copy=SOURCES + other))
    assert "copy.csv: row 2, column key “bulletin”: Row 2 of sources.csv has the same" in words


DATED = "reference,title,date,kind\n"


def test_digits_that_may_be_two_days_are_refused_with_advice(plan):
    words = said(plan(events=DATED + "kim,Kim,03/04/2017,arrest\nlee,Lee,05/05/2017,arrest\n"))
    assert (
        "“03/04/2017”: This may be 3 April 2017 or 4 March 2017, and no other date of this column "
        "shows which. Write the month as a word, or the date as 2017-04-03." in words
    )
    assert "row 3" not in words


@pytest.mark.parametrize(
    ("other", "read"), [("31/01/2017", "2017-04-03"), ("01/31/2017", "2017-03-04")]
)
def test_the_order_of_digits_is_that_which_the_column_shows(plan, other, read):
    done(plan(events=DATED + f"kim,Kim,03/04/2017,arrest\nlee,Lee,{other},arrest\n"))
    dates = dict(Event.objects.values_list("reference", "date"))
    assert (str(dates["kim"]), str(dates["lee"])) == (read, "2017-01-31")


def test_a_column_that_shows_both_orders_shows_none(plan):
    rows = "a,A,03/04/2017,arrest\nb,B,31/01/2017,arrest\nc,C,01/31/2017,arrest\n"
    assert said(plan(events=DATED + rows)).count("This may be") == 1


def test_an_event_may_say_that_it_is_undated(plan):
    done(plan(events=DATED + "kim,Kim,n.d.,arrest\nlee,Lee,б.д.,arrest\n"))
    assert not any(one.date for one in Event.objects.all())
    an_event("pak", title_en="Pak", date="2017")
    assert plan(events=DATED + "pak,Pak,n.d.,arrest\n").count()["unchanged"] == 1


def test_a_reference_and_one_column_change_what_is_there(plan):
    event = an_event("arrest-of-kim", place="")
    done(plan(list="reference,place\narrest-of-kim,Tynda\n"))
    event.refresh_from_db()
    assert event.place == "Tynda"


def test_the_name_of_a_file_tells_a_sheet_of_few_columns(plan):
    an_event("arrest-of-kim", date="2016", wording="")
    made = plan(events="reference,date\narrest-of-kim,Feb 2016\n")
    assert "change     event arrest-of-kim: date: 2016 → 2016-02" in said(made)


def test_a_new_record_on_a_sheet_of_few_columns_is_told_what_it_lacks(plan):
    words = said(plan(list="reference,place\narrest-of-kim,Tynda\n"))
    assert (
        "row 2, column reference “arrest-of-kim”: No event has this reference, and a new one needs "
        "the columns title, date, kind too." in words
    )


def test_a_sheet_that_could_be_of_several_kinds_is_told_the_nearest(plan):
    words = said(plan(list="reference,title\nkim,Kim\n"))
    assert "Nearest is cases, without one of court, application_numbers" in words
    words = said(plan(list="title,date,place\nKim,2017,Tynda\n"))
    assert "Nearest is events, without kind." in words


@pytest.mark.parametrize("reference", ["arrest-of-kim", "new-one"])
def test_what_is_taken_by_a_record_that_is_not_theirs_is_said_when_it_is_planned(plan, reference):
    an_event("arrest-of-kim", title_en="A secret")
    words = said(
        plan(by=carol(), events=f"reference,title,date,kind\n{reference},Kim,2017,arrest\n")
    )
    taken = "column reference “arrest-of-kim”: This reference is taken. Choose another."
    assert (taken in words) == (reference == "arrest-of-kim")
    assert "secret" not in words


def test_so_is_the_address_of_a_source(plan):
    a_source("hidden", title_en="A secret", url="https://court.example/1")
    words = said(plan(by=carol(), sources=SOURCES + BULLETIN))
    assert "This address is taken. Choose another." in words
    assert "secret" not in words


def test_reading_stops_after_very_many_problems_and_says_so(plan):
    made = plan(events="reference,title,date,kind\n" + "Not One,T,soon,dance\n" * 3_000)
    assert len(made.problems) < 3_000
    assert made.rows == 500
    assert "Reading stopped after 500 problems. Mend these first" in str(made.problems[-1])


@pytest.mark.parametrize("encoding", ["rot13", "utf-16"])
def test_an_encoding_that_does_not_fit_is_refused_in_words(tmp_path, encoding):
    path = a_file(tmp_path, SOURCES + BULLETIN)
    made = make_plan([File(path, encoding=encoding)])
    assert made.problems


def test_from_outside_a_sheet_neither_reads_nor_changes_notes(plan):
    event = an_event("arrest", internal_notes="Hides at Lenin street")
    published(event)
    sheet = "reference,internal_notes\narrest,Nothing\n"
    words = said(plan(by=carol(), events=sheet))
    assert "for those who look after it" in words
    assert "Lenin street" not in words
    assert "Lenin street" in said(plan(by=edgar(), events=sheet))


def test_from_outside_a_sheet_changes_what_all_read(plan):
    published(an_event("arrest"))
    done(plan(by=carol(), events="reference,place\narrest,Tynda\n"), by=carol())
    assert Event.objects.get().place == "Tynda"


def test_a_sheet_does_not_change_what_a_colleague_has_in_hand(plan):
    event = an_event("arrest")
    published(event)
    with revision(by=edgar()):
        event.title_en = "What nobody reads yet"
        event.save()
    words = said(plan(by=carol(), events="reference,title,date,kind\narrest,Mine,2017,arrest\n"))
    assert "This reference is taken" in words
    assert "What nobody reads yet" not in words
