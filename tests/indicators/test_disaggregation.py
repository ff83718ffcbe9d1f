"""Parts of one total (design rule 9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.disaggregation import CategoriesExceedTotal, NegativeValue, Split, pooled_percentage, split

amounts = st.decimals(min_value=0, max_value=10**12, places=4)
categories = st.dictionaries(st.sampled_from(["women", "men", "other"]), st.one_of(st.none(), amounts))


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        pytest.param(
            756,
            {"women": 30, "men": 12},
            Split(Decimal(756), {"women": Decimal(30), "men": Decimal(12)}, Decimal(714)),
            id="a typed total wins, the rest is not stated",
        ),
        pytest.param(
            None,
            {"women": 30, "men": 12},
            Split(Decimal(42), {"women": Decimal(30), "men": Decimal(12)}, Decimal(0)),
            id="without a total the sum",
        ),
        pytest.param(
            42,
            {"women": 42, "men": 0},
            Split(Decimal(42), {"women": Decimal(42), "men": Decimal(0)}, Decimal(0)),
            id="zero is stated",
        ),
        pytest.param(
            42,
            {"women": 30, "men": None},
            Split(Decimal(42), {"women": Decimal(30)}, Decimal(12), ("men",)),
            id="blank is missing",
        ),
        pytest.param(42, {}, Split(Decimal(42), {}, Decimal(42)), id="not split at all"),
        pytest.param(None, {"women": None, "men": None}, Split(None, {}, None, ("women", "men")), id="nothing given"),
    ],
)
def test_splits(total, parts, expected):
    figures = {name: None if value is None else Decimal(value) for name, value in parts.items()}
    assert split(None if total is None else Decimal(total), figures) == expected


def test_refuses_categories_above_the_total():
    assert split(Decimal(42), {"women": Decimal(30), "men": Decimal(12)}).not_stated == 0
    with pytest.raises(CategoriesExceedTotal) as refusal:
        split(Decimal(41), {"women": Decimal(30), "men": Decimal(12)})
    assert (refusal.value.total, refusal.value.sum) == (Decimal(41), Decimal(42))


@pytest.mark.parametrize(
    ("total", "parts", "category"),
    [
        pytest.param(Decimal(5), {"women": Decimal(-1)}, "women", id="a category"),
        pytest.param(Decimal(-1), {}, None, id="the total"),
    ],
)
def test_refuses_negative_values(total, parts, category):
    with pytest.raises(NegativeValue) as refusal:
        split(total, parts)
    assert (refusal.value.category, refusal.value.value) == (category, Decimal(-1))


@given(st.one_of(st.none(), amounts), categories)
def test_a_split_always_adds_up(total, parts):
    try:
        result = split(total, parts)
    except CategoriesExceedTotal as refusal:
        assert total == refusal.total < refusal.sum
        return
    stated = sum(result.categories.values())
    if result.total is None:
        assert result == Split(None, {}, None, tuple(parts))
    else:
        assert stated + result.not_stated == result.total
        assert result.not_stated >= 0
    assert {*result.categories, *result.missing} == set(parts)


def test_share_of_a_category():
    people = split(Decimal(40), {"women": Decimal(30), "men": None})
    assert people.share_of("women") == Decimal("0.75")
    assert people.share_of("men") is None
    assert split(Decimal(0), {"women": Decimal(0)}).share_of("women") is None
    assert split(None, {"women": None}).share_of("women") is None


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([(10, 10), (0, 90)], 10, id="pooled, not the average of 100 and 0"),
        pytest.param([(3, 8)], Decimal("37.5"), id="one pair"),
        pytest.param([(0, 0), (1, 4)], 25, id="an empty pair adds nothing"),
        pytest.param([(0, 0)], None, id="none of none is no data"),
        pytest.param([], None, id="no pairs"),
    ],
)
def test_pooled_percentage(pairs, expected):
    assert pooled_percentage((Decimal(n), Decimal(d)) for n, d in pairs) == expected


@given(st.lists(st.tuples(amounts, amounts)))
def test_pooled_is_sum_of_numerators_over_sum_of_denominators(pairs):
    numerators, denominators = sum(n for n, _ in pairs), sum(d for _, d in pairs)
    assert pooled_percentage(pairs) == (100 * numerators / denominators if denominators else None)
