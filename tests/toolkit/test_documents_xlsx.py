"""The tables of a document as a workbook: numbers are numbers, texts are never formulas, every sheet can be found."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from dwcp.toolkit.documents.blocks import Cell, Column, Part, Row, Table, plain
from dwcp.toolkit.documents.xlsx import number_format, sheet_names, xlsx_of
from tests.toolkit.documents import DOCUMENT, LONG_WORD


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(DOCUMENT)))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_sheet_for_each_table_and_a_list_of_them(book):
    assert book.sheetnames == [
        "Tables",
        "6.1 Scores by criterion",
        "6.2 Organisations",
        "Formulas",
        "Charts",
        "Figures",
    ]
    listed = book["Tables"]
    assert [(cell.value, cell.hyperlink and cell.hyperlink.location) for cell in listed["A"]] == [
        ("Review of 2010", None),
        (None, None),
        ("Table 6.1 Scores by criterion", "'6.1 Scores by criterion'!A1"),
        ("Table 6.2 Organisations", "'6.2 Organisations'!A1"),
        ("Formulas", "'Formulas'!A1"),
    ]
    assert book.properties.title == "Review of 2010"


def test_numbers_are_numbers_and_look_as_printed(book):
    assert rows(book["6.1 Scores by criterion"]) == [
        ["Table 6.1 Scores by criterion", None, None, None],
        ["Tables", None, None, None],
        [None, None, None, None],
        ["No.", "Criterion", "Rating", "Score"],
        ["Design", None, None, None],
        [1, "Relevance", 5, 5],
        [2, LONG_WORD, 3, 3],
        [3, "Two\nparagraphs", "Not rated", "–"],
        ["Average", None, None, 4],
        [None, None, None, None],
        ["Criterion 3 was not scored.", None, None, None],
    ]
    sheet = book["6.1 Scores by criterion"]
    assert [sheet[place].number_format for place in ("A6", "C6", "D6", "D9")] == [
        "#,##0",
        '#,##0" Satisfactory"',
        "#,##0",
        "#,##0.0",
    ]
    assert sheet.freeze_panes == "A5"


def test_nothing_is_a_formula(book):
    assert rows(book["Formulas"])[4:] == [['=HYPERLINK("http://example.org")', 1234.5], ["-2+3", "–"]]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [book["Formulas"][place].quotePrefix for place in ("A5", "A6", "A4")] == [True, True, False]


def test_figures_come_with_their_rules(book):
    assert rows(book["Figures"]) == [
        ["Name", "What it is", "Figure", "As printed", "Rule"],
        ["criteria.average", "Average of the criteria", 4, "4.0", "The mean of the scored criteria."],
    ]


def test_charts_come_as_their_figures(book):
    assert [row for row in rows(book["Charts"]) if any(row)] == [
        ["Scores", None, None, None],
        [None, "Score", "Rating", None],
        ["Relevance", 5, "Satisfactory", None],
        ["Design", None, None, None],
        ["Average", 4.5, None, None],
        ["Findings", None, None, None],
        [None, "Achieved", "Not achieved", "In all"],
        ["Outcome 1", 3, 1, 4],
        ["Outcome 2", 0, 2, 2],
        ["Resources", None, None, None],
        [None, "Amount", "As printed", None],
        ["Outcome 1", 1200, "US$ 1,200", None],
        ["Outcome 2", 300, "US$ 300", None],
        ["Other", None, None, None],
    ]


def test_an_empty_table_says_so(book):
    assert rows(book["6.2 Organisations"])[-1] == ["Nobody was asked."]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("1,234.5", "1234.5", "#,##0.0"),
        ("US$ 1,234", "1234.4", '"US$ "#,##0'),
        ("45%", "45.2", '#,##0"%"'),
        ("5 Satisfactory", "5", '#,##0" Satisfactory"'),
        ("Satisfactory", "4.25", '#,##0.00" Satisfactory"'),
        ("2010: 7", "7", '"2010: "#,##0'),
        ('say "7"', "7", '"say ”"#,##0"”"'),
        ("", "7", "#,##0"),
        ("a" * 300, "7", None),
    ],
)
def test_the_look_of_a_number(text, value, expected):
    assert number_format(text, Decimal(value)) == expected


def test_names_of_sheets_are_short_and_unique():
    labels = [
        "6.1 a/b: [c]?",
        "6.1 A b C",
        "x" * 40,
        "x" * 41,
        "'",
        "History",
        "tables",
        "6.2 Ratings of the country programme outcomes",
    ]
    names = list(sheet_names(labels, taken=("Tables",)))
    assert names == [
        "6.1 a b c",
        "6.1 A b C 2",
        "x" * 31,
        f"{'x' * 29} 2",
        "1",
        "History 2",
        "tables 2",
        "6.2 Ratings of the country",
    ]
    assert len({name.lower() for name in names}) == len(names)


def test_digits_a_spreadsheet_would_lose_and_texts_it_cannot_hold():
    long = "a" * 40_000
    digits = "1234567890123456789"
    table = Table(
        "t", "T", (Column("A"), Column("B")), (Row((Cell(plain(digits), int(digits)), Cell(plain(f"{long}\x00")))),)
    )
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(replace(DOCUMENT, parts=(Part("a", "A", (table,)),)))))
    number, text = rows(book["T"])[4]
    assert number == digits
    assert (len(text), text[-2:]) == (32_767, "a…")


def test_a_document_without_tables():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(replace(DOCUMENT, parts=(), figures=()))))
    assert rows(book["Tables"])[2] == ["The document has no tables."]
    assert book.sheetnames == ["Tables"]
