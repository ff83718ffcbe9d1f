"""Every combination of measure, accumulation and direction: what sense it makes, and a worked example.

One table: the open page on how figures are made shows it, the tests run it, and an indicator is refused by it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.accumulation import Accumulation, Reported, Total
from indicators.achievement import Direction
from indicators.measurement import Measure, Promise, total_of, verdict_of
from indicators.status import Point, Status, Verdict

# Figures of half-years, so that at the end of 2025 just half of the way is expected.
BASELINE_ON, DUE_ON = date(2024, 12, 31), date(2026, 12, 31)
HALF_YEARS = (date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30), date(2026, 12, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an example has to come to: its figure, the share of the way gone (1 is all of it), and its status."""

    figure: Decimal | None
    share: Decimal | None
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was promised and reported, one entry per half-year from 2025 on, and what it comes to.

    ``is_told`` where there are words instead of figures.
    """

    promise: Promise
    entries: tuple[Reported, ...]
    is_told: bool
    expected: Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """One way to measure, count and aim: with its example, or with the reason (a code of words) it makes no sense."""

    measure: Measure
    accumulation: Accumulation
    direction: Direction
    example: Example | None = None
    refusal: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Measure, accumulation and direction."""
        return self.measure, self.accumulation, self.direction


@dataclass(frozen=True, slots=True)
class Worked:
    """An example as the application computes it."""

    total: Total
    verdict: Verdict


def worked(combination: Combination) -> Worked | None:
    """Compute the example by the functions that compute every indicator; None where the combination makes no sense."""
    example = combination.example
    if example is None:
        return None
    total = total_of(example.promise, example.entries)
    return Worked(total, verdict_of(example.promise, total, is_told=example.is_told))


def refusal_of(measure: str, accumulation: str, direction: str) -> str | None:
    """Return why nothing can be measured so, as a code of words, or None where it makes sense."""
    return _REFUSALS.get((measure, accumulation, direction))


def _decimal(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _entry(place: int, stated: int | str | tuple[int, int]) -> Reported:
    if isinstance(stated, tuple):
        part, whole = (Decimal(number) for number in stated)
        return Reported(place, HALF_YEARS[place], 100 * part / whole, part, whole)
    return Reported(place, HALF_YEARS[place], Decimal(stated))


def _yes(
    measure: Measure,
    accumulation: Accumulation,
    direction: Direction,
    *stated: int | str | tuple[int, int],
    start: int | None = None,
    target: int | None = None,
    milestone: int | None = None,
    band: tuple[int, int] | None = None,
    is_told: bool = False,
    gives: tuple[str | int | None, str | int | None, Status],
) -> Combination:
    figure, share, status = gives
    points = ((BASELINE_ON, start), (HALF_YEARS[1], milestone), (DUE_ON, target))
    promise = Promise(
        measure=measure,
        accumulation=accumulation,
        direction=direction,
        baseline=_decimal(start),
        target=_decimal(target),
        path=tuple(Point(on, Decimal(value)) for on, value in points if value is not None),
        band=None if band is None else (Decimal(band[0]), Decimal(band[1])),
        until=DUE_ON,
    )
    example = Example(
        promise=promise,
        entries=tuple(_entry(place, one) for place, one in enumerate(stated)),
        is_told=is_told,
        expected=Expected(figure=_decimal(figure), share=_decimal(share), status=status),
    )
    return Combination(measure=measure, accumulation=accumulation, direction=direction, example=example)


def _no(measure: Measure, accumulation: Accumulation, direction: Direction, refusal: str) -> Combination:
    return Combination(measure=measure, accumulation=accumulation, direction=direction, refusal=refusal)


# For each: what was reported, from where to where, and what it gives: (figure, share of the way, status).
# fmt: off
COMBINATIONS: tuple[Combination, ...] = (
    _yes("number", "increment", "increase", 200, 250, start=0, target=1000, gives=(450, "0.45", "on_track")),
    _no("number", "increment", "decrease", "sums_only_grow"),
    _no("number", "increment", "maintain", "sums_only_grow"),
    _yes("number", "cumulative", "increase", 90, 120, start=0, target=400, gives=(120, "0.3", "at_risk")),
    _yes("number", "cumulative", "decrease", 700, 520, start=800, target=400, gives=(520, "0.7", "on_track")),
    _yes("number", "cumulative", "maintain", 22, 24, band=(20, 25), gives=(24, 1, "on_track")),
    _yes("number", "level", "increase", 2100, 2200, start=2000, target=3000, gives=(2200, "0.2", "off_track")),
    _yes("number", "level", "decrease", 500, 250, 180, start=600, target=200, gives=(180, "1.05", "exceeded")),
    _yes("number", "level", "maintain", 95, 112, band=(90, 110), gives=(112, 0, "off_track")),

    _yes("percentage", "increment", "increase", (90, 300), (210, 450), start=20, target=60,
         gives=(40, "0.5", "on_track")),
    _yes("percentage", "increment", "decrease", (84, 200), (126, 300), start=50, target=30,
         gives=(42, "0.4", "at_risk")),
    _yes("percentage", "increment", "maintain", (30, 80), (66, 120), band=(45, 55), gives=(48, 1, "on_track")),
    _yes("percentage", "cumulative", "increase", (20, 100), (60, 150), start=0, target=80,
         gives=(40, "0.5", "on_track")),
    _yes("percentage", "cumulative", "decrease", (36, 100), (44, 200), start=40, target=20,
         gives=(22, "0.9", "on_track")),
    _yes("percentage", "cumulative", "maintain", (92, 100), (178, 200), band=(90, 100), gives=(89, 0, "off_track")),
    _yes("percentage", "level", "increase", (200, 800), (300, 900), (420, 1000), (480, 1000), start=10, target=50,
         gives=(48, "0.95", "on_track")),
    _yes("percentage", "level", "decrease", (84, 300), (75, 300), start=30, target=20, gives=(25, "0.5", "on_track")),
    _yes("percentage", "level", "maintain", (291, 300), (285, 300), (294, 300), (288, 300), band=(95, 100),
         gives=(96, 1, "achieved")),

    _yes("money", "increment", "increase", 12000, 15500, 22500, start=0, target=50000, gives=(50000, 1, "achieved")),
    _no("money", "increment", "decrease", "sums_only_grow"),
    _no("money", "increment", "maintain", "sums_only_grow"),
    _yes("money", "cumulative", "increase", 18000, 30000, start=10000, target=60000, gives=(30000, "0.4", "at_risk")),
    _yes("money", "cumulative", "decrease", 75000, 54000, start=90000, target=30000, gives=(54000, "0.6", "on_track")),
    _yes("money", "cumulative", "maintain", 45000, 58000, 52000, 48000, band=(40000, 60000),
         gives=(48000, 1, "achieved")),
    _yes("money", "level", "increase", 160, 165, 180, 190, start=150, target=200, gives=(190, "0.8", "at_risk")),
    _yes("money", "level", "decrease", 980, 1040, start=1000, target=600, gives=(1040, "-0.1", "off_track")),
    _yes("money", "level", "maintain", 170, 175, band=(165, 185), gives=(175, 1, "on_track")),

    _no("yes_no", "increment", "increase", "done_stays_done"),
    _no("yes_no", "increment", "decrease", "done_stays_done"),
    _no("yes_no", "increment", "maintain", "done_stays_done"),
    _no("yes_no", "cumulative", "increase", "done_stays_done"),
    _no("yes_no", "cumulative", "decrease", "done_stays_done"),
    _no("yes_no", "cumulative", "maintain", "done_stays_done"),
    _yes("yes_no", "level", "increase", 0, 0, 1, start=0, target=1, gives=(1, 1, "achieved")),
    _no("yes_no", "level", "decrease", "done_does_not_decrease"),
    _yes("yes_no", "level", "maintain", 1, 1, start=0, target=1, gives=(1, 1, "on_track")),

    _no("scale", "increment", "increase", "steps_do_not_add_up"),
    _no("scale", "increment", "decrease", "steps_do_not_add_up"),
    _no("scale", "increment", "maintain", "steps_do_not_add_up"),
    _no("scale", "cumulative", "increase", "steps_do_not_add_up"),
    _no("scale", "cumulative", "decrease", "steps_do_not_add_up"),
    _no("scale", "cumulative", "maintain", "steps_do_not_add_up"),
    _yes("scale", "level", "increase", 0, 1, start=0, milestone=2, target=4, gives=(1, "0.25", "at_risk")),
    _yes("scale", "level", "decrease", 4, 3, start=4, target=0, gives=(3, "0.25", "on_track")),
    _yes("scale", "level", "maintain", 3, 2, target=3, gives=(2, 0, "off_track")),

    _no("narrative", "increment", "increase", "words_do_not_add_up"),
    _no("narrative", "increment", "decrease", "words_do_not_add_up"),
    _no("narrative", "increment", "maintain", "words_do_not_add_up"),
    _no("narrative", "cumulative", "increase", "words_do_not_add_up"),
    _no("narrative", "cumulative", "decrease", "words_do_not_add_up"),
    _no("narrative", "cumulative", "maintain", "words_do_not_add_up"),
    _yes("narrative", "level", "increase", is_told=True, gives=(None, None, "in_words")),
    _yes("narrative", "level", "decrease", is_told=True, gives=(None, None, "in_words")),
    _yes("narrative", "level", "maintain", is_told=True, gives=(None, None, "in_words")),
)
# fmt: on
_REFUSALS = {one.key: one.refusal for one in COMBINATIONS if one.refusal}
