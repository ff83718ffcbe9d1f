"""What cannot stand in an indicator's reference sheet, a sentence each."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from django.utils.translation import gettext as _

from dwcp.toolkit.figures import day, figure

from ..choices import BaselineKind, Direction, Measure, TargetReading
from ..converters import IndicatorCodeConverter
from ..selectors import level_of
from ..words import UNFIT

IN_FIGURES = (Measure.NUMBER, Measure.PERCENTAGE, Measure.MONEY)
IN_STEPS_OR_FIGURES = (*IN_FIGURES, Measure.SCALE)
SUMMED_FROM_PARTS = (Measure.NUMBER, Measure.MONEY)
HUNDRED = 100


def problems_of(definition):
    """All that cannot stand, besides what the record says of itself: {field: sentence}.

    Fields are those of the indicator, `steps`, and for targets `target_value` (the final one), `milestone_0_value`,
    `category_target_0_share`: the place counts among those of its kind as they were given.
    """
    problems: dict[str, str] = {}
    for check in CHECKS:
        for field, sentence in check(definition):
            problems[field] = f"{problems[field]} {sentence}" if field in problems else str(sentence)
    return problems


def named_targets(definition):
    """Each target with the beginning of its fields' names."""
    if definition.final is not None:
        yield "target", definition.final
    for place, target in enumerate(definition.milestones):
        yield f"milestone_{place}", target


def _code(definition):
    code = definition.indicator.code
    if code and not re.fullmatch(IndicatorCodeConverter.regex, code):
        yield "code", _("A code stands in addresses: letters, digits, points and hyphens, such as 1.26.")


def _measure(definition):
    indicator, numbers = definition.indicator, Counter(number for number, _name in definition.steps)
    if indicator.measure == Measure.MONEY and not indicator.currency:
        yield "currency", _("Say in which currency the money is counted, such as USD or KHR.")
    if indicator.measure != Measure.MONEY and indicator.currency:
        yield "currency", _("Only money has a currency. Leave this empty, or choose “Money” as the measure.")
    if definition.steps and indicator.measure != Measure.SCALE:
        yield "steps", _("Only a scale has steps. Leave this empty, or choose “Step on a scale” as the measure.")
    if indicator.measure == Measure.SCALE and len(definition.steps) < 2:
        yield "steps", _("A scale needs at least two steps, one on each line, such as “0 none” and “1 adopted”.")
    if twice := sorted(number for number, count in numbers.items() if count > 1):
        yield "steps", _("Two steps have the number %(number)s. Give each a number of its own.") % {"number": twice[0]}


def _direction(definition):
    indicator = definition.indicator
    ends = {"band_low": indicator.band_low, "band_high": indicator.band_high}
    given = [end for end in ends.values() if end is not None]
    if given and indicator.direction != Direction.MAINTAIN:
        yield "band_low", UNFIT["only_what_is_maintained_has_a_band"]
    elif given and indicator.measure not in IN_STEPS_OR_FIGURES:
        yield "band_low", _("Only a figure is kept in a band. Leave both ends empty.")
    elif given or (indicator.direction == Direction.MAINTAIN and _needs_a_band(definition)):
        for name, end in ends.items():
            if end is None:
                yield name, _("What is to be maintained needs both ends of the band in which it is to be kept.")
            yield from _of_a_whole(indicator, name, end)
    if len(given) == 2 and given[0] > given[1]:
        yield "band_high", _("The band ends below where it begins. Change the two round.")


def _needs_a_band(definition):
    """A target that it is not to fall below will do instead."""
    final = definition.final
    return definition.indicator.measure in IN_STEPS_OR_FIGURES and (final is None or final.value is None)


def _baseline(definition):
    indicator = definition.indicator
    kind, value = indicator.baseline_kind, indicator.baseline_value
    if kind != BaselineKind.NOT_AVAILABLE and indicator.measure == Measure.NARRATIVE:
        message = _("What is told in words has no figure to start from: choose “Not available” and describe it.")
        yield "baseline_kind", message
    elif kind == BaselineKind.VALUE:
        yield from _known_baseline(indicator)
    elif kind == BaselineKind.ZERO and value != 0:
        yield "baseline_value", _("Zero by definition is 0. Type 0, or choose “Known”.")
    elif kind == BaselineKind.NOT_AVAILABLE and value is not None:
        yield "baseline_value", _("You give a value and say that there is none. Choose “Known”, or leave this empty.")
    if kind != BaselineKind.NOT_AVAILABLE and indicator.baseline_due_on:
        yield "baseline_due_on", UNFIT["only_a_missing_baseline_is_due"]
    if not _is_a_year(indicator.baseline_year):
        yield "baseline_year", _("Type the year with four digits, such as 2010.")
    elif indicator.baseline_on and indicator.baseline_year and indicator.baseline_on.year != indicator.baseline_year:
        yield "baseline_year", _("The date of the baseline lies in another year. Keep one of the two.")
    yield from _fits_the_measure(definition, "baseline_value", value)


def _is_a_year(year):
    """Whether a date can be made of it; a year that is not stated is not wrong."""
    return year is None or 1900 <= year <= 2100


def _known_baseline(indicator):
    if indicator.baseline_value is None:
        yield "baseline_value", _("Type the value of the baseline, or choose “Not available”.")
    if indicator.baseline_on is None and not indicator.baseline_year:
        yield "baseline_on", _("Say when the baseline was measured: a date, or the year.")
    if not indicator.baseline_source:
        yield "baseline_source", _("Say where the baseline is found, so that it can be checked.")


def _targets(definition):
    indicator = definition.indicator
    for name, target in named_targets(definition):
        if target.value is None and not target.text:
            yield f"{name}_value", UNFIT["target_has_a_value_or_words"]
        if target.value is not None and indicator.measure == Measure.YES_NO:
            yield (
                f"{name}_value",
                _("A thing is done or not done: leave the figure empty and say in words what is to be done."),
            )
        if target.value is not None and indicator.measure == Measure.NARRATIVE:
            yield f"{name}_value", _("This indicator is told in words: leave the figure empty and use words.")
        if target.reading != TargetReading.FIGURE and indicator.measure not in IN_FIGURES:
            yield f"{name}_reading", _("Only a figure can rise over the baseline: choose “figure to reach”.")
        elif target.reading == TargetReading.FIGURE or indicator.baseline_value is not None:
            level = None if target.value is None else level_of(indicator, target)
            yield from _fits_the_measure(definition, f"{name}_value", level)


def _order_of_targets(definition):
    indicator, final, milestones = definition.indicator, definition.final, definition.milestones
    start = indicator.baseline_day if _is_a_year(indicator.baseline_year) else None
    for name, target in named_targets(definition):
        if start and target.due_on and target.due_on < start:
            message = _("This is before the date of the baseline, %(day)s. Correct one of the two.")
            yield f"{name}_due_on", message % {"day": day(start)}
    for place, target in enumerate(milestones):
        if target.due_on is None:
            yield f"milestone_{place}_due_on", _("Say by which day the milestone is to be reached.")
        elif final and final.due_on and target.due_on >= final.due_on:
            message = _("A milestone lies before the final target, which is due on %(day)s.")
            yield f"milestone_{place}_due_on", message % {"day": day(final.due_on)}
    for place, (before, after) in enumerate(pairwise(milestones), start=1):
        if before.due_on is None or after.due_on is None:
            continue
        days = {"day": day(after.due_on), "before": day(before.due_on)}
        if after.due_on == before.due_on:
            yield f"milestone_{place}_due_on", _("There are two milestones on %(day)s. Keep one of them.") % days
        elif after.due_on < before.due_on:
            message = _("Milestones stand in order of time: put %(day)s before %(before)s.")
            yield f"milestone_{place}_due_on", message % days


def _category_targets(definition):
    split_by = {dimension.pk for dimension in definition.dimensions}
    categories = Counter(target.category_id for target in definition.category_targets)
    for place, target in enumerate(definition.category_targets):
        name, category = f"category_target_{place}", {"category": target.category, "split": target.category.dimension}
        if target.category.dimension_id not in split_by:
            message = _("The indicator is not split by %(split)s, so %(category)s cannot have a target of their own.")
            yield f"{name}_category", message % category
        if categories[target.category_id] > 1:
            yield f"{name}_category", _("%(category)s has two targets. Keep one of them.") % category
        if (target.share is None) == (target.value is None):
            yield f"{name}_share", UNFIT["category_target_is_a_figure_or_a_share"]
        if target.share is not None and not 0 <= target.share <= HUNDRED:
            yield f"{name}_share", UNFIT["share_of_a_category_is_up_to_100"]
        if target.value is not None and target.value < 0:
            yield f"{name}_value", _("A part of a figure cannot be below 0.")
        elif target.value is not None and definition.indicator.is_part_of_whole and target.value > HUNDRED:
            yield f"{name}_value", _("A percentage of a category goes from 0 to 100.")


def _categories_together(definition):
    """The categories of a dimension are parts of one whole: together they cannot be asked for more than all of it."""
    final = definition.final
    whole = level_of(definition.indicator, final) if definition.indicator.measure in SUMMED_FROM_PARTS else None
    by_dimension = defaultdict(list)
    for place, target in enumerate(definition.category_targets):
        by_dimension[target.category.dimension_id].append((f"category_target_{place}", target))
    for targets in by_dimension.values():
        shares = [
            (name, one.share, one.category) for name, one in targets if one.share is not None and one.share <= HUNDRED
        ]
        message = _("The shares of %(names)s are %(sum)s %% together. They are parts of one whole: 100 %% at most.")
        yield from _more_than(HUNDRED, shares, "share", message)
        figures = [
            (name, one.value, one.category)
            for name, one in targets
            if one.value is not None and not _is_on_the_way_down(definition, one)
        ]
        message = _("What %(names)s are to reach, %(sum)s, is more than the final target for all, %(whole)s. Lower it.")
        yield from _more_than(whole, figures, "value", message)


def _is_on_the_way_down(definition, target):
    """Before the final target is due, what is to decrease may stand above it."""
    is_falling = definition.indicator.direction == Direction.DECREASE
    due_on = definition.final and definition.final.due_on
    return is_falling and due_on and target.due_on and target.due_on < due_on


def _more_than(whole, stated, field, message):
    total = sum(value for _name, value, _category in stated)
    if whole is not None and total > whole:
        names = ", ".join(dict.fromkeys(str(category) for _name, _value, category in stated))
        yield f"{stated[-1][0]}_{field}", message % {"names": names, "sum": figure(total), "whole": figure(whole)}


def _fits_the_measure(definition, name, value):
    """Whether the measure knows such a figure; for a target that is a rise, the level it leads to."""
    indicator = definition.indicator
    if value is None:
        return
    if indicator.measure == Measure.SCALE and value not in {number for number, _name in definition.steps}:
        yield (
            name,
            _("The scale has no step %(number)s. Type the number of one of its steps.") % {"number": figure(value)},
        )
    if indicator.measure == Measure.YES_NO and name == "baseline_value" and value not in (0, 1):
        yield name, _("Done is 1 and not done is 0.")
    yield from _of_a_whole(indicator, name, value)


def _of_a_whole(indicator, name, value):
    if value is not None and indicator.is_part_of_whole and not 0 <= value <= HUNDRED:
        yield (
            name,
            _("%(figure)s %% cannot be: a part of a whole lies between 0 and 100 %%. If it may, say so at the measure.")
            % {"figure": figure(value)},
        )


CHECKS = (
    _code,
    _measure,
    _direction,
    _baseline,
    _targets,
    _order_of_targets,
    _category_targets,
    _categories_together,
)
