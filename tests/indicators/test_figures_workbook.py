"""The workbook with figures: what goes out, what comes back, and that nothing else happens on the way."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent, User
from indicators.choices import EntryState
from indicators.forms import ProgressForm
from indicators.models import EntryMove, ProgressEntry
from indicators.selectors import asked_of, parts_of
from indicators.services import StaleEntry, import_figures, keep_figures
from indicators.services.figures_book import as_kept, stated_by, taken_by, texts_of
from outcomes.models import Programme
from outcomes.services import Refused
from tests import factories
from tests.indicators.books import everything
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

pytestmark = pytest.mark.django_db
KEPT = "ProgressImport"


@pytest.fixture
def small(make_person):
    return Small(make_person)


def table_of(content):
    """The rows of the sheet by code: {column: value}, without empty ones."""
    _book, sheet = opened(content)
    names = [cell.value for cell in sheet[1]]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]
    return {row["code"]: {name: value for name, value in row.items() if value is not None} for row in rows}


def test_what_goes_out(small):
    rows = table_of(downloaded(small.programme, small.manager))
    hidden = {"key", "revision", "seen", "asks"}
    assert list(rows) == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.10"]
    assert {name: value for name, value in rows["1.1"].items() if name not in hidden} == {
        "period": "2012",
        "outcome": "1",
        "code": "1.1",
        "statement": "Number of people trained",
        "unit": "people",
        "previous": 40,
        "previous_period": "2011",
        "verified": 40,
        "target": 200,
        "state": "Not begun",
        "due_on": datetime(2013, 1, 31),
        "measured_on": datetime(2012, 12, 31),
    }
    assert (rows["1.10"]["code"], rows["1.10"]["statement"]) == ("1.10", "=1+1")


def test_only_what_is_asked_for_can_be_filled_in(small):
    _book, sheet = opened(downloaded(small.programme, small.manager))
    names = [cell.value for cell in sheet[1]]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.row_dimensions[1].hidden
    assert [sheet.column_dimensions[cell.column_letter].hidden for cell in sheet[1] if cell.value in ("key", "seen")]
    assert sheet.freeze_panes == "D3"
    always = {"absence", "absence_reason", "measured_on", "narrative", "source", "explanation", "hand_in"}
    expected = {
        "1.1": {"women", "men", "value", "total_only_reason"},
        "1.2": {"women", "women/whole", "men", "men/whole", "numerator", "denominator", "value", "total_only_reason"},
        "1.3": {"value"},
        "1.4": {"done"},
        "1.5": {"step"},
        "1.6": set(),
        "1.10": {"value"},
    }
    found = {
        row[names.index("code")].value: {names[place] for place, cell in enumerate(row) if not cell.protection.locked}
        for row in sheet.iter_rows(min_row=3)
    }
    assert found == {code: taken | always for code, taken in expected.items()}
    locked, asked = (sheet.cell(3, place_of(sheet, name)).fill.fgColor.rgb for name in ("done", "value"))
    assert (locked, asked) == ("FFD9D9D9", "FFFFFFFF")


def test_what_can_be_chosen_is_in_a_list(small):
    content = downloaded(small.programme, small.manager)
    book, sheet = opened(content)
    line = line_of(content, "1.5")
    lists = {}
    for rule in sheet.data_validations.dataValidation:
        for name in ("step", "done", "absence", "hand_in"):
            cell = sheet.cell(line_of(content, "1.4") if name == "done" else line, place_of(sheet, name))
            if rule.type == "list" and cell.coordinate in rule.sqref:
                _sheet, span = rule.formula1.split("!")
                lists[name] = [one[0].value for one in book["Lists"][span.replace("$", "")]]
    assert lists == {
        "step": ["1 Drafted", "2 Reviewed, and agreed"],
        "done": ["done", "not done"],
        "absence": ["Not available", "Not applicable"],
        "hand_in": ["yes", "no"],
    }


def test_the_first_sheet_says_until_when(small):
    book, _sheet = opened(downloaded(small.programme, small.manager))
    assert book.sheetnames[0] == "Read me"
    lines = [row[0] for row in book["Read me"].iter_rows(values_only=True)]
    assert "Reports on 2012 are due on 31 January 2013." in lines


def test_a_form_and_a_row_ask_for_the_same(small):
    """One rule, one place: the cells of a row are the fields of the entry form."""
    pairs = [(small.indicator(code).pk, small.period.pk) for code in ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.10")]
    for asked in asked_of(small.programme, pairs).values():
        form = ProgressForm(indicator=asked.indicator, period=asked.period, splits=asked.splits)
        fields = {name for name, field in form.fields.items() if not field.widget.is_hidden}
        cells = {"value" if name == "done" else name for name in taken_by(asked)} - {"hand_in"}
        assert cells == fields, asked.indicator.code


def test_left_alone_it_changes_nothing(small):
    small.record("1.1", value=Decimal(50), parts={"women": Decimal(30)}, narrative="- from the register\n2nd line")
    small.record(
        "1.2", numerator=Decimal(1), denominator=Decimal(3), parts={"women": Decimal(1)} | {"women/whole": Decimal(2)}
    )
    small.record("1.3", value=Decimal("1234.5678"))
    small.record("1.4", value=Decimal(1))
    small.record("1.5", step=small.indicator("1.5").steps.get(number=2))
    small.record("1.6", absence="not_available", absence_reason="The survey comes in May")
    before = everything()
    read_back = read(small.programme, small.manager, downloaded(small.programme, small.manager))
    assert {row.does for row in read_back.rows} == {"nothing"}
    assert len(read_back.rows) == 7
    assert everything() == before
    with pytest.raises(Refused, match="changes nothing"):
        imported(small.programme, small.manager, downloaded(small.programme, small.manager))


def test_what_a_draft_says_comes_back_as_it_was(small):
    """Also where somebody's program writes the cells anew, so that nobody can tell that they were left alone."""
    small.record("1.2", numerator=Decimal(1), denominator=Decimal(3), source="Register")
    small.record("1.5", step=small.indicator("1.5").steps.get(number=2))

    def forget(sheet):
        for line in range(3, sheet.max_row + 1):
            sheet.cell(line, place_of(sheet, "seen")).value = None

    content = filled(downloaded(small.programme, small.manager), {}, forget)
    assert {row.does for row in read(small.programme, small.manager, content).rows} == {"nothing"}


def test_filled_cells_arrive_exactly(small):
    content = filled(
        downloaded(small.programme, small.manager),
        {
            "1.1": {"women": "៣០", "men": 25, "value": 60, "source": "Lists", "hand_in": "yes"},
            "1.2": {
                "women": 10,
                "women/whole": 40,
                "men": 5,
                "men/whole": 20,
                "explanation": "New law",
                "hand_in": "yes",
            },
            "1.3": {"value": 1234.5, "measured_on": date(2012, 6, 30)},
            "1.4": {"done": "not done", "narrative": "=HYPERLINK is no formula here".replace("=", "'=")},
            "1.5": {"step": "2 Reviewed, and agreed", "hand_in": "no"},
            "1.6": {"narrative": "The council met twice.\nIt agreed.", "hand_in": "yes"},
            "1.10": {
                "absence": "Not available",
                "absence_reason": "No survey",
                "measured_on": "2012-11-30",
                "hand_in": "YES",
            },
        },
    )
    told = summary(small.programme, small.manager, content)
    assert (told["records"], told["submits"], told["problems"], told["untouched"]) == (7, 4, [], 0)
    done = imported(small.programme, small.manager, content)
    assert (done.summary["recorded"], done.summary["submitted"], bytes(done.content)) == (7, 4, b"")
    entries = {entry.indicator.code: entry for entry in ProgressEntry.objects.filter(period=small.period)}
    states = {code: entry.state for code, entry in entries.items()}
    assert states == dict.fromkeys(("1.1", "1.2", "1.6", "1.10"), "submitted") | dict.fromkeys(
        ("1.3", "1.4", "1.5"), "draft"
    )
    assert (entries["1.1"].value, entries["1.1"].source, parts_of(entries["1.1"])) == (
        60,
        "Lists",
        {"women": 30, "men": 25},
    )
    assert (entries["1.2"].numerator, entries["1.2"].denominator, entries["1.2"].value) == (15, 60, 25)
    assert (entries["1.3"].value, entries["1.3"].measured_on) == (Decimal("1234.5"), date(2012, 6, 30))
    assert (entries["1.4"].value, entries["1.4"].narrative) == (0, "'=HYPERLINK is no formula here")
    assert entries["1.5"].step.number == 2
    assert entries["1.6"].narrative == "The council met twice.\nIt agreed."
    assert (entries["1.10"].absence, entries["1.10"].absence_reason) == ("not_available", "No survey")
    assert entries["1.10"].measured_on == date(2012, 11, 30)
    assert {entry.recorded_by for entry in entries.values()} == {small.manager}
    assert entries["1.1"].is_late  # it was due in 2013
    verbs = AuditEvent.objects.filter(by=small.manager).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["entry_recorded"] * 7 + ["entry_submitted"] * 4 + ["progress_imported"]
    assert EntryMove.objects.filter(entry__period=small.period).count() == 4


def test_sent_in_a_second_time_there_is_nothing_to_do(small):
    content = filled(
        downloaded(small.programme, small.manager),
        {"1.1": {"women": 30, "men": 25, "hand_in": "yes"}, "1.3": {"value": 12}},
    )
    imported(small.programme, small.manager, content)
    told = summary(small.programme, small.manager, content)
    assert (told["records"], told["conflicts"], told["left_out"], told["problems"]) == (0, [], [], [])
    with pytest.raises(Refused, match="changes nothing"):
        imported(small.programme, small.manager, content)


def test_a_draft_is_handed_in_without_being_written_again(small):
    small.record("1.3", value=Decimal(12))
    content = filled(downloaded(small.programme, small.manager), {"1.3": {"hand_in": "yes"}})
    imported(small.programme, small.manager, content)
    entry = small.entry("1.3")
    assert (entry.state, entry.revision, entry.submitted_by) == ("submitted", 2, small.manager)
    verbs = AuditEvent.objects.about(entry).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["entry_recorded", "entry_submitted"]


def test_a_returned_report_says_why(small):
    entry = small.record("1.1", value=Decimal(50), total_only_reason="No lists", submits=True)
    factories.EntryMoveFactory(
        entry=entry, from_state="submitted", to_state="returned", reason="The lists show 49.", by=small.officer
    )
    ProgressEntry.objects.filter(pk=entry.pk).update(state=EntryState.RETURNED, revision=3)
    content = downloaded(small.programme, small.manager)
    assert table_of(content)["1.1"]["state"] == "Returned: The lists show 49."
    imported(small.programme, small.manager, filled(content, {"1.1": {"value": 49, "hand_in": "yes"}}))
    assert (small.entry("1.1").value, small.entry("1.1").state) == (49, "submitted")


def test_of_one_period_and_of_everything(small):
    factories.ReportingPeriodFactory(programme=small.programme, year=2013)
    both = opened(downloaded(small.programme, small.manager))[1]
    one = table_of(downloaded(small.programme, small.manager, period=small.period))
    assert both.max_row - 2 == 14
    assert {row["period"] for row in one.values()} == {"2012"}
    # The officer is asked for what is in nobody's care, and may write all.
    assert list(table_of(downloaded(small.programme, small.officer, period=small.period))) == ["2.1"]
    assert len(table_of(downloaded(small.programme, small.officer, period=small.period, everything=True))) == 8


def test_what_is_handed_in_is_not_asked_for_again(small):
    small.record("1.3", value=Decimal(12), submits=True)
    assert "1.3" not in table_of(downloaded(small.programme, small.manager))


def test_a_workbook_without_rows(small, programme, officer):
    programme.periods.update(state="closed")
    content = downloaded(programme, officer)
    assert table_of(content) == {}
    told = summary(programme, officer, content)
    assert (told["records"], told["problems"]) == (0, [])


@pytest.mark.parametrize("who", ["verifier", "observer", "outsider"])
def test_who_may_not_record_gets_none(who, request, programme):
    with pytest.raises(PermissionDenied):
        downloaded(programme, request.getfixturevalue(who))


class TestSomebodyElseWasThere:
    """A colleague's newer figure is never overwritten without a word."""

    def test_both_are_shown_and_the_person_chooses(self, small):
        small.record("1.1", value=Decimal(50), total_only_reason="No lists")
        content = filled(downloaded(small.programme, small.manager), {"1.1": {"value": 70}, "1.3": {"value": 12}})
        small.record("1.1", by=small.colleague, revision=1, value=Decimal(60), total_only_reason="No lists")
        told = summary(small.programme, small.manager, content)
        assert told["records"] == 1
        (conflict,) = told["conflicts"]
        assert (conflict["who"], conflict["state"]) == ("Colleague", "Draft")
        assert conflict["changes"] == [["Figure (total)", "60", "70"]]

        imported(small.programme, small.manager, content)
        assert (small.entry("1.1").value, small.entry("1.3").value) == (60, 12)

    def test_chosen_mine_replaces_theirs(self, small):
        small.record("1.1", value=Decimal(50), total_only_reason="No lists")
        content = filled(downloaded(small.programme, small.manager), {"1.1": {"value": 70, "hand_in": "yes"}})
        small.record("1.1", by=small.colleague, revision=1, value=Decimal(60), total_only_reason="No lists")
        (conflict,) = summary(small.programme, small.manager, content)["conflicts"]
        imported(small.programme, small.manager, content, replaced=[conflict["key"]])
        entry = small.entry("1.1")
        assert (entry.value, entry.state, entry.recorded_by, entry.revision) == (70, "submitted", small.manager, 4)

    def test_a_row_that_i_left_alone_is_no_conflict(self, small):
        small.record("1.1", value=Decimal(50), total_only_reason="No lists")
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        small.record("1.1", by=small.colleague, revision=1, value=Decimal(60), total_only_reason="No lists")
        told = summary(small.programme, small.manager, content)
        assert (told["records"], told["conflicts"], told["untouched"]) == (1, [], 6)
        imported(small.programme, small.manager, content)
        assert small.entry("1.1").value == 60

    def test_the_same_figure_is_no_conflict(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        small.record("1.3", by=small.colleague, value=Decimal(12))
        told = summary(small.programme, small.manager, content)
        assert (told["records"], told["conflicts"], told["untouched"]) == (0, [], 7)

    def test_written_between_look_and_confirmation_nothing_is_done(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.1": {"value": 70}, "1.3": {"value": 12}})
        seen = read(small.programme, small.manager, content)
        small.record("1.3", by=small.colleague, value=Decimal(11))
        kept = keep_figures(
            programme=small.programme,
            file_name="f.xlsx",
            content=content,
            summary=seen.summary(),
            by=small.manager,
        )
        before = {name: rows for name, rows in everything().items() if not name.endswith(KEPT)}
        with pytest.raises(Refused, match="changed since you looked"):
            import_figures(
                progress_import=kept, rows=seen.to_record(), fingerprint=seen.fingerprint(), by=small.manager
            )
        assert {name: rows for name, rows in everything().items() if not name.endswith(KEPT)} == before
        # Read anew, it does something else: the row asks.
        again = read(small.programme, small.manager, content)
        assert again.fingerprint() != seen.fingerprint()
        assert [row["name"][:9] for row in again.summary()["conflicts"]] == ["2012: 1.3"]


class TestBackWithRemarks:
    """What is wrong comes back in the workbook itself, which can be mended and sent in."""

    def test_every_wrong_cell_is_coloured_and_explained(self, small):
        content = filled(
            downloaded(small.programme, small.manager),
            {"1.1": {"value": "1,234", "women": "many", "source": "Lists"}, "1.3": {"value": 12}},
        )
        returned = read(small.programme, small.manager, content).with_remarks()
        book, sheet = opened(returned)
        line = line_of(returned, "1.1")
        for name, text, part in (("value", "1,234", "can mean two things"), ("women", "many", "is not a number")):
            cell = sheet.cell(line, place_of(sheet, name))
            assert (cell.value, cell.fill.fgColor.rgb, cell.protection.locked) == (text, "FFFFC7CE", False)
            assert part in cell.comment.text
        assert sheet.cell(line, place_of(sheet, "source")).value == "Lists"
        assert sheet.cell(line_of(returned, "1.3"), place_of(sheet, "value")).value == 12
        remarks = list(book["Remarks"].iter_rows(min_row=2, values_only=True))
        assert [row[:3] for row in remarks] == [
            (f"{sheet.cell(1, place_of(sheet, name)).column_letter}{line}", line, title)
            for name, title in (("women", "Women"), ("value", "Figure (total)"))
        ]
        assert sheet.protection.sheet
        assert sheet.data_validations.dataValidation

    def test_mended_there_it_goes_through(self, small):
        content = filled(
            downloaded(small.programme, small.manager), {"1.1": {"value": "1,234", "total_only_reason": "No lists"}}
        )
        returned = read(small.programme, small.manager, content).with_remarks()
        mended = filled(returned, {"1.1": {"value": 1234, "hand_in": "yes"}})
        assert wrong(small.programme, small.manager, mended) == {}
        imported(small.programme, small.manager, mended)
        assert (small.entry("1.1").value, small.entry("1.1").state) == (1234, "submitted")

    def test_what_a_colleague_wrote_stands_beside_mine_and_is_still_asked_about(self, small):
        content = filled(downloaded(small.programme, small.manager), {"1.3": {"value": 12}})
        small.record("1.3", by=small.colleague, value=Decimal(11))
        returned = read(small.programme, small.manager, content).with_remarks()
        _book, sheet = opened(returned)
        cell = sheet.cell(line_of(returned, "1.3"), place_of(sheet, "value"))
        assert (cell.value, cell.comment.text) == (12, "Now saved by Colleague: “11”.")
        assert len(summary(small.programme, small.manager, returned)["conflicts"]) == 1

    def test_unusual_figures_are_remarked_and_taken(self, small):
        content = filled(
            downloaded(small.programme, small.manager),
            {"1.1": {"value": 400, "women": 0, "men": 400, "hand_in": "yes"}},
        )
        told = summary(small.programme, small.manager, content)
        assert (told["problems"], told["records"]) == ([], 1)
        (doubt,) = told["doubts"]
        assert "more than 3 times that of 2011 (40)" in doubt["sentence"]
        returned = read(small.programme, small.manager, content).with_remarks()
        cell = opened(returned)[1].cell(line_of(returned, "1.1"), place_of(opened(returned)[1], "value"))
        assert cell.fill.fgColor.rgb == "FFFFEB9C"


def test_what_a_figure_says_in_cells_and_what_cells_say_are_the_same(small):
    """For each measure: as it is kept, written into cells, read back."""
    figures = {
        "1.1": {"value": Decimal("1234"), "parts": {"women": Decimal(3)}},
        "1.2": {"value": Decimal("33.3333"), "total_only_reason": "No lists"},
        "1.3": {"value": Decimal("0.5")},
        "1.4": {"value": Decimal(0)},
    }
    for code, figure in figures.items():
        small.record(code, **figure)
        asked = asked_of(small.programme, [(small.indicator(code).pk, small.period.pk)])
        (one,) = asked.values()
        stated = stated_by(one.entry)
        kept, _entry = as_kept(one, stated)
        assert texts_of(one, kept) == texts_of(one, stated)


def test_the_way_out_costs_the_same_for_any_number_of_rows(small, django_assert_max_num_queries):
    def queries():
        programme = Programme.objects.get(pk=small.programme.pk)
        with django_assert_max_num_queries(15) as found:
            # As on a new request: nothing of what they may is known yet.
            downloaded(programme, User.objects.get(pk=small.officer.pk), everything=True)
        return len(found)

    few = queries()
    for position in range(5):
        factories.IndicatorFactory(outcome=small.indicator("2.1").outcome, code=f"2.{position + 2}")
    assert queries() == few


def test_nothing_is_kept_of_a_stale_entry(small):
    small.record("1.3", value=Decimal(1))
    with pytest.raises(StaleEntry):
        small.record("1.3", value=Decimal(2))
    assert small.entry("1.3").value == 1


def test_the_workbook_opens_in_a_program_that_checks_it(small):
    book = openpyxl.load_workbook(BytesIO(downloaded(small.programme, small.manager)))
    assert book.sheetnames == ["Read me", "Figures", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
