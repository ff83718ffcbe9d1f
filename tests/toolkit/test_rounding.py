"""Rounding as in print."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwcp.toolkit.rounding import percentage, round_half_up, share

figures = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        pytest.param("2.5", 0, "3", id="half goes up"),
        pytest.param("2.4999", 0, "2", id="below half goes down"),
        pytest.param("-2.5", 0, "-3", id="negative half goes away from zero"),
        pytest.param("-2.4", 0, "-2", id="negative below half"),
        pytest.param("-0.4", 0, "0", id="never minus zero"),
        pytest.param("3.8333", 1, "3.8", id="criteria average of 2010"),
        pytest.param("3.25", 1, "3.3", id="not to even"),
        pytest.param("4", 1, "4.0", id="decimals are filled up"),
    ],
)
def test_rounds_half_up(value, places, printed):
    assert str(round_half_up(Decimal(value), places)) == printed


@given(figures, st.integers(min_value=0, max_value=6))
def test_agrees_with_the_decimal_module(value, places):
    assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(figures, st.integers(min_value=0, max_value=6))
def test_a_fall_rounds_like_a_rise_of_the_same_size(value, places):
    assert round_half_up(-value, places) == -round_half_up(value, places)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(22, 33, 67, id="two thirds"),
        pytest.param(1, 200, 1, id="half a per cent goes up"),
        pytest.param(Decimal("1.5"), 1, 150, id="more than the whole"),
        pytest.param(0, 5, 0, id="nothing of something"),
        pytest.param(0, 0, None, id="nothing of nothing"),
        pytest.param(3, 0, None, id="something of nothing"),
    ],
)
def test_percentage(part, whole, expected):
    assert percentage(part, whole) == expected


def test_share_is_exact_and_absent_of_nothing():
    assert share(Decimal(3), Decimal(8)) == Decimal("0.375")
    assert share(Decimal(3), Decimal(0)) is None
