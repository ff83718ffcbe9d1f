"""The reference sheet: page and file say the same, and the change log speaks in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import AuditVerb, Role
from accounts.services import record_event
from dwcp.toolkit.figures import day
from indicators.choices import BaselineKind, Measure, TargetReading
from indicators.models import Category
from indicators.selectors import splits_of
from indicators.selectors.sheet import Change, Fact, TargetRow, change_log_of, in_words, label_of, sheet_of
from indicators.services import change_splits
from tests import factories
from tests.indicators.splitting import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    """Workers covered, from 50 to 100."""
    indicator = factories.IndicatorFactory(
        outcome__number=1,
        code="1.1",
        statement="Number of workers covered",
        unit="workers",
        baseline_kind=BaselineKind.VALUE,
        baseline_value=Decimal(50),
        baseline_on=date(2010, 12, 31),
        baseline_source="Labour force survey",
        responsible="Ministry of Labour",
        population="women only",
    )
    factories.TargetFactory(indicator=indicator, due_on=date(2015, 12, 31), text="A hundred")
    factories.TargetFactory(
        indicator=indicator, kind="milestone", value=20, reading=TargetReading.RISE, due_on=date(2012, 12, 31)
    )
    factories.CategoryTargetFactory(indicator=indicator, category=Category.objects.get(code="rural"))
    factories.SeriesChangeFactory(indicator=indicator, before={"Unit": "families"})
    return indicator


@pytest.fixture
def reader(make_person, sign_in, indicator):
    return sign_in(make_person("Reader", role=Role.OBSERVER, programme=indicator.programme))


def address(name, indicator):
    return reverse(f"indicators:{name}", kwargs={"programme": indicator.programme.code, "indicator": indicator.code})


def test_the_sheet_holds_every_field_whether_it_is_stated_or_not(indicator):
    sheet = sheet_of(indicator)
    assert sheet.what == (
        Fact("Outcome", "1 Outcome 1"),
        Fact("Code", "1.1"),
        Fact("Definition", ""),
        Fact("Rationale", ""),
        Fact("Result level", "Outcome"),
        Fact("Who is counted", "women only"),
    )
    assert sheet.measured == (
        Fact("Measure", "Number"),
        Fact("Unit", "workers"),
        Fact("Direction", "Increase"),
        Fact("Accumulation", "Each entry is the total so far"),
        Fact("Split by", "not split"),
    )
    assert sheet.baseline == (
        Fact("Baseline", "Known"),
        Fact("Baseline value", "50 workers"),
        Fact("Date of the baseline", "31 December 2010"),
        Fact("Source of the baseline", "Labour force survey"),
    )
    assert sheet.targets == (
        TargetRow("Milestone", "31 December 2012", "20 (rise over the baseline)", ""),
        TargetRow("Final target", "31 December 2015", "100 workers", "A hundred"),
    )
    assert sheet.category_targets == (TargetRow("Location: Rural", "", "at least 40% of the whole", ""),)
    assert sheet.how == (
        Fact("Means of verification", ""),
        Fact("Method of collection", ""),
        Fact("Frequency", ""),
        Fact("Responsible", "Ministry of Labour"),
        Fact("Reported", "in every period of the programme"),
        Fact("Recorded by", "those who have its outcome in their care"),
        Fact("Limitations", ""),
    )
    assert [(one.number, one.before) for one in sheet.series] == [(2, {"Unit": "families"})]


def test_a_band_and_steps_stand_on_the_sheet():
    indicator = factories.IndicatorFactory(
        measure=Measure.PERCENTAGE, direction="maintain", band_low=Decimal(45), band_high=Decimal(55)
    )
    assert Fact("To be kept between", "45% and 55%") in sheet_of(indicator).measured
    scale = factories.ScaleStepFactory(indicator__measure=Measure.SCALE).indicator
    assert [str(step) for step in sheet_of(scale).steps] == ["1 Step 1"]


def test_the_log_tells_what_was_changed_in_the_words_of_the_fields(indicator):
    builder = factories.UserFactory()
    record_event(AuditVerb.ADDED, indicator, by=builder, changes={"unit": [None, "workers"]})
    changes = {
        "measure": ["number", "money"],
        "baseline_on": [None, "2010-12-31"],
        "may_exceed_hundred": ["False", "True"],
        "final_target": ["100", None],
        "baseline_value": ["1234.5", "2000"],
    }
    record_event(AuditVerb.CHANGED, indicator, by=builder, changes=changes, reason="As agreed")
    latest, first = change_log_of(indicator)
    assert (latest.by, latest.what, latest.reason) == (builder, "changed", "As agreed")
    assert latest.changes == (
        Change("Measure", "Number", "Money"),
        Change("May be more than 100 %", "No", "Yes"),
        Change("Baseline value", "1,234.5", "2,000"),
        Change("Date of the baseline", "", "31 December 2010"),
        Change("Final target", "100", ""),
    )
    assert (first.what, first.changes) == ("added", ())


def test_the_log_names_statuses_as_pages_do(indicator):
    record_event(AuditVerb.STATUS_OVERRIDDEN, indicator, by=None, changes={"status": ["on_track", "off_track"]})
    assert change_log_of(indicator)[0].changes == (Change("Status", "On track", "Off track"),)


def test_only_splits_that_were_set_up_are_spoken_of(indicator, make_person):
    indicator = factories.IndicatorFactory(outcome=indicator.outcome)
    officer = make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=indicator.programme)
    # Women and men may be stated, but nobody has set this up.
    assert [split.label for split in splits_of(indicator)] == ["Sex"]
    assert Fact("Split by", "not split") in sheet_of(indicator).measured
    pairs = [(shared("age"), None), (shared("sex"), None)]
    change_splits(indicator=indicator, splits=pairs, reason="", by=officer)
    assert Fact("Split by", "Age, Sex") in sheet_of(indicator).measured
    assert change_log_of(indicator)[0].changes == (Change("Split by", "not split", "Age, Sex"),)


def test_a_field_that_nobody_knows_any_more_stands_as_it_is():
    assert (label_of("gone"), in_words("gone", "a"), in_words("gone", None)) == ("gone", "a", "")


def test_the_page_shows_the_sheet_to_everybody_of_the_programme(reader, indicator):
    record_event(AuditVerb.CHANGED, indicator, by=None, changes={"unit": ["a", "b"]}, reason="Because")
    page = reader.get(address("sheet", indicator)).content.decode()
    for text in ("Number of workers covered", "not stated", "31 December 2010", "carry on", "Unit: a → b", "Because"):
        assert text in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_many(rows, reader, indicator):
    for _row in range(rows):
        record_event(AuditVerb.CHANGED, indicator, by=factories.UserFactory(), changes={})
        factories.TargetFactory(indicator=indicator, kind="milestone")
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address("sheet", indicator)).status_code == 200
    assert len(queries) <= 12


def test_the_file_is_a_tagged_pdf_with_the_same_words(reader, indicator, tmp_path):
    answer = reader.get(address("sheet-pdf", indicator))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="{indicator.programme.code}-1.1.pdf"'
    pypdf = pytest.importorskip("pypdf")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(answer.content)
    read = pypdf.PdfReader(file)
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for text in ("Number of workers covered", "100 workers", "Labour force survey", day(date(2012, 12, 31))):
        assert text in words
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_where_no_file_can_be_made_the_page_says_so(reader, indicator, monkeypatch):
    def missing(_html):
        raise OSError("no library")

    monkeypatch.setattr("indicators.views.sheet.render_pdf", missing)
    answer = reader.get(address("sheet-pdf", indicator))
    assert answer.status_code == 503
    assert "The file cannot be made here" in answer.content.decode()


def test_other_programmes_sheets_do_not_exist(reader):
    stranger = factories.IndicatorFactory()
    assert reader.get(address("sheet", stranger)).status_code == 404
