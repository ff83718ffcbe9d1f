"""How much of the promised way is gone (design rule 7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.achievement import Achievement, achievement, heading, step_achievement, target_level

figures = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
maybe = st.one_of(st.none(), figures)
directions = st.sampled_from(["increase", "decrease", "maintain"])


def decimal(value):
    return None if value is None else Decimal(value)


@pytest.mark.parametrize(
    ("value", "reading", "baseline", "level"),
    [
        pytest.param(10, "figure", 86, 10, id="a figure is the level"),
        pytest.param(10, "figure", None, 10, id="a figure needs no baseline"),
        pytest.param(10, "rise", 86, 96, id="a rise is added"),
        pytest.param(10, "percent_rise", 80, 88, id="a percent rise is of the baseline"),
        pytest.param(-25, "percent_rise", 80, 60, id="a fall in per cent"),
        pytest.param(10, "rise", None, None, id="a rise needs a baseline"),
        pytest.param(10, "percent_rise", None, None, id="so does a percent rise"),
        pytest.param(None, "rise", 86, None, id="no value"),
    ],
)
def test_target_level(value, reading, baseline, level):
    assert target_level(decimal(value), reading, decimal(baseline)) == level


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "share", "basis"),
    [
        pytest.param("increase", 10, 20, 15, "0.5", "from_baseline", id="half way up"),
        pytest.param("decrease", 20, 10, 15, "0.5", "from_baseline", id="half way down"),
        pytest.param("increase", 10, 20, 30, 2, "from_baseline", id="twice the way"),
        pytest.param("increase", 10, 20, 5, "-0.5", "from_baseline", id="worse than the baseline"),
        pytest.param("decrease", 20, 10, 25, "-0.5", "from_baseline", id="risen instead of fallen"),
        pytest.param("increase", 0, 8, 2, "0.25", "from_baseline", id="zero by definition is a baseline"),
        pytest.param("increase", 50, 40, 45, "0.5", "from_baseline", id="the figures outvote the word"),
        pytest.param("increase", None, 8, 2, "0.25", "from_zero", id="no baseline, from zero"),
        pytest.param("increase", None, 0, 2, None, "no_baseline", id="no baseline and a target of zero"),
        pytest.param("increase", None, -5, -9, None, "no_baseline", id="no baseline, target below zero"),
        pytest.param("decrease", None, 10, 15, None, "no_baseline", id="a decrease needs a baseline"),
        pytest.param("increase", 10, 10, 10, 1, "target_is_baseline", id="kept where it was"),
        pytest.param("increase", 10, 10, 99, 1, "target_is_baseline", id="never more than 1"),
        pytest.param("increase", 10, 10, 9, 0, "target_is_baseline", id="worse than kept"),
        pytest.param("decrease", 10, 10, 9, 1, "target_is_baseline", id="kept or lower"),
        pytest.param("decrease", 10, 10, 11, 0, "target_is_baseline", id="not kept low"),
        pytest.param("increase", 10, None, 15, None, "no_target", id="no target"),
        pytest.param("increase", 10, 20, None, None, "no_actual", id="no value"),
        pytest.param("increase", 10, None, None, None, "no_target", id="neither"),
        pytest.param("maintain", None, 90, 90, 1, "inside_band", id="maintained"),
        pytest.param("maintain", 80, 90, 95, 1, "inside_band", id="maintained or improved"),
        pytest.param("maintain", 80, 90, 89, 0, "outside_band", id="not maintained"),
        pytest.param("maintain", 80, None, 80, 1, "inside_band", id="the baseline is the floor"),
        pytest.param("maintain", None, None, 80, None, "no_target", id="nothing to maintain"),
        pytest.param("maintain", None, 80, None, None, "no_actual", id="maintained, no value"),
    ],
)
def test_achievement(direction, baseline, target, actual, share, basis):
    assert achievement(
        direction=direction, actual=decimal(actual), target=decimal(target), baseline=decimal(baseline)
    ) == Achievement(decimal(share), basis)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param("3.9", Achievement(Decimal(0), "outside_band"), id="below"),
        pytest.param("4", Achievement(Decimal(1), "inside_band"), id="lower end"),
        pytest.param("6", Achievement(Decimal(1), "inside_band"), id="upper end"),
        pytest.param("6.1", Achievement(Decimal(0), "outside_band"), id="above"),
    ],
)
@pytest.mark.parametrize("band", [(Decimal(4), Decimal(6)), (Decimal(6), Decimal(4))], ids=["up", "down"])
def test_a_band_is_kept_between_its_ends(actual, band, expected):
    assert achievement(direction="maintain", actual=Decimal(actual), target=None, band=band) == expected


def test_a_rise_names_its_basis():
    baseline = Decimal(86)
    level = target_level(Decimal(10), "rise", baseline)
    assert achievement(
        direction="increase", actual=Decimal(107), target=level, baseline=baseline, reading="rise"
    ) == Achievement(Decimal("2.1"), "rise")


def test_a_rise_without_baseline_lacks_its_baseline_and_not_its_target():
    level = target_level(Decimal(10), "rise", None)
    assert achievement(direction="increase", actual=Decimal(107), target=level, reading="rise") == Achievement(
        None, "no_baseline"
    )


@pytest.mark.parametrize(
    ("step", "baseline_step", "target_step", "expected"),
    [
        pytest.param(1, 0, 1, Achievement(Decimal(1), "step"), id="yes"),
        pytest.param(0, 0, 1, Achievement(Decimal(0), "step"), id="no"),
        pytest.param(2, 1, 5, Achievement(Decimal("0.25"), "step"), id="one of four steps"),
        pytest.param(6, 1, 5, Achievement(Decimal("1.25"), "step"), id="a step further"),
        pytest.param(0, 1, 5, Achievement(Decimal("-0.25"), "step"), id="a step back"),
        pytest.param(3, 3, 3, Achievement(Decimal(1), "target_is_baseline"), id="kept"),
        pytest.param(2, 3, 3, Achievement(Decimal(0), "target_is_baseline"), id="not kept"),
        pytest.param(None, 0, 1, Achievement(None, "no_actual"), id="no step reported"),
        pytest.param(1, 0, None, Achievement(None, "no_target"), id="no target"),
    ],
)
def test_step_achievement(step, baseline_step, target_step, expected):
    assert step_achievement(step, baseline_step, target_step) == expected


@given(directions, maybe, maybe, maybe, st.one_of(st.none(), st.tuples(figures, figures)))
def test_never_fails_and_has_a_share_exactly_when_it_was_measured(direction, actual, target, baseline, band):
    result = achievement(direction=direction, actual=actual, target=target, baseline=baseline, band=band)
    assert (result.share is None) == (result.basis in {"no_actual", "no_target", "no_baseline"})


@given(figures, figures, figures)
def test_turning_every_sign_turns_an_increase_into_the_same_decrease(baseline, target, actual):
    up = achievement(direction="increase", actual=actual, target=target, baseline=baseline)
    down = achievement(direction="decrease", actual=-actual, target=-target, baseline=-baseline)
    assert up == down


@given(st.sampled_from(["increase", "decrease"]), figures, figures)
def test_the_baseline_is_nothing_of_the_way_and_the_target_all_of_it(direction, baseline, target):
    at_target = achievement(direction=direction, actual=target, target=target, baseline=baseline)
    assert at_target.share == 1
    if baseline != target:
        at_start = achievement(direction=direction, actual=baseline, target=target, baseline=baseline)
        assert at_start.share == 0


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "expected"),
    [
        pytest.param("increase", 1, 2, "increase", id="as declared"),
        pytest.param("increase", 2, 1, "decrease", id="the figures outvote the word"),
        pytest.param("decrease", None, 1, "decrease", id="no baseline"),
        pytest.param("decrease", 1, 1, "decrease", id="no way"),
        pytest.param("maintain", 1, 2, "maintain", id="maintained"),
    ],
)
def test_heading(direction, baseline, target, expected):
    assert heading(direction, decimal(baseline), Decimal(target)) == expected
