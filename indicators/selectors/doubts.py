"""What is unusual about figures that were reported, in sentences: somebody says a word about it, nothing is refused."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from ..accumulation import Reported, contradicting
from ..choices import HANDED_IN, MEASURES_WITH_PARTS, SEX, Accumulation, Direction, Measure
from ..display import measured
from ..models import ProgressEntry
from ..plausibility import oddities
from .figures import latest_series
from .parts import WITH_PARTS, parts_of
from .splits import counts_one_sex_only


def doubts_about(indicator, period, value, parts, entries, *, numerator=None):
    """What is unusual about a figure for a period, sentence by sentence; nothing for none.

    `value` (of a percentage its `numerator` too) and `parts` (by their names) as they are kept; `entries` are those of
    the indicator, with their periods and in any order: only what was handed in counts, of what the indicator still
    measures.
    """
    if indicator.measure not in MEASURES_WITH_PARTS:
        return ()
    others = [one for one in handed_in(indicator, entries) if one.period_id != period.pk]
    falls = tuple(_falling(indicator, period, value, others))
    counted = numerator if indicator.measure == Measure.PERCENTAGE else value
    return (*falls, *_unusual(indicator, period, value, counted, parts, others, falls=bool(falls)))


def doubts_in(entry, entries):
    """What is unusual about an entry, held against the `entries` of its indicator; nothing about one that is past.

    Its parts are read where they are not there yet. An absence states no figure, and what the indicator does not
    measure any more is held against nothing.
    """
    if entry.absence or entry.series < entry.indicator.comparable_from:
        return ()
    indicator, parts = entry.indicator, parts_of(entry)
    return doubts_about(indicator, entry.period, entry.value, parts, entries, numerator=entry.numerator)


def doubts_of(entries):
    """The same for many entries at once, by the key of each (2 queries for any number of them)."""
    others = defaultdict(list)
    asked = {one.indicator_id for one in entries if one.indicator.measure in MEASURES_WITH_PARTS}
    known = ProgressEntry.objects.filter(indicator__in=asked, state__in=HANDED_IN).select_related("period")
    for other in known.defer("narrative", "explanation", "absence_reason"):
        others[other.indicator_id].append(other)
    prefetch_related_objects(entries, WITH_PARTS)
    return {entry.pk: doubts_in(entry, others[entry.indicator_id]) for entry in entries}


def handed_in(indicator, entries):
    """The entries whose figures others are held against, the oldest period first: one for each period.

    They are handed in, and of what the indicator still measures. Of a period that was restated the latest series says
    what it is: a figure as soon as it is handed in, that there is none once somebody has vouched for it.
    """
    return latest_series(indicator, [one for one in entries if one.state in HANDED_IN], only_verified=False)


def _falling(indicator, period, value, others):
    """A total so far that cannot be: what is counted from the start and is to grow cannot fall.

    A percentage so far may, and so may what is to decrease or to be kept.
    """
    is_growing = indicator.accumulation == Accumulation.CUMULATIVE and indicator.direction == Direction.INCREASE
    is_added_up = indicator.measure in (Measure.NUMBER, Measure.MONEY)
    if not (is_growing and is_added_up) or value is None:
        return
    periods = {one.period_id: one.period for one in others}
    totals = [Reported(one.period_id, one.period.ends_on, one.value) for one in others]
    before, after = contradicting(Reported(period.pk, period.ends_on, value), totals)
    lower = _("The total so far is lower than that of %(period)s (%(figure)s). Check it: a total cannot fall.")
    higher = _("The total so far is higher than that of %(period)s (%(figure)s). Check both: a total cannot fall.")
    for other, message in ((before, lower), (after, higher)):
        if other is not None:
            yield message % {"period": periods[other.entry_id].label, "figure": measured(other.value, indicator)}


def _unusual(indicator, period, value, counted, parts, others, *, falls):
    before = [one for one in others if one.period.ends_on < period.ends_on][::-1]
    factor = indicator.programme.jump_factor
    sexes = {} if counts_one_sex_only(indicator) else {sex: _of_sex(sex, parts) for sex in ("women", "men")}
    found = oddities(value, [one.value for one in before], jump_factor=factor, counted=counted, **sexes)
    told = {"factor": f"{factor.normalize():f}"}
    if before:
        told |= {"period": before[0].period.label, "figure": measured(before[0].value, indicator)}
    if len(before) > 1:
        told["earlier"] = before[1].period.label
    sentences = {
        "jump_up": _("The figure is more than %(factor)s times that of %(period)s (%(figure)s)."),
        "jump_down": _("The figure of %(period)s (%(figure)s) was more than %(factor)s times this one."),
        "thrice": _("The same figure was reported for %(earlier)s and %(period)s."),
        "no_women": _("No women are counted: of those whose sex is stated, the share of women is 0%%."),
        "only_women": _("No men are counted: of those whose sex is stated, the share of women is 100%%."),
    }
    silent = set()
    if falls:
        silent.add("jump_down")  # that the total fell is said already
    if indicator.is_milestone:
        silent.add("thrice")  # what is there stays there
    for oddity in found:
        if oddity not in silent:
            yield sentences[oddity] % told


def _of_sex(sex, parts):
    """How many women, or men, a figure states: side by side, or summed over what they are crossed with."""
    if sex in parts:
        return parts[sex]
    own = f"{SEX}.{sex}"
    by_dimension: dict[str, Decimal] = {}
    for name, figure in parts.items():
        sides = name.split("×")
        if len(sides) == 2 and own in sides:
            other = next(side for side in sides if side != own).partition(".")[0]
            by_dimension[other] = by_dimension.get(other, Decimal(0)) + figure
    # By age and by province the same people are counted twice: the fuller of the two says how many.
    return max(by_dimension.values(), default=None)
