"""What cannot stand in a workbook with figures is said, all of it and in its place, and nothing is half done."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from accounts.models import User
from indicators.choices import EntryState, Measure, PeriodState
from indicators.models import Indicator, ProgressEntry
from indicators.services import import_figures, keep_figures
from outcomes.models import Programme, ProgrammeMembership
from outcomes.services import Refused
from tests import factories
from tests.indicators.books import everything, saved
from tests.indicators.figures_books import (
    Small,
    downloaded,
    filled,
    imported,
    line_of,
    opened,
    place_of,
    read,
    summary,
    wrong,
)
from tests.toolkit.test_workbooks import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(make_person):
    return Small(make_person)


def said(small, rows, change=None):
    """What is said about a filled workbook of the manager: {column: sentence} of its only wrong row."""
    content = filled(downloaded(small.programme, small.manager), rows, change)
    before = everything()
    found = wrong(small.programme, small.manager, content)
    with pytest.raises(Refused, match="something wrong"):
        imported(small.programme, small.manager, content)
    assert {name: rows for name, rows in everything().items() if "Import" not in name} == {
        name: rows for name, rows in before.items() if "Import" not in name
    }
    assert len({line for line, _column in found}) == 1, found
    return {column: sentence for (_line, column), sentence in found.items()}


@pytest.mark.parametrize(
    ("code", "cells", "expected"),
    [
        ("1.1", {"value": "1,234"}, {"value": "can mean two things. Type 1234 or 1.2340."}),
        ("1.1", {"value": "about 40"}, {"value": "“about 40” is not a number."}),
        ("1.1", {"value": "=40+2"}, {"value": "The cell holds a formula. Paste its value instead."}),
        ("1.1", {"value": "#DIV/0!"}, {"value": "The cell shows the error #DIV/0!."}),
        ("1.1", {"value": True}, {"value": "“yes” is not a number."}),
        ("1.1", {"value": datetime(2012, 5, 1)}, {"value": "“2012-05-01” is not a number."}),
        ("1.1", {"value": 10**15}, {"value": "is too large to be kept"}),
        ("1.1", {"value": 0.12345}, {"value": "has more than four decimals"}),
        ("1.1", {"value": -1}, {"value": "What is counted cannot be below 0."}),
        (
            "1.1",
            {"value": 10, "women": 8, "men": 7},
            {"value": "Women and men together are 15, more than the total of 10."},
        ),
        ("1.1", {"women": 1.5, "men": 2}, {"value": "People are counted in whole numbers."}),
        ("1.1", {"value": 40, "hand_in": "yes"}, {"total_only_reason": "This figure is to be split (Sex)."}),
        ("1.1", {"hand_in": "yes"}, {"value": "Enter the figure."}),
        ("1.1", {"value": 40, "hand_in": "perhaps"}, {"hand_in": "“perhaps” is not one of: yes, no."}),
        ("1.1", {"value": 40, "measured_on": None}, {"measured_on": "Enter the date of the figure."}),
        ("1.1", {"value": 40, "measured_on": "31/12/2012"}, {"measured_on": "This is not a date."}),
        ("1.1", {"value": 40, "measured_on": date(2013, 1, 1)}, {"measured_on": "lies outside the period 2012"}),
        ("1.1", {"absence": "Not available"}, {"absence_reason": "Say why there is no figure."}),
        ("1.1", {"absence": "None"}, {"absence": "“None” is not one of: Not available, Not applicable."}),
        (
            "1.1",
            {"value": 4, "absence": "Not available", "absence_reason": "x"},
            {"absence": "You stated a figure and that there is none."},
        ),
        ("1.1", {"value": 40, "source": "x" * 301}, {"source": "at most 300 characters"}),
        ("1.1", {"step": "2"}, {"step": "This indicator is measured as “Number”; leave this empty."}),
        ("1.2", {"numerator": 3}, {"denominator": "Give both numbers, the part and the whole, or neither."}),
        ("1.2", {"numerator": 3, "denominator": 0}, {"denominator": "The whole must be above 0."}),
        ("1.2", {"value": 120}, {"value": "lies between 0 and 100 per cent"}),
        ("1.3", {"women": 3}, {"women": "This indicator is measured as “Money”; leave this empty."}),
        ("1.4", {"done": "nearly"}, {"done": "“nearly” is not one of: done, not done."}),
        ("1.5", {"step": "3"}, {"step": "“3” is not one of:"}),
        ("1.6", {"hand_in": "yes"}, {"narrative": "Describe what the indicator showed"}),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, dict) else None,
)
def test_it_is_said_in_its_cell(small, code, cells, expected):
    found = said(small, {code: cells})
    assert found.keys() == expected.keys()
    for name, sentence in expected.items():
        assert sentence in found[name]


def test_all_that_is_wrong_is_said_not_only_the_first(small):
    content = filled(
        downloaded(small.programme, small.manager),
        {
            "1.1": {"value": "1,234", "women": "x", "measured_on": "soon", "hand_in": "perhaps"},
            "1.2": {"numerator": 3},
            "1.4": {"done": "nearly"},
        },
    )
    found = wrong(small.programme, small.manager, content)
    line = line_of(content, "1.1")
    assert set(found) == {
        *((line, name) for name in ("value", "women", "measured_on", "hand_in")),
        (line + 1, "denominator"),
        (line + 3, "done"),
    }
    told = summary(small.programme, small.manager, content)["problems"]
    assert {(one["line"], one["column"]) for one in told} >= {(line, "Figure (total)"), (line, "Women")}
    assert all(one["cell"].endswith(str(one["line"])) for one in told)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (1250, 1250),
        (1.234, Decimal("1.234")),
        ("១២៥០", 1250),
        ("1 250", 1250),
        ("1,234,567", 1234567),
        ("1234.5", Decimal("1234.5")),
        (0, 0),
    ],
)
def test_numbers_that_mean_one_thing_are_taken(small, typed, kept):
    imported(
        small.programme, small.manager, filled(downloaded(small.programme, small.manager), {"1.3": {"value": typed}})
    )
    assert small.entry("1.3").value == kept


def test_a_percentage_typed_with_its_sign(small):
    """A spreadsheet program keeps 50% as the number 0.5."""

    def as_share(sheet):
        line = next(line for line in range(3, 20) if sheet.cell(line, place_of(sheet, "code")).value == "1.2")
        cell = sheet.cell(line, place_of(sheet, "value"))
        cell.value, cell.number_format = 0.5, "0%"

    content = filled(downloaded(small.programme, small.manager), {}, as_share)
    imported(small.programme, small.manager, content)
    assert small.entry("1.2").value == 50


def test_a_cell_of_another_indicator_that_is_shown_in_per_cent_is_asked_about(small):
    def as_share(sheet):
        cell = sheet.cell(3, place_of(sheet, "value"))
        cell.value, cell.number_format = 0.5, "0%"

    assert "is not a number" in said(small, {}, as_share)["value"]


class TestRowsAndColumns:
    """People cut, copy, sort and paste; the sheet is protected, but protection can be taken off."""

    def test_sorted_rows_are_found_by_their_keys(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        book, sheet = opened(content)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for line, values in enumerate(reversed(rows), start=3):
            for column, value in enumerate(values, start=1):
                sheet.cell(line, column).value = value
        imported(small.programme, small.manager, saved(book))
        assert small.entry("1.3").value == 12

    def test_moved_columns_are_found_by_their_names(self, small):
        book, sheet = opened(filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}}))
        last = sheet.max_column
        for row in sheet.iter_rows():
            texts = [cell.value for cell in row]
            for column, text in enumerate(reversed(texts), start=1):
                sheet.cell(row[0].row, column).value = text
        assert sheet.max_column == last
        imported(small.programme, small.manager, saved(book))
        assert small.entry("1.3").value == 12

    def test_a_row_that_stands_twice(self, small):
        def repeat(sheet):
            line, end = 5, sheet.max_row + 1
            for cell in sheet[line]:
                sheet.cell(end, cell.column).value = cell.value
            sheet.cell(end, place_of(sheet, "value")).value = 13

        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}}, repeat)
        assert wrong(small.programme, small.manager, content) == {
            (10, ""): "This row repeats row 5. Keep one of the two."
        }

    def test_deleted_rows_do_nothing(self, small):
        book, sheet = opened(downloaded(small.programme, small.manager))
        sheet.delete_rows(4, 3)
        told = summary(small.programme, small.manager, saved(book))
        assert (told["records"], told["problems"], told["untouched"]) == (0, [], 4)

    def test_a_row_without_a_key(self, small):
        def add(sheet):
            sheet.cell(sheet.max_row + 1, place_of(sheet, "value")).value = 13

        assert "has no key" in said(small, {}, add)[""]

    def test_a_key_that_somebody_wrote(self, small):
        def change(sheet):
            sheet.cell(3, place_of(sheet, "key")).value = "1.1"

        assert "The hidden key of this row was changed" in said(small, {3: {"value": 1}}, change)[""]

    @pytest.mark.parametrize("name", ["value", "women", "hand_in"])
    def test_a_deleted_column_is_missed(self, small, name):
        book, sheet = opened(downloaded(small.programme, small.manager))
        sheet.delete_cols(place_of(sheet, name))
        told = summary(small.programme, small.manager, saved(book))
        (problem,) = told["problems"]
        assert problem["line"] is None
        assert "This column is missing" in problem["sentence"]

    def test_a_renamed_column_is_missed(self, small):
        book, sheet = opened(filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}}))
        sheet.cell(1, place_of(sheet, "value")).value = "total"
        told = summary(small.programme, small.manager, saved(book))
        assert [problem["column"] for problem in told["problems"]] == ["Figure (total)", "Figure (total)"]

    def test_a_column_that_stands_twice(self, small):
        book, sheet = opened(downloaded(small.programme, small.manager))
        sheet.cell(1, sheet.max_column + 1).value = "value"
        (problem,) = summary(small.programme, small.manager, saved(book))["problems"]
        assert "stands twice" in problem["sentence"]

    def test_notes_beside_the_table_are_not_read_and_that_is_said(self, small):
        def note(sheet):
            sheet.cell(3, sheet.max_column + 2).value = "Ask Sok"

        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}}, note)
        told = summary(small.programme, small.manager, content)
        assert (told["records"], told["problems"]) == (1, [])
        assert "has no name in the hidden first row" in told["doubts"][0]["sentence"]

    def test_without_its_hidden_columns_it_is_no_such_workbook(self, small):
        book, sheet = opened(downloaded(small.programme, small.manager))
        sheet.delete_cols(place_of(sheet, "key"))
        with pytest.raises(Refused) as refused:
            read(small.programme, small.manager, saved(book))
        assert "hidden columns are gone" in refused.value.problems["file"]

    def test_a_renamed_sheet_and_others_beside_it_do_no_harm(self, small):
        book, sheet = opened(filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}}))
        sheet.title = "My figures"
        book.create_sheet("Calculations").append([1, 2, 3])
        imported(small.programme, small.manager, saved(book))
        assert small.entry("1.3").value == 12

    def test_a_workbook_of_another_programme(self, small, programme, officer):
        with pytest.raises(Refused) as refused:
            read(programme, officer, downloaded(small.programme, small.manager))
        assert refused.value.problems["file"] == (
            "This is the workbook of another programme. Here you report for KHM-DWCP-2008-2010."
        )


class TestWhatNobodyCanMendInTheFile:
    """Such rows are left out, each with a sentence; the others go through."""

    def left_out(self, small, rows, meanwhile):
        content = filled(downloaded(small.programme, small.manager), rows | {"1.3": {"value": 12}})
        meanwhile()
        manager = User.objects.get(pk=small.manager.pk)
        # As on a new request: nothing of before is remembered.
        small.programme = Programme.objects.get(pk=small.programme.pk)
        told = summary(small.programme, manager, content)
        assert told["problems"] == []
        return told, content

    def test_a_verified_entry(self, small):
        def verify():
            small.record("1.1", by=small.colleague, value=Decimal(30), total_only_reason="x", submits=True)
            ProgressEntry.objects.filter(indicator__code="1.1", period=small.period).update(state=EntryState.VERIFIED)

        told, content = self.left_out(small, {"1.1": {"value": 40}}, verify)
        (row,) = told["left_out"]
        assert row["sentence"].startswith("The entry is “Verified” already")
        assert ["Figure (total)", "30", "40"] in row["changes"]
        imported(small.programme, small.manager, content)
        assert (small.entry("1.1").value, small.entry("1.3").value) == (30, 12)

    def test_a_closed_period(self, small):
        def close():
            type(small.period).objects.filter(pk=small.period.pk).update(state=PeriodState.CLOSED)

        told, content = self.left_out(small, {}, close)
        assert told["records"] == 0
        assert "The period 2012 is closed and takes no entries." in told["left_out"][0]["sentence"]
        with pytest.raises(Refused, match="changes nothing"):
            imported(small.programme, small.manager, content)

    def test_an_indicator_that_is_in_ones_care_no_longer(self, small):
        def take_away():
            membership = ProgrammeMembership.objects.get(user=small.manager)
            membership.outcomes.clear()

        told, _content = self.left_out(small, {}, take_away)
        assert "not in your care any more" in told["left_out"][0]["sentence"]

    def test_an_indicator_that_is_gone(self, small):
        def remove():
            small.indicator("1.10").delete()

        told, content = self.left_out(small, {"1.10": {"value": 3}}, remove)
        assert "is not there any more" in told["left_out"][0]["sentence"]
        imported(small.programme, small.manager, content)
        assert small.entry("1.3").value == 12
        # The workbook with remarks says so, too, and does not lose what was typed.
        returned = read(small.programme, small.manager, content).with_remarks()
        _book, sheet = opened(returned)
        assert sheet.cell(line_of(returned, "1.10"), place_of(sheet, "value")).value == 3

    def test_other_peoples_indicators_cannot_be_slipped_in(self, small):
        """The key of a row can be guessed; the permission cannot."""
        content = downloaded(small.programme, small.officer, everything=True)
        content = filled(content, {"2.1": {"value": 5}})
        told = summary(small.programme, small.manager, content)
        assert (told["records"], len(told["left_out"])) == (0, 1)


class TestWhatIsAskedForChanged:
    def test_another_unit_is_looked_at_first(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.10": {"value": 12}})
        Indicator.objects.filter(pk=small.indicator("1.10").pk).update(unit="thousand people")
        found = wrong(small.programme, small.manager, content)
        ((_line, sentence),) = ((line, text) for (line, _column), text in found.items())
        assert "is measured as “Number” now, in “thousand people”" in sentence
        returned = read(small.programme, small.manager, content).with_remarks()
        _book, sheet = opened(returned)
        assert sheet.cell(line_of(returned, "1.10"), place_of(sheet, "unit")).value == "thousand people"
        imported(small.programme, small.manager, returned)
        assert small.entry("1.10").value == 12

    def test_rows_left_alone_do_not_mind(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        Indicator.objects.filter(pk=small.indicator("1.10").pk).update(measure=Measure.NARRATIVE, accumulation="level")
        imported(small.programme, small.manager, content)
        assert small.entry("1.3").value == 12


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in ("not UTF-8", "open quotation")])
def test_hostile_files_are_refused_with_a_sentence(small, name):
    content, expected = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        read(small.programme, small.manager, content)
    assert expected in refused.value.problems["file"]


def test_text_that_looks_like_a_formula_stays_text(small):
    Indicator.objects.filter(pk=small.indicator("1.3").pk).update(statement='=HYPERLINK("http://x","y")', unit="+1")
    small.record("1.3", value=Decimal(1), narrative="=cmd|' /C calc'!A0", source="@SUM(1)")
    book = openpyxl.load_workbook(BytesIO(downloaded(small.programme, small.manager)))
    cells = [cell for row in book["Figures"].iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "=cmd|' /C calc'!A0" and cell.quotePrefix for cell in cells)


class TestWhoMay:
    def test_only_who_sent_it_in_imports_it(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        seen = read(small.programme, small.manager, content)
        kept = keep_figures(
            programme=small.programme, file_name="f.xlsx", content=content, summary=seen.summary(), by=small.manager
        )
        act = {"progress_import": kept, "rows": seen.to_record(), "fingerprint": seen.fingerprint()}
        with pytest.raises(Refused, match="Somebody else has sent this file in"):
            import_figures(**act, by=small.colleague)
        import_figures(**act, by=small.manager)
        with pytest.raises(Refused, match="imported already"):
            import_figures(**act, by=small.manager)
        assert ProgressEntry.objects.filter(period=small.period).count() == 1

    @pytest.mark.parametrize("role", [Role.VERIFIER, Role.CONSTITUENT, Role.OBSERVER, Role.REVIEWER])
    def test_who_does_not_record_keeps_no_file(self, small, make_person, role):
        person = make_person("Somebody", role=role, programme=small.programme)
        with pytest.raises(PermissionDenied):
            keep_figures(programme=small.programme, file_name="f.xlsx", content=b"", summary={}, by=person)
        assert not small.programme.progress_imports.exists()


def test_a_fault_in_the_middle_leaves_nothing(small, monkeypatch):
    """Whatever goes wrong when the last row is noted: no row is there."""
    content = filled(
        downloaded(small.programme, small.manager), {"1.3": {"value": 12, "hand_in": "yes"}, "1.10": {"value": 3}}
    )
    seen = read(small.programme, small.manager, content)
    kept = keep_figures(
        programme=small.programme, file_name="f.xlsx", content=content, summary=seen.summary(), by=small.manager
    )
    before = everything()

    def fail(*args, **kwargs):
        assert ProgressEntry.objects.filter(period=small.period).count() == 2
        raise OSError("The disk is full.")

    monkeypatch.setattr("indicators.services.together.move_all", fail)
    with pytest.raises(OSError, match="disk is full"):
        import_figures(progress_import=kept, rows=seen.to_record(), fingerprint=seen.fingerprint(), by=small.manager)
    assert everything() == before
    assert factories.ProgressImportFactory._meta.model.objects.get(pk=kept.pk).state == "previewed"
