"""The intake workbook: what it offers, and that it comes back as drafts when it is filled in."""

import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from cases.exchange.identifying import meaning_of, tells_who
from cases.exchange.intake import WHO_THEY_ARE, write_intake_workbook
from cases.exchange.plan import make_plan
from cases.exchange.table import column_name
from cases.models import Agreement, Case, Citation, Event, Identity, Person, Source, Topic
from cases.roles import Role
from tests.cast import a_court, a_topic, an_event_kind, staff
from timeline.models import Edition

pytestmark = pytest.mark.django_db

FILLED = {
    "Sources": {
        "Reference": "town-gazette",
        "Title": "The gazette",
        "Kind": "News report",
        "Published": "March 2017",
        "URL": "https://gazette.example/1",
    },
    "People": {"Reference": "k-s", "Alias": "K.S."},
    "Agreements": {
        "Reference": "border-treaty",
        "Title": "Border treaty",
        "Kind": "Bilateral treaty",
        "Parties": "Russia; North Korea",
        "Signed": "before 2016",
        "Sources": "town-gazette",
    },
    "Cases": {
        "Reference": "ks-case",
        "Title": "K.S. against the service",
        "Court": "Town Court",
        "Application numbers": "12/17",
        "Opened": "spring 2017",
        "Topics": "Asylum",
        "Sources": "town-gazette",
    },
    "Events": {
        "Title": "K.S. is arrested",
        "Date": "about 2017",
        "Kind": "Arrest",
        "Countries": "Russia",
        "Cases": "ks-case",
        "Agreements": "border-treaty",
        "People": "K.S.",
        "Sources": "town-gazette",
    },
    "Citations": {
        "Record": "case:ks-case",
        "Source": "town-gazette",
        "Locator": "p. 3",
        "Quote": "He was taken from his room.",
    },
}


@pytest.fixture(autouse=True)
def vocabulary():
    an_event_kind()
    a_court()
    a_topic()
    call_command("loaddata", "vocabulary", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def path(tmp_path):
    call_command("intake_workbook", str(tmp_path / "intake.xlsx"), stdout=io.StringIO())
    return tmp_path / "intake.xlsx"


def headers(page) -> list[str]:
    return [str(cell.value) for cell in page[1]]


def fill(path) -> None:
    book = load_workbook(path)
    for name, values in FILLED.items():
        for header, text in values.items():
            book[name].cell(2, headers(book[name]).index(header) + 1, text)
    book.save(path)


def said(*paths, **options) -> str:
    told = io.StringIO()
    call_command("import_records", *map(str, paths), stdout=told, **options)
    return told.getvalue()


def test_every_sheet_has_a_frozen_header_with_help_and_a_width(path):
    book = load_workbook(path)
    sheets = [name.capitalize() for name in ("sources", "people", "agreements", "cases")]
    assert book.sheetnames == ["Read me", *sheets, "Events", "Citations", "Lists"]
    for name in book.sheetnames[1:-1]:
        assert book[name].freeze_panes == "A2"
        assert book[name].column_dimensions["A"].width >= 20
    events = book["Events"]
    date = events.cell(1, headers(events).index("Date") + 1)
    assert "spring 2014" in date.comment.text
    assert "Must be filled in." in date.comment.text
    assert headers(events)[:3] == ["Title", "Date", "Kind"]


def test_drop_downs_offer_the_vocabularies_of_now(path):
    book = load_workbook(path)
    lists = {page[0].value: [cell.value for cell in page[1:]] for page in book["Lists"].columns}
    assert "Arrest" in lists["Kinds of events"]
    assert "Town Court" in lists["Courts"]
    assert "Bilateral treaty" in lists["Kinds of agreements"]
    events = book["Events"]
    letter = events.cell(1, headers(events).index("Kind") + 1).column_letter
    rules = [
        rule
        for rule in events.data_validations.dataValidation
        if str(rule.sqref).startswith(f"{letter}2:")
    ]
    assert [rule.formula1.startswith("'Lists'!$B$2:$B$") for rule in rules] == [True]


def test_what_is_typed_stays_as_it_is_typed(path):
    events = load_workbook(path)["Events"]
    assert {one.number_format for one in events.column_dimensions.values()} == {"@"}


def test_an_empty_one_brings_nothing_and_names_no_problem(path):
    plan = make_plan([path])
    assert plan.problems == []
    assert plan.rows == 0
    assert len(plan.tables) == 6


def test_a_filled_one_comes_back_as_drafts(path):
    fill(path)
    assert "6 new" in said(path)
    event = Event.objects.get(title_en="K.S. is arrested")
    assert (str(event.date), event.countries) == ("2017~", ["RU"])
    assert [str(one) for one in event.cases.all()] == ["K.S. against the service"]
    assert [str(one) for one in event.agreements.all()] == ["Border treaty"]
    assert [one.person.reference for one in event.participations.all()] == ["k-s"]
    case = Case.objects.get(reference="ks-case")
    assert [one.number for one in case.applications.all()] == ["12/17"]
    assert [str(one.since) for one in case.statuses.all()] == ["2017-21"]
    assert Citation.objects.get(case=case).locator == "p. 3"
    treaty = Agreement.objects.get(reference="border-treaty")
    assert sorted(one.country for one in treaty.parties.all()) == ["KP", "RU"]
    assert (Person.objects.count(), Source.objects.count()) == (1, 1)
    assert Edition.objects.count() == 0


def test_the_same_one_again_changes_nothing(path):
    fill(path)
    said(path)
    assert "0 new, 0 changed" in said(path)


def test_it_has_no_column_for_a_real_name(path):
    book = load_workbook(path)
    for page in book.worksheets:
        assert not any(
            tells_who(column_name(header), page.title.lower()) for header in headers(page)
        ), page
    assert "NO REAL NAMES" in "".join(str(cell.value) for (cell, *_) in book["Read me"].rows)


@pytest.mark.parametrize("header", ["Full name", "Passport", "Date of birth", "Phone", "Фамилия"])
def test_a_column_for_one_that_somebody_adds_is_refused(path, header):
    fill(path)
    book = load_workbook(path)
    people = book["People"]
    people.cell(1, len(headers(people)) + 1, header)
    book.save(path)
    with pytest.raises(CommandError, match="looks as if it held real names"):
        said(path)
    assert Person.objects.count() == 0


@pytest.fixture
def with_names(tmp_path):
    path = tmp_path / "guardians.xlsx"
    call_command("intake_workbook", str(path), with_names=True, stdout=io.StringIO())
    return path


def test_asked_for_with_names_it_says_on_the_sheet_who_may_fill_them_in(with_names):
    book = load_workbook(with_names)
    people = book["People"]
    telling = [one for one in people[1] if tells_who(column_name(str(one.value)), "people")]
    assert [one.value for one in telling] == list(WHO_THEY_ARE)
    assert all(meaning_of(column_name(one.value)) for one in telling)
    assert all("Only a guardian may fill this in." in one.comment.text for one in telling)
    prompts = [one.prompt for one in people.data_validations.dataValidation]
    assert prompts.count(
        "Only a guardian may fill this in. It is kept sealed, apart from the record."
    ) == len(telling)
    words = "".join(str(cell.value) for (cell, *_) in book["Read me"].rows)
    assert "FOR GUARDIANS ALONE" in words
    assert "NO REAL NAMES" not in words
    for page in book.worksheets:
        if page.title not in ("People", "Lists"):
            assert not any(tells_who(column_name(header), page.title) for header in headers(page))


def test_a_guardian_fills_it_in_and_brings_it_and_nobody_else_can(with_names):
    fill(with_names)
    book = load_workbook(with_names)
    people = book["People"]
    filled = {"Real name": "Kim Sun; 김순", "Date of birth": "about 1985", "Contacts": "+7 000"}
    for header, text in filled.items():
        people.cell(2, headers(people).index(header) + 1, text)
    book.save(with_names)
    with pytest.raises(CommandError, match="Only a guardian, under their own name"):
        said(with_names)
    staff("both", Role.GUARDIAN, Role.EDITOR)
    words = said(with_names, username="both")
    assert "identity   person k-s: new" in words
    assert not [one for one in ("Kim Sun", "김순", "1985", "+7 000") if one in words]
    identity = Identity.objects.get(person=Person.objects.get().pk)
    assert (identity.birth_date, identity.contacts) == ("1985~", "+7 000")
    assert identity.names.count() == 2
    assert "0 new, 0 changed" in said(with_names, username="both")


def test_a_vocabulary_without_a_word_has_no_drop_down():
    Topic.objects.all().delete()
    file = io.BytesIO()
    write_intake_workbook(file)
    cases = load_workbook(file)["Cases"]
    letter = cases.cell(1, headers(cases).index("Topics") + 1).column_letter
    offered = {str(rule.sqref)[: len(letter) + 1] for rule in cases.data_validations.dataValidation}
    assert f"{letter}2" not in offered


def test_a_file_that_is_there_is_not_overwritten(path):
    with pytest.raises(CommandError, match="is there already"):
        call_command("intake_workbook", str(path))


def test_it_is_written_as_xlsx_alone(tmp_path):
    with pytest.raises(CommandError, match=r"ends in \.xlsx"):
        call_command("intake_workbook", str(tmp_path / "intake.ods"))
