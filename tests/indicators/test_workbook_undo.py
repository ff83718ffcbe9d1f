"""An import is undone as a whole, all stands as before; or that is refused, with the names of what builds on it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from indicators.choices import ImportState
from indicators.models import Indicator
from indicators.services import confirm_import, framework_workbook, undo_import
from outcomes.services import Refused
from tests import factories
from tests.indicators.books import everything, line_of, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(programme):
    """All rows as they were."""
    return everything()


@pytest.fixture
def imported(programme, officer, before):
    """An import that makes and changes something in most tables."""
    project = programme.projects.filter(outcomes__number=1).first()
    content = framework_workbook(programme=programme, by=officer)
    line = line_of(content, "projects", project.title)
    looked_at = sent_back(
        programme,
        officer,
        {
            ("outcomes", 2, "title"): "Another title",
            ("projects", line, "outcomes"): "3",
            ("indicators", line_of(content, "indicators", "1.1"), "unit"): "persons",
            ("targets", line_of(content, "targets", "1.1"), "source"): "Revision",
            ("country_programme_outcomes", 3, "outcomes"): "4",
        },
        rows=[
            ("outcomes", {"number": 9, "priority": "A", "title": "New"}),
            ("strategies", {"outcome": 9, "letter": "a", "text": "Text"}),
            (
                "country_programme_outcomes",
                {
                    "biennium": "2010-2011",
                    "code": "KHM 190",
                    "title": "Whole",
                    "outcomes": "9",
                    "predecessors": "KHM 104 (2008-2009)",
                },
            ),
            (
                "country_programme_outcomes",
                {"biennium": "2010-2011", "code": "KHM 191", "title": "Part", "parent": "KHM 190 (2010-2011)"},
            ),
            ("frameworks", {"name": "New plan", "kind": "other"}),
            ("framework_parts", {"framework": "New plan", "reference": "1", "title": "One"}),
            ("alignments", {"outcome": 9, "part": "New plan / 1"}),
            ("budget", {"outcome": 9, "funding_source": "RB", "currency": "USD", "allocated": 1}),
            ("risks", {"outcome": 9, "statement": "Flood", "likelihood": 1, "impact": 1}),
            ("periods", {"label": "2011", "starts_on": date(2011, 1, 1), "ends_on": date(2011, 12, 31)}),
            ("dimensions", {"code": "region", "name": "Region"}),
            ("categories", {"dimension": "region", "code": "north", "name": "North"}),
            ("indicators", {"code": "9.1", "outcome": 9, "statement": "Number of rules", "unit": "rules"}),
            ("splits", {"indicator": "9.1", "dimension": "region"}),
            ("targets", {"indicator": "9.1", "kind": "final", "value": 3}),
            ("category_targets", {"indicator": "9.1", "category": "region: north", "share": 30}),
        ],
    )
    assert looked_at.summary["problems"] == []
    return confirm_import(framework_import=looked_at, reason="Revision of the document", by=officer)


def test_undoing_restores_every_row(imported, officer, before):
    changed = everything()
    assert [label for label in before if before[label] != changed[label]]
    undone = undo_import(framework_import=imported, by=officer)
    assert everything() == before
    assert (undone.state, undone.undone_by) == (ImportState.UNDONE, officer)
    assert AuditEvent.objects.about(undone).first().verb == AuditVerb.WORKBOOK_UNDONE


def test_nothing_is_undone_twice(imported, officer):
    undo_import(framework_import=imported, by=officer)
    with pytest.raises(Refused, match="only once"):
        undo_import(framework_import=imported, by=officer)


def test_what_was_only_looked_at_is_not_undone(programme, officer):
    looked_at = sent_back(programme, officer, {("outcomes", 2, "title"): "Another title"})
    with pytest.raises(Refused, match="Only what was imported"):
        undo_import(framework_import=looked_at, by=officer)


def refusal(imported, officer):
    """Why an import is not undone; nothing is changed by trying."""
    before = everything()
    with pytest.raises(Refused) as refused:
        undo_import(framework_import=imported, by=officer)
    assert everything() == before
    return str(refused.value)


def test_not_after_somebody_changed_what_it_changed(imported, officer, programme):
    outcome = programme.outcomes.get(number=1)
    outcome.title = "Yet another title"
    outcome.save()
    assert f"Changed since: “{outcome}”." in refusal(imported, officer)


def test_not_after_figures_came(imported, officer, programme):
    indicator = Indicator.objects.get(code="9.1", outcome__programme=programme)
    factories.ProgressEntryFactory(indicator=indicator, period=programme.periods.get(label="2011"))
    assert "Got figures since: “9.1”." in refusal(imported, officer)


def test_not_after_figures_came_to_what_it_changed(imported, officer, programme):
    indicator = Indicator.objects.get(code="1.1", outcome__programme=programme)
    factories.ProgressEntryFactory(
        indicator=indicator,
        period=factories.ReportingPeriodFactory(programme=programme, year=2013),
        recorded_at=timezone.now() + timedelta(seconds=1),
    )
    assert "Got figures since: “1.1”." in refusal(imported, officer)


def test_not_while_others_need_what_it_made(imported, officer, programme):
    risk = factories.RiskFactory(programme=programme, outcome=programme.outcomes.get(number=9), statement="Drought")
    assert f"Needed by others now: “{risk}”." in refusal(imported, officer)
    risk.delete()
    undo_import(framework_import=imported, by=officer)


def test_not_after_a_part_of_it_was_removed(imported, officer, programme):
    programme.risks.get(statement="Flood").delete()
    assert "1 records of this import have been removed since." in refusal(imported, officer)


def test_an_import_after_it_has_to_be_undone_first(imported, officer, programme, before):
    later = sent_back(programme, officer, {("outcomes", 2, "title"): "Later"})
    confirm_import(framework_import=later, reason="", by=officer)
    assert "Changed since" in refusal(imported, officer)
    undo_import(framework_import=later, by=officer)
    undo_import(framework_import=imported, by=officer)
    assert everything() == before
