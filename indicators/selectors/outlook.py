"""What a figure would make of its indicator, told while it is typed: nothing of it is written."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from ..accumulation import Total
from ..achievement import Achievement
from ..choices import HANDED_IN, Accumulation, EntryState, Measure
from ..measurement import verdict_of
from ..models import ProgressEntry
from ..split_percentages import Fraction
from .doubts import doubts_about
from .figures import figure_of, total_of
from .parts import left_in


@dataclass(frozen=True)
class Outlook:
    """What comes of a figure once everything that was handed in, and the figure itself, are verified.

    `entry` is the figure, as it would be kept, and `before` the latest one of an earlier period. `so_far` is what the
    others make, `total` what all of them do; both and `change` (since `before`, where the two are of the same thing)
    are in the indicator's unit. `achievement` is how far that is to the target, `left` what each split does not
    account for, by the split.
    """

    entry: ProgressEntry
    before: ProgressEntry | None
    so_far: Total
    total: Total
    change: Decimal | None
    achievement: Achievement
    left: tuple[tuple[object, Decimal | Fraction], ...]
    doubts: tuple[str, ...]

    @property
    def is_added(self):
        """Whether it is added to what was there before."""
        is_number = self.entry.indicator.measure in (Measure.NUMBER, Measure.MONEY)
        is_more = self.entry.value is not None and self.so_far.value is not None
        return is_number and is_more and self.entry.indicator.accumulation == Accumulation.INCREMENT

    @property
    def counts(self):
        """Whether it is in the total: one for an earlier period may be replaced by that of a later one."""
        return any(reported.entry_id == self.entry.pk for reported in self.total.counted)


def entry_before(standing, period):
    """The latest entry of an earlier period, or None."""
    return next((entry for entry in standing.entries if entry.period.ends_on < period.starts_on), None)


def outlook_of(standing, entry, parts, splits=()):
    """What an entry (not saved, of the series that is reported now) would make of how its indicator stands.

    `parts` are those of its figure by their names, `splits` those it is asked for. Figures are made by the same rules
    as the published ones, which they are once all of them are verified. Reads nothing but what the standing holds.
    """
    indicator = standing.indicator
    others = [
        _verified(one)
        for one in standing.entries
        if one.state in HANDED_IN and (one.period_id, one.series) != (entry.period_id, entry.series)
    ]
    this = _verified(entry)
    # Recorded after all the others, where that decides.
    this.pk = max((one.pk for one in standing.entries), default=0) + 1
    total = total_of(indicator, [*others, this])
    doubts = ()
    if not entry.absence:
        doubts = doubts_about(indicator, entry.period, entry.value, parts, standing.entries, numerator=entry.numerator)
    before = entry_before(standing, entry.period)
    return Outlook(
        entry=this,
        before=before,
        so_far=total_of(indicator, others),
        total=total,
        change=_change(entry, before),
        achievement=verdict_of(standing.promise, total).achievement,
        left=tuple((asked, left) for asked in splits if (left := left_in(asked, entry, parts)) is not None),
        doubts=doubts,
    )


def _verified(entry):
    """The entry as it is once somebody has vouched for it."""
    verified = copy(entry)
    verified.state = EntryState.VERIFIED
    return verified


def _change(entry, before):
    if before is None or before.series < entry.indicator.comparable_from:
        return None
    figures = (figure_of(before), figure_of(entry))
    return None if None in figures or entry.indicator.measure == Measure.YES_NO else figures[1] - figures[0]
