"""A percentage that is part of a whole lies between 0 and 100; one that is not may go beyond."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.choices import Accumulation, Measure
from indicators.services import EntryRefused, Figure, record_progress
from tests.factories import IndicatorFactory, ReportingPeriodFactory

pytestmark = pytest.mark.django_db

SENTENCE = "This is a part of a whole, so it lies between 0 and 100 per cent. Check what you typed."


@pytest.fixture
def record(programme, officer):
    """Records a percentage for 2012; `may` it exceed a hundred?"""

    def record(*, may=False, **figure):
        indicator = IndicatorFactory(
            outcome=programme.outcomes.get(number=1),
            measure=Measure.PERCENTAGE,
            accumulation=Accumulation.LEVEL,
            may_exceed_hundred=may,
        )
        period = ReportingPeriodFactory(programme=programme, year=2012)
        figure = Figure(measured_on=date(2012, 12, 31), **{name: Decimal(value) for name, value in figure.items()})
        return record_progress(indicator=indicator, period=period, figure=figure, revision=0, by=officer)

    return record


@pytest.mark.parametrize("value", [0, 100])
def test_both_ends_are_taken(record, value):
    assert record(value=value).value == value


@pytest.mark.parametrize("value", ["100.1", "8000", "-1"])
def test_a_percentage_beyond_is_refused_where_it_cannot_be(record, value):
    with pytest.raises(EntryRefused) as refusal:
        record(value=value)
    assert refusal.value.problems == {"value": SENTENCE}


def test_a_ratio_may(record):
    entry = record(may=True, numerator=12, denominator=10)
    assert entry.value == 120


def test_a_ratio_beyond_all_digits_is_refused(record):
    with pytest.raises(EntryRefused) as refusal:
        record(may=True, numerator=10**13, denominator="0.0001")
    assert refusal.value.problems == {"value": "The figure is too large to be kept. Check what you typed."}
