"""How one category stands against its own target: its figure, or its share of the whole (design rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.achievement import Achievement, Direction, achievement, reaches
from indicators.disaggregation import pooled_percentage
from indicators.split_percentages import Fraction, added_up


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """What a category came to: its figure in the indicator's unit, and its share of the whole in per cent.

    Of a percentage, the figure is the category's own percentage, and the share is that of its numerators in all.
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
    return _held_against(figure, pooled_percentage(stated), target, target_share, direction, unsplit)


def category_percentage_standing(
    parts: Iterable[tuple[Fraction | None, Fraction | None]],
    *,
    target: Decimal | None = None,
    target_share: Decimal | None = None,
    direction: Direction = "increase",
) -> CategoryStanding:
    """Hold a category of a percentage against its target. ``parts`` are (category, all) of each entry that counts.

    The figure is the category's own percentage, Σ its numerators / Σ its denominators ("60 % of the women who work are
    insured"), and a target that is a figure is one for it. The share is Σ its numerators / Σ all numerators ("half of
    the insured are women"). Percentages are never averaged. An entry of which only the percentage is known states no
    category. Raises nothing. Source: design rule 9.
    """
    known = list(parts)
    stated = [(part, whole) for part, whole in known if part is not None and whole is not None]
    together = added_up(part for part, _whole in stated)
    return _held_against(
        together and together.percentage,
        pooled_percentage((part.numerator, whole.numerator) for part, whole in stated),
        target,
        target_share,
        direction,
        len(known) - len(stated),
    )


def _held_against(figure, share, target, target_share, direction, unsplit):
    actual, mark = (share, target_share) if target is None else (figure, target)
    way: Direction = direction if target is not None else "increase"
    return CategoryStanding(
        figure=figure,
        share=share,
        achievement=achievement(direction=way, actual=actual, target=mark),
        is_reached=None if actual is None or mark is None else reaches(actual, mark, way),
        unsplit=unsplit,
    )
