"""What is unusual about a figure, whatever the figures are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.plausibility import oddities

figures = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
amounts = st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=4)
people = st.decimals(min_value=0, max_value=10**6, places=0)
factors = st.decimals(min_value=Decimal("1.1"), max_value=Decimal("99.9"), places=1)
FACTOR = Decimal(3)


def numbers(*values):
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("value", "earlier", "found"),
    [
        ("301", ["100"], ("jump_up",)),
        ("300", ["100"], ()),
        ("33.3333", ["100"], ("jump_down",)),
        ("34", ["100"], ()),
        ("0", ["100"], ("jump_down",)),
        ("100", ["0"], ()),
        ("100", ["-1"], ()),
        ("-100", ["1"], ()),
        ("5", ["5", "5"], ("thrice",)),
        ("5", ["5", "5", "5"], ("thrice",)),
        ("-5", ["-5", "-5"], ("thrice",)),
        ("0", ["0", "0"], ()),
        ("5", ["5", "4"], ()),
        ("5", ["4", "5"], ()),
        ("5", ["5"], ()),
        ("5.0", ["5", "5.0000"], ("thrice",)),
        (None, ["5", "5"], ()),
        ("5", [], ()),
    ],
)
def test_a_figure_held_against_earlier_ones(value, earlier, found):
    assert oddities(value and Decimal(value), numbers(*earlier), jump_factor=FACTOR) == found


@pytest.mark.parametrize(
    ("counted", "women", "men", "found"),
    [
        ("30", "0", "30", ("no_women",)),
        ("30", "30", "0", ("only_women",)),
        ("30", "12", "18", ()),
        # Not stated is not zero …
        ("30", "12", None, ()),
        ("30", None, "18", ()),
        ("30", "0", None, ()),
        ("30", None, None, ()),
        (None, "12", None, ()),
        # … unless nothing is left that could be stated.
        ("30", "30", None, ("only_women",)),
        ("30", None, "30", ("no_women",)),
        # Some are not stated, and of the others all are men.
        ("100", "0", "30", ("no_women",)),
        ("0", "0", "0", ()),
        ("0", None, "0", ()),
    ],
)
def test_women_and_men(counted, women, men, found):
    stated = {name: figure and Decimal(figure) for name, figure in (("women", women), ("men", men))}
    counted = None if counted is None else Decimal(counted)
    assert oddities(None, [], jump_factor=FACTOR, counted=counted, **stated) == found


@given(amounts, amounts, factors)
def test_a_jump_is_one_in_both_directions(one, other, factor):
    """What jumps up from one figure to another jumps down on the way back."""
    up, down = (oddities(now, [before], jump_factor=factor) for now, before in ((one, other), (other, one)))
    assert ("jump_up" in up, "jump_down" in up) == ("jump_down" in down, "jump_up" in down)
    assert len(up) == len(down) <= 1


@given(amounts, factors, factors)
def test_a_larger_factor_asks_about_fewer_figures(value, low, high):
    low, high = sorted((low, high))
    if oddities(value, [Decimal(100)], jump_factor=high):
        assert oddities(value, [Decimal(100)], jump_factor=low)


@given(st.one_of(st.none(), figures), st.lists(figures, max_size=4), factors)
def test_nothing_stays_nothing_and_below_zero_nothing_jumps(value, earlier, factor):
    found = oddities(value, earlier, jump_factor=factor)
    if value is None or not earlier or earlier[0] <= 0 or value < 0:
        assert not {"jump_up", "jump_down"} & set(found)
    if value is None:
        assert found == ()


@given(figures, st.lists(figures, max_size=4), factors)
def test_only_the_two_latest_figures_matter(value, earlier, factor):
    found = oddities(value, earlier, jump_factor=factor)
    assert found == oddities(value, earlier[:2], jump_factor=factor)
    assert not {"thrice"} & set(found) or not {"jump_up", "jump_down"} & set(found)


@given(st.one_of(st.none(), people), st.one_of(st.none(), people), st.one_of(st.none(), people))
def test_women_and_men_are_asked_about_alike(counted, women, men):
    """Exchanged, they give the other remark; and there is never more than one of the two."""
    other = {"no_women": "only_women", "only_women": "no_women"}
    found = oddities(None, [], jump_factor=FACTOR, counted=counted, women=women, men=men)
    exchanged = oddities(None, [], jump_factor=FACTOR, counted=counted, women=men, men=women)
    assert tuple(other[one] for one in found) == exchanged
    assert len(found) <= 1


@given(people.filter(bool), people.filter(bool))
def test_where_both_are_there_nobody_is_asked(women, men):
    assert oddities(None, [], jump_factor=FACTOR, counted=women + men, women=women, men=men) == ()
