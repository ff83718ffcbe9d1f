"""Labels, totals and averages of a review (design rules 1-4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.scoring import (
    AreaScore,
    ControlSplit,
    CriteriaScore,
    OutcomeScore,
    Scale,
    ScoreOutsideScale,
    control_split,
    criteria_score,
    label,
    mean,
    outcome_score,
)

SCALE = Scale({1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"})
scores = st.integers(min_value=1, max_value=6)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param(5, "five", id="a score"),
        pytest.param(Decimal("3.4"), "three", id="below half"),
        pytest.param(Decimal("3.5"), "four", id="half goes up"),
        pytest.param(Decimal("2.5"), "three", id="not to even"),
        pytest.param(Decimal("4.8"), "five", id="above half"),
        pytest.param(None, None, id="none"),
    ],
)
def test_label(value, name):
    assert label(value, SCALE) == name


@pytest.mark.parametrize("value", [0, 7, Decimal("0.9"), Decimal("6.1")])
def test_refuses_what_the_scale_has_no_step_for(value):
    assert label(SCALE.lowest, SCALE) == "one"
    with pytest.raises(ScoreOutsideScale) as refusal:
        label(value, SCALE)
    assert (refusal.value.score, refusal.value.lowest, refusal.value.highest) == (value, 1, 6)


@pytest.mark.parametrize("labels", [{}, {1: "one", 3: "three"}], ids=["empty", "a gap"])
def test_refuses_a_scale_with_gaps(labels):
    with pytest.raises(ValueError, match="consecutive"):
        Scale(labels)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([3, 5, 6, 4, 4], "4.4", id="KHM 104"),
        pytest.param([4, 4, 4, 3], "3.8", id="3.75 goes up"),
        pytest.param([3, 4, 3, 3], "3.3", id="3.25 goes up, not to even"),
        pytest.param([4, 4], "4.0", id="one decimal always"),
    ],
)
def test_mean(values, expected):
    assert str(mean(values)) == expected


def test_mean_of_nothing_is_none():
    assert mean([]) is None


@given(st.lists(scores, min_size=1))
def test_mean_lies_within_its_scores(values):
    assert min(values) <= mean(values) <= max(values)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        pytest.param(
            {"A": 3, "B": 5, "C": 6, "D": 4, "E": 4},
            OutcomeScore(22, Decimal("4.4"), "four", ("A", "B", "C", "D", "E"), ()),
            id="all rated",
        ),
        pytest.param(
            {"A": 3, "B": None, "C": 6},
            OutcomeScore(9, Decimal("4.5"), "five", ("A", "C"), ("B",)),
            id="an unrated area does not count",
        ),
        pytest.param({"A": None}, OutcomeScore(0, None, None, (), ("A",)), id="none rated"),
    ],
)
def test_outcome_score(ratings, expected):
    assert outcome_score(ratings, SCALE) == expected


def test_outcome_score_refuses_a_rating_outside_the_scale():
    assert outcome_score({"A": 6}, SCALE).total == 6
    with pytest.raises(ScoreOutsideScale):
        outcome_score({"A": 7, "B": 1}, SCALE)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {1: 5, 2: 4, 3: None, 4: 5, 5: 4, 6: 4},
            CriteriaScore(Decimal("4.4"), 4, "four", (1, 2, 4, 5, 6), (3,)),
            id="2007, one criterion not assessed",
        ),
        pytest.param({1: None}, CriteriaScore(None, None, None, (), (1,)), id="none scored"),
        pytest.param(
            dict(enumerate([3] * 11 + [4] * 9)),
            CriteriaScore(Decimal("3.5"), 3, "three", tuple(range(20)), ()),
            id="3.45 prints as 3.5 and is rounded once, to 3",
        ),
    ],
)
def test_criteria_score(values, expected):
    assert criteria_score(values, SCALE) == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        pytest.param(
            [
                AreaScore("A", 2, "external"),
                AreaScore("B", 5, "ilo"),
                AreaScore("C", 4, "mixed"),
                AreaScore("D", 5, "mixed"),
                AreaScore("E", None, "mixed"),
            ],
            ControlSplit(Decimal(5), Decimal(2), Decimal("4.5"), Decimal("4.0")),
            id="apart and together",
        ),
        pytest.param(
            [AreaScore("A", 3, "ilo"), AreaScore("B", 4, "ilo")],
            ControlSplit(Decimal("3.5"), None, None, Decimal("3.5")),
            id="nothing external",
        ),
        pytest.param([], ControlSplit(None, None, None, None), id="nothing rated"),
    ],
)
def test_control_split(ratings, expected):
    assert control_split(iter(ratings)) == expected
