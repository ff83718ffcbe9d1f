"""How the figure of an entry is split: what it states, in which category, and what is not stated."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from ..choices import Measure
from ..disaggregation import CategoriesExceedTotal, CrossedExceed, CrossedSplit, cross, split, whole_name
from ..models import Category, Dimension, DisaggregatedValue
from ..split_percentages import Fraction, split_percentage
from .splits import name_of

# What to fetch along with entries whose parts are shown.
WITH_PARTS = Prefetch(
    "parts", DisaggregatedValue.objects.select_related("category__dimension", "crossed_category__dimension")
)


def parts_of(entry):
    """The parts of an entry's figure by their names; of a percentage, the whole of each part too."""
    parts = {}
    for part in entry.parts.all():
        name = name_of(part.category, part.crossed_category)
        parts[name] = part.value
        if part.denominator is not None:
            parts[whole_name(name)] = part.denominator
    return parts


def fraction_of(entry):
    """Part and whole of a percentage; None where only the percentage is known."""
    return None if entry.numerator is None else Fraction(entry.numerator, entry.denominator)


def fractions_of(entry):
    """Part and whole of each category that an entry states, side by side, for a percentage."""
    return {
        part.category: Fraction(part.value, part.denominator)
        for part in entry.parts.all()
        if part.crossed_category is None and part.denominator is not None
    }


def divided(asked, total, parts):
    """A total, divided as one split has it; raises what `split` and `cross` raise."""
    if asked.crossed_with is None:
        return split(total, {name: parts.get(name) for name in asked.parts})
    return cross(
        total,
        {(name_of(row), name_of(column)): parts.get(name) for name, (row, column) in asked.parts.items()},
        {name_of(category): parts.get(name_of(category)) for category in asked.categories},
        {name_of(category): parts.get(name_of(category)) for category in asked.crossed_categories},
    )


def left_in(asked, entry, parts):
    """What no category of a split accounts for, of a figure that was let through: a number, or a Fraction.

    `parts` by their names. None where there is nothing to divide: no figure, or a percentage without its fraction.
    """
    if entry.indicator.measure != Measure.PERCENTAGE:
        return divided(asked, entry.value, parts).not_stated
    whole = fraction_of(entry)
    known = {name: (parts.get(name), parts.get(whole_name(name))) for name in asked.parts}
    fractions = {name: Fraction(*pair) for name, pair in known.items() if None not in pair}
    return whole and split_percentage(whole, fractions).not_stated


@dataclass(frozen=True)
class PartColumns:
    """The categories of one dimension, as columns of a table of entries."""

    dimension: Dimension
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class ShownPart:
    """One part in the indicator's unit, None for nothing; of a percentage also how many out of how many."""

    value: Decimal | None
    fraction: Fraction | None = None


@dataclass(frozen=True)
class ShownParts:
    """What an entry states in each category of one dimension, and what is not stated."""

    dimension: Dimension
    parts: tuple[tuple[Category, ShownPart], ...]
    not_stated: ShownPart


@dataclass(frozen=True)
class CrossedTable:
    """What an entry states by two crossed dimensions, as a table with its margins."""

    label: str
    rows: tuple[Category, ...]
    columns: tuple[Category, ...]
    split: CrossedSplit

    @property
    def lines(self):
        """Each row: its category, its cells, and its margin: a split with its figure and what is not stated of it."""
        return [
            (
                row,
                [self.split.cells.get((name_of(row), name_of(column))) for column in self.columns],
                self.split.rows[name_of(row)],
            )
            for row in self.rows
        ]

    @property
    def margins(self):
        """The margin of each column."""
        return [self.split.columns[name_of(column)] for column in self.columns]


def part_columns(entries, asked=()):
    """The columns in which the parts of these entries stand: what is asked for now, and what any of them states."""
    columns: dict[Dimension, set[Category]] = {}
    for one in asked:
        if one.crossed_with is None:
            columns.setdefault(one.dimension, set()).update(one.categories)
    for entry in entries:
        for part in entry.parts.all():
            if part.crossed_category is None:
                columns.setdefault(part.category.dimension, set()).add(part.category)
    return tuple(PartColumns(dimension, _in_order(categories)) for dimension, categories in columns.items())


def shown_parts(entry, columns):
    """What an entry states in these columns."""
    return tuple(_shown_in(entry, one) for one in columns)


def crossed_tables(entry):
    """What an entry states by crossed dimensions, one table for each pair of them."""
    pairs: dict[tuple[Dimension, Dimension], dict[tuple[Category, Category], Decimal]] = {}
    for part in entry.parts.all():
        if part.crossed_category is not None:
            pair = (part.category.dimension, part.crossed_category.dimension)
            pairs.setdefault(pair, {})[part.category, part.crossed_category] = part.value
    return tuple(_crossed_table(entry, *pair, cells) for pair, cells in pairs.items())


def _crossed_table(entry, dimension, crossed_with, cells):
    named = {(name_of(row), name_of(column)): value for (row, column), value in cells.items()}
    sides = [_stated_in(entry, one) for one in (dimension, crossed_with)]
    try:
        table = cross(entry.value, named, *({name_of(one): value for one, value in side.items()} for side in sides))
    except CrossedExceed:  # shown as it was reported; recording refuses it
        sides = [{}, {}]
        table = cross(None, named)
    rows, columns = ({*stated, *(pair[place] for pair in cells)} for place, stated in enumerate(sides))
    return CrossedTable(f"{dimension} × {crossed_with}", _in_order(rows), _in_order(columns), table)


def _shown_in(entry, columns):
    whole = fraction_of(entry)
    if whole is not None:
        fractions = {one: part for one, part in fractions_of(entry).items() if one.dimension_id == columns.dimension.pk}
        rest = _rest(whole, fractions, split_percentage)
        shown = {category: ShownPart(part.percentage, part) for category, part in fractions.items()}
        # Part and whole may be known of different categories; then what is left makes no percentage.
        is_none = rest is None or (entry.indicator.is_part_of_whole and rest.numerator > rest.denominator)
        not_stated = ShownPart(None if is_none else rest.percentage, rest)
    else:
        stated = _stated_in(entry, columns.dimension)
        shown = {category: ShownPart(value) for category, value in stated.items()}
        not_stated = ShownPart(_rest(entry.value, stated, split))
    parts = tuple((category, shown.get(category, ShownPart(None))) for category in columns.categories)
    return ShownParts(columns.dimension, parts, not_stated)


def _stated_in(entry, dimension):
    return {
        part.category: part.value
        for part in entry.parts.all()
        if part.crossed_category is None and part.category.dimension_id == dimension.pk
    }


def _rest(total, stated, divide):
    try:
        return divide(total, stated).not_stated
    except CategoriesExceedTotal:  # shown as it was reported; recording refuses it
        return None


def _in_order(categories):
    return tuple(sorted(categories, key=lambda category: (category.position, category.pk)))
