"""How the categories of an indicator stand against their own targets."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import prefetch_related_objects

from ..category_targets import CategoryStanding, category_percentage_standing, category_standing
from ..choices import Measure
from ..models import CategoryTarget
from .parts import WITH_PARTS, fraction_of, fractions_of


@dataclass(frozen=True)
class CategoryProgress:
    """The target of one category, and what the entries that make the indicator's figure say about it."""

    target: CategoryTarget
    standing: CategoryStanding


def category_standings_of(standing):
    """How each category with a target of its own stands, in their order (at most 2 queries)."""
    indicator = standing.indicator
    targets = list(indicator.category_targets.select_related("category__dimension"))
    if not targets:
        return ()
    prefetch_related_objects(standing.entries, WITH_PARTS)
    counted = [entry for entry in standing.entries if entry.pk in standing.counted]
    direction = cast(Any, indicator.direction)
    return tuple(
        CategoryProgress(target, _standing(indicator, target, counted, direction=direction)) for target in targets
    )


def _standing(indicator, target, counted, direction):
    held = {"target": target.value, "target_share": target.share, "direction": direction}
    if indicator.measure == Measure.PERCENTAGE:
        return category_percentage_standing(
            [(fractions_of(entry).get(target.category), fraction_of(entry)) for entry in counted], **held
        )
    return category_standing([(_part_of(entry, target.category_id), entry.value) for entry in counted], **held)


def _part_of(entry, category):
    """What an entry states of a category; where only crossed parts are known, what they hold together."""
    crossed: dict[int, Decimal] = defaultdict(Decimal)
    for part in entry.parts.all():
        if part.crossed_category is None:
            if part.category_id == category:
                return part.value
        elif part.category_id == category:
            crossed[part.crossed_category.dimension_id] += part.value
        elif part.crossed_category_id == category:
            crossed[part.category.dimension_id] += part.value
    return max(crossed.values(), default=None)
