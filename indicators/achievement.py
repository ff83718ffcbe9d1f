"""How much of the promised way an indicator has gone (design rule 7)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Direction = Literal["increase", "decrease", "maintain"]
TargetReading = Literal["figure", "rise", "percent_rise"]
Basis = Literal[
    "from_baseline",
    "from_zero",
    "rise",
    "inside_band",
    "outside_band",
    "step",
    "in_words",
    "no_actual",
    "no_target",
    "no_baseline",
    "target_is_baseline",
]


@dataclass(frozen=True, slots=True)
class Achievement:
    """The share of the way gone, and how it was measured.

    1 is the target reached; the share may exceed 1, and below 0 things are worse than at the baseline.
    None means that it cannot be measured; the basis says why.
    """

    share: Decimal | None
    basis: Basis


def target_level(value: Decimal | None, reading: TargetReading, baseline: Decimal | None = None) -> Decimal | None:
    """Return the level a target asks for, in the indicator's unit.

    A *figure* is that level; a *rise* is added to the baseline ("increased by 10"); a *percent rise* is
    in per cent of the baseline. None when the value is missing, or the baseline a rise starts from.
    Raises nothing. Source: design rule 7; programme indicator 2/4, where 86 and a rise of 10 make 96.
    """
    if value is None or reading == "figure":
        return value
    if baseline is None:
        return None
    return baseline + value if reading == "rise" else baseline + baseline * value / 100


def heading(direction: Direction, baseline: Decimal | None, target: Decimal) -> Direction:
    """Return where the way from baseline to target leads, or the declared direction where there is no way.

    A promise to go from 50 to 40 is a decrease even when it was declared an increase; whoever
    records it is warned elsewhere. Source: design rule 7, "signs handle decrease".
    """
    if direction == "maintain" or baseline is None or baseline == target:
        return direction
    return "increase" if target > baseline else "decrease"


def reaches(actual: Decimal, mark: Decimal, direction: Direction) -> bool:
    """Say whether a figure is at the mark or beyond it; beyond is below for a decrease."""
    return actual <= mark if direction == "decrease" else actual >= mark


def achievement(
    *,
    direction: Direction,
    actual: Decimal | None,
    target: Decimal | None,
    baseline: Decimal | None = None,
    band: tuple[Decimal, Decimal] | None = None,
    reading: TargetReading = "figure",
) -> Achievement:
    """Measure a figure against its target: (actual - baseline) / (target - baseline), unrounded.

    All figures are levels in the indicator's unit: turn a rise into its level with ``target_level``
    first; ``reading`` then only names the basis. Special cases:

    - *No baseline*: actual / target for an increase to a target above 0, and the basis says so
      (``from_zero``); any other way has no share (``no_baseline``).
    - *Target equals baseline*: there is no way to measure. At the target or beyond it in the declared
      direction gives 1, never more; anything worse gives 0 (``target_is_baseline``).
    - *Maintain*: 1 inside the band, ends included, and 0 outside. Without a band the target, or without
      a target the baseline, is the floor: "maintained or improved", as programme indicator 2/6 puts it.
      What must not rise needs a band.

    Never divides by zero and raises nothing. Source: design rule 7.
    """
    if direction == "maintain":
        return _maintained(actual, baseline if target is None else target, band)
    if target is None:
        lacks_baseline = reading != "figure" and baseline is None
        return Achievement(None, "no_baseline" if lacks_baseline else "no_target")
    if actual is None:
        return Achievement(None, "no_actual")
    if baseline is None:
        if direction == "decrease" or target <= 0:
            return Achievement(None, "no_baseline")
        return Achievement(actual / target, "from_zero")
    if target == baseline:
        return Achievement(Decimal(reaches(actual, target, direction)), "target_is_baseline")
    share = (actual - baseline) / (target - baseline)
    return Achievement(share, "from_baseline" if reading == "figure" else "rise")


def step_achievement(
    step: int | None,
    baseline_step: int | None,
    target_step: int | None,
    direction: Direction = "increase",
    band: tuple[Decimal, Decimal] | None = None,
) -> Achievement:
    """Measure the step a scale indicator stands on: steps taken / steps promised.

    Steps are numbered in the order of the scale; yes-no is a scale of the steps 0 and 1. Everything else is as
    ``achievement`` has it: a target on the baseline's step, a missing baseline, what is to be maintained.
    Raises nothing. Source: design rule 7.
    """
    result = achievement(
        direction=direction,
        actual=None if step is None else Decimal(step),
        target=None if target_step is None else Decimal(target_step),
        baseline=None if baseline_step is None else Decimal(baseline_step),
        band=band,
    )
    return replace(result, basis="step") if result.basis == "from_baseline" else result


def _maintained(actual: Decimal | None, floor: Decimal | None, band: tuple[Decimal, Decimal] | None) -> Achievement:
    if band is None and floor is None:
        return Achievement(None, "no_target")
    if actual is None:
        return Achievement(None, "no_actual")
    is_inside = min(band) <= actual <= max(band) if band else floor is not None and actual >= floor
    return Achievement(Decimal(1), "inside_band") if is_inside else Achievement(Decimal(0), "outside_band")
