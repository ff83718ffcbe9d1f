"""What goes out comes back: unchanged as it is, and changed where somebody changed it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from indicators.choices import EntryState, ImportState, Measure
from indicators.models import Indicator, Target
from indicators.services import (
    PreviewOutdated,
    confirm_import,
    framework_folder,
    framework_workbook,
    preview_framework,
)
from outcomes.models import Project, Risk
from outcomes.services import Refused
from tests import factories
from tests.indicators.books import counts, edited, everything, line_of, problems, saved, sent_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [framework_workbook, framework_folder])
def test_the_real_programme_comes_back_unchanged(programme, officer, make):
    before = everything()
    content = make(programme=programme, by=officer)
    looked_at = preview_framework(programme=programme, file_name="framework", content=content, by=officer)
    assert problems(looked_at) == []
    assert counts(looked_at) == {}
    rows = {table["name"]: table["unchanged"] for table in looked_at.summary["tables"]}
    assert rows["indicators"] == rows["targets"] == 56
    assert rows["outcomes"] == 4
    with pytest.raises(Refused, match="changes nothing"):
        confirm_import(framework_import=looked_at, reason="", by=officer)
    assert everything() == before


def test_a_preview_writes_nothing_but_itself(programme, officer):
    before = everything()
    looked_at = sent_back(programme, officer, {("outcomes", 2, "title"): "Another title"})
    assert counts(looked_at) == {"outcomes": (0, 1, 0)}
    assert looked_at.summary["rows"] == [
        {
            "table": "outcomes",
            "line": 2,
            "name": "1",
            "state": "changed",
            "changes": [["title", programme.outcomes.get(number=1).title, "Another title"]],
        }
    ]
    assert everything() == before


def test_one_row_of_every_table_is_made(programme, officer):
    biennium = factories.BienniumFactory(start_year=2012, end_year=2013, label="2012-2013")
    donor = factories.OrganisationFactory(acronym="NORAD")
    looked_at = sent_back(
        programme,
        officer,
        rows=[
            ("priorities", {"letter": "D", "title": "Decent rural work"}),
            ("outcomes", {"number": 9, "priority": "D", "title": "Farm workers are covered"}),
            ("strategies", {"outcome": 9, "letter": "a", "text": "Begin with the rubber plantations"}),
            (
                "country_programme_outcomes",
                {
                    "biennium": biennium.label,
                    "code": "KHM177",
                    "title": "Social protection for farm workers",
                    "outcomes": "9",
                    "is_predefined": "no",
                },
            ),
            ("frameworks", {"name": "UNDAF 2011-2015", "kind": "un"}),
            ("framework_parts", {"framework": "UNDAF 2011-2015", "reference": "4", "title": "Social protection"}),
            ("alignments", {"outcome": 9, "part": "UNDAF 2011-2015 / 4", "relation": "Covers farms"}),
            (
                "projects",
                {
                    "title": "Plantations first",
                    "donors": donor.acronym,
                    "status": "pipeline",
                    "outcomes": "1; 9",
                    "country_programme_outcomes": "KHM 177 (2012-2013)",
                },
            ),
            ("budget", {"outcome": 9, "funding_source": "RBSA", "currency": "USD", "allocated": 12500.5}),
            ("risks", {"outcome": 9, "statement": "Owners refuse visits", "likelihood": 3, "impact": 4}),
            ("periods", {"label": "2011-Q1", "starts_on": date(2011, 1, 1), "ends_on": date(2011, 3, 31)}),
            ("dimensions", {"code": "crop", "name": "Crop"}),
            ("categories", {"dimension": "crop", "code": "rubber", "name": "Rubber"}),
            ("categories", {"dimension": "crop", "code": "cassava", "name": "Cassava"}),
            (
                "indicators",
                {"code": "9.1", "outcome": 9, "statement": "Number of farm workers covered", "unit": "people"},
            ),
            (
                "indicators",
                {
                    "code": "9.10",
                    "outcome": 9,
                    "statement": "Regulation on farm work",
                    "measure": "scale",
                    "accumulation": "level",
                },
            ),
            ("scale_steps", {"indicator": "9.10", "number": 0, "name": "none"}),
            ("scale_steps", {"indicator": "9.10", "number": 1, "name": "adopted"}),
            ("splits", {"indicator": "9.1", "dimension": "crop"}),
            ("targets", {"indicator": "9.1", "kind": "final", "due_on": date(2012, 12, 31), "value": 5000}),
            ("targets", {"indicator": "9.1", "kind": "milestone", "due_on": date(2011, 12, 31), "value": 0.3}),
            ("targets", {"indicator": "9.10", "kind": "final", "value": 1}),
            ("category_targets", {"indicator": "9.1", "category": "crop: rubber", "share": 40}),
        ],
    )
    assert problems(looked_at) == []
    confirm_import(framework_import=looked_at, reason="", by=officer)

    outcome = programme.outcomes.get(number=9)
    assert (outcome.priority.letter, outcome.strategies.get().letter) == ("D", "a")
    served = outcome.country_programme_outcomes.get()
    assert (served.code, served.biennium, served.is_predefined) == ("KHM 177", biennium, False)
    alignment = outcome.alignments.get()
    assert (alignment.item.framework.name, alignment.item.reference, alignment.relation) == (
        "UNDAF 2011-2015",
        "4",
        "Covers farms",
    )
    project = Project.objects.get(title="Plantations first")
    assert [one.number for one in project.outcomes.all()] == [1, 9]
    assert (project.donors.get(), project.country_programme_outcomes.get()) == (donor, served)
    assert outcome.budget_lines.get().allocated == Decimal("12500.50")
    assert Risk.objects.get(outcome=outcome).score == 12
    assert programme.periods.get(label="2011-Q1").state == "planned"
    first, second = outcome.indicators.all()
    assert (first.code, first.measure, first.position) == ("9.1", Measure.NUMBER, 1)
    assert (second.code, second.measure) == ("9.10", Measure.SCALE)
    assert [str(step) for step in second.steps.all()] == ["0 none", "1 adopted"]
    assert first.disaggregations.get().dimension.programme == programme
    assert {(one.kind, one.value, one.due_on) for one in first.targets.all()} == {
        ("final", Decimal(5000), date(2012, 12, 31)),
        ("milestone", Decimal("0.3"), date(2011, 12, 31)),
    }
    share = first.category_targets.get()
    assert (str(share.category), share.share) == ("Rubber", 40)
    # And what was made comes back unchanged.
    assert counts(sent_back(programme, officer)) == {}


def test_lists_are_tied_and_untied(programme, officer):
    project = programme.projects.filter(outcomes__number=1).first()
    content = framework_workbook(programme=programme, by=officer)
    line = line_of(content, "projects", project.title)
    looked_at = sent_back(programme, officer, {("projects", line, "outcomes"): "2; 3"})
    assert counts(looked_at) == {"projects": (0, 1, 0)}
    confirm_import(framework_import=looked_at, reason="", by=officer)
    assert [one.number for one in project.outcomes.all()] == [2, 3]


def test_a_final_target_keeps_its_row_when_its_day_changes(officer, programme):
    indicator = factories.IndicatorFactory(outcome=programme.outcomes.first(), code="1.900")
    target = factories.TargetFactory(indicator=indicator, due_on=date(2010, 12, 31))
    line = line_of(framework_workbook(programme=programme, by=officer), "targets", "1.900", "final")
    looked_at = sent_back(programme, officer, {("targets", line, "due_on"): date(2011, 6, 30)})
    assert counts(looked_at) == {"targets": (0, 1, 0)}
    confirm_import(framework_import=looked_at, reason="", by=officer)
    assert Target.objects.get(indicator=indicator).pk == target.pk
    assert Target.objects.get(indicator=indicator).due_on == date(2011, 6, 30)


def test_rows_and_sheets_that_are_left_out_leave_records_alone(programme, officer):
    before = everything()
    book = openpyxl.load_workbook(BytesIO(framework_workbook(programme=programme, by=officer)))
    for name in book.sheetnames:
        if name not in ("programme", "outcomes"):
            del book[name]
    book["outcomes"].delete_rows(3, 2)
    looked_at = preview_framework(programme=programme, file_name="f.xlsx", content=saved(book), by=officer)
    assert problems(looked_at) == []
    assert [table["name"] for table in looked_at.summary["tables"] if table["is_there"]] == ["outcomes"]
    assert counts(looked_at) == {}
    assert everything() == before


def test_indicators_with_figures_need_a_reason_which_stays_in_their_trail(programme, officer):
    indicator = Indicator.objects.in_programme(programme).filter(entries__isnull=False).first()
    line = line_of(framework_workbook(programme=programme, by=officer), "indicators", indicator.code)
    looked_at = sent_back(programme, officer, {("indicators", line, "unit"): "persons"})
    assert looked_at.summary["needs_reason"]
    with pytest.raises(Refused) as refused:
        confirm_import(framework_import=looked_at, reason="", by=officer)
    assert list(refused.value.problems) == ["reason"]
    confirmed = confirm_import(framework_import=looked_at, reason="As the ministry counts", by=officer)
    event = AuditEvent.objects.about(indicator).get(verb=AuditVerb.CHANGED)
    assert (event.changes, event.reason, event.by) == (
        {"unit": [indicator.unit, "persons"]},
        "As the ministry counts",
        officer,
    )
    imported = AuditEvent.objects.about(confirmed).get()
    assert (imported.verb, imported.changes) == (
        AuditVerb.WORKBOOK_IMPORTED,
        {"indicators": [None, "0 new, 1 changed"]},
    )
    assert (confirmed.state, bytes(confirmed.content)) == (ImportState.CONFIRMED, b"")


def test_figures_that_are_computed_anew_are_said_before_and_kept_in_the_trail(programme, officer):
    indicator = factories.IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")
    for label, value in (("2009", 40), ("2010", 50)):
        period = programme.periods.get(label=label)
        factories.ProgressEntryFactory(indicator=indicator, period=period, value=value, state=EntryState.VERIFIED)
    line = line_of(framework_workbook(programme=programme, by=officer), "indicators", "1.99")
    looked_at = sent_back(programme, officer, {("indicators", line, "accumulation"): "increment"})
    assert looked_at.summary["remarks"] == ["1.99: The verified figure is 50 and will be 90."]
    confirm_import(framework_import=looked_at, reason="Each office says what it added", by=officer)
    event = AuditEvent.objects.about(indicator).get(verb=AuditVerb.CHANGED)
    assert event.changes == {"accumulation": ["cumulative", "increment"], "total": ["50", "90"]}


def test_a_changed_target_is_in_the_trail_of_its_indicator(programme, officer):
    target = Target.objects.filter(indicator__entries__isnull=False, value__isnull=False).first()
    line = line_of(framework_workbook(programme=programme, by=officer), "targets", target.indicator.code, "final")
    looked_at = sent_back(programme, officer, {("targets", line, "source"): "Revision of 2010"})
    confirm_import(framework_import=looked_at, reason="Revised", by=officer)
    event = AuditEvent.objects.about(target.indicator).get(verb=AuditVerb.CHANGED)
    assert list(event.changes) == ["final_target"]


def test_what_changed_meanwhile_is_shown_before_it_is_imported(programme, officer):
    looked_at = sent_back(programme, officer, {("outcomes", 2, "title"): "Another title"})
    programme.outcomes.filter(number=1).update(title="A third title")
    with pytest.raises(PreviewOutdated):
        confirm_import(framework_import=looked_at, reason="", by=officer)
    assert programme.outcomes.get(number=1).title == "A third title"
    assert looked_at.summary["rows"][0]["changes"] == [["title", "A third title", "Another title"]]
    confirm_import(framework_import=looked_at, reason="", by=officer)
    assert programme.outcomes.get(number=1).title == "Another title"


def test_nothing_is_imported_twice(programme, officer):
    looked_at = sent_back(programme, officer, {("outcomes", 2, "title"): "Another title"})
    confirm_import(framework_import=looked_at, reason="", by=officer)
    with pytest.raises(Refused, match="imported already"):
        confirm_import(framework_import=looked_at, reason="", by=officer)


def test_looking_again_forgets_what_was_only_looked_at(programme, officer, administrator):
    sent_back(programme, administrator, {("outcomes", 2, "title"): "One"})
    imported = sent_back(programme, officer, {("outcomes", 2, "title"): "Two"})
    confirm_import(framework_import=imported, reason="", by=officer)
    sent_back(programme, officer, {("outcomes", 2, "title"): "Three"})
    last = sent_back(programme, officer, {("outcomes", 2, "title"): "Four"})
    assert set(programme.framework_imports.filter(uploaded_by=officer)) == {imported, last}
    assert programme.framework_imports.filter(uploaded_by=administrator).count() == 1


def test_text_that_looks_like_a_formula_stays_text(programme, officer):
    outcome = programme.outcomes.get(number=1)
    for text in ("=1+1", "+855 23", "-5 to 5", "@home", "'=quoted", "_x0041_ stays", "two\nlines", "a\x02b"):
        outcome.title = text
        outcome.save()
        for make in (framework_workbook, framework_folder):
            content = make(programme=programme, by=officer)
            looked_at = preview_framework(programme=programme, file_name="f", content=content, by=officer)
            assert (problems(looked_at), counts(looked_at)) == ([], {}), text


def test_a_text_too_long_for_a_cell_stays_as_it_is(programme, officer):
    Indicator.objects.in_programme(programme).filter(code="1.1").update(definition="ក" * 40_000)
    content = framework_workbook(programme=programme, by=officer)
    looked_at = preview_framework(programme=programme, file_name="f.xlsx", content=content, by=officer)
    assert (problems(looked_at), counts(looked_at)) == ([], {})


def test_queries_do_not_grow_with_the_rows(programme, officer):
    def queries(number):
        rows = [
            ("risks", {"outcome": 1, "statement": f"Risk {one}", "likelihood": 1, "impact": 2}) for one in range(number)
        ]
        content = edited(framework_workbook(programme=programme, by=officer), rows=rows)
        with CaptureQueriesContext(connection) as captured:
            preview_framework(programme=programme, file_name="f.xlsx", content=content, by=officer)
        return len(captured)

    queries(1)
    assert queries(1) == queries(3) == queries(40)
