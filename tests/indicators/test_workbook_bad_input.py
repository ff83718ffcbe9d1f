"""What cannot stand is said, all of it and in its place, and nothing is half saved."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from indicators.choices import BaselineKind, Measure
from indicators.models import Dimension, Indicator
from indicators.services import (
    confirm_import,
    framework_workbook,
    preview_framework,
    returned_workbook,
    undo_import,
)
from outcomes.services import Refused
from tests import factories
from tests.indicators.books import counts, edited, everything, line_of, problems, saved, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(make_person):
    """A programme with an outcome, two indicators (1.1 with an entry), a period; and its officer."""
    programme = factories.ProgrammeFactory(code="LAO-DWCP-2011-2015")
    outcome = factories.DwcpOutcomeFactory(programme=programme, number=1)
    reported = factories.IndicatorFactory(
        outcome=outcome,
        code="1.1",
        position=1,
        baseline_kind=BaselineKind.VALUE,
        baseline_value=10,
        baseline_on=date(2011, 1, 1),
        baseline_source="Survey",
    )
    factories.IndicatorFactory(outcome=outcome, code="1.2", position=2)
    factories.TargetFactory(indicator=reported, value=100, kind="final", due_on=date(2015, 12, 31))
    factories.ProgressEntryFactory(indicator=reported, period__programme=programme)
    programme.officer = make_person("Lao officer", role=Role.PROGRAMME_OFFICER, programme=programme)
    return programme


def sentences(programme, cells=None, rows=()):
    """What is wrong with an edited workbook: (table, column, sentence)."""
    before = everything()
    looked_at = sent_back(programme, programme.officer, cells, rows)
    assert everything() == before
    if problems(looked_at):
        with pytest.raises(Refused, match="something wrong"):
            confirm_import(framework_import=looked_at, reason="Why not", by=programme.officer)
    assert everything() == before
    return [(table, column, sentence) for table, _row, column, sentence in problems(looked_at)]


@pytest.mark.parametrize(
    ("cells", "rows", "expected"),
    [
        (
            {("indicators", 2, "measure"): "percent"},
            (),
            ("indicators", "measure", "“percent” is not one of: number, percentage, money, yes_no, scale, narrative."),
        ),
        (
            {("indicators", 2, "measure"): "percentage"},
            (),
            ("indicators", "measure", "There are figures already."),
        ),
        (
            {("indicators", 3, "measure"): "money"},
            (),
            ("indicators", "currency", "Say in which currency the money is counted"),
        ),
        ({("indicators", 3, "currency"): "usd"}, (), ("indicators", "currency", "A currency is three capital letters")),
        ({("indicators", 2, "statement"): None}, (), ("indicators", "statement", "This cell is empty.")),
        ({("indicators", 2, "outcome"): 7}, (), ("indicators", "outcome", "“7” is not known here.")),
        ({("indicators", 2, "baseline_value"): "1,234"}, (), ("indicators", "baseline_value", "can mean two things")),
        ({("indicators", 2, "baseline_on"): "1 Jan"}, (), ("indicators", "baseline_on", "is not a date")),
        ({("indicators", 2, "statement"): "=1+1"}, (), ("indicators", "statement", "The cell holds a formula.")),
        (
            {("indicators", 2, "code"): 1.1},
            (),
            ("indicators", "code", "The spreadsheet program took this code for a number"),
        ),
        (
            {("targets", 2, "due_on"): date(2010, 1, 1)},
            (),
            ("targets", "due_on", "This is before the date of the baseline"),
        ),
        (
            {("indicators", 2, "baseline_on"): date(2016, 1, 1)},
            (),
            ("targets", "due_on", "This is before the date of the baseline"),
        ),
        ({("targets", 2, "value"): None}, (), ("targets", "value", "State the target as a figure or in words.")),
        (
            {},
            [("indicators", {"code": "1.1", "outcome": 1, "statement": "Again"})],
            ("indicators", None, "This row repeats row 2."),
        ),
        (
            {},
            [
                (
                    "indicators",
                    {
                        "code": "1.3",
                        "outcome": 1,
                        "statement": "Law on unions",
                        "measure": "scale",
                        "accumulation": "level",
                    },
                ),
                ("scale_steps", {"indicator": "1.3", "number": 0, "name": "none"}),
                ("scale_steps", {"indicator": "1.3", "number": 1, "name": "adopted"}),
                ("targets", {"indicator": "1.3", "kind": "final", "value": 5}),
            ],
            ("targets", "value", "The scale has no step 5."),
        ),
        (
            {},
            [
                (
                    "indicators",
                    {
                        "code": "1.3",
                        "outcome": 1,
                        "statement": "Share of women",
                        "measure": "percentage",
                        "accumulation": "level",
                    },
                ),
                ("targets", {"indicator": "1.3", "kind": "final", "value": 120}),
            ],
            ("targets", "value", "120 % cannot be"),
        ),
        (
            {},
            [("category_targets", {"indicator": "1.2", "category": "sex: women", "share": 40})],
            ("category_targets", "category", "The indicator is not split by Sex"),
        ),
        ({}, [("splits", {"indicator": "1.1", "dimension": "sex"})], ("splits", "dimension", "There are figures")),
        (
            {},
            [
                ("dimensions", {"code": "sex", "name": "Own"}),
            ],
            ("dimensions", "code", "All programmes have a dimension with this code."),
        ),
        (
            {},
            [("categories", {"dimension": "sex", "code": "x", "name": "X"})],
            ("categories", "dimension", "“sex” is not known here."),
        ),
        (
            {},
            [("periods", {"label": "late", "starts_on": date(2012, 12, 1), "ends_on": date(2013, 3, 1)})],
            ("periods", "starts_on", "late shares days with 2012"),
        ),
        (
            {("periods", 2, "ends_on"): date(2012, 6, 30)},
            (),
            ("periods", "ends_on", "Figures of this period are dated"),
        ),
        (
            {},
            [("risks", {"outcome": 1, "statement": "Flood", "likelihood": 6, "impact": 1})],
            ("risks", "likelihood", "Ensure this value is less than or equal to 5."),
        ),
        (
            {},
            [("projects", {"title": "P", "status": "ongoing", "ended_year": 2012})],
            ("projects", "ended_year", "Only a project that has ended"),
        ),
        (
            {},
            [("projects", {"title": "P", "donors": "NOBODY"})],
            ("projects", "donors", "“NOBODY” is not known here."),
        ),
    ],
    ids=lambda value: value[2][:40] if isinstance(value, tuple) and len(value) == 3 else "",
)
def test_it_is_said_in_its_place(small, cells, rows, expected):
    found = sentences(small, cells, rows)
    assert len(found) == 1, found
    assert found[0][:2] == expected[:2]
    assert expected[2] in found[0][2]


def test_predecessors_cannot_be_circular(small):
    earlier, later = (factories.BienniumFactory(start_year=year) for year in (2012, 2014))
    first = factories.CountryProgrammeOutcomeFactory(programme=small, biennium=earlier, code="LAO 101")
    second = factories.CountryProgrammeOutcomeFactory(programme=small, biennium=later, code="LAO 101")
    second.predecessors.add(first)
    found = sentences(small, {("country_programme_outcomes", 2, "predecessors"): f"LAO101 ({later})"})
    assert found == [
        (
            "country_programme_outcomes",
            "predecessors",
            f"LAO 101 ({later}) is not of an earlier biennium than {earlier}, so nothing of that one can come from it.",
        )
    ]


def test_nothing_is_a_part_of_itself_by_whatever_way(small):
    biennium = factories.BienniumFactory()
    rows = [
        (
            "country_programme_outcomes",
            {"biennium": str(biennium), "code": code, "title": code, "parent": f"{parent} ({biennium})"},
        )
        for code, parent in (("LAO 101", "LAO 102"), ("LAO 102", "LAO 101"))
    ]
    message = "An outcome cannot be a part of itself or of one of its own parts."
    assert sentences(small, rows=rows) == [("country_programme_outcomes", "parent", message)] * 2


def test_a_framework_that_others_use_is_not_changed(small):
    other = factories.AlignmentFactory(item__framework__name="UNDAF")
    line = line_of(framework_workbook(programme=small, by=small.officer), "frameworks", "UNDAF")
    assert other.programme != small
    ((table, column, sentence),) = sentences(small, {("frameworks", line, "kind"): "un"})
    assert (table, column) == ("frameworks", "kind")
    assert "Other programmes" in sentence


def test_categories_of_reported_figures_are_changed_on_their_page(small):
    own = factories.DimensionFactory(code="region", programme=small)
    factories.CategoryFactory(dimension=own, code="north")
    factories.DisaggregationFactory(
        indicator=Indicator.objects.get(code="1.1", outcome__programme=small), dimension=own
    )
    ((table, column, sentence),) = sentences(
        small, rows=[("categories", {"dimension": "region", "code": "south", "name": "South"})]
    )
    assert (table, column) == ("categories", "code")
    assert "a new series begins" in sentence
    assert sentences(small, {("categories", 2, "name"): "The north"}) == []


def test_gaps_that_were_there_before_are_tolerated(programme, officer):
    """Documents have them: whoever mends one cell is not asked for all the others."""
    indicator = Indicator.objects.in_programme(programme).filter(baseline_kind="value", baseline_source="").first()
    line = line_of(framework_workbook(programme=programme, by=officer), "indicators", indicator.code)
    assert problems(sent_back(programme, officer, {("indicators", line, "responsible"): "MoLVT"})) == []


def test_two_hundred_errors_are_all_reported_and_coloured(small):
    rows = [
        ("risks", {"outcome": 1, "statement": f"Risk {number}", "likelihood": 9, "impact": "high"})
        for number in range(120)
    ]
    content = edited(framework_workbook(programme=small, by=small.officer), {("outcomes", 2, "title"): "Good"}, rows)
    before = everything()
    looked_at = preview_framework(programme=small, file_name="f.xlsx", content=content, by=small.officer)
    assert looked_at.summary["problem_count"] == len(problems(looked_at)) == 240
    assert counts(looked_at) == {"outcomes": (0, 1, 0), "risks": (0, 0, 120)}
    assert everything() == before

    book = openpyxl.load_workbook(BytesIO(returned_workbook(framework_import=looked_at, by=small.officer)))
    sheet = book["risks"]
    names = [cell.value for cell in sheet[1]]
    likelihood, impact, wrong = (names.index(name) + 1 for name in ("likelihood", "impact", "what_is_wrong"))
    for line in range(2, 122):
        assert sheet.cell(line, likelihood).fill.fgColor.rgb == sheet.cell(line, impact).fill.fgColor.rgb == "FFFFC7CE"
        assert "“high” is not a number" in sheet.cell(line, impact).comment.text
        assert "likelihood: " in sheet.cell(line, wrong).value
    assert book["Problems"].max_row == 241
    assert sheet.cell(2, 2).value == "Risk 0"
    assert book["outcomes"].cell(2, 3).value == "Good"


def test_a_returned_workbook_that_was_corrected_goes_through(small):
    looked_at = sent_back(small, small.officer, {("indicators", 2, "unit"): "x" * 200})
    ((table, row, column, _sentence),) = problems(looked_at)
    returned = returned_workbook(framework_import=looked_at, by=small.officer)
    corrected = edited(returned, {(table, row, column): "women"})
    again = preview_framework(programme=small, file_name="f.xlsx", content=corrected, by=small.officer)
    assert problems(again) == []
    assert counts(again) == {"indicators": (0, 1, 0)}


def test_the_workbook_of_another_programme(small, programme, officer):
    content = framework_workbook(programme=programme, by=officer)
    with pytest.raises(Refused) as refused:
        preview_framework(programme=small, file_name="f.xlsx", content=content, by=small.officer)
    assert refused.value.problems["file"].startswith(
        "This is the workbook of another programme: KHM-DWCP-2008-2010. Here you change LAO-DWCP-2011-2015."
    )
    assert not small.framework_imports.exists()


def test_sheets_and_columns_that_are_missing_unknown_or_repeated(small):
    book = openpyxl.load_workbook(BytesIO(framework_workbook(programme=small, by=small.officer)))
    book["outcomes"]["C1"].value = "titel"
    book["strategies"]["B1"].value = "outcome"
    book.create_sheet("My notes")
    book.create_sheet(" Risks ").append(["outcome"])
    looked_at = preview_framework(programme=small, file_name="f.xlsx", content=saved(book), by=small.officer)
    assert [(table, row, column) for table, row, column, _sentence in problems(looked_at)] == [
        ("risks", None, None),
        ("my notes", None, None),
        ("outcomes", 1, "title"),
        ("outcomes", 1, "titel"),
        ("strategies", 1, "letter"),
        ("strategies", 1, "outcome"),
    ]
    assert returned_workbook(framework_import=looked_at, by=small.officer)


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100])
def test_no_workbook_at_all(small, content):
    with pytest.raises(Refused) as refused:
        preview_framework(programme=small, file_name="f.xlsx", content=content, by=small.officer)
    assert list(refused.value.problems) == ["file"]
    assert not small.framework_imports.exists()


def test_without_its_programme_sheet_nobody_knows_whose_it_is(small):
    book = openpyxl.load_workbook(BytesIO(framework_workbook(programme=small, by=small.officer)))
    del book["programme"]
    with pytest.raises(Refused, match="does not say which programme"):
        preview_framework(programme=small, file_name="f.xlsx", content=saved(book), by=small.officer)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)])
def test_only_who_builds_the_programme_may(small, make_person, role):
    person = make_person("Somebody", role=role, programme=small)
    content = framework_workbook(programme=small, by=person)
    with pytest.raises(PermissionDenied):
        preview_framework(programme=small, file_name="f.xlsx", content=content, by=person)
    looked_at = sent_back(small, small.officer, {("outcomes", 2, "title"): "Another"})
    for act in (
        lambda: confirm_import(framework_import=looked_at, reason="", by=person),
        lambda: returned_workbook(framework_import=looked_at, by=person),
        lambda: undo_import(framework_import=looked_at, by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()
    confirm_import(framework_import=looked_at, reason="", by=small.officer)


def test_an_outsider_gets_nothing(small, outsider):
    with pytest.raises(PermissionDenied):
        framework_workbook(programme=small, by=outsider)


def test_a_measure_that_the_splits_do_not_fit_is_changed_on_the_indicators_page(small):
    indicator = Indicator.objects.get(outcome__programme=small, code="1.2")
    sex, age = (Dimension.objects.get(programme=None, code=code) for code in ("sex", "age"))
    factories.DisaggregationFactory(indicator=indicator, dimension=sex)
    factories.DisaggregationFactory(indicator=indicator, dimension=sex, crossed_with=age)
    line = line_of(framework_workbook(programme=small, by=small.officer), "indicators", "1.2")
    assert sentences(small, {("indicators", line, "measure"): "percentage"}) == [
        (
            "indicators",
            "measure",
            "It is split by Sex × Age, which this measure does not know. Change it on the indicator's page.",
        )
    ]


def test_measures_that_nothing_was_reported_in_may_change(small):
    line = line_of(framework_workbook(programme=small, by=small.officer), "indicators", "1.2")
    looked_at = sent_back(
        small, small.officer, {("indicators", line, "measure"): "money", ("indicators", line, "currency"): "USD"}
    )
    assert problems(looked_at) == []
    confirm_import(framework_import=looked_at, reason="", by=small.officer)
    assert Indicator.objects.get(outcome__programme=small, code="1.2").measure == Measure.MONEY
