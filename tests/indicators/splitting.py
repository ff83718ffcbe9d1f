"""What the tests of splits, dimensions and series have in common."""

from datetime import date
from decimal import Decimal

from indicators.models import Dimension, DisaggregatedValue, ProgressEntry
from indicators.services import Figure, record_and_submit, record_progress


def shared(code):
    """A dimension that every programme has."""
    return Dimension.objects.get(programme=None, code=code)


def reported():
    """Every entry and every part of one, column by column: what no change of a dimension may touch."""
    return list(ProgressEntry.objects.order_by("pk").values()), list(DisaggregatedValue.objects.order_by("pk").values())


def record(indicator, period, by, revision=0, submits=False, **stated):
    """Record a figure; parts are given by their names as whole numbers."""
    parts = {name: None if value is None else Decimal(value) for name, value in stated.pop("parts", {}).items()}
    value = stated.pop("value", None)
    write = record_and_submit if submits else record_progress
    figure = Figure(
        measured_on=date(period.ends_on.year, 6, 30),
        value=None if value is None else Decimal(value),
        parts=parts,
        **stated,
    )
    return write(indicator=indicator, period=period, figure=figure, revision=revision, by=by)


def parts(entry):
    """The parts of an entry as the database has them: (category, crossed category or None) and its figure."""
    return {
        (part.category.code, part.crossed_category and part.crossed_category.code): part.value
        for part in entry.parts.select_related("category", "crossed_category")
    }


def current(indicator):
    """The splits asked for now, and from which series."""
    return [(str(row), row.first_series) for row in indicator.disaggregations.current().order_by("pk")]
