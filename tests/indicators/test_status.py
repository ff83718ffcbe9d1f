"""On track or not (design rule 8)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.achievement import Achievement
from indicators.status import (
    Point,
    Thresholds,
    Verdict,
    expected_on,
    status,
    step_due_on,
    step_status,
)

START, MIDDLE, END = date(2008, 1, 1), date(2009, 1, 1), date(2010, 1, 1)
# 2008 has 366 days; this is the 184th, half of the way from START to MIDDLE.
HALF_OF_2008 = date(2008, 7, 2)

figures = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))


def point(on, value):
    return Point(on, Decimal(value))


def measured(share, basis="from_baseline"):
    return Achievement(None if share is None else Decimal(share), basis)


PATH = (point(START, 0), point(MIDDLE, 40), point(END, 100))


@pytest.mark.parametrize(
    ("day", "line", "step"),
    [
        pytest.param(date(2007, 12, 31), None, None, id="before the first"),
        pytest.param(START, 0, 0, id="on the first"),
        pytest.param(HALF_OF_2008, 20, 0, id="between"),
        pytest.param(MIDDLE, 40, 40, id="on a milestone"),
        pytest.param(END, 100, 100, id="on the last"),
        pytest.param(date(2020, 1, 1), 100, 100, id="after the last"),
    ],
)
@pytest.mark.parametrize("path", [PATH, PATH[::-1]], ids=["in order", "backwards"])
def test_what_is_expected_on_a_day(day, path, line, step):
    assert (expected_on(day, path), step_due_on(day, path)) == (line, step)


def test_of_two_points_on_one_day_the_last_given_counts():
    assert expected_on(HALF_OF_2008, [point(START, 0), point(MIDDLE, 10), point(MIDDLE, 40)]) == 20


def test_nothing_is_expected_without_points():
    assert (expected_on(START, []), step_due_on(START, [])) == (None, None)


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        pytest.param(
            {"actual": point(MIDDLE, 34)},
            Verdict("on_track", measured("0.34"), Decimal(40), "against_expected"),
            id="85 % of what is expected is on track",
        ),
        pytest.param(
            {"actual": point(MIDDLE, "33.9")},
            Verdict("at_risk", measured("0.339"), Decimal(40), "against_expected"),
            id="just below is at risk",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 20)},
            Verdict("at_risk", measured("0.2"), Decimal(40), "against_expected"),
            id="half of what is expected is at risk",
        ),
        pytest.param(
            {"actual": point(MIDDLE, "19.9")},
            Verdict("off_track", measured("0.199"), Decimal(40), "against_expected"),
            id="less than half is off track",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 34), "thresholds": Thresholds(Decimal(1), Decimal("0.9"))},
            Verdict("off_track", measured("0.34"), Decimal(40), "against_expected"),
            id="thresholds are the programme's own",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 100)},
            Verdict("achieved", measured(1), Decimal(40), "target_reached"),
            id="the target reached early",
        ),
        pytest.param(
            {"actual": point(END, "100.1")},
            Verdict("exceeded", measured("1.001"), Decimal(100), "target_passed"),
            id="exceeded is strictly beyond",
        ),
        pytest.param(
            {"actual": point(START, 0)},
            Verdict("on_track", measured(0), Decimal(0), "nothing_due_yet"),
            id="nothing expected yet, nothing lost",
        ),
        pytest.param(
            {"actual": point(START, -1)},
            Verdict("off_track", measured("-0.01"), Decimal(0), "nothing_due_yet"),
            id="nothing expected yet, but worse than the baseline",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 45), "path": ()},
            Verdict("off_track", measured("0.45"), None, "achievement_only"),
            id="no dates: the achievement itself",
        ),
        pytest.param(
            {"actual": point(date(2007, 1, 1), 60)},
            Verdict("at_risk", measured("0.6"), None, "achievement_only"),
            id="value from before the first date",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 60), "baseline": None, "path": (point(END, 100),)},
            Verdict("at_risk", measured("0.6", "from_zero"), None, "achievement_only"),
            id="no baseline: the achievement itself",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 38), "baseline": None, "path": PATH[1:]},
            Verdict("on_track", measured("0.38", "from_zero"), Decimal(40), "against_expected"),
            id="no baseline but a milestone, from zero",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 99), "oldest_acceptable": date(2009, 1, 2)},
            Verdict("no_recent", measured("0.99"), Decimal(40), "no_recent_value"),
            id="too old is never green",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 120), "oldest_acceptable": date(2009, 1, 2)},
            Verdict("no_recent", measured("1.2"), Decimal(40), "no_recent_value"),
            id="not even past the target",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 40), "oldest_acceptable": MIDDLE},
            Verdict("on_track", measured("0.4"), Decimal(40), "against_expected"),
            id="just recent enough",
        ),
        pytest.param(
            {"actual": None},
            Verdict("no_data", measured(None, "no_actual"), None, "no_actual"),
            id="no value",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 40), "target": None, "path": PATH[:1]},
            Verdict("no_data", measured(None, "no_target"), Decimal(0), "no_target"),
            id="no target",
        ),
        pytest.param(
            {"actual": point(MIDDLE, 40), "target": None, "baseline": None, "path": (), "reading": "rise"},
            Verdict("no_data", measured(None, "no_baseline"), None, "no_baseline"),
            id="a rise without its baseline",
        ),
    ],
)
def test_status_of_an_increase(given_facts, expected):
    facts = {"direction": "increase", "baseline": Decimal(0), "target": Decimal(100), "path": PATH}
    assert status(**facts | given_facts) == expected


FALL = (point(START, 20), point(END, 10))


@pytest.mark.parametrize(
    ("baseline", "actual", "expected"),
    [
        pytest.param(20, point(END, 10), Verdict("achieved", measured(1), Decimal(10), "target_reached"), id="fallen"),
        pytest.param(
            20,
            point(END, 5),
            Verdict("exceeded", measured("1.5"), Decimal(10), "target_passed"),
            id="further",
        ),
        pytest.param(
            20,
            point(END, 14),
            Verdict("at_risk", measured("0.6"), Decimal(10), "against_expected"),
            id="partly",
        ),
        pytest.param(
            20,
            point(END, 25),
            Verdict("off_track", measured("-0.5"), Decimal(10), "against_expected"),
            id="risen",
        ),
        pytest.param(
            None,
            point(END, 9),
            Verdict("exceeded", measured(None, "no_baseline"), Decimal(10), "target_passed"),
            id="no baseline, yet below the target",
        ),
        pytest.param(
            None,
            point(END, 14),
            Verdict("no_data", measured(None, "no_baseline"), Decimal(10), "no_baseline"),
            id="no baseline to measure from",
        ),
    ],
)
def test_status_of_a_decrease(baseline, actual, expected):
    assert (
        status(
            direction="decrease",
            actual=actual,
            target=Decimal(10),
            baseline=None if baseline is None else Decimal(baseline),
            path=FALL if baseline else FALL[1:],
        )
        == expected
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param(
            point(MIDDLE, 91),
            Verdict("on_track", measured(1, "inside_band"), None, "inside_band"),
            id="inside while the end is ahead",
        ),
        pytest.param(
            point(END, 91),
            Verdict("achieved", measured(1, "inside_band"), None, "inside_band"),
            id="at the end",
        ),
        pytest.param(
            point(END, 89),
            Verdict("off_track", measured(0, "outside_band"), None, "outside_band"),
            id="outside",
        ),
        pytest.param(None, Verdict("no_data", measured(None, "no_actual"), None, "no_actual"), id="no value"),
    ],
)
def test_status_of_what_is_to_be_maintained(actual, expected):
    path = (point(START, 90), point(END, 90))
    assert status(direction="maintain", actual=actual, target=Decimal(90), path=path, until=END) == expected


def test_a_band_without_a_last_day_is_never_over():
    """The day of the baseline is no end, and a band may have no target at all."""
    assert status(
        direction="maintain",
        actual=point(END, 5),
        target=None,
        band=(Decimal(4), Decimal(6)),
        path=(point(START, 5),),
    ) == Verdict("on_track", measured(1, "inside_band"), None, "inside_band")


def test_target_on_the_baseline_is_achieved_and_never_exceeded():
    facts = {"direction": "increase", "target": Decimal(10), "baseline": Decimal(10)}
    assert status(actual=point(END, 99), **facts) == Verdict(
        "achieved", measured(1, "target_is_baseline"), None, "target_reached"
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param(
            point(HALF_OF_2008, 0),
            Verdict("on_track", measured(0, "step"), Decimal(0), "nothing_due_yet"),
            id="no step is due yet",
        ),
        pytest.param(
            point(MIDDLE, 2),
            Verdict("on_track", measured("0.5", "step"), Decimal(2), "against_expected"),
            id="on the step due",
        ),
        pytest.param(
            point(MIDDLE, 1),
            Verdict("at_risk", measured("0.25", "step"), Decimal(2), "against_expected"),
            id="one step of two",
        ),
        pytest.param(
            point(END, 4),
            Verdict("achieved", measured(1, "step"), Decimal(4), "target_reached"),
            id="adopted",
        ),
        pytest.param(
            point(END, 5),
            Verdict("exceeded", measured("1.25", "step"), Decimal(4), "target_passed"),
            id="funded",
        ),
        pytest.param(None, Verdict("no_data", measured(None, "no_actual"), None, "no_actual"), id="no step"),
    ],
)
def test_status_of_a_scale(actual, expected):
    path = (point(START, 0), point(MIDDLE, 2), point(END, 4))
    assert step_status(actual=actual, baseline_step=0, target_step=4, path=path) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param(85, "on_track", id="above the dip"),
        pytest.param(78, "off_track", id="below the dip"),
    ],
)
def test_a_planned_dip_below_the_baseline_is_judged_by_the_plan(actual, expected):
    path = (point(START, 100), point(MIDDLE, 80), point(END, 120))
    verdict = status(
        direction="increase",
        actual=point(MIDDLE, actual),
        target=Decimal(120),
        baseline=Decimal(100),
        path=path,
    )
    assert (verdict.status, verdict.reason) == (expected, "nothing_due_yet")


def test_a_scale_without_target_has_no_data():
    assert step_status(actual=point(END, 1), baseline_step=0, target_step=None) == Verdict(
        "no_data", measured(None, "no_target"), None, "no_target"
    )


points = st.builds(Point, days, figures)


@given(
    direction=st.sampled_from(["increase", "decrease"]),
    actual=st.one_of(st.none(), points),
    target=st.one_of(st.none(), figures),
    baseline=st.one_of(st.none(), figures),
    path=st.lists(points, max_size=4),
    oldest_acceptable=st.one_of(st.none(), days),
)
def test_status_never_contradicts_achievement(**facts):
    verdict = status(**facts)
    share = verdict.achievement.share
    if share is not None and verdict.status not in {"no_data", "no_recent"}:
        assert (verdict.status == "exceeded") == (share > 1)
        assert (verdict.status == "achieved") == (share == 1)
    if verdict.status in {"on_track", "at_risk", "off_track"}:
        assert share is not None
        assert share < 1


@given(points, figures, figures)
def test_worse_than_the_baseline_is_off_track_on_a_straight_line(actual, baseline, target):
    verdict = status(
        direction="increase" if target > baseline else "decrease",
        actual=actual,
        target=target,
        baseline=baseline,
        path=(Point(date(2005, 1, 1), baseline), Point(date(2025, 1, 1), target)),
    )
    if verdict.achievement.share < 0:
        assert verdict.status == "off_track"


@given(days, st.lists(points, min_size=1, max_size=6))
def test_the_line_stays_between_the_points(day, path):
    expected = expected_on(day, path)
    values = [one.value for one in path]
    assert expected is None if day < min(one.on for one in path) else min(values) <= expected <= max(values)
