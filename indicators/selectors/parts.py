"""How the figure of an entry is split: what it states, in which category, and what is not stated."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from ..disaggregation import CategoriesExceedTotal, CrossedExceed, CrossedSplit, cross, split
from ..models import Category, Dimension, DisaggregatedValue
from .splits import name_of

# What to fetch along with entries whose parts are shown.
WITH_PARTS = Prefetch(
    "parts", DisaggregatedValue.objects.select_related("category__dimension", "crossed_category__dimension")
)


def parts_of(entry):
    """The parts of an entry's figure by their names."""
    return {name_of(part.category, part.crossed_category): part.value for part in entry.parts.all()}


@dataclass(frozen=True)
class PartColumns:
    """The categories of one dimension, as columns of a table of entries."""

    dimension: Dimension
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class ShownParts:
    """What an entry states in each category of one dimension – None for nothing – and what is not stated."""

    dimension: Dimension
    parts: tuple[tuple[Category, Decimal | None], ...]
    not_stated: Decimal | None


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
    shown = []
    for one in columns:
        stated = _stated_in(entry, one.dimension)
        parts = tuple((category, stated.get(category)) for category in one.categories)
        shown.append(ShownParts(one.dimension, parts, _not_stated(entry.value, stated)))
    return tuple(shown)


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


def _stated_in(entry, dimension):
    return {
        part.category: part.value
        for part in entry.parts.all()
        if part.crossed_category is None and part.category.dimension_id == dimension.pk
    }


def _not_stated(total, stated):
    try:
        return split(total, stated).not_stated
    except CategoriesExceedTotal:  # shown as it was reported; recording refuses it
        return None


def _in_order(categories):
    return tuple(sorted(categories, key=lambda category: (category.position, category.pk)))
