"""Counts of indicator findings (design rule 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.findings import FINDINGS, FindingCounts, UnknownFinding, count_findings

findings = st.lists(st.sampled_from(FINDINGS))


def test_counts_each_finding():
    words = ["achieved", "exceeded", "achieved", "not_assessed", "partially_achieved", "not_achieved"]
    counts = count_findings(words)
    assert counts == FindingCounts(exceeded=1, achieved=2, partially_achieved=1, not_achieved=1, not_assessed=1)
    assert (counts.total, counts.achieved_or_exceeded) == (6, 3)


def test_percentages_are_of_the_whole_and_half_up():
    counts = FindingCounts(exceeded=1, achieved=4, not_assessed=3)
    assert {name: counts.percent(name) for name in (*FINDINGS, "achieved_or_exceeded")} == {
        "exceeded": 13,
        "achieved": 50,
        "partially_achieved": 0,
        "not_achieved": 0,
        "not_assessed": 38,
        "achieved_or_exceeded": 63,
    }


def test_no_indicators_have_no_percentage():
    assert count_findings([]) == FindingCounts()
    assert FindingCounts().percent("achieved") is None


def test_refuses_an_unknown_finding():
    assert count_findings(["achieved"]).total == 1
    with pytest.raises(UnknownFinding, match="reached"):
        count_findings(["achieved", "reached"])


@given(findings, findings)
def test_counts_add_up(some, others):
    assert count_findings(some) + count_findings(others) == count_findings(some + others)
