"""Files that people send, kindly or not; cells as text; the database's rules asked without it."""

import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl.workbook.protection import WorkbookProtection

from dwcp.toolkit.importing import ImportRefused
from dwcp.toolkit.workbooks import Sheet, Tab, column_of_text, csv_folder, read_book, workbook
from dwcp.toolkit.workbooks.cells import Broken, Formula, neutral, plain, without_apostrophe
from dwcp.toolkit.workbooks.constraints import broken_rules
from dwcp.toolkit.workbooks.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_ROWS
from indicators.choices import Accumulation, BaselineKind, Direction, Measure
from indicators.models import Disaggregation, Indicator

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def book_of(*rows, name="table", change=None):
    """The bytes of a workbook with these rows on one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content, parts):
    """A workbook with other parts, by their names."""
    old, new = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, parts.get(name, old.read(name)))
    return new.getvalue()


def zipped(**files):
    """A zip of CSV files."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return content.getvalue()


def sentence(content):
    """Why a file is refused."""
    with pytest.raises(ImportRefused) as refused:
        read_book(content, "sent.xlsx")
    (problem,) = refused.value.problems
    return problem.message


def far_apart(content):
    """A sheet that claims all rows and columns there can be, and holds something in the first and the last."""
    return repacked(
        content,
        {
            "xl/worksheets/sheet1.xml": (
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                '<dimension ref="A1:XFD1048576"/><sheetData>'
                '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c>'
                '<c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
            )
        },
    )


def wide(content):
    """Many rows of which only the last column is there, and empty: small, and long to look through."""
    rows = "".join(f'<row r="{line}"><c r="XFD{line}" s="0"/></row>' for line in range(1, 5000))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
    return repacked(content, {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>"})


def bomb(content):
    """A small file that would fill the memory when it is unpacked."""
    return repacked(content, {"docProps/app.xml": b" " * (LARGEST_UNPACKED + 1)})


def many_formats(content):
    """A workbook of more formats than anybody uses."""
    return repacked(content, {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 700_000 + b"</styleSheet>"})


def growing(content):
    """XML that grows as it is read."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return repacked(
        content,
        {"xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><worksheet>&l8;</worksheet>'},
    )


HOSTILE = {
    "text": (b"Dear colleagues", "neither a workbook"),
    "nothing": (b"", "neither a workbook"),
    "password": (OLE2, "protected by a password"),
    "cut off": (book_of(["code"])[:-400], "damaged"),
    "a sheet cut off": (repacked(book_of(["code"]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetD"}), "damaged"),
    "no workbook part": (repacked(book_of(["code"]), {"[Content_Types].xml": b"<Types/>"}), "damaged"),
    "too large": (b"PK\x03\x04" + bytes(LARGEST_FILE), "larger than 5 MB"),
    "bomb": (bomb(book_of(["code"])), "Unpacked"),
    "many formats": (many_formats(book_of(["code"])), "Unpacked"),
    "growing": (growing(book_of(["code"])), "damaged"),
    "far apart": (far_apart(book_of(["code"])), "row 1048576 lies outside"),
    "far to the right": (book_of([*[""] * 500, "x"]), "row 1 lies outside"),
    "wide and empty": (wide(book_of(["code"])), "lies outside"),
    "empty zip": (zipped(), "neither a workbook"),
    "other zip": (repacked(zipped(a="x"), {}).replace(b"a.csv", b"a.txt"), "no table in this file"),
    "not UTF-8": (zipped(a="code\n\xe9".encode("latin-1")), "not in UTF-8"),
    "open quotation": (zipped(a='code\n"x'), "not a proper CSV table"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_with_a_sentence(name):
    content, expected = HOSTILE[name]
    start = time.perf_counter()
    assert expected in sentence(content)
    assert time.perf_counter() - start < 20  # the far-apart cells keep others busy for minutes


def test_the_hostile_sheet_is_small():
    assert len(HOSTILE["far apart"][0]) < 49_000


def test_rows_below_the_limit_that_are_empty_do_no_harm():
    def colour_a_far_row(_book, sheet):
        sheet.cell(MOST_ROWS + 500, 1).font = openpyxl.styles.Font(bold=True)

    (sheet,) = read_book(book_of(["code"], ["1.1"], change=colour_a_far_row), "sent.xlsx").sheets
    assert (sheet.header, sheet.rows) == (["code"], [(2, ["1.1"])])


def test_cells_become_the_text_that_people_see():
    content = book_of(
        ["whole", "part", "third", "day", "moment", "yes", "text", "empty", "formula"],
        [2008.0, 0.1 + 0.2, 1e-7, date(2010, 12, 31), datetime(2010, 1, 1, 8), True, " a\r\nb ", None, "=A2*2"],
    )
    ((line, texts),) = read_book(content, "sent.xlsx").sheets[0].rows
    assert line == 2
    assert texts == ["2008", "0.3", "0.0000001", "2010-12-31", "2010-01-01 08:00:00", "yes", "a\nb", "", "=A2*2"]
    assert isinstance(texts[-1], Formula)


def test_a_percentage_shows_its_sign_rather_than_a_fraction():
    def as_percentage(_book, sheet):
        sheet["A2"].number_format = "0%"

    ((_line, texts),) = read_book(book_of(["share"], [0.4], change=as_percentage), "sent.xlsx").sheets[0].rows
    assert texts == ["0.4%"]


def test_failed_formulas_merged_and_hidden_rows():
    def change(_book, sheet):
        sheet["A2"].data_type, sheet["A2"].value = "e", "#REF!"
        sheet["A2"].data_type = "e"
        sheet.merge_cells("A3:B3")
        sheet.row_dimensions[4].hidden = True

    rows = read_book(book_of(["a", "b"], ["x", "y"], ["m", None], ["h", "i"], change=change), "f").sheets[0].rows
    assert rows == [(2, ["#REF!", "y"]), (3, ["m"]), (4, ["h", "i"])]
    assert isinstance(rows[0][1][0], Broken)


def test_protection_against_typing_does_not_keep_it_from_being_read():
    def protect(book, sheet):
        sheet.protection.enable()
        book.security = WorkbookProtection(lockStructure=True)

    assert read_book(book_of(["code"], ["1"], change=protect), "f").sheets == [Sheet("table", ["code"], [(2, ["1"])])]


def test_a_zip_of_csv_files_in_whatever_folder():
    content = zipped(**{"framework/table": '\ufeffcode,text\r\n1.10,"two\r\nlines"\r\n\r\n3,\'=x\r\n'})
    content = repacked(content, {})
    assert read_book(content, "f.zip").sheets == [
        Sheet("table", ["code", "text"], [(2, ["1.10", "two\nlines"]), (4, ["3", "=x"])])
    ]


def test_what_archiving_programs_add_is_not_read():
    content = zipped(**{"__MACOSX/._table": "x", ".hidden": "x", "table": "code\n1\n"})
    assert [sheet.name for sheet in read_book(content, "f.zip").sheets] == ["table"]


@given(st.text(alphabet=st.sampled_from("'=+-@ab \t1")))
def test_what_is_neutralised_comes_back(text):
    assert without_apostrophe(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None)  # files are written and read, and the machine may have more to do
@given(
    st.lists(
        st.text(
            alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=20
        ),
        min_size=3,
        max_size=3,
    )
)
def test_texts_come_back_from_both_kinds_of_file(texts):
    texts = [plain(text) for text in texts]
    tab = Tab("table", [column_of_text(name) for name in ("a", "b", "c")], [(2, texts)])
    while texts and not texts[-1]:
        texts = texts[:-1]
    for content in (workbook([tab], read_me=["x"], lists={}), csv_folder([tab])):
        sheet = next(one for one in read_book(content, "f").sheets if one.name == "table")
        assert sheet.rows == ([(2, texts)] if texts else [])


def test_wrong_cells_are_coloured_explained_and_listed():
    wrong = {(2, "b"): "Too long.", (3, ""): "This row repeats row 2."}
    tab = Tab("table", [column_of_text("a"), column_of_text("b")], [(2, ["1", "x"]), (3, ["1", "y"])], wrong)
    book = openpyxl.load_workbook(BytesIO(workbook([tab], read_me=["x"], lists={})))
    sheet = book["table"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A2"].fill.fgColor.rgb != "FFFFC7CE"
    assert "Too long." in sheet["B2"].comment.text
    assert [sheet.cell(line, 3).value for line in (1, 2, 3)] == [
        "what_is_wrong",
        "b: Too long.",
        "This row repeats row 2.",
    ]
    assert [tuple(cell.value for cell in row) for row in book["Problems"].iter_rows(min_row=2)] == [
        ("table", 2, "b", "Too long."),
        ("table", 3, "", "This row repeats row 2."),
    ]
    assert book["Problems"]["A2"].hyperlink.location == "'table'!B2"


def test_sheets_get_names_that_a_workbook_can_have():
    tabs = [Tab(name, [column_of_text("a")], []) for name in ("x" * 40, "x" * 40, "lists", "a/b", "A_B")]
    book = openpyxl.load_workbook(BytesIO(workbook(tabs, read_me=["x"], lists={"l": ["1"]})))
    assert book.sheetnames == ["Read me", "x" * 31, f"{'x' * 27} 2", "lists 2", "a_b", "A_B 2", "Lists"]


FIGURES = st.none() | st.decimals(-10, 200, places=1)


class AskedWithoutTheDatabase(TestCase):
    """The rules are the database's: both have to say the same of whatever record."""

    @given(
        measure=st.sampled_from(Measure),
        currency=st.sampled_from(["", "USD"]),
        direction=st.sampled_from(Direction),
        accumulation=st.sampled_from(Accumulation),
        baseline_kind=st.sampled_from(BaselineKind),
        baseline_value=FIGURES,
        baseline_due_on=st.none() | st.just(date(2010, 1, 1)),
        band_low=FIGURES,
        band_high=FIGURES,
        series=st.integers(1, 3),
        comparable_from=st.integers(0, 3),
    )
    def test_indicators(self, **stated):
        self.agree(Indicator(**stated))

    @given(first=st.integers(1, 2), second=st.none() | st.integers(1, 2), last=st.none() | st.integers(0, 2))
    def test_splits(self, first, second, last):
        self.agree(Disaggregation(dimension_id=first, crossed_with_id=second, last_series=last))

    def agree(self, record):
        asked = []
        for constraint in record._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                try:
                    constraint.validate(type(record), record)
                except ValidationError as error:
                    asked += error.messages
        assert [message for _fields, message in broken_rules(record)] == asked


def test_figures_are_written_plainly():
    assert [
        plain(value) for value in (Decimal("12.5000"), Decimal("1E+3"), True, None, date(2010, 1, 2), ["a", "b"])
    ] == [
        "12.5",
        "1000",
        "yes",
        "",
        "2010-01-02",
        "a; b",
    ]
