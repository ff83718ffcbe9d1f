"""Money of a programme: what is required, allocated and spent, and what follows from it.

Rules, after the work plans of a biennium (resources required, available and gap, each by source):

- Gap: what is required and not allocated; never below 0. What is allocated beyond is a surplus, named beside it.
- Unspent: what is allocated and not spent; never below 0. What is spent beyond is overspent: pointed out, not refused.
- Blank is not zero: without a figure for `required` there is no gap, without one for `spent` nothing is unspent.
- A total adds up its column, line by line: a surplus in one line fills no gap in another, because money is bound to
  its outcome and its source.
- Two currencies have no sum.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any, Protocol

NOTHING = Decimal(0)


class MixedCurrencies(ValueError):
    """Amounts of different currencies were to be added."""


class Line(Protocol):
    """What a budget line states."""

    currency: Any
    funding_source: Any
    required: Any
    allocated: Any
    spent: Any


@dataclass(frozen=True)
class Amounts:
    """One line, or several in one currency added up. None: not stated; `lines_without_…`: in how many lines."""

    currency: str
    required: Decimal | None
    allocated: Decimal | None
    spent: Decimal | None
    gap: Decimal | None
    surplus: Decimal | None
    unspent: Decimal | None
    overspent: Decimal | None
    lines: int = 1
    lines_without_required: int = 0
    lines_without_spent: int = 0


@dataclass(frozen=True)
class Budget:
    """Lines with their amounts, totals by funding source and currency, and totals by currency."""

    rows: tuple[tuple[Line, Amounts], ...]
    by_source: tuple[tuple[str, Amounts], ...]
    totals: tuple[Amounts, ...]


def amounts_of(line: Line) -> Amounts:
    """What one line states, and what follows by the rules above."""
    gap, surplus = _rest(line.required, line.allocated)
    unspent, overspent = _rest(line.allocated, line.spent)
    return Amounts(
        currency=line.currency,
        required=line.required,
        allocated=line.allocated,
        spent=line.spent,
        gap=gap,
        surplus=surplus,
        unspent=unspent,
        overspent=overspent,
        lines_without_required=int(line.required is None),
        lines_without_spent=int(line.spent is None),
    )


def add_up(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of at least one; each column adds up what is stated. Raises MixedCurrencies."""
    return reduce(_plus, amounts)


def totals_by(lines: Iterable[Line], name_of: Callable[[Line], str]) -> tuple[tuple[str, Amounts], ...]:
    """The sums of lines of one name and currency, in the order of both; what has no name comes last."""
    groups: dict[tuple[str, str], list[Amounts]] = {}
    for line in lines:
        groups.setdefault((name_of(line), line.currency), []).append(amounts_of(line))
    ordered = sorted(groups, key=lambda group: (not group[0], group))
    return tuple((name, add_up(groups[name, currency])) for name, currency in ordered)


def budget_of(lines: Iterable[Line]) -> Budget:
    """The budget that these lines make."""
    lines = tuple(lines)
    return Budget(
        rows=tuple((line, amounts_of(line)) for line in lines),
        by_source=totals_by(lines, lambda line: line.funding_source),
        totals=tuple(amounts for _name, amounts in totals_by(lines, lambda line: "")),
    )


def _rest(whole: Decimal | None, part: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """How much of the whole is left, and how far the part goes beyond it."""
    if whole is None or part is None:
        return None, None
    return max(whole - part, NOTHING), max(part - whole, NOTHING)


def _plus(one: Amounts, other: Amounts) -> Amounts:
    if one.currency != other.currency:
        raise MixedCurrencies(f"{one.currency} and {other.currency} have no sum.")
    return Amounts(
        currency=one.currency,
        required=_sum(one.required, other.required),
        allocated=_sum(one.allocated, other.allocated),
        spent=_sum(one.spent, other.spent),
        gap=_sum(one.gap, other.gap),
        surplus=_sum(one.surplus, other.surplus),
        unspent=_sum(one.unspent, other.unspent),
        overspent=_sum(one.overspent, other.overspent),
        lines=one.lines + other.lines,
        lines_without_required=one.lines_without_required + other.lines_without_required,
        lines_without_spent=one.lines_without_spent + other.lines_without_spent,
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    stated = [amount for amount in (one, other) if amount is not None]
    return sum(stated, NOTHING) if stated else None
