"""One figure out of many periods: what counts, what was superseded, and up to which day (design rule 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.disaggregation import pooled_percentage

Accumulation = Literal["increment", "cumulative", "level"]


@dataclass(frozen=True, slots=True)
class Reported:
    """What one entry says of its period, in the indicator's unit; without ``measured_on``, of the period's last day.

    Where numerator and denominator are both given they are the truth and ``value`` is not read.
    """

    entry_id: int
    period_end: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    measured_on: date | None = None

    @property
    def day(self) -> date:
        """The day of which its figure is."""
        return self.measured_on or self.period_end

    @property
    def fraction(self) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator, when both were reported."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class Total:
    """The figure, the day of the latest entry in it, the entries counted and those left out, oldest first.

    A value of None means "no data": nothing was reported, or only denominators of 0.
    """

    value: Decimal | None
    as_at: date | None
    counted: tuple[Reported, ...]
    superseded: tuple[Reported, ...]

    @property
    def period_end(self) -> date | None:
        """The end of the latest period in it."""
        return self.counted[-1].period_end if self.counted else None


def accumulate(
    accumulation: Accumulation,
    reported: Iterable[Reported],
    *,
    is_percentage: bool = False,
    start: Decimal = Decimal(0),
) -> Total:
    """Return the figure that the entries make together, in the indicator's unit, unrounded.

    *Increment* adds the entries up, on top of the level they `start` from (a known baseline); *cumulative*
    and *level* take the latest period (of two entries for one period the one recorded last). Percentages are
    neither added nor averaged: an increment with numerator and denominator on every entry is
    Σ numerators / Σ denominators in per cent, any other percentage is the latest. An entry with a numerator
    or denominator is known to be a percentage; ``is_percentage`` says so for figures reported without.

    The order of the input does not matter, and an entry given twice counts once. Raises nothing.
    Source: design rule 6.
    """
    entries = tuple(sorted(set(reported), key=lambda entry: (entry.period_end, entry.entry_id)))
    if not entries:
        return Total(None, None, (), ())
    latest = entries[-1]
    fractions = [entry.fraction for entry in entries if entry.fraction is not None]
    is_percentage = is_percentage or any(
        part is not None for entry in entries for part in (entry.numerator, entry.denominator)
    )
    if accumulation == "increment" and not is_percentage:
        return Total(sum((entry.value for entry in entries), start), latest.day, entries, ())
    if accumulation == "increment" and len(fractions) == len(entries):
        return Total(pooled_percentage(fractions), latest.day, entries, ())
    value = latest.value if latest.fraction is None else pooled_percentage([latest.fraction])
    return Total(value, latest.day, (latest,), entries[:-1])


def contradicting(total: Reported, others: Iterable[Reported]) -> tuple[Reported | None, Reported | None]:
    """Return the totals of the periods before and after that a total so far cannot stand beside, or None for each.

    What is counted from the start of the programme cannot fall: the total of the period before must not be higher, and
    that of the period after not lower. Only the two nearest are looked at, for the others are held against those.
    """
    others = sorted(others, key=lambda other: other.period_end)
    before = [other for other in others if other.period_end < total.period_end][-1:]
    after = [other for other in others if other.period_end > total.period_end][:1]
    return (
        next((other for other in before if other.value > total.value), None),
        next((other for other in after if other.value < total.value), None),
    )
