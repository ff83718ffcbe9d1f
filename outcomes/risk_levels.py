"""How grave a risk is: likelihood times impact, both from 1 to 5, read off a matrix of five by five.

Bands follow common practice with such matrices: 1-4 low, 5-9 medium, 10-14 high, 15-25 very high. There is no one
standard and no document of a programme prescribes them, so they are data: this table alone holds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

STEPS = (1, 2, 3, 4, 5)
# From which score, and how such a risk is called.
LEVELS = ((15, "very_high"), (10, "high"), (5, "medium"), (1, "low"))


@dataclass(frozen=True)
class Cell:
    """One likelihood with one impact: their score, its level, and the risks that have both."""

    score: int
    level: str
    risks: tuple[Any, ...]


def level_of(score: int) -> str:
    """The level of a score from 1 to 25; ValueError for any other."""
    if not 1 <= score <= 25:
        raise ValueError(f"A risk's score goes from 1 to 25, not {score}.")
    return next(level for lowest, level in LEVELS if score >= lowest)


def matrix_of(risks: Iterable[Any]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """The rows of the matrix, the likeliest first: (likelihood, its cells by rising impact).

    A risk has a `likelihood` and an `impact`; within a cell the order of the risks stays.
    """
    places: dict[tuple[int, int], list[Any]] = {}
    for risk in risks:
        places.setdefault((risk.likelihood, risk.impact), []).append(risk)
    return tuple(
        (
            likelihood,
            tuple(
                Cell(
                    score=likelihood * impact,
                    level=level_of(likelihood * impact),
                    risks=tuple(places.get((likelihood, impact), ())),
                )
                for impact in STEPS
            ),
        )
        for likelihood in reversed(STEPS)
    )
