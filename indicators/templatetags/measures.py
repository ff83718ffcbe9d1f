"""A figure of an indicator, shown as its measure wants it."""

from django import template

from ..display import changed, measured, moved, out_of, promised, stated, vouched, with_unit
from ..selectors import address_of

register = template.Library()
for shown in (changed, measured, moved, out_of, promised, stated, vouched, with_unit):
    register.filter(shown)


@register.filter
def entry_in(standing, period):
    """The entry that says what was reported in one period, or None where it is to be recorded."""
    return next((entry for entry in standing.in_hand if entry.period_id == period.pk), None)


@register.filter
def address(entry):
    """Where the entry is found, whichever series of its indicator it belongs to."""
    return address_of(entry)
