"""How one category stands against its own target: its figure, or its share of the whole (design rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.achievement import Achievement, Direction, achievement, reaches
from indicators.disaggregation import pooled_percentage


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """What a category came to: its figure in the indicator's unit, and its share of the whole in per cent.

    Both are None where no entry states the category. ``is_reached`` is None where there is nothing to compare;
    ``unsplit`` counts the entries that do not state the category and so are in neither part nor whole.
    """

    figure: Decimal | None
    share: Decimal | None
    achievement: Achievement
    is_reached: bool | None
    unsplit: int


def category_standing(
    parts: Iterable[tuple[Decimal | None, Decimal]],
    *,
    target: Decimal | None = None,
    target_share: Decimal | None = None,
    direction: Direction = "increase",
) -> CategoryStanding:
    """Hold a category against its target. ``parts`` are (part of the category, whole) of each entry that counts.

    The figure is Σ parts; the share is Σ parts / Σ wholes in per cent, never the average of shares. The target is a
    figure of its own, which goes the way of the indicator, or a share to be reached or passed. Raises nothing.
    """
    stated, unsplit = [], 0
    for part, whole in parts:
        if part is None:
            unsplit += 1
        else:
            stated.append((part, whole))
    figure = sum((part for part, _whole in stated), Decimal(0)) if stated else None
    share = pooled_percentage(stated)
    actual, mark = (share, target_share) if target is None else (figure, target)
    way: Direction = direction if target is not None else "increase"
    return CategoryStanding(
        figure=figure,
        share=share,
        achievement=achievement(direction=way, actual=actual, target=mark),
        is_reached=None if actual is None or mark is None else reaches(actual, mark, way),
        unsplit=unsplit,
    )
