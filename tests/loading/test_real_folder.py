"""Every row of the real folder ends in the database or in the report, and every value arrives."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent, Organisation
from consultations.models import Event, Feedback, Participation, SuggestedPriority, SuggestedTheme
from dwcp.toolkit.importing import ImportRefused
from indicators.choices import EntryState, Measure
from indicators.models import Indicator, ProgressEntry, ReportingPeriod, Target
from outcomes.models import (
    Alignment,
    Biennium,
    BudgetLine,
    CountryProgrammeOutcome,
    DwcpOutcome,
    Priority,
    Programme,
    Project,
    Strategy,
)
from reviews import programme_folder
from reviews.choices import ReviewState
from reviews.models import (
    AreaRating,
    ControlTotal,
    Criterion,
    CriterionScore,
    IndicatorFinding,
    OutcomeNarrative,
    PerformanceArea,
    PublishedDiscrepancy,
    RatingLabel,
    Recommendation,
    Review,
    SubCriterion,
    SubCriterionFinding,
    TimetableTask,
)
from reviews.programme_folder import load_programme_folder
from reviews.services import rate_area, score_criterion
from tests.conftest import FOLDER
from tests.factories import ReviewTemplateFactory
from tests.loading.conftest import rows_of, whole_database

pytestmark = pytest.mark.django_db

KEPT_IN = {
    "organisations.csv": [Organisation],
    "programme.csv": [Programme],
    "biennia.csv": [Biennium],
    "priorities.csv": [Priority],
    "dwcp_outcomes.csv": [DwcpOutcome],
    "outcomes.csv": [CountryProgrammeOutcome],
    "strategies.csv": [Strategy],
    "alignments.csv": [Alignment],
    "projects.csv": [Project],
    "budgets.csv": [BudgetLine],
    "indicators_programme.csv": [Indicator, Target],
    "rating_scale.csv": [RatingLabel],
    "criteria.csv": [Criterion],
    "sub_criteria.csv": [SubCriterion],
    "performance_areas.csv": [PerformanceArea],
    "criterion_scores.csv": [CriterionScore],
    "outcome_ratings.csv": [AreaRating],
    "sub_criterion_findings.csv": [SubCriterionFinding],
    "indicators_reviewed.csv": [IndicatorFinding],
    "outcome_narratives.csv": [OutcomeNarrative],
    "recommendations.csv": [Recommendation],
    "control_totals.csv": [ControlTotal],
    "discrepancies.csv": [PublishedDiscrepancy],
    "timetable.csv": [TimetableTask],
    "consultations.csv": [Event],
    "consultation_participants.csv": [Participation],
    "workshop_priorities.csv": [SuggestedPriority],
    "workshop_themes.csv": [SuggestedTheme],
    "workshop_feedback.csv": [Feedback],
}


def number(text):
    return Decimal(text) if text else None


def test_every_file_is_kept():
    assert {path.name for path in FOLDER.glob("*.csv")} == KEPT_IN.keys()
    assert len(KEPT_IN) == 29


@pytest.mark.parametrize("file", KEPT_IN)
def test_every_row_is_in_the_database(file):
    rows = rows_of(file)
    assert {model.__name__: model.objects.count() for model in KEPT_IN[file]} == {
        model.__name__: len(rows) for model in KEPT_IN[file]
    }
    assert rows


def test_loading_again_changes_nothing_and_reports_every_row():
    before = whole_database(without=["accounts.AuditEvent"])
    events = AuditEvent.objects.count()
    report = load_programme_folder(FOLDER)
    assert whole_database(without=["accounts.AuditEvent"]) == before
    assert AuditEvent.objects.count() == events + 1  # that somebody loaded the folder
    tallies = {}
    for tally in report.tallies:
        assert (tally.new, tally.changed, tally.unchanged, tally.problems) == (0, 0, tally.rows, []), tally
        tallies.setdefault(tally.file, set()).add(tally.rows)
    assert tallies == {file: {len(rows_of(file))} for file in KEPT_IN}
    assert report.left_out == []
    assert (report.entries, report.baselines) == (0, 0)


def test_a_later_version_of_its_method_does_not_stand_in_its_way():
    """The folder is that of the first version; the next one, made on the pages, is called the same."""
    first = Review.objects.get(slug="2010").template
    ReviewTemplateFactory(name=first.name, version=2)
    report = load_programme_folder(FOLDER)
    assert {tally.new for tally in report.tallies} == {0}
    assert Review.objects.get(slug="2010").template == first


def test_the_command_prints_the_report():
    printed = io.StringIO()
    call_command("load_programme", str(FOLDER), stdout=printed)
    lines = printed.getvalue().splitlines()
    assert lines[0] == "Loaded: Decent Work Country Programme of Cambodia (2008-2010)"
    assert (
        "organisations.csv                organisations                            119     0        0        119"
        in lines
    )
    assert lines[-1] == "Verified entries from the reviewed indicators: 0 new; baselines: 0 new."


def test_the_command_names_a_file_that_is_not_loaded(folder):
    (folder.path / "birds.csv").write_text("name\nibis\ncrane\n", encoding="utf-8")
    printed = io.StringIO()
    call_command("load_programme", str(folder.path), stdout=printed)
    assert printed.getvalue().splitlines()[-2:] == [
        "Not loaded:",
        "  birds.csv, 2 rows: no table of this application has this name",
    ]


def test_indicators_are_those_of_the_file():
    kept = {
        (indicator.outcome.number, indicator.position): (indicator.statement, indicator.unit, indicator.code)
        for indicator in Indicator.objects.select_related("outcome")
    }
    rows = rows_of("indicators_programme.csv")
    assert len(rows) == 56
    assert kept == {
        (int(row["dwcp_outcome"]), int(row["seq"])): (
            row["statement"].strip(),
            row["unit"],
            f"{row['dwcp_outcome']}.{row['seq']}",
        )
        for row in rows
    }


def test_targets_are_those_of_the_file():
    kept = {target.indicator.code: (target.value, target.text) for target in Target.objects.select_related("indicator")}
    assert kept == {
        f"{row['dwcp_outcome']}.{row['seq']}": (number(row["target_value"]), row["target_text"].strip())
        for row in rows_of("indicators_programme.csv")
    }


def test_findings_and_their_links_are_those_of_the_file():
    kept = {
        (finding.country_programme_outcome.code, finding.number): (
            finding.finding,
            finding.target_value,
            finding.baseline_value,
            finding.actual_value,
            finding.dwcp_outcome and finding.dwcp_outcome.number,
            finding.indicator and finding.indicator.code,
        )
        for finding in IndicatorFinding.objects.select_related("country_programme_outcome", "dwcp_outcome", "indicator")
    }
    assert len(kept) == 40
    assert kept == {
        (row["outcome_code"], int(row["seq"])): (
            row["finding"],
            number(row["target_value"]),
            number(row["baseline_value"]),
            number(row["actual_value"]),
            int(row["dwcp_outcome"]) if row["dwcp_outcome"] else None,
            f"{row['programme_dwcp_outcome']}.{row['programme_indicator_seq']}"
            if row["programme_indicator_seq"]
            else None,
        )
        for row in rows_of("indicators_reviewed.csv")
    }


def test_reviewed_figures_became_verified_entries_of_2010():
    linked = [row for row in rows_of("indicators_reviewed.csv") if row["programme_indicator_seq"]]
    expected = {}
    for row in linked:
        code = f"{row['programme_dwcp_outcome']}.{row['programme_indicator_seq']}"
        if row["actual_value"]:
            expected[code] = Decimal(row["actual_value"])
    entries = ProgressEntry.objects.select_related("indicator", "period")
    assert {(entry.period.label, entry.state) for entry in entries} == {("2010", EntryState.VERIFIED)}
    assert {entry.indicator.code for entry in entries} == {
        f"{row['programme_dwcp_outcome']}.{row['programme_indicator_seq']}" for row in linked
    }
    figures = {entry.indicator.code: entry.value for entry in entries if entry.value is not None}
    assert figures == expected
    assert len(figures) == 17


def test_every_entry_states_a_figure_words_or_an_absence():
    for entry in ProgressEntry.objects.select_related("indicator"):
        told = entry.indicator.measure == Measure.NARRATIVE and entry.narrative != ""
        assert [entry.value is not None, told, entry.absence != ""].count(True) == 1, entry


def test_donors_and_outcomes_of_projects_are_those_of_the_file():
    kept = {
        project.title: (
            {str(donor) for donor in project.donors.all()} | {donor.name for donor in project.donors.all()},
            sorted(outcome.number for outcome in project.outcomes.all()),
            sorted(outcome.code for outcome in project.country_programme_outcomes.all()),
        )
        for project in Project.objects.prefetch_related("donors", "outcomes", "country_programme_outcomes")
    }
    for row in rows_of("projects.csv"):
        names, outcomes, codes = kept[row["title"]]
        donors = [part.strip() for part in row["donors"].split(";") if part.strip()]
        assert set(donors) <= names and Project.objects.get(title=row["title"]).donors.count() == len(set(donors))
        assert outcomes == sorted(int(part) for part in row["dwcp_outcomes"].split(";") if part)
        assert codes == sorted(part.strip() for part in row["outcomes"].split(";") if part.strip())


def test_predecessors_belong_to_the_biennium_before():
    kept = {
        (outcome.biennium.label, outcome.code): sorted(
            (before.biennium.label, before.code) for before in outcome.predecessors.all()
        )
        for outcome in CountryProgrammeOutcome.objects.select_related("biennium").prefetch_related(
            "predecessors__biennium"
        )
    }
    assert kept == {
        (row["biennium"], row["code"]): sorted(
            ("2008-2009", code.strip()) for code in row["predecessors"].split(";") if code.strip()
        )
        for row in rows_of("outcomes.csv")
    }


def test_scores_and_ratings_are_those_of_the_files():
    scores = CriterionScore.objects.select_related("review", "criterion")
    assert {(score.review.slug, score.criterion.number): score.score for score in scores} == {
        (row["review"], int(row["criterion"])): int(row["score"]) if row["score"] else None
        for row in rows_of("criterion_scores.csv")
    }
    ratings = AreaRating.objects.select_related("country_programme_outcome", "area")
    assert {
        (rating.country_programme_outcome.code, rating.area.letter): (rating.rating, rating.comment)
        for rating in ratings
    } == {
        (row["outcome_code"], row["area"]): (int(row["rating"]) if row["rating"] else None, row["comment"].strip())
        for row in rows_of("outcome_ratings.csv")
    }


def test_reviewed_outcomes_are_those_marked_in_the_file():
    review = Review.objects.get(slug="2010")
    kept = {(outcome.biennium.label, outcome.code) for outcome in review.country_programme_outcomes.all()}
    assert kept == {(row["biennium"], row["code"]) for row in rows_of("outcomes.csv") if row["reviewed"] == "yes"}
    assert len(kept) == 14


def test_budget_lines_are_those_of_the_file():
    kept = {
        (str(line.outcome.number) if line.outcome else "", line.funding_source): line.allocated
        for line in BudgetLine.objects.select_related("outcome")
    }
    assert kept == {
        (row["dwcp_outcome"], row["funding_source"]): Decimal(row["amount_usd"]) for row in rows_of("budgets.csv")
    }


def test_a_changed_cell_changes_one_record_and_a_row_gone_removes_none(folder):
    folder.change("priorities.csv", 2, title="Jobs")
    folder.edit("recommendations.csv", lambda header, rows: rows.pop())
    report = load_programme_folder(folder.path)
    assert {tally.file: tally.changed for tally in report.tallies if tally.changed} == {"priorities.csv": 1}
    assert Priority.objects.get(letter=rows_of("priorities.csv")[0]["letter"]).title == "Jobs"
    assert Recommendation.objects.count() == 14


def kept_of(report):
    return {tally.file: (tally.new, tally.changed, tally.kept) for tally in report.tallies if tally.kept}


def test_what_was_scored_here_stays(folder, reviewer, review):
    score = review.criterion_scores.get(criterion__number=2)
    score_criterion(criterion_score=score, score=5, rationale="A committee meets.", revision=1, by=reviewer)
    ratings = review.area_ratings.filter(country_programme_outcome__code="KHM 104")
    rate_area(
        area_rating=ratings.get(area__letter="A"),
        rating=6,
        comment="Money came.",
        control="",
        control_reason="",
        revision=1,
        by=reviewer,
    )
    report = load_programme_folder(FOLDER)
    assert kept_of(report) == {"criterion_scores.csv": (0, 0, 1), "outcome_ratings.csv": (0, 0, 1)}
    assert all(tally.unchanged + tally.kept == tally.rows for tally in report.tallies)
    score.refresh_from_db()
    assert (score.score, score.rationale, score.revision) == (5, "A committee meets.", 2)
    rating = ratings.get(area__letter="A")
    assert (rating.rating, rating.comment, rating.revision) == (6, "Money came.", 2)

    printed = io.StringIO()
    call_command("load_programme", str(FOLDER), stdout=printed)
    assert [line for line in printed.getvalue().splitlines() if "kept as they" in line] == [
        "criterion_scores.csv: 1 kept as they were worked on here.",
        "outcome_ratings.csv: 1 kept as they were worked on here.",
    ]


def test_scores_nobody_worked_on_follow_the_file(folder, review):
    line = next(n for n, row in enumerate(rows_of("criterion_scores.csv"), start=2) if row["review"] == "2010")
    folder.change("criterion_scores.csv", line, score="1")
    folder.change("outcome_ratings.csv", 2, rating="1")
    report = load_programme_folder(folder.path)
    assert kept_of(report) == {}
    assert {tally.file: tally.changed for tally in report.tallies if tally.changed} == {
        "criterion_scores.csv": 1,
        "outcome_ratings.csv": 1,
    }


def test_a_final_review_keeps_its_scores_and_takes_what_it_lacks(folder, review):
    review.state = ReviewState.FINAL
    review.save()
    first, second, *_others = review.area_ratings.order_by("pk")
    before = first.rating
    second.delete()
    folder.change("outcome_ratings.csv", 2, rating="1")
    folder.edit("criterion_scores.csv", lambda header, rows: [row.__setitem__(2, "1") for row in rows])
    report = load_programme_folder(folder.path)
    different = CriterionScore.objects.exclude(score=1).count()
    assert kept_of(report) == {"criterion_scores.csv": (0, 0, different), "outcome_ratings.csv": (1, 0, 1)}
    first.refresh_from_db()
    assert (first.rating, review.area_ratings.count()) == (before, 70)


def test_a_score_worked_on_here_excuses_no_mistake_in_the_file(folder, reviewer, review):
    score = review.criterion_scores.get(criterion__number=1)
    score_criterion(criterion_score=score, score=2, rationale="", revision=1, by=reviewer)
    line = next(
        n
        for n, row in enumerate(rows_of("criterion_scores.csv"), start=2)
        if (row["review"], row["criterion"]) == ("2010", "1")
    )
    folder.change("criterion_scores.csv", line, score="9")
    with pytest.raises(ImportRefused) as refusal:
        load_programme_folder(folder.path)
    assert str(refusal.value) == (
        f"criterion_scores.csv, row {line}, column score: 9 is not on the scale, which goes from 1 to 6."
    )


def test_a_later_period_takes_no_published_figures(programme):
    before = ProgressEntry.objects.count()
    ReportingPeriod.objects.create(
        programme=programme, label="2011", starts_on=date(2011, 1, 1), ends_on=date(2011, 12, 31)
    )
    assert load_programme_folder(FOLDER).entries == 0
    assert ProgressEntry.objects.count() == before > 0


def test_the_method_is_found_in_every_language(monkeypatch):
    """There is no catalogue yet, so a stand-in translates."""
    before = whole_database(without=["accounts.AuditEvent"])
    monkeypatch.setattr(programme_folder, "_", lambda text: f"<{text}>")
    load_programme_folder(FOLDER)
    assert whole_database(without=["accounts.AuditEvent"]) == before


def test_a_file_nobody_knows_is_named(folder):
    (folder.path / "birds.csv").write_text("name\nibis\ncrane\n", encoding="utf-8")
    report = load_programme_folder(folder.path)
    assert [(one.file, one.rows, one.reason) for one in report.left_out] == [
        ("birds.csv", 2, "no table of this application has this name")
    ]


def test_files_are_the_ones_counted():
    """A reader of rows that drops one would make every other test here agree with it."""
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert len(rows_of(path.name)) == sum(1 for _row in csv.reader(file)) - 1
