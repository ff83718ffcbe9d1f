"""A figure as it would be kept, for whoever wants to look at it before it is saved."""

from ..models import ProgressEntry
from .figures import checked, value_of


def as_entry(indicator, period, figure, splits):
    """The entry that a figure would make in the series reported now, and its parts by their names; nothing is written.

    `splits` are those that the indicator's entries are asked for now. Raises EntryRefused with all that is wrong.
    """
    figure, parts = checked(indicator, period, figure, splits)
    value, numerator, denominator = value_of(figure, splits)
    entry = ProgressEntry(
        indicator=indicator,
        period=period,
        series=indicator.series,
        measured_on=figure.measured_on,
        value=value,
        numerator=numerator,
        denominator=denominator,
        step=figure.step,
        absence=figure.absence,
    )
    return entry, parts
