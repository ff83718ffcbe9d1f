"""A figure of an indicator, shown as its measure wants it."""

from django import template
from django.utils.translation import gettext as _

from dwcp.toolkit.templatetags.figures import NOTHING, figure

from ..choices import Measure

register = template.Library()


@register.filter
def measured(value, indicator):
    """`1,250`, `50%`, `Done`: a figure in the indicator's unit; a dash when there is none."""
    if value is None:
        return NOTHING
    if indicator.measure == Measure.YES_NO:
        return _("Done") if value else _("Not done")
    if indicator.measure == Measure.PERCENTAGE:
        return f"{figure(value, 1)}%"
    return figure(value, 2)


@register.filter
def with_unit(value, indicator):
    """`12 trainers`, `50% of export volume`: the figure and what it counts."""
    unit = "" if indicator.measure == Measure.YES_NO else indicator.unit
    separator = "" if unit.startswith("%") else " "
    return f"{measured(value, indicator)}{separator}{unit.removeprefix('%')}".strip()


@register.filter
def stated(entry):
    """What an entry states in a cell: its figure, its step, or which kind of absence; a dash for words alone."""
    if entry.absence:
        return entry.get_absence_display()
    if entry.step:
        return str(entry.step)
    return measured(entry.value, entry.indicator)


@register.filter
def entry_in(standing, period):
    """The entry of an indicator in one period, or None."""
    return next((entry for entry in standing.entries if entry.period_id == period.pk), None)


@register.filter
def part(entry, code):
    """The part of an entry's figure that falls into the category with this code, or None."""
    return next((part.value for part in entry.parts.all() if part.category.code == code), None)
