"""Women, men, provinces: parts of one total; and percentages, pooled and never averaged (design rule 9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dwcp.toolkit.rounding import share


class CategoriesExceedTotal(ValueError):
    """The categories of one dimension add up to more than the total they are part of."""

    def __init__(self, total: Decimal, sum: Decimal) -> None:
        super().__init__(f"categories add up to {sum}, more than the total of {total}")
        self.total = total
        self.sum = sum


class NegativeValue(ValueError):
    """A category, or the total (``category`` is None), is below zero and cannot be part of a whole."""

    def __init__(self, category: str | None, value: Decimal) -> None:
        super().__init__(f"{category or 'total'} is {value}, below zero")
        self.category = category
        self.value = value


@dataclass(frozen=True, slots=True)
class Split:
    """A total, its stated categories and what is left; ``missing`` names the categories without a figure.

    Categories and ``not_stated`` always add up to the total. Where nothing at all was given,
    total and ``not_stated`` are None: blank is not zero.
    """

    total: Decimal | None
    categories: Mapping[str, Decimal]
    not_stated: Decimal | None
    missing: tuple[str, ...] = ()

    def share_of(self, category: str) -> Decimal | None:
        """Return the category's part of the total, 1 being all; None without a figure or of a total of 0."""
        if self.total is None or category not in self.categories:
            return None
        return share(self.categories[category], self.total)


def split(total: Decimal | None, categories: Mapping[str, Decimal | None]) -> Split:
    """Divide a total among the categories of one dimension; the remainder is "not stated".

    A typed total wins over its parts; without one, the total is the sum of the categories given.
    Figures are in the indicator's unit; a category of None has no figure and is named as missing.

    Raises NegativeValue, and CategoriesExceedTotal when the parts are more than the whole.
    Source: design rule 9.
    """
    stated = {name: value for name, value in categories.items() if value is not None}
    missing = tuple(name for name in categories if name not in stated)
    for name, value in [(None, total), *stated.items()]:
        if value is not None and value < 0:
            raise NegativeValue(name, value)
    if total is None and not stated:
        return Split(None, {}, None, missing)
    stated_sum = sum(stated.values(), Decimal(0))
    whole = stated_sum if total is None else total
    if stated_sum > whole:
        raise CategoriesExceedTotal(whole, stated_sum)
    return Split(whole, stated, whole - stated_sum, missing)


def pooled_percentage(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return Σ numerators / Σ denominators in per cent, unrounded; None when the denominators are 0 together.

    Ten of ten and none of ninety are 10 %, not the average of 100 % and 0 %. Source: design rule 9.
    """
    numerators = denominators = Decimal(0)
    for numerator, denominator in pairs:
        numerators += numerator
        denominators += denominator
    return share(100 * numerators, denominators)
