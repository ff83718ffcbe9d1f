"""The figure that entries make, and the levels that baseline, milestones and target mean."""

from decimal import Decimal
from typing import Any, cast

from .. import measurement
from ..accumulation import Reported
from ..achievement import target_level
from ..choices import BaselineKind, EntryState, Measure
from ..measurement import Promise
from ..models import ProgressEntry
from ..status import Point


def total_of(indicator, entries, *, only_verified=True):
    """What the entries make together; published figures count the verified ones only (design rule 6)."""
    return measurement.total_of(
        promise_of(indicator),
        [
            Reported(
                entry.pk,
                entry.period.ends_on,
                figure_of(entry),
                entry.numerator,
                entry.denominator,
                entry.measured_on,
            )
            for entry in latest_series(indicator, entries, only_verified=only_verified)
        ],
    )


def latest_series(indicator, entries, *, only_verified=True):
    """One entry with a figure for each period: that of the latest series that reported on it.

    A restated figure takes the place of the one first reported as soon as it is verified, and so does the word that
    there is none: such a period has no figure. Entries of series whose totals do not carry on (`comparable_from`) do
    not count.
    """
    latest = latest_by_period(indicator, entries, only_verified=only_verified)
    return [entry for entry in latest if figure_of(entry) is not None]


def latest_by_period(indicator, entries, *, only_verified=True):
    """The entry of the latest series for each period, whatever it states, the oldest period first."""
    by_period: dict[int, ProgressEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.series):
        # One that nobody vouched for is looked at for its figure only.
        counts = entry.state == EntryState.VERIFIED or (not only_verified and figure_of(entry) is not None)
        if counts and entry.series >= indicator.comparable_from:
            by_period[entry.period_id] = entry
    return sorted(by_period.values(), key=lambda entry: entry.period.ends_on)


def level_of(indicator, target):
    """The figure a target means, in the indicator's unit; None where none can be said."""
    if target is None:
        return None
    if indicator.measure == Measure.YES_NO:
        return Decimal(1)
    if target.value is None:
        return None
    return target_level(target.value, target.reading, indicator.baseline_value)


def baseline_of(indicator):
    """The figure an indicator starts from; a thing to be done starts from not done."""
    return Decimal(0) if indicator.measure == Measure.YES_NO else indicator.baseline_value


def path_of(indicator, targets):
    """The dated points from the baseline over milestones to the final target.

    What is zero by definition was so from the first day of the programme, unless another day is stated.
    """
    points = []
    day = indicator.baseline_day
    if day is None and indicator.baseline_kind == BaselineKind.ZERO:
        day = indicator.programme.first_day
    if indicator.baseline_value is not None and day:
        points.append(Point(day, indicator.baseline_value))
    for target in targets:
        level = level_of(indicator, target)
        if target.due_on and level is not None:
            points.append(Point(target.due_on, level))
    return points


def promise_of(indicator, targets=(), final=None):
    """What was promised, as the calculations take it: from where, to where, along which dated points, in which band."""
    # The three choices of the model are the words of the calculations.
    words = {name: cast(Any, getattr(indicator, name)) for name in ("measure", "accumulation", "direction")}
    return Promise(
        **words,
        baseline=baseline_of(indicator),
        target=level_of(indicator, final),
        reading=cast(Any, final.reading) if final else "figure",
        path=path_of(indicator, targets),
        band=indicator.band,
        until=final.due_on if final else None,
    )


def figure_of(entry):
    """The number an entry states, if it does."""
    return Decimal(entry.step.number) if entry.step else entry.value
