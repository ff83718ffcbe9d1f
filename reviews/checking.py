"""What a review has to look at before it is signed: scores against figures, figures typed into prose.

Nothing in here asks the database. Shares are parts of the way to a target; scores are steps of a scale.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .findings import Finding
from .suggesting import Suggestion

Disagreement = Literal["too_high", "too_low"]
FindingDoubt = Literal["contradicts", "differs_without_words", "rests_on_nothing"]

# On the scale from 1 to 6 a score of 5 or 6 is high, and one of 1 or 2 is low: a fifth of the way from either end.
HIGH_FROM, LOW_UP_TO = Decimal("0.8"), Decimal("0.2")
# Below this share of the way to its target an indicator speaks against a high score (design rule 12).
WEAK_BELOW = Decimal("0.5")
# An amount this close to one of the tables was meant to be it.
NEAR = Decimal("0.1")
REACHED: tuple[Finding, ...] = ("exceeded", "achieved")


@dataclass(frozen=True, slots=True)
class Result:
    """What was found on one indicator, and how far its verified figure went; None where there is no figure."""

    finding: Finding
    share: Decimal | None = None

    @property
    def is_weak(self) -> bool:
        """Not achieved, or less than half of the way."""
        return self.finding == "not_achieved" or (self.share is not None and self.share < WEAK_BELOW)

    @property
    def is_strong(self) -> bool:
        """Achieved or exceeded, and the figure does not say otherwise."""
        return self.finding in REACHED and not self.is_weak


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many of the indicators that could be assessed are weak, and how many are strong."""

    assessed: int
    weak: int
    strong: int


def evidence_of(results: Iterable[Result]) -> Evidence:
    """Count what was found; indicators that could not be assessed speak neither for nor against a score."""
    assessed = [result for result in results if result.finding != "not_assessed"]
    weak, strong = sum(result.is_weak for result in assessed), sum(result.is_strong for result in assessed)
    return Evidence(len(assessed), weak, strong)


def disagreement(score: Decimal | int | None, *, lowest: int, highest: int, evidence: Evidence) -> Disagreement | None:
    """Say whether a score disagrees with the figures beneath it; None where it does not, or nothing was assessed.

    Too high: in the top fifth of its scale although most indicators are weak. Too low: in the bottom fifth although
    most are strong. Source: design rule 12.
    """
    if score is None or highest == lowest or not evidence.assessed:
        return None
    place = Decimal(score - lowest) / (highest - lowest)
    if place >= HIGH_FROM and 2 * evidence.weak > evidence.assessed:
        return "too_high"
    if place <= LOW_UP_TO and 2 * evidence.strong > evidence.assessed:
        return "too_low"
    return None


def finding_doubts(
    finding: Finding, *, basis: str, words: str, suggestion: Suggestion | None
) -> tuple[FindingDoubt, ...]:
    """What is to be asked about a finding on an indicator.

    One that says the opposite of the figures (achieved where they say not achieved, or the reverse) is always asked
    about; one that only differs, where no words say why; one that could be assessed, where it is not said what it
    rests on.
    """
    doubts: list[FindingDoubt] = []
    if suggestion is not None and not suggestion.leaves_it_to_a_person and suggestion.finding != finding:
        if _are_opposite(finding, suggestion.finding):
            doubts.append("contradicts")
        elif not words.strip():
            doubts.append("differs_without_words")
    if finding != "not_assessed" and not basis:
        doubts.append("rests_on_nothing")
    return tuple(doubts)


def is_addressed_to_nobody(addressed_to: str) -> bool:
    """Whether a recommendation names nobody: it is empty, or only implies whom it means."""
    whom = addressed_to.strip().lower()
    return not whom or whom.endswith("(implied)")


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure of the tables that prose may mention: its live field (or ""), what it is called, how it is printed."""

    name: str
    label: str
    printed: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A typed number that no table has, and the figure of the same topic that is closest."""

    typed: str
    closest: KnownFigure


_AVERAGE = r"\b(?:averages?|mean)\b[^.\d]{0,60}{number}|{number}\s+(?:on average|average)"
_AMOUNT = r"(?:US\$|\$|USD|dollars?)\s?{number}|{number}\s?(?:US dollars?|dollars?|USD)"


@dataclass(frozen=True, slots=True)
class Wording:
    """How prose mentions figures of one kind: a pattern in which `{number}` stands for the number typed."""

    template: str
    near_only: bool = False

    def mentions(self, sentence: str, number: str) -> bool:
        """Whether the sentence mentions the number as one of this kind."""
        alone = rf"(?<![\w.,]){re.escape(number)}(?!\w|[.,]\d)"
        return bool(re.search(self.template.replace("{number}", alone), sentence, re.IGNORECASE))


AVERAGES = Wording(_AVERAGE)
AMOUNTS = Wording(_AMOUNT, near_only=True)
SHARES = Wording(r"{number}[^.]{0,40}\b(?:indicators|findings)\b|\b(?:indicators|findings)\b[^.]{0,40}{number}")


def counted(noun: str) -> Wording:
    """How prose mentions a number of things: the number, at most two words of description, the noun."""
    return Wording(rf"{{number}}\s+(?:[a-z-]+\s+){{0,2}}?(?:{noun})\b")


def mismatch(
    typed: str, value: Decimal, sentence: str, topics: Sequence[tuple[Wording, Sequence[KnownFigure]]]
) -> tuple[bool, Mismatch | None]:
    """Whether a typed number speaks about a topic of the tables, and where it differs, the closest figure.

    A number equal to any figure of its topic stands. Amounts far from every figure speak of something else, such as
    the money of one project. Raises nothing. Source: the review of 2011 contradicts its own tables in prose
    (`discrepancies.csv`).
    """
    for wording, figures in topics:
        if not figures or not wording.mentions(sentence, typed):
            continue
        if any(figure.value == value for figure in figures):
            return True, None
        closest = min(figures, key=lambda figure: abs(figure.value - value))
        if wording.near_only and abs(closest.value - value) > NEAR * abs(closest.value):
            return False, None
        return True, Mismatch(typed, closest)
    return False, None


def _are_opposite(one: Finding, other: Finding) -> bool:
    return "not_achieved" in (one, other) and (one in REACHED or other in REACHED)
