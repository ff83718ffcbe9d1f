"""What can stand in an indicator's reference sheet but should be looked at, a sentence each."""

from django.utils import timezone
from django.utils.translation import gettext as _

from dwcp.toolkit.figures import day, figure

from ..achievement import heading, reaches
from ..choices import Direction, Measure, TargetReading
from ..essentials import has_baseline, has_target
from ..selectors import level_of
from .unfit import named_targets


def remarks_on(definition):
    """What can stand but should be looked at: sentences, the gravest first."""
    indicator = definition.indicator
    remarks = []
    for _name, target in named_targets(definition):
        level = level_of(indicator, target)
        if level is None or indicator.measure == Measure.YES_NO:
            continue
        shown = {"target": figure(level), "baseline": figure(indicator.baseline_value)}
        baseline = indicator.baseline_value
        if baseline is not None and indicator.direction == Direction.INCREASE and level < baseline:
            remarks.append(_("Declared as increase, but the target %(target)s is below the baseline.") % shown)
        if baseline is not None and indicator.direction == Direction.DECREASE and level > baseline:
            remarks.append(_("Declared as decrease, but the target %(target)s is above the baseline.") % shown)
        if indicator.band and not indicator.band[0] <= level <= indicator.band[1]:
            remarks.append(_("The target %(target)s lies outside the band in which it is to be kept.") % shown)
    remarks += _remarks_on_the_way(definition)
    remarks += [
        _("The target is a rise over the baseline, which is not known: nothing can be judged until it is.")
        for _name, target in named_targets(definition)
        if target.reading != TargetReading.FIGURE and indicator.baseline_value is None
    ][:1]
    if not has_target(is_stated=definition.final is not None, has_band=indicator.band is not None):
        remarks.append(_("There is no final target yet: nothing can be judged against it."))
    is_due = indicator.baseline_due_on is not None
    if not has_baseline(measure=indicator.measure, kind=indicator.baseline_kind, is_due=is_due):
        remarks.append(_("The baseline is not available, and nobody has said by when it will be."))
    return list(dict.fromkeys(remarks))


def _remarks_on_the_way(definition):
    """From the baseline over the milestones to the target: what leads past it, nowhere, or beyond the programme."""
    indicator, final = definition.indicator, definition.final
    start, end, baseline = indicator.baseline_day, level_of(indicator, final), indicator.baseline_value
    if start and start > timezone.localdate():
        yield _("The date of the baseline, %(day)s, lies in the future.") % {"day": day(start)}
    if final and final.due_on and final.due_on.year > indicator.programme.end_year + 1:
        yield _("The target is due on %(day)s, long after the programme ends.") % {"day": day(final.due_on)}
    if end is None or indicator.measure == Measure.YES_NO or indicator.direction == Direction.MAINTAIN:
        return
    if baseline is not None and end == baseline:
        yield _("Target and baseline are the same: there is no way to measure.")
        return
    for milestone in definition.milestones:
        level = level_of(indicator, milestone)
        if level not in (None, end) and reaches(level, end, heading(indicator.direction, baseline, end)):
            shown = {"milestone": figure(level), "target": figure(end)}
            yield _("The milestone %(milestone)s asks for more than the final target, %(target)s.") % shown
