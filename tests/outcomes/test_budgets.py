"""What follows from required, allocated and spent; totals by source and currency; the page and its form."""

from dataclasses import dataclass, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.budgets import Amounts, MixedCurrencies, add_up, amounts_of, budget_of, totals_by

COLUMNS = ("required", "allocated", "spent", "gap", "surplus", "unspent", "overspent")
COUNTS = ("lines", "lines_without_required", "lines_without_spent")


@dataclass(frozen=True)
class Line:
    """A budget line without a database."""

    allocated: Decimal
    required: Decimal | None = None
    spent: Decimal | None = None
    currency: str = "USD"
    funding_source: str = "RB"


AMOUNT = st.decimals(min_value=0, max_value=10**11, places=2)
LINES = st.lists(
    st.builds(
        Line,
        allocated=AMOUNT,
        required=st.none() | AMOUNT,
        spent=st.none() | AMOUNT,
        currency=st.sampled_from(["USD", "KHR", "EUR"]),
        funding_source=st.sampled_from(["", "RB", "PSI", "XBTC"]),
    ),
    max_size=12,
)


def follows(**stated):
    amounts = amounts_of(Line(**{name: None if value is None else Decimal(value) for name, value in stated.items()}))
    return {name: getattr(amounts, name) for name in ("gap", "surplus", "unspent", "overspent")}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"required": 100, "allocated": 60, "spent": 20}, {"gap": 40, "surplus": 0, "unspent": 40, "overspent": 0}),
        ({"required": 100, "allocated": 130, "spent": 130}, {"gap": 0, "surplus": 30, "unspent": 0, "overspent": 0}),
        ({"required": 0, "allocated": 0, "spent": 5}, {"gap": 0, "surplus": 0, "unspent": 0, "overspent": 5}),
        # Blank is not zero: what rests on a figure nobody stated is not stated.
        ({"allocated": 60}, dict.fromkeys(["gap", "surplus", "unspent", "overspent"])),
        ({"allocated": 60, "spent": 0}, {"gap": None, "surplus": None, "unspent": 60, "overspent": 0}),
        ({"required": 0, "allocated": 60}, {"gap": 0, "surplus": 60, "unspent": None, "overspent": None}),
    ],
)
def test_what_follows_from_one_line(stated, expected):
    assert follows(**stated) == expected


def test_a_surplus_in_one_line_fills_no_gap_in_another():
    total = add_up(
        amounts_of(line)
        for line in (Line(Decimal(150), Decimal(100)), Line(Decimal(20), Decimal(50)), Line(Decimal(7)))
    )
    assert total == Amounts(
        currency="USD",
        required=Decimal(150),
        allocated=Decimal(177),
        spent=None,
        gap=Decimal(30),
        surplus=Decimal(50),
        unspent=None,
        overspent=None,
        lines=3,
        lines_without_required=1,
        lines_without_spent=3,
    )


def test_two_currencies_have_no_sum():
    dollars, riels = amounts_of(Line(Decimal(1))), amounts_of(Line(Decimal(1), currency="KHR"))
    assert add_up([dollars, dollars]).allocated == 2
    with pytest.raises(MixedCurrencies, match="USD and KHR have no sum"):
        add_up([dollars, dollars, riels])


def test_totals_stand_by_source_and_currency_and_what_has_no_source_comes_last():
    lines = [
        Line(Decimal(1), funding_source=""),
        Line(Decimal(2), funding_source="XBTC", currency="KHR"),
        Line(Decimal(4), funding_source="XBTC"),
        Line(Decimal(8)),
        Line(Decimal(16)),
    ]
    budget = budget_of(lines)
    assert [(name, total.currency, total.allocated) for name, total in budget.by_source] == [
        ("RB", "USD", 24),
        ("XBTC", "KHR", 2),
        ("XBTC", "USD", 4),
        ("", "USD", 1),
    ]
    assert [(total.currency, total.allocated) for total in budget.totals] == [("KHR", 2), ("USD", 29)]
    assert budget_of([]).totals == ()


@given(LINES, st.randoms())
def test_the_order_of_lines_changes_no_total(lines, chance):
    shuffled = chance.sample(lines, len(lines))
    assert budget_of(shuffled).totals == budget_of(lines).totals
    assert budget_of(shuffled).by_source == budget_of(lines).by_source


@given(LINES)
def test_a_total_is_the_sum_of_its_column(lines):
    for _name, total in totals_by(lines, lambda line: ""):
        rows = [amounts_of(line) for line in lines if line.currency == total.currency]
        for column in COLUMNS:
            stated = [getattr(row, column) for row in rows if getattr(row, column) is not None]
            assert getattr(total, column) == (sum(stated) if stated else None)
        for count in COUNTS:
            assert getattr(total, count) == sum(getattr(row, count) for row in rows)
    assert {field.name for field in fields(Amounts)} == {"currency", *COLUMNS, *COUNTS}


@given(LINES)
def test_sources_add_up_to_the_total_of_their_currency(lines):
    budget = budget_of(lines)
    for total in budget.totals:
        assert add_up(part for _name, part in budget.by_source if part.currency == total.currency) == total


@given(LINES)
def test_no_line_has_a_gap_and_a_surplus(lines):
    for amounts in map(amounts_of, lines):
        assert (amounts.gap is None) == (amounts.required is None)
        assert (amounts.unspent is None) == (amounts.spent is None)
        assert not (amounts.gap and amounts.surplus)
        assert not (amounts.unspent and amounts.overspent)
        assert all(value >= 0 for value in (amounts.gap, amounts.unspent) if value is not None)
