"""How many indicators a review found achieved, and what part of the whole that is (design rule 5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from operator import add
from typing import Literal, get_args

from dwcp.toolkit.rounding import percentage

Finding = Literal["exceeded", "achieved", "partially_achieved", "not_achieved", "not_assessed"]
FINDINGS: tuple[str, ...] = get_args(Finding)


class UnknownFinding(ValueError):
    """A word that is none of the five findings."""


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Indicators per finding. Counts of several outcomes add up with ``+``."""

    exceeded: int = 0
    achieved: int = 0
    partially_achieved: int = 0
    not_achieved: int = 0
    not_assessed: int = 0

    def __add__(self, other: "FindingCounts") -> "FindingCounts":
        return FindingCounts(*map(add, astuple(self), astuple(other)))

    @property
    def total(self) -> int:
        """All indicators, those not assessed included."""
        return sum(astuple(self))

    @property
    def achieved_or_exceeded(self) -> int:
        """The two together, as tables 4.1 and 6.2 of review 2011 print them."""
        return self.exceeded + self.achieved

    def percent(self, name: Finding | Literal["achieved_or_exceeded"]) -> int | None:
        """Return a finding in whole per cent of the total, half up; None when there are no indicators.

        Each is rounded by itself, so together they need not make 100. Source: review 2011, table 6.2.
        """
        count: int = getattr(self, name)
        return percentage(count, self.total)


def count_findings(findings: Iterable[str]) -> FindingCounts:
    """Count the indicators of one or more outcomes by finding.

    Raises UnknownFinding for any other word. Source: review 2011, tables 4.1 and 6.2; design rule 5.
    """
    counts = Counter(findings)
    if unknown := sorted(counts.keys() - set(FINDINGS)):
        raise UnknownFinding(", ".join(unknown))
    return FindingCounts(**counts)
