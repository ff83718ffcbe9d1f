"""One figure out of many periods (design rule 6)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.accumulation import Reported, Total, accumulate, contradicting
from indicators.disaggregation import pooled_percentage

FIRST = Reported(1, date(2008, 12, 31), Decimal(40))
SECOND = Reported(2, date(2009, 12, 31), Decimal(25))
THIRD = Reported(3, date(2010, 12, 31), Decimal(30))
TEN_OF_TEN = Reported(4, date(2008, 12, 31), Decimal(100), Decimal(10), Decimal(10))
NONE_OF_NINETY = Reported(5, date(2009, 12, 31), Decimal(0), Decimal(0), Decimal(90))
NONE_OF_NONE = Reported(6, date(2010, 12, 31), Decimal(0), Decimal(0), Decimal(0))

amounts = st.decimals(min_value=0, max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("accumulation", "reported", "is_percentage", "expected"),
    [
        pytest.param(
            "increment",
            (FIRST, SECOND, THIRD),
            False,
            Total(Decimal(95), THIRD.period_end, (FIRST, SECOND, THIRD), ()),
            id="increment adds up",
        ),
        pytest.param(
            "cumulative",
            (FIRST, SECOND, THIRD),
            False,
            Total(Decimal(30), THIRD.period_end, (THIRD,), (FIRST, SECOND)),
            id="cumulative takes the latest",
        ),
        pytest.param(
            "level",
            (THIRD, SECOND, FIRST),
            False,
            Total(Decimal(30), THIRD.period_end, (THIRD,), (FIRST, SECOND)),
            id="level takes the latest, not the last typed",
        ),
        pytest.param(
            "increment",
            (FIRST, FIRST, SECOND),
            False,
            Total(Decimal(65), SECOND.period_end, (FIRST, SECOND), ()),
            id="an entry given twice counts once",
        ),
        pytest.param(
            "increment",
            (TEN_OF_TEN, NONE_OF_NINETY),
            True,
            Total(Decimal(10), NONE_OF_NINETY.period_end, (TEN_OF_TEN, NONE_OF_NINETY), ()),
            id="percentages are pooled, not averaged to 50",
        ),
        pytest.param(
            "increment",
            (FIRST, SECOND),
            True,
            Total(Decimal(25), SECOND.period_end, (SECOND,), (FIRST,)),
            id="percentages without numerators take the latest",
        ),
        pytest.param(
            "increment",
            (TEN_OF_TEN, SECOND),
            False,
            Total(Decimal(25), SECOND.period_end, (SECOND,), (TEN_OF_TEN,)),
            id="one numerator missing takes the latest",
        ),
        pytest.param(
            "level",
            (TEN_OF_TEN, NONE_OF_NINETY),
            True,
            Total(Decimal(0), NONE_OF_NINETY.period_end, (NONE_OF_NINETY,), (TEN_OF_TEN,)),
            id="level of a percentage is the latest",
        ),
        pytest.param(
            "level",
            (TEN_OF_TEN, NONE_OF_NONE),
            True,
            Total(None, NONE_OF_NONE.period_end, (NONE_OF_NONE,), (TEN_OF_TEN,)),
            id="none of none is no data, not zero",
        ),
        pytest.param("increment", (), False, Total(None, None, (), ()), id="nothing reported is no data"),
    ],
)
def test_accumulates(accumulation, reported, is_percentage, expected):
    assert accumulate(accumulation, reported, is_percentage=is_percentage) == expected


def test_of_two_entries_for_one_period_the_later_recorded_counts():
    again = Reported(9, THIRD.period_end, Decimal(31))
    assert accumulate("level", [again, THIRD]) == Total(Decimal(31), again.period_end, (again,), (THIRD,))


@st.composite
def entries_in_two_orders(draw):
    fractions = st.one_of(st.none(), amounts)
    entry = st.builds(Reported, st.integers(), st.dates(), amounts, fractions, fractions)
    entries = draw(st.lists(entry, max_size=8, unique_by=lambda reported: reported.entry_id))
    return entries, draw(st.permutations(entries))


@given(st.sampled_from(["increment", "cumulative", "level"]), entries_in_two_orders())
def test_any_order_gives_one_result(accumulation, orders):
    entries, shuffled = orders
    total = accumulate(accumulation, entries)
    assert accumulate(accumulation, shuffled) == total
    assert sorted(total.counted + total.superseded, key=lambda entry: entry.entry_id) == sorted(
        entries, key=lambda entry: entry.entry_id
    )


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_increments_of_a_percentage_are_its_pooled_percentage(pairs):
    entries = [Reported(n, date(2009, 1, 1), Decimal(0), *pair) for n, pair in enumerate(pairs)]
    assert accumulate("increment", entries).value == pooled_percentage(pairs)


@pytest.mark.parametrize(
    ("total", "others", "expected"),
    [
        pytest.param(FIRST, (), (None, None), id="it stands alone"),
        pytest.param(SECOND, (FIRST,), (FIRST, None), id="it falls"),
        pytest.param(FIRST, (SECOND,), (None, SECOND), id="the later one is lower"),
        pytest.param(THIRD, (SECOND, FIRST), (None, None), id="only the nearest counts"),
        pytest.param(SECOND, (THIRD, FIRST), (FIRST, None), id="it stands between"),
    ],
)
def test_a_total_so_far_cannot_fall(total, others, expected):
    assert contradicting(total, others) == expected
