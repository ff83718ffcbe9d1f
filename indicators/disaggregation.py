"""Women, men, provinces: parts of one total; and percentages, pooled and never averaged (design rule 9)."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from dwcp.toolkit.rounding import share

# Parts that go by their own names, without that of their dimension.
WITHOUT_DIMENSION = ((("sex", "women"),), (("sex", "men"),))


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
class Excess:
    """Parts that are more than the whole they belong to; ``category`` is None where that is the total."""

    category: str | None
    whole: Decimal
    sum: Decimal

    @property
    def by(self) -> Decimal:
        """How much too much it is, in the indicator's unit."""
        return self.sum - self.whole


class CrossedExceed(ValueError):
    """Crossed categories add up to more than a category or the total they are part of; every place is named."""

    def __init__(self, excesses: tuple[Excess, ...]) -> None:
        super().__init__("; ".join(f"{one.category or 'total'}: {one.sum} of {one.whole}" for one in excesses))
        self.excesses = excesses


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


@dataclass(frozen=True, slots=True)
class CrossedSplit:
    """A total, its cells by (row, column), and each category of both dimensions as a split of its own.

    The whole of a category is its figure in the one-dimensional split, or what its cells add up to where that is
    not known; its ``not_stated`` is what no cell accounts for. ``not_stated`` is the same of the whole table.
    """

    total: Decimal | None
    cells: Mapping[tuple[str, str], Decimal]
    rows: Mapping[str, Split]
    columns: Mapping[str, Split]
    not_stated: Decimal | None


def cross(
    total: Decimal | None,
    cells: Mapping[tuple[str, str], Decimal | None],
    rows: Mapping[str, Decimal | None] | None = None,
    columns: Mapping[str, Decimal | None] | None = None,
) -> CrossedSplit:
    """Divide a total among the categories of two crossed dimensions, such as sex and age.

    ``rows`` and ``columns`` are the figures of the same categories in the one-dimensional splits, where they are
    known. The cells of a category are never more than its own figure, nor all rows or all columns together more than
    the total. Without a total, it is the least that holds everything given. Figures are in the indicator's unit.

    Raises NegativeValue, and CrossedExceed with every place where the parts are more than the whole.
    Source: design rule 9.
    """
    given = {**(rows or {}), **(columns or {}), **{" × ".join(place): value for place, value in cells.items()}}
    for name, value in [(None, total), *given.items()]:
        if value is not None and value < 0:
            raise NegativeValue(name, value)
    row_splits, row_excesses = _margin(cells, 0, rows or {})
    column_splits, column_excesses = _margin(cells, 1, columns or {})
    excesses = [*row_excesses, *column_excesses]
    held = [
        sum((one.total for one in splits.values() if one.total is not None), Decimal(0))
        for splits in (row_splits, column_splits)
    ]
    if total is not None:
        excesses += dict.fromkeys(Excess(None, total, together) for together in held if together > total)
    if excesses:
        raise CrossedExceed(tuple(excesses))
    stated = {place: value for place, value in cells.items() if value is not None}
    if total is None and (
        stated or any(one.total is not None for one in [*row_splits.values(), *column_splits.values()])
    ):
        total = max(held)
    not_stated = None if total is None else total - sum(stated.values(), Decimal(0))
    return CrossedSplit(total, stated, row_splits, column_splits, not_stated)


def _margin(cells, place, figures):
    """Each category of one side as a split among the categories of the other, and where that cannot be."""
    inside: dict[str, dict[str, Decimal | None]] = {category: {} for category in figures}
    for key, value in cells.items():
        inside.setdefault(key[place], {})[key[1 - place]] = value
    splits, excesses = {}, []
    for category, parts in inside.items():
        try:
            splits[category] = split(figures.get(category), parts)
        except CategoriesExceedTotal as error:
            excesses.append(Excess(category, error.total, error.sum))
    return splits, excesses


Figure = TypeVar("Figure", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Completeness(Generic[Figure]):
    """How many figures are split as asked for, and which parts the others lack."""

    asked: int
    complete: int
    missing: Mapping[Figure, tuple[str, ...]]

    @property
    def share(self) -> Decimal | None:
        """The share of the figures that are split as asked for, 1 being all; None where none is to be split."""
        return share(Decimal(self.complete), Decimal(self.asked))


def completeness(figures: Iterable[tuple[Figure, Collection[str], Collection[str]]]) -> Completeness[Figure]:
    """Count the figures whose parts were all stated; ``figures`` are (figure, parts asked for, parts stated).

    A figure of which no part is asked for does not count. A part of 0 is stated, a blank one is not.
    """
    asked = 0
    missing = {}
    for figure, expected, stated in figures:
        if not expected:
            continue
        asked += 1
        lacking = tuple(part for part in expected if part not in stated)
        if lacking:
            missing[figure] = lacking
    return Completeness(asked, asked - len(missing), missing)


def part_name(*categories: tuple[str, str]) -> str:
    """What one part of a figure is called in forms, in the API and in the trail.

    ``categories`` are (code of the dimension, code of the category); two are crossed. Women and men go by their own
    names: `women`, `age.15-24`, `sex.women×age.15-24`.
    """
    if categories in WITHOUT_DIMENSION:
        return categories[0][1]
    return "×".join(".".join(one) for one in categories)


def whole_name(part: str) -> str:
    """What the whole of one part of a percentage is called: `women/whole` beside `women`, out of how many women."""
    return f"{part}/whole"


def pooled_percentage(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return Σ numerators / Σ denominators in per cent, unrounded; None when the denominators are 0 together.

    Ten of ten and none of ninety are 10 %, not the average of 100 % and 0 %. Source: design rule 9.
    """
    numerators = denominators = Decimal(0)
    for numerator, denominator in pairs:
        numerators += numerator
        denominators += denominator
    return share(100 * numerators, denominators)
