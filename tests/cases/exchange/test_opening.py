"""Files of every kind that an office has, read as tables; and files that nobody should open."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from cases.exchange.opening import open_tables
from cases.exchange.table import MOST_ROWS, UnreadableFile
from tests.cases.exchange.hostile import HOSTILE
from tests.cases.exchange.sheets import a_file, a_workbook
from timeline.exports.cells import inert

HEADER = ("reference", "title", "date", "kind")
RUSSIAN = "reference;title;place\nзадержание;Задержан в Тынде;Тында\nвозвращение;Возвращён;Хасан\n"
WESTERN = "reference,title,place\ncafe,Arrêté à Genève,Zürich\n"
KOREAN = "reference,title,place\nchoe,최명복 체포,블라디보스토크\nryu,류은남 송환 보도,하산\n"


def only_table(path, **options):
    (table,) = open_tables(path, **options)
    return table


def cells(path, **options) -> list[dict[str, str]]:
    return [row.cells for row in only_table(path, **options).rows()]


def refusal(path) -> str:
    with pytest.raises(UnreadableFile) as error:
        read_all(path)
    return str(error.value)


def read_all(path) -> None:
    for table in open_tables(path):
        list(table.rows())


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_cells(tmp_path, mark):
    text = mark.join(("reference", "title")) + "\n" + mark.join(("kim", '"Kim; Lee, and Pak"'))
    assert cells(a_file(tmp_path, text)) == [{"reference": "kim", "title": "Kim; Lee, and Pak"}]


@pytest.mark.parametrize(
    ("encoding", "text", "said"),
    [
        ("utf-8", KOREAN, "UTF-8"),
        ("utf-8-sig", KOREAN, "UTF-8"),
        ("utf-16", RUSSIAN, "UTF-16"),
        ("cp1251", RUSSIAN, "Windows-1251"),
        ("koi8_r", RUSSIAN, "KOI8-R"),
        ("euc_kr", KOREAN, "EUC-KR"),
        ("cp949", KOREAN, "EUC-KR"),
        ("cp1252", WESTERN, "Windows-1252"),
        ("utf-8", WESTERN, "UTF-8"),
    ],
)
def test_encodings_are_recognised_and_said(tmp_path, encoding, text, said):
    table = only_table(a_file(tmp_path, text.encode(encoding)))
    assert table.encoding == said
    place = next(iter(table.rows())).cells["place"]
    assert place in ("Тында", "블라디보스토크", "Zürich")


@pytest.mark.parametrize("title", ["“Quoted” – and so on", "Ärzte ohne Grenzen", "É", "naïve café"])
def test_western_letters_are_neither_russian_nor_korean(tmp_path, title):
    path = a_file(tmp_path, f"reference,title\nkim,{title}\n".encode("cp1252"))
    assert cells(path)[0]["title"] == title


def test_an_encoding_can_be_named(tmp_path):
    path = a_file(tmp_path, "reference,title\nkim,Žižek\n".encode("cp1250"))
    assert cells(path, encoding="cp1250")[0]["title"] == "Žižek"
    with pytest.raises(UnreadableFile, match="“klingon” is no encoding"):
        open_tables(path, encoding="klingon")


def test_headers_are_compared_without_case_order_or_spacing(tmp_path):
    path = a_file(tmp_path, " TITLE , Date-of  Signature,\tReference\nTreaty,2014,t\n")
    assert only_table(path).columns == ("title", "date_of_signature", "reference")


def test_empty_rows_and_trailing_blanks_are_left_out(tmp_path):
    path = a_file(tmp_path, "reference,title,,\n,,,\nkim,Kim,,\n\n , ,,\n")
    assert cells(path) == [{"reference": "kim", "title": "Kim"}]


def test_a_row_keeps_the_number_that_the_office_sees(tmp_path):
    path = a_file(tmp_path, "reference,title\n\n\nkim,Kim\n")
    assert [row.number for row in only_table(path).rows()] == [4]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+7 (812)", "-", "@home", "\tfar", "\rback", "'=1", "''@", "'quoted' word", "plain"],
)
def test_a_cell_made_inert_by_an_export_is_read_back_unharmed(tmp_path, text):
    path = a_file(tmp_path, f'reference,title\nkim,"{inert(text)}"\n')
    assert cells(path)[0]["title"] == text


def test_tabs_before_a_text_are_blanks(tmp_path):
    path = a_file(tmp_path, "reference,title\n\tkim,\t Kim\n")
    assert cells(path) == [{"reference": "kim", "title": "Kim"}]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_first_line_may_say_what_parts_the_cells(tmp_path, mark):
    path = a_file(tmp_path, f"\ufeffsep={mark}\r\nreference{mark}title\r\nkim{mark}Kim\r\n")
    table = only_table(path)
    assert table.columns == ("reference", "title")
    assert [(row.number, row.cells["title"]) for row in table.rows()] == [(3, "Kim")]


@pytest.mark.parametrize("blank", ["\n\n", ";;\n", " ; ;\n;;\n"])
def test_blank_rows_above_the_header_are_left_out(tmp_path, blank):
    path = a_file(tmp_path, f"{blank}reference;title\nkim;Kim\n")
    assert cells(path) == [{"reference": "kim", "title": "Kim"}]


def test_blank_rows_above_the_header_of_a_workbook_are_left_out(tmp_path):
    rows = [(), (None, ""), ("reference", "title"), ("kim", "Kim")]
    assert cells(a_workbook(tmp_path, Events=rows)) == [{"reference": "kim", "title": "Kim"}]


def test_very_many_blank_cells_are_refused_in_words(tmp_path):
    path = a_file(tmp_path, "reference,title\nkim,Kim" + "," * 20_000 + "\n")
    assert "row 2 has 20,002 cells; at most 200 columns are read" in refusal(path)


def test_a_title_above_the_table_is_refused_in_words(tmp_path):
    path = a_file(tmp_path, "Our cases\nreference,title\nkim,Kim\n")
    assert "let the first row give each column its own name" in refusal(path)


def test_merged_header_cells_are_refused_in_words(tmp_path):
    path = a_workbook(tmp_path, Events=[("reference", "title", None), ("kim", "Kim", "2014")])
    book = load_workbook(path)
    book["Events"]["D1"] = "kind"
    book["Events"].merge_cells("B1:C1")
    book.save(path)
    assert "column C has no name in the first row. Merged cells" in refusal(path)


def test_every_visible_sheet_of_a_workbook_is_a_table(tmp_path):
    path = a_workbook(
        tmp_path,
        Events=[HEADER, ("kim", "Kim", "2014", "arrest")],
        Sources=[("key", "title"), ("bulletin", "Bulletin")],
        Lists=[("arrest",)],
        Empty=[],
        Hidden=[("reference",), ("secret",)],
    )
    book = load_workbook(path)
    book["Hidden"].sheet_state = "hidden"
    book.save(path)
    tables = open_tables(path)
    assert [table.name for table in tables] == ["Events", "Sources"]
    assert tables[0].file == "book.xlsx, sheet Events"


def test_a_date_cell_is_no_finer_than_it_is_shown(tmp_path):
    rows = [HEADER, *((f"r{at}", "T", datetime(2014, 9, 2), "arrest") for at in range(3))]
    path = a_workbook(
        tmp_path, Events=[*rows, ("r3", "T", 2014, "arrest"), ("r4", "T", 2014.0, "")]
    )
    book = load_workbook(path)
    for row, form in ((2, "yyyy-mm-dd"), (3, "mmm yyyy"), (4, "yyyy")):
        book["Events"].cell(row, 3).number_format = form
    book.save(path)
    assert [row["date"] for row in cells(path)] == ["2014-09-02", "2014-09", "2014", "2014", "2014"]


def test_formulas_and_errors_are_problems_and_never_evaluated(tmp_path):
    path = a_workbook(tmp_path, Events=[HEADER, ("kim", "=WEBSERVICE(A1)", "2014", "#REF!")])
    row = next(iter(only_table(path).rows()))
    assert "never evaluated" in row.problems["title"]
    assert "title" not in row.cells


def test_a_day_of_another_type_is_text(tmp_path):
    path = a_workbook(tmp_path, Events=[HEADER, ("kim", True, date(2014, 9, 2), 3.5)])
    assert cells(path)[0] == {
        "reference": "kim",
        "title": "yes",
        "date": "2014-09-02",
        "kind": "3.5",
    }


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("bomb", "unpacked, the workbook would be too large"),
        ("far cell", f"something stands below row {MOST_ROWS:,}"),
        ("wide cell", "has a cell in column 16,384"),
        ("entities", "defines XML entities"),
        ("laughing entities", "defines XML entities"),
        ("many parts", "unpacked, the workbook would be too large"),
        ("noise", "sheet.csv"),
        ("way out", "a name that leads out of it"),
        ("truncated", "the workbook is damaged or is none"),
        ("no workbook", "the workbook is damaged or is none"),
        ("lying size", "the workbook"),
        ("old", "an old or encrypted workbook"),
        ("pdf", "this is a PDF"),
        ("nul", "NUL"),
        ("endless line", "not a well-formed CSV file"),
        ("open quote", "not a well-formed CSV file"),
        ("huge", "larger than 100 MB"),
        ("commas", "a row has more than 1,000,000 characters"),
        ("comma header", "a row has more than 1,000,000 characters"),
        ("quoted lines", "a row has more than 1,000,000 characters"),
    ],
)
def test_a_hostile_file_is_refused_in_words(tmp_path, name, advice):
    assert advice in refusal(HOSTILE[name](tmp_path))
