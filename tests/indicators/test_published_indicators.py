"""Where the review of 2011 gives figures, its findings follow from them."""

import csv
from decimal import Decimal
from pathlib import Path

from indicators.achievement import achievement, target_level

REVIEWED = Path(__file__).parents[2] / "fixtures" / "khm-dwcp-2008-2010" / "indicators_reviewed.csv"
READINGS = {"increment": "rise", "percent_change": "percent_rise"}


def decimal(text):
    return Decimal(text) if text else None


def shares_by_indicator():
    """Achievement and finding of every reviewed indicator with both a target and an actual figure."""
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            baseline, actual = decimal(row["baseline_value"]), decimal(row["actual_value"])
            reading = READINGS.get(row["target_type"], "figure")
            level = target_level(decimal(row["target_value"]), reading, baseline)
            if actual is not None and level is not None:
                result = achievement(
                    direction="increase", actual=actual, target=level, baseline=baseline, reading=reading
                )
                yield f"{row['outcome_code']}/{row['seq']}", result.share, row["finding"]


def finding_of(share):
    if share >= 1:
        return "exceeded" if share > 1 else "achieved"
    return "partially_achieved" if share > 0 else "not_achieved"


def test_findings_follow_from_the_figures_but_for_one():
    indicators = list(shares_by_indicator())
    assert len(indicators) == 17
    assert [
        (indicator, share, finding) for indicator, share, finding in indicators if finding_of(share) != finding
    ] == [("KHM 158/6", 3, "achieved")]  # 15 against 5, which the review calls achieved


def test_agreements_rose_by_21_against_10():
    shares = {indicator: share for indicator, share, _ in shares_by_indicator()}
    assert shares["KHM 156/2"] == Decimal("2.1")
