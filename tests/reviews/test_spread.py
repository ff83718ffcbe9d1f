"""How far a team is apart: lowest, highest, mean, and how many gave each step."""

from decimal import Decimal

import pytest

from reviews.scoring import Scale, ScoreOutsideScale
from reviews.spread import spread_of

SCALE = Scale({1: "poor", 2: "fair", 3: "good", 4: "very good"})


@pytest.mark.parametrize(
    ("scores", "lowest", "highest", "mean", "width", "is_wide", "counts"),
    [
        ([3, 3], 3, 3, Decimal("3.0"), 0, False, (0, 0, 2, 0)),
        ([2, 3, 3], 2, 3, Decimal("2.7"), 1, False, (0, 1, 2, 0)),
        ([1, 3], 1, 3, Decimal("2.0"), 2, True, (1, 0, 1, 0)),
        ([None, 4, None], 4, 4, Decimal("4.0"), 0, False, (0, 0, 0, 1)),
        ([None], None, None, None, None, False, (0, 0, 0, 0)),
        ([], None, None, None, None, False, (0, 0, 0, 0)),
    ],
)
def test_spread(scores, lowest, highest, mean, width, is_wide, counts):
    spread = spread_of(scores, SCALE)
    assert (spread.lowest, spread.highest, spread.mean) == (lowest, highest, mean)
    assert (spread.width, spread.is_wide) == (width, is_wide)
    assert tuple(number for _step, _label, number in spread.steps) == counts
    assert spread.count == sum(counts)


def test_a_score_that_the_scale_does_not_have_is_no_spread():
    with pytest.raises(ScoreOutsideScale):
        spread_of([5], SCALE)
