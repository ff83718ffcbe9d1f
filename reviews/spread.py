"""How far the members of a team are apart in a score, before they agree on one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .scoring import Scale, mean

# Two steps of the scale apart: more than two readings of the same step.
FAR_APART = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The scores that members gave one thing: lowest, highest, mean with one decimal, and how many gave each step.

    Who did not assess it, or has not scored it, does not count. Without scores all but `steps` is None.
    """

    lowest: int | None
    highest: int | None
    mean: Decimal | None
    # (step, its name on the scale, how many gave it), from the lowest step to the highest.
    steps: tuple[tuple[int, str, int], ...]

    @property
    def count(self) -> int:
        """How many members scored it."""
        return sum(number for _step, _label, number in self.steps)

    @property
    def width(self) -> int | None:
        """How many steps lie between the lowest and the highest score."""
        return None if self.lowest is None or self.highest is None else self.highest - self.lowest

    @property
    def is_wide(self) -> bool:
        """Whether views differ so much that the team has something to talk about."""
        return self.width is not None and self.width >= FAR_APART


def spread_of(scores: Iterable[int | None], scale: Scale) -> Spread:
    """Say how far scores are apart; None are those without one. Raises ScoreOutsideScale."""
    given = [score for score in scores if score is not None]
    for score in given:
        scale.check(score)
    counts = Counter(given)
    return Spread(
        lowest=min(given, default=None),
        highest=max(given, default=None),
        mean=mean(given),
        steps=tuple((step, scale.labels[step], counts[step]) for step in sorted(scale.labels)),
    )
