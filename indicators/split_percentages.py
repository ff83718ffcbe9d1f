"""Percentages split by the categories of one dimension: every category has a part and a whole (design rule 9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.disaggregation import pooled_percentage, split


@dataclass(frozen=True, slots=True)
class Fraction:
    """How many fulfil it, out of how many: 930 of 1,950."""

    numerator: Decimal
    denominator: Decimal

    @property
    def percentage(self) -> Decimal | None:
        """The numerator in per cent of the denominator, unrounded; of none it is None."""
        return pooled_percentage([(self.numerator, self.denominator)])


@dataclass(frozen=True, slots=True)
class SplitPercentage:
    """A percentage, its stated categories and what is left, each as a fraction.

    Numerators and denominators of the categories and of ``not_stated`` each add up to those of the total. Where
    nothing at all was given, total and ``not_stated`` are None: blank is not zero.
    """

    total: Fraction | None
    categories: Mapping[str, Fraction]
    not_stated: Fraction | None


def split_percentage(total: Fraction | None, categories: Mapping[str, Fraction | None]) -> SplitPercentage:
    """Divide a percentage among the categories of one dimension; the remainder is "not stated".

    Numerators and denominators are divided apart, and each category's percentage is its own numerator by its own
    denominator: percentages are never added nor averaged. Without a total, it is Σ numerators of Σ denominators.

    Raises NegativeValue, and CategoriesExceedTotal when numerators or denominators are more than the total's.
    Source: design rule 9.
    """
    stated = {name: one for name, one in categories.items() if one is not None}
    together = added_up(stated.values())
    total = total or together
    if total is None or together is None:
        return SplitPercentage(total, stated, total)
    # Each refuses parts that are more than their whole.
    split(total.numerator, {name: one.numerator for name, one in stated.items()})
    split(total.denominator, {name: one.denominator for name, one in stated.items()})
    rest = Fraction(total.numerator - together.numerator, total.denominator - together.denominator)
    return SplitPercentage(total, stated, rest)


def added_up(fractions: Iterable[Fraction]) -> Fraction | None:
    """Return Σ numerators of Σ denominators; None without any."""
    known = list(fractions)
    if not known:
        return None
    return Fraction(
        sum((one.numerator for one in known), Decimal(0)), sum((one.denominator for one in known), Decimal(0))
    )
