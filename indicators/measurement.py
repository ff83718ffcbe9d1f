"""From what was promised and reported to figure and status: the one way pages, API and worked examples take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.accumulation import Accumulation, Reported, Total, accumulate
from indicators.achievement import Achievement, Direction, TargetReading
from indicators.status import STANDARD_THRESHOLDS, Point, Thresholds, Verdict, status, step_status

Measure = Literal["number", "percentage", "money", "yes_no", "scale", "narrative"]

MOVES_IN_STEPS = ("yes_no", "scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """How an indicator is measured and counted, from where to where, and by when.

    Figures are levels in its unit: a rise over the baseline comes as the level it amounts to, and ``reading`` only
    says that it was one. ``path`` holds the dated points: baseline, milestones, target. ``until`` is the day on
    which the final target is due.
    """

    measure: Measure
    accumulation: Accumulation
    direction: Direction
    baseline: Decimal | None = None
    target: Decimal | None = None
    reading: TargetReading = "figure"
    path: Sequence[Point] = ()
    band: tuple[Decimal, Decimal] | None = None
    until: date | None = None


def total_of(promise: Promise, reported: Iterable[Reported]) -> Total:
    """Return what the entries make together by the promise's way of counting, as ``accumulate`` has it."""
    return accumulate(
        promise.accumulation,
        reported,
        is_percentage=promise.measure == "percentage",
        start=promise.baseline or Decimal(0),
    )


def verdict_of(
    promise: Promise,
    total: Total,
    *,
    is_told: bool = False,
    oldest_acceptable: date | None = None,
    thresholds: Thresholds = STANDARD_THRESHOLDS,
) -> Verdict:
    """Judge the total against the promise: steps by ``step_status``, figures by ``status``.

    What is told in words (``is_told``: somebody did) only a person can judge. Raises nothing. Source: design rule 8.
    """
    if promise.measure == "narrative" and is_told:
        return Verdict("in_words", Achievement(None, "in_words"), None, "told_in_words")
    actual = None if total.value is None or total.as_at is None else Point(total.as_at, total.value)
    if promise.measure in MOVES_IN_STEPS:
        return step_status(
            actual=actual,
            baseline_step=None if promise.baseline is None else int(promise.baseline),
            target_step=None if promise.target is None else int(promise.target),
            path=promise.path,
            direction=promise.direction,
            band=promise.band,
            until=promise.until,
            period_end=total.period_end,
            oldest_acceptable=oldest_acceptable,
            thresholds=thresholds,
        )
    return status(
        direction=promise.direction,
        actual=actual,
        target=promise.target,
        baseline=promise.baseline,
        path=promise.path,
        band=promise.band,
        reading=promise.reading,
        until=promise.until,
        period_end=total.period_end,
        oldest_acceptable=oldest_acceptable,
        thresholds=thresholds,
    )
