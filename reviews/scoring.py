"""Scores of a country programme review: labels, totals and averages (design rules 1-4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from dwcp.toolkit.rounding import round_half_up, share

Control = Literal["ilo", "external", "mixed"]
Key = TypeVar("Key", str, int)


class ScoreOutsideScale(ValueError):
    """A score or mean that the scale has no step for."""

    def __init__(self, score: Decimal | int, lowest: int, highest: int) -> None:
        super().__init__(f"{score} is outside the scale from {lowest} to {highest}")
        self.score = score
        self.lowest = lowest
        self.highest = highest


@dataclass(frozen=True, slots=True)
class Scale:
    """The names of the steps, such as 1 "very unsatisfactory" to 6 "very satisfactory".

    Raises ValueError unless the steps are consecutive whole numbers.
    """

    labels: Mapping[int, str]

    def __post_init__(self) -> None:
        if not self.labels or set(self.labels) != set(range(self.lowest, self.highest + 1)):
            raise ValueError("the steps of a scale are consecutive whole numbers")

    @property
    def lowest(self) -> int:
        """The worst step."""
        return min(self.labels)

    @property
    def highest(self) -> int:
        """The best step."""
        return max(self.labels)

    def check(self, score: Decimal | int) -> None:
        """Raise ScoreOutsideScale for a score below the lowest or above the highest step."""
        if not self.lowest <= score <= self.highest:
            raise ScoreOutsideScale(score, self.lowest, self.highest)


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """Sum and mean of the rated performance areas of an outcome, and the letters of those not rated."""

    total: int
    average: Decimal | None
    label: str | None
    rated: tuple[str, ...]
    unrated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriteriaScore:
    """Mean of the scored criteria, the final rating on the scale, and the numbers of those not scored."""

    average: Decimal | None
    final: int | None
    label: str | None
    scored: tuple[int, ...]
    unscored: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AreaScore:
    """One rated area, and who controls what it rates; the rating is None where it was not rated."""

    letter: str
    rating: int | None
    control: Control


@dataclass(frozen=True, slots=True)
class ControlSplit:
    """Means, one decimal, by who controls what was rated; None where nothing was."""

    ilo: Decimal | None
    external: Decimal | None
    mixed: Decimal | None
    overall: Decimal | None


def label(value: Decimal | int | None, scale: Scale) -> str | None:
    """Name a score or mean by the step it rounds to, half up; None when there is none.

    Raises ScoreOutsideScale. Source: review 2011, TOR Annex I; design rule 1.
    """
    if value is None:
        return None
    scale.check(value)
    return scale.labels[_whole(value)]


def mean(scores: Iterable[int]) -> Decimal | None:
    """Return the mean with one decimal, half up; None of no scores. Source: design rules 2 and 3."""
    exact = _exact_mean(scores)
    return None if exact is None else round_half_up(exact, 1)


def outcome_score(ratings: Mapping[str, int | None], scale: Scale) -> OutcomeScore:
    """Add up and average the ratings of an outcome by area letter; areas not rated (None) do not count.

    The label names the exact mean. Raises ScoreOutsideScale.
    Source: review 2011, TOR Annex II and Annex IV; design rule 2.
    """
    rated = _given(ratings, scale)
    unrated = tuple(letter for letter in ratings if letter not in rated)
    exact = _exact_mean(rated.values())
    return OutcomeScore(sum(rated.values()), mean(rated.values()), label(exact, scale), tuple(rated), unrated)


def criteria_score(scores: Mapping[int, int | None], scale: Scale) -> CriteriaScore:
    """Average the criteria by their number; criteria not scored (None) do not count.

    The final rating rounds the exact mean and not the printed one, since rounding twice would lift
    3.45 over 3.5 to 4. The published 3.8 gives 4 either way. Raises ScoreOutsideScale.
    Source: review 2011, table 6.1; design rule 3.
    """
    scored = _given(scores, scale)
    unscored = tuple(number for number in scores if number not in scored)
    exact = _exact_mean(scored.values())
    final = None if exact is None else _whole(exact)
    return CriteriaScore(mean(scored.values()), final, label(exact, scale), tuple(scored), unscored)


def control_split(ratings: Iterable[AreaScore]) -> ControlSplit:
    """Average apart what the ILO controls, what it does not, and what is mixed, beside the overall mean.

    Areas not rated do not count; the overall mean is that of all rated areas, not of the three means.
    Raises nothing. Source: review 2011, recommendation 14; design rule 4.
    """
    areas = [(area.control, area.rating) for area in ratings if area.rating is not None]

    def mean_under(*controls: Control) -> Decimal | None:
        return mean(rating for control, rating in areas if control in controls)

    return ControlSplit(
        ilo=mean_under("ilo"),
        external=mean_under("external"),
        mixed=mean_under("mixed"),
        overall=mean_under("ilo", "external", "mixed"),
    )


def _whole(value: Decimal | int) -> int:
    return int(round_half_up(Decimal(value)))


def _exact_mean(scores: Iterable[int]) -> Decimal | None:
    values = list(scores)
    return share(sum(values), len(values))


def _given(scores: Mapping[Key, int | None], scale: Scale) -> dict[Key, int]:
    given = {key: score for key, score in scores.items() if score is not None}
    for score in given.values():
        scale.check(score)
    return given
