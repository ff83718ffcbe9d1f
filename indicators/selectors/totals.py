"""Whether a total so far goes with those of the other periods."""

from django.utils.translation import gettext as _

from ..accumulation import Reported, contradicting
from ..choices import HANDED_IN, Accumulation, Direction, Measure
from ..display import measured


def doubt_about_total(entry, entries):
    """Why the total so far that an entry states cannot be, held against other `entries` of its indicator; "" if it can.

    Only totals that were handed in count, and only of what grows: a percentage so far may fall, and so may what is to
    decrease or to be kept.
    """
    indicator = entry.indicator
    is_growing = indicator.accumulation == Accumulation.CUMULATIVE and indicator.direction == Direction.INCREASE
    is_added_up = indicator.measure in (Measure.NUMBER, Measure.MONEY)
    if not (is_growing and is_added_up) or entry.value is None or entry.series < indicator.comparable_from:
        return ""
    # Of a period that was restated, the latest series says how it stands.
    latest = {
        one.period: one
        for one in sorted(entries, key=lambda one: one.series)
        if one.state in HANDED_IN and one.series >= indicator.comparable_from and one.value is not None
    }
    latest.pop(entry.period, None)
    before, after = contradicting(_reported(entry), map(_reported, latest.values()))
    labels = {one.pk: one.period.label for one in latest.values()}
    lower = _("The total so far is lower than that of %(period)s (%(figure)s). Check it: a total cannot fall.")
    higher = _("The total so far is higher than that of %(period)s (%(figure)s). Check both: a total cannot fall.")
    return " ".join(
        message % {"period": labels[other.entry_id], "figure": measured(other.value, indicator)}
        for other, message in ((before, lower), (after, higher))
        if other is not None
    )


def _reported(entry):
    return Reported(entry.pk, entry.period.ends_on, entry.value)
