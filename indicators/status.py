"""On track or not: a figure against what milestones expect at its date (design rule 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.achievement import (
    Achievement,
    Direction,
    TargetReading,
    achievement,
    heading,
    reaches,
    step_achievement,
)

Status = Literal["exceeded", "achieved", "on_track", "at_risk", "off_track", "in_words", "no_recent", "no_data"]
Reason = Literal[
    "target_passed",
    "target_reached",
    "against_expected",
    "nothing_due_yet",
    "achievement_only",
    "inside_band",
    "outside_band",
    "told_in_words",
    "no_actual",
    "no_recent_value",
    "no_target",
    "no_baseline",
]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day: measured, or promised as baseline, milestone or target."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share of the expected progress an indicator is on track, and from which at risk."""

    on_track_from: Decimal = Decimal("0.85")
    at_risk_from: Decimal = Decimal("0.50")

    def grade(self, share: Decimal) -> Status:
        """Return on track, at risk or off track for a share of what was expected."""
        if share >= self.on_track_from:
            return "on_track"
        return "at_risk" if share >= self.at_risk_from else "off_track"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the figures it rests on; ``expected`` is None where no dated path leads to the value."""

    status: Status
    achievement: Achievement
    expected: Decimal | None
    reason: Reason


STANDARD_THRESHOLDS = Thresholds()


def points_around(day: date, points: Sequence[Point]) -> tuple[Point | None, Point | None]:
    """Return the last dated point up to a day and the first one after it; None where there is none.

    The points may come in any order; of two on one day the last given counts. Raises nothing. Source: design rule 8.
    """
    path = _in_order(points)
    before = [point for point in path if point.on <= day]
    after = [point for point in path if point.on > day]
    return (before[-1] if before else None), (after[0] if after else None)


def expected_on(day: date, points: Sequence[Point]) -> Decimal | None:
    """Return what a straight line between the dated points expects on a day, in their unit, unrounded.

    Flat after the last point, None before the first. Raises nothing. Source: design rule 8.
    """
    before, after = points_around(day, points)
    if before is None or after is None:
        return None if before is None else before.value
    gone, whole = (day - before.on).days, (after.on - before.on).days
    return before.value + (after.value - before.value) * gone / whole


def step_due_on(day: date, points: Sequence[Point]) -> Decimal | None:
    """Return the step due on a day: that of the last point up to then, None before the first.

    Raises nothing. Source: design rule 8.
    """
    due, _next = points_around(day, points)
    return None if due is None else due.value


def status(
    *,
    direction: Direction,
    actual: Point | None,
    target: Decimal | None,
    baseline: Decimal | None = None,
    path: Sequence[Point] = (),
    band: tuple[Decimal, Decimal] | None = None,
    reading: TargetReading = "figure",
    until: date | None = None,
    period_end: date | None = None,
    oldest_acceptable: date | None = None,
    thresholds: Thresholds = STANDARD_THRESHOLDS,
) -> Verdict:
    """Judge an indicator at the date of its latest value. Figures are levels in the indicator's unit.

    ``path`` holds the dated points: baseline, milestones, final target; ``until`` is the day up to which a figure
    is to be maintained. ``period_end`` is the end of the period the value is of; without it, the value's own day. The
    first rule that fits decides:

    1. No target or no value: no data. A period that ended before ``oldest_acceptable``: no recent data, whatever the
       value says.
    2. Maintain: outside the band off track; inside it on track, and achieved once the period reaches the last day.
    3. The target reached: achieved; passed: exceeded, whatever the milestones say. Without a baseline to
       measure from, a target not yet reached: no data.
    4. No dated point up to the value: the achievement itself against the thresholds (``achievement_only``).
    5. Nothing expected yet beyond the baseline: on track at what is expected or better, else off track.
    6. (actual - baseline) / (expected - baseline) against the thresholds; an increase without a
       baseline starts at 0.

    Raises nothing. Source: design rule 8.
    """
    result = achievement(
        direction=direction,
        actual=None if actual is None else actual.value,
        target=target,
        baseline=baseline,
        band=band,
        reading=reading,
    )
    expected = None if actual is None or direction == "maintain" else expected_on(actual.on, path)
    last_day = None if actual is None else period_end or actual.on
    if (missing := _missing(result, last_day, oldest_acceptable)) or actual is None or last_day is None:
        return Verdict(_unjudged(missing), result, expected, missing or "no_actual")
    if direction == "maintain":
        return _maintained(result, last_day, until)
    if target is None:
        return Verdict("no_data", result, expected, "no_baseline")
    return _against_path(result, actual.value, expected, direction, baseline, target, thresholds)


def step_status(
    *,
    actual: Point | None,
    baseline_step: int | None,
    target_step: int | None,
    path: Sequence[Point] = (),
    direction: Direction = "increase",
    band: tuple[Decimal, Decimal] | None = None,
    until: date | None = None,
    period_end: date | None = None,
    oldest_acceptable: date | None = None,
    thresholds: Thresholds = STANDARD_THRESHOLDS,
) -> Verdict:
    """Judge a yes-no or scale indicator, whose values are step numbers, by the rules of ``status``.

    A scale moves in steps and not on a line: expected is the step of the last milestone due, and the baseline's
    before the first is due. Raises nothing. Source: design rule 8.
    """
    result = step_achievement(
        None if actual is None else int(actual.value), baseline_step, target_step, direction, band
    )
    baseline = None if baseline_step is None else Decimal(baseline_step)
    expected = None
    if actual is not None and direction != "maintain":
        due = step_due_on(actual.on, path)
        expected = baseline if due is None and path else due
    last_day = None if actual is None else period_end or actual.on
    if (missing := _missing(result, last_day, oldest_acceptable)) or actual is None or last_day is None:
        return Verdict(_unjudged(missing), result, expected, missing or "no_actual")
    if direction == "maintain":
        return _maintained(result, last_day, until)
    if target_step is None:
        return Verdict("no_data", result, expected, "no_target")
    return _against_path(result, actual.value, expected, direction, baseline, Decimal(target_step), thresholds)


def _in_order(points: Sequence[Point]) -> list[Point]:
    by_day = {point.on: point for point in points}
    return [by_day[day] for day in sorted(by_day)]


def _missing(result: Achievement, last_day: date | None, oldest_acceptable: date | None) -> Reason | None:
    if result.basis == "no_target":
        return "no_target"
    if last_day is None:
        return "no_actual"
    if oldest_acceptable is not None and last_day < oldest_acceptable:
        return "no_recent_value"
    return None


def _unjudged(missing: Reason | None) -> Status:
    return "no_recent" if missing == "no_recent_value" else "no_data"


def _maintained(result: Achievement, day: date, until: date | None) -> Verdict:
    if result.basis == "outside_band":
        return Verdict("off_track", result, None, "outside_band")
    is_over = until is not None and day >= until
    return Verdict("achieved" if is_over else "on_track", result, None, "inside_band")


def _against_path(
    result: Achievement,
    actual: Decimal,
    expected: Decimal | None,
    direction: Direction,
    baseline: Decimal | None,
    target: Decimal,
    thresholds: Thresholds,
) -> Verdict:
    way = heading(direction, baseline, target)
    is_reached = reaches(actual, target, way)
    if is_reached and actual != target and result.basis != "target_is_baseline":
        return Verdict("exceeded", result, expected, "target_passed")
    if is_reached:
        return Verdict("achieved", result, expected, "target_reached")
    if result.share is None:
        return Verdict("no_data", result, expected, "no_baseline")
    if expected is None:
        return Verdict(thresholds.grade(result.share), result, None, "achievement_only")
    start = Decimal(0) if baseline is None else baseline
    if reaches(start, expected, way):
        is_kept = reaches(actual, expected, way)
        return Verdict("on_track" if is_kept else "off_track", result, expected, "nothing_due_yet")
    progress = (actual - start) / (expected - start)
    return Verdict(thresholds.grade(progress), result, expected, "against_expected")
