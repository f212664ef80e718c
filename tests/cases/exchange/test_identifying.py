"""Columns that tell who somebody is keep a whole file out, however they are called."""

import pytest

from cases.exchange.headers import CannotMap, keep_columns, mappings_said, shapes_of
from cases.exchange.identifying import tells_who
from cases.exchange.plan import File
from cases.exchange.sheets import SHEETS
from cases.models import ColumnMapping, ImportBatch, Person
from tests.cases.exchange.sheets import a_file, said
from tests.cast import edgar

pytestmark = pytest.mark.django_db

TELLING = (
    "Real name",
    "Full name",
    "Name of applicant",
    "Legal-name",
    "Surname",
    "Passport no",
    "Date of birth",
    "Birthplace",
    "Born",
    "DOB",
    "D.O.B.",
    "E-mail",
    "email address",
    "Phone (mobile)",
    "ФИО",
    "Ф.И.О.",
    "Фамилия",
    "Имя",
    "Отчество",
    "Дата рождения",
    "Адрес",
    "Телефон",
    "Паспорт",
    "실명",
    "성명",
    "생년월일",
    "여권 번호",
    "전화번호",
    "Name",
    "Names",
)

HARMLESS = ("Name", "Names", "Адрес", "Name of court", "Время", "Airborne", "Phonetics")


@pytest.mark.parametrize("header", TELLING)
def test_such_a_column_on_a_sheet_of_people_keeps_the_whole_file_out(plan, header):
    words = said(plan(people=f"alias,{header}\nC.C.,Somebody\n"))
    assert "looks as if it held real names" in words
    assert "Somebody" not in words


@pytest.mark.parametrize("header", [one for one in TELLING if one not in HARMLESS])
def test_and_on_any_other_sheet(plan, header):
    sheet = f"title,kind,url,{header}\nThe bulletin,news,https://court.example/1,Somebody\n"
    assert "looks as if it held real names" in said(plan(sources=sheet))


@pytest.mark.parametrize(
    "header", ["Name", "Адрес", "Name of court", "Время", "Airborne", "Phonetics"]
)
def test_a_source_may_have_a_name_and_an_address(header):
    assert not tells_who("_".join(header.lower().split()), "sources")


def test_no_column_of_ours_is_taken_for_one():
    for sheet in SHEETS:
        for name, column in sheet.columns.items():
            kept = [one for one in (name, *column.synonyms) if tells_who(one, sheet.name)]
            assert kept == [], sheet.name


def test_such_a_header_cannot_be_mapped_by_hand(tmp_path):
    file = File(a_file(tmp_path, "name,remarks\nSomebody,x\n", "list.csv"))
    (shape,) = shapes_of([file], {}, {"list.csv": "people"})
    assert "name" in [one.name for one in shape.headers]
    with pytest.raises(CannotMap, match="the column “name” looks as if it held real names"):
        keep_columns(shape, {"name": "alias"}, batch=ImportBatch(), by=edgar())
    assert not ColumnMapping.objects.exists()


def test_nor_does_a_mapping_that_is_there_let_it_in(plan):
    made = plan(people="name\nSomebody\n", mappings={"people": {"name": "alias"}})
    assert "looks as if it held real names" in said(made)
    assert not Person.objects.exists()


@pytest.mark.parametrize("text", ["people:Full name=alias", "people:Name=alias"])
def test_nor_can_the_command_map_it(text):
    with pytest.raises(CannotMap, match="looks as if it held real names"):
        mappings_said([text])


def test_what_the_command_says_of_columns_is_compared_like_headers():
    assert mappings_said(["Events:Happened on=Date", "events:a=b=place", "events:Colour="]) == {
        "events": {"happened_on": "date", "a=b": "place", "colour": ""}
    }


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("events:Happened=datum", "“datum” is no column of events. Did you mean date?"),
        ("event:Happened=date", "“event” is no kind of sheet. Did you mean events?"),
        ("cases:Happened=zzz", "“zzz” is no column of cases. There are reference, title"),
        ("events:Happened", "does not read like events:Happened=date"),
        ("events:=date", "does not read like events:Happened=date"),
    ],
)
def test_an_unknown_column_is_refused_with_the_nearest_names(text, advice):
    with pytest.raises(CannotMap) as error:
        mappings_said([text])
    assert advice in str(error.value)
