"""Two dimensions crossed: a table whose margins agree with the splits side by side (design rule 9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.disaggregation import (
    Completeness,
    CrossedExceed,
    CrossedSplit,
    Excess,
    NegativeValue,
    Split,
    completeness,
    cross,
    part_name,
)

SEXES, AGES = ["women", "men"], ["young", "old"]
amounts = st.one_of(st.none(), st.decimals(min_value=0, max_value=10**9, places=4))
tables = st.dictionaries(st.tuples(st.sampled_from(SEXES), st.sampled_from(AGES)), amounts)


def figures(given):
    return {name: None if value is None else Decimal(value) for name, value in given.items()}


def test_a_table_with_its_margins():
    cells = figures({("women", "young"): 2, ("women", "old"): 1, ("men", "young"): 4, ("men", "old"): None})
    assert cross(Decimal(12), cells, figures({"women": 5, "men": None})) == CrossedSplit(
        total=Decimal(12),
        cells=figures({("women", "young"): 2, ("women", "old"): 1, ("men", "young"): 4}),
        rows={
            "women": Split(Decimal(5), figures({"young": 2, "old": 1}), Decimal(2)),
            "men": Split(Decimal(4), figures({"young": 4}), Decimal(0), ("old",)),
        },
        columns={
            "young": Split(Decimal(6), figures({"women": 2, "men": 4}), Decimal(0)),
            "old": Split(Decimal(1), figures({"women": 1}), Decimal(0), ("men",)),
        },
        not_stated=Decimal(5),
    )


@pytest.mark.parametrize(
    ("cells", "rows", "total"),
    [
        pytest.param({("women", "young"): 2}, {}, 2, id="the cells"),
        pytest.param({("women", "young"): 2}, {"women": 5}, 5, id="a category more than its cells"),
        pytest.param({("women", "young"): 2}, {"men": 5}, 7, id="a category beside the cells"),
        pytest.param({("women", "young"): None}, {}, None, id="nothing given"),
        pytest.param({("women", "young"): 0}, {}, 0, id="zero is stated"),
    ],
)
def test_without_a_total_it_is_the_least_that_holds_everything(cells, rows, total):
    assert cross(None, figures(cells), figures(rows)).total == total


@pytest.mark.parametrize(
    ("total", "cells", "sides", "excesses"),
    [
        pytest.param(
            12,
            {("women", "young"): 4, ("women", "old"): 3},
            ({"women": 5}, {"young": 1, "old": 3}),
            [Excess("women", Decimal(5), Decimal(7)), Excess("young", Decimal(1), Decimal(4))],
            id="rows and columns",
        ),
        pytest.param(
            6,
            {("women", "young"): 4, ("men", "old"): 3},
            ({}, {}),
            [Excess(None, Decimal(6), Decimal(7))],
            id="all together, said once",
        ),
        pytest.param(
            6,
            {("women", "young"): 4},
            ({"men": 3}, {}),
            [Excess(None, Decimal(6), Decimal(7))],
            id="with a category that has no cells",
        ),
    ],
)
def test_refuses_more_than_the_whole_naming_every_place(total, cells, sides, excesses):
    rows, columns = map(figures, sides)
    assert cross(Decimal(100), figures(cells)).total == 100
    with pytest.raises(CrossedExceed) as refusal:
        cross(Decimal(total), figures(cells), rows, columns)
    assert list(refusal.value.excesses) == excesses
    assert [one.by for one in refusal.value.excesses] == [one.sum - one.whole for one in excesses]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((Decimal(-1), {}), None),
        ((Decimal(5), {("women", "young"): Decimal(-1)}), "women × young"),
        ((Decimal(5), {}, {"women": Decimal(-1)}), "women"),
    ],
)
def test_refuses_negative_values(arguments, name):
    with pytest.raises(NegativeValue) as refusal:
        cross(*arguments)
    assert (refusal.value.category, refusal.value.value) == (name, Decimal(-1))


@given(
    amounts, tables, st.dictionaries(st.sampled_from(SEXES), amounts), st.dictionaries(st.sampled_from(AGES), amounts)
)
def test_every_margin_and_the_table_add_up(total, cells, rows, columns):
    try:
        table = cross(total, cells, rows, columns)
    except CrossedExceed as refusal:
        assert refusal.excesses
        assert all(one.sum > one.whole for one in refusal.excesses)
        return
    for margin in (*table.rows.values(), *table.columns.values()):
        if margin.total is not None:
            assert sum(margin.categories.values()) + margin.not_stated == margin.total <= table.total
    if table.total is None:
        assert not table.cells
    else:
        assert sum(table.cells.values()) + table.not_stated == table.total
        assert table.not_stated >= 0


@given(amounts, tables, st.data())
def test_the_order_of_the_cells_does_not_matter(total, cells, data):
    shuffled = dict(data.draw(st.permutations(list(cells.items()))))
    turned = {(age, sex): value for (sex, age), value in cells.items()}

    def outcome(given):
        try:
            return cross(total, given)
        except CrossedExceed as refusal:
            return {(one.category, one.sum) for one in refusal.excesses}

    one, other, on_its_side = outcome(cells), outcome(shuffled), outcome(turned)
    if isinstance(one, CrossedSplit):
        assert (one.total, one.cells, one.not_stated) == (other.total, other.cells, other.not_stated)
        assert {name: margin.total for name, margin in one.rows.items()} == {
            name: margin.total for name, margin in on_its_side.columns.items()
        }
    else:
        assert one == other == on_its_side


def test_completeness_names_what_is_missing():
    asked = [
        ("1.6", ["women", "men"], {"women": 1}),
        ("1.7", ["women", "men"], {"women": 0, "men": 0}),
        ("1.8", ["women", "men"], {}),
        ("1.9", [], {"women": 1}),
    ]
    assert completeness(asked) == Completeness(3, 1, {"1.6": ("men",), "1.8": ("women", "men")})
    assert completeness(asked).share == Decimal(1) / 3
    assert completeness([]) == Completeness(0, 0, {})
    assert completeness([]).share is None


@given(st.lists(st.tuples(st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("abc")))), st.data())
def test_completeness_counts_every_figure_once_in_any_order(asked, data):
    entries = [(place, sorted(expected), stated) for place, (expected, stated) in enumerate(asked)]
    result = completeness(entries)
    assert result == completeness(data.draw(st.permutations(entries)))
    assert result.complete + len(result.missing) == result.asked
    for place, missing in result.missing.items():
        expected, stated = asked[place]
        assert set(missing) == expected - stated != set()


@pytest.mark.parametrize(
    ("categories", "name"),
    [
        ([("sex", "women")], "women"),
        ([("sex", "other")], "sex.other"),
        ([("age", "15-24")], "age.15-24"),
        ([("sex", "women"), ("age", "15-24")], "sex.women×age.15-24"),
    ],
)
def test_what_a_part_is_called(categories, name):
    assert part_name(*categories) == name
