"""The review of 2011, recomputed from its own scores and findings, gives the figures it printed."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from reviews.findings import FindingCounts, count_findings
from reviews.scoring import Scale, criteria_score, label, outcome_score

FIXTURES = Path(__file__).parents[2] / "fixtures" / "khm-dwcp-2008-2010"


def rows(name):
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(what):
    return {row["key"]: row["published_value"] for row in rows("control_totals") if row["what"] == what}


def score(text):
    return int(text) if text else None


@pytest.fixture(scope="module")
def scale():
    return Scale({int(row["score"]): row["label"] for row in rows("rating_scale")})


@pytest.fixture(scope="module")
def outcomes(scale):
    ratings = defaultdict(dict)
    for row in rows("outcome_ratings"):
        ratings[row["outcome_code"]][row["area"]] = score(row["rating"])
    return {code: outcome_score(areas, scale) for code, areas in ratings.items()}


@pytest.fixture(scope="module")
def reviews(scale):
    scores = defaultdict(dict)
    for row in rows("criterion_scores"):
        scores[row["review"]][int(row["criterion"])] = score(row["score"])
    return {year: criteria_score(criteria, scale) for year, criteria in scores.items()}


@pytest.fixture(scope="module")
def counts():
    """Findings per DWCP outcome; predefined outcomes have none and stay out of tables 4.1 and 6.2."""
    findings = defaultdict(list)
    for row in rows("indicators_reviewed"):
        if row["dwcp_outcome"]:
            findings[row["dwcp_outcome"]].append(row["finding"])
    return {number: count_findings(found) for number, found in findings.items()}


def test_totals_of_the_outcomes(outcomes):
    assert len(outcomes) == 14
    assert {code: str(outcome.total) for code, outcome in outcomes.items()} == published("outcome_total")


def test_averages_of_the_outcomes(outcomes):
    printed = {code: Decimal(value) for code, value in published("outcome_average").items()}
    assert {code: outcome.average for code, outcome in outcomes.items()} == printed


def test_labels_of_the_outcomes_differ_only_for_khm_826(outcomes):
    printed = published("outcome_label")
    assert outcomes.keys() == printed.keys()
    differing = {
        code: (printed[code], outcome.label) for code, outcome in outcomes.items() if outcome.label != printed[code]
    }
    assert differing == {"KHM 826": ("Unsatisfactory", "Moderately unsatisfactory")}
    (known,) = (row for row in rows("discrepancies") if row["where"] == "001 4.4, KHM 826")
    assert "3.4 rounds to 3 = Moderately unsatisfactory" in known["recomputed_or_conflicting"]


def test_counts_of_labels(outcomes):
    assert Counter(outcome.label for outcome in outcomes.values()) == {
        "Moderately satisfactory": 11,
        "Satisfactory": 2,
        "Moderately unsatisfactory": 1,
    }


def test_averages_of_the_criteria(reviews):
    printed = {year: Decimal(value) for year, value in published("criterion_average").items()}
    assert {year: review.average for year, review in reviews.items()} == printed
    assert {year: review.label for year, review in reviews.items()} == published("criterion_average_label")
    assert {"2010": str(reviews["2010"].final)} == published("criterion_average_rounded")
    assert {year: review.unscored for year, review in reviews.items()} == {"2010": (), "2007": (3,)}


def test_labels_of_the_criteria(scale):
    printed = published("criterion_label")
    scores = published("criterion_score")
    assert {key: label(int(value), scale) for key, value in scores.items()} == printed


def test_table_4_1(counts):
    printed = {key.partition("/")[::2]: int(value) for key, value in published("table_4_1").items()}
    assert {(number, name): getattr(counts[number], name) for number, name in printed} == printed
    assert {
        number: (
            found.achieved_or_exceeded,
            found.partially_achieved,
            found.not_achieved,
            found.not_assessed,
        )
        for number, found in counts.items()
    } == {"1": (8, 3, 1, 0), "2": (3, 1, 1, 0), "3": (6, 0, 0, 1), "4": (5, 2, 0, 2)}


def test_table_6_2_and_its_percentages(counts):
    programme = sum(counts.values(), FindingCounts())
    printed = {name: int(value) for name, value in published("table_6_2").items()}
    assert {name: getattr(programme, name) for name in printed} == printed
    percentages = {name: int(value) for name, value in published("table_6_2_percent").items()}
    assert {name: programme.percent(name) for name in percentages} == percentages
