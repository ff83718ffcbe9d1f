"""A figure of an indicator, shown as its measure wants it; pages and explanations say the same."""

from django.utils.translation import gettext as _

from dwcp.toolkit.templatetags.figures import CURRENCY_SIGNS, NOTHING, figure

from .choices import Measure


def shown(value, measure, *, currency="", steps=()):
    """`1,250`, `50%`, `US$ 1,250`, `Done`, `2 Adopted`: a figure as its measure wants it; a dash when there is none.

    `steps` are those of a scale; a figure that is none of them stands as it is.
    """
    if value is None:
        return NOTHING
    if measure == Measure.YES_NO:
        return _("Done") if value else _("Not done")
    if measure == Measure.PERCENTAGE:
        return f"{figure(value, 1)}%"
    if measure == Measure.MONEY:
        return f"{CURRENCY_SIGNS.get(currency, currency)}\N{NO-BREAK SPACE}{figure(value, 2)}"
    if measure == Measure.SCALE:
        return next((str(step) for step in steps if step.number == value), figure(value, 2))
    return figure(value, 2)


def measured(value, indicator):
    """A figure in the indicator's unit, as its measure wants it; a dash when there is none."""
    steps = indicator.steps.all() if indicator.measure == Measure.SCALE and value is not None else ()
    return shown(value, indicator.measure, currency=indicator.currency, steps=steps)


def promised(standing):
    """What the indicator is to show: the level of its target, or the band in which it is to be kept."""
    indicator = standing.indicator
    if indicator.band is None:
        return measured(standing.target_level, indicator)
    low, high = (measured(end, indicator) for end in indicator.band)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def with_unit(value, indicator):
    """`12 trainers`, `50% of export volume`: the figure and what it counts."""
    unit = "" if indicator.measure in (Measure.YES_NO, Measure.SCALE) else indicator.unit
    separator = "" if unit.startswith("%") else " "
    return f"{measured(value, indicator)}{separator}{unit.removeprefix('%')}".strip()


def stated(entry):
    """What an entry states in a cell: its figure, its step, that it is told in words, or which kind of absence."""
    if entry.absence:
        return entry.get_absence_display()
    if entry.indicator.measure == Measure.NARRATIVE and entry.narrative:
        return _("in words")
    if entry.step:
        return str(entry.step)
    return measured(entry.value, entry.indicator)
