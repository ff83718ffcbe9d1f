"""By what the figures of an indicator are split: what entries are asked for now."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import F

from ..choices import MEASURES_WITH_CROSSED_PARTS, MEASURES_WITH_PARTS, ONE_SEX_ONLY, SEX, Measure
from ..disaggregation import part_name
from ..models import Category, Dimension, Disaggregation

# What is read of a category along with the split it belongs to.
CATEGORY = ("id", "code", "name", "position", "is_retired")


@dataclass(frozen=True)
class AskedSplit:
    """A split that entries are asked for: by one dimension, or by two crossed.

    One that is not expected may be stated, and nobody is asked why it was not.
    """

    dimension: Dimension
    crossed_with: Dimension | None
    categories: tuple[Category, ...]
    crossed_categories: tuple[Category, ...] = ()
    is_expected: bool = True

    @property
    def codes(self):
        """The codes of its dimensions."""
        return {one.code for one in (self.dimension, self.crossed_with) if one is not None}

    @property
    def name(self):
        """`sex`, or `sex×age`: unique among the splits of an indicator."""
        return self.dimension.code if self.crossed_with is None else f"{self.dimension.code}×{self.crossed_with.code}"

    @property
    def label(self):
        """`Sex`, or `Sex × Age`."""
        return str(self.dimension) if self.crossed_with is None else f"{self.dimension} × {self.crossed_with}"

    @cached_property
    def parts(self):
        """The category of each part, or the two that are crossed, by the part's name, in the order of the tables."""
        if self.crossed_with is None:
            return {name_of(category): (category, None) for category in self.categories}
        return {
            name_of(category, crossed): (category, crossed)
            for category in self.categories
            for crossed in self.crossed_categories
        }


def splits_of(indicator):
    """The splits that entries of an indicator may state now (1 query, and 1 more where none were set up)."""
    (splits,) = splits_of_each([indicator]).values()
    return splits


def splits_of_each(indicators):
    """The same for many indicators, by the indicator's key (as many queries as for one)."""
    set_up = _splits_set_up(indicators)
    offers = _offered([one for one in indicators if set_up[one.pk] is None])
    return {key: offers[key] if splits is None else splits for key, splits in set_up.items()}


def expected_splits(indicators):
    """The splits that entries of each indicator are asked for now, by the indicator's key (1 query)."""
    return {key: splits or () for key, splits in _splits_set_up(indicators).items()}


def splits_seen(indicator):
    """A short text that changes with the splits that entries are asked for now."""
    pairs = indicator.disaggregations.current().order_by("pk").values_list("dimension", "crossed_with")
    return ",".join(f"{dimension}x{crossed_with or ''}" for dimension, crossed_with in pairs)


def counts_one_sex_only(indicator):
    """Whether only women, or only men, are counted."""
    return indicator.population.strip().lower() in ONE_SEX_ONLY


def name_of(category, crossed=None):
    """What a part is called in forms, in the API and in the trail; its dimension is read with it."""
    return part_name(*((one.dimension.code, one.code) for one in (category, crossed) if one is not None))


def _splits_set_up(indicators):
    """The current splits by the key of the indicator, side by side first, then crossed; None where none ever were.

    What counts one sex only is not split by sex, and a percentage only side by side; retired categories are not asked
    for any more.
    """
    set_up: dict[int, tuple[AskedSplit, ...] | None] = dict.fromkeys(one.pk for one in indicators)
    splittable = {one.pk: one for one in indicators if one.measure in MEASURES_WITH_PARTS}
    for row, categories, crossed in _rows(splittable.values()):
        splits = set_up[row.indicator_id] or ()
        asked = AskedSplit(row.dimension, row.crossed_with, categories, crossed)
        indicator = splittable[row.indicator_id]
        not_by_sex = SEX in asked.codes and counts_one_sex_only(indicator)
        not_crossed = row.crossed_with is not None and indicator.measure not in MEASURES_WITH_CROSSED_PARTS
        is_asked = row.last_series is None and asked.parts and not not_by_sex and not not_crossed
        set_up[row.indicator_id] = (*splits, asked) if is_asked else splits
    return {
        key: splits and tuple(sorted(splits, key=lambda one: one.crossed_with is not None))
        for key, splits in set_up.items()
    }


def _rows(indicators):
    """Each split that was ever set up, with the categories of its two dimensions, in one query for all of them."""
    if not indicators:
        return
    found = Disaggregation.objects.filter(indicator__in=indicators).select_related("dimension", "crossed_with")
    columns = {
        f"{side}_{name}": F(f"{path}__categories__{name}")
        for side, path in (("own", "dimension"), ("other", "crossed_with"))
        for name in CATEGORY
    }
    in_order = ("first_series", "pk", "dimension__categories__position", "crossed_with__categories__position")
    for _key, group in groupby(found.annotate(**columns).order_by(*in_order), key=lambda row: row.pk):
        lines = list(group)
        yield lines[0], _categories(lines, "own", "dimension"), _categories(lines, "other", "crossed_with")


def _categories(lines, side, path):
    found = {}
    for line in lines:
        values = {name: getattr(line, f"{side}_{name}") for name in CATEGORY}
        if values["id"] is not None and not values["is_retired"]:
            found[values["id"]] = Category(dimension=getattr(line, path), **values)
    return tuple(found.values())


def _offered(indicators):
    """Until somebody has said by what a number is split, women and men may be stated."""
    offers: dict[int, tuple[AskedSplit, ...]] = dict.fromkeys((one.pk for one in indicators), ())
    numbers = [one.pk for one in indicators if one.measure == Measure.NUMBER and not one.population]
    if not numbers:
        return offers
    by_sex = Category.objects.filter(dimension__programme=None, dimension__code=SEX, is_retired=False)
    if categories := tuple(by_sex.select_related("dimension")):
        asked = AskedSplit(categories[0].dimension, None, categories, is_expected=False)
        offers |= dict.fromkeys(numbers, (asked,))
    return offers
