"""What is expected, and from when: at the day a figure was measured, and from a zero that has no day of its own."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.choices import BaselineKind, Direction, Measure, Status
from indicators.models import Indicator
from indicators.selectors import explanation_of, path_of, series_of, standing_of
from indicators.status import Point
from tests.factories import (
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

END_OF_2015 = date(2015, 12, 31)
ZERO = {"baseline_kind": BaselineKind.ZERO, "baseline_value": Decimal(0)}


@pytest.fixture
def programme_of_2012():
    return ProgrammeFactory(start_year=2012, end_year=2015)


def stands(programme, *figures, target=None, **facts):
    """How an indicator stands with these figures: (year, value, day measured or None for the last of the year)."""
    indicator = IndicatorFactory(outcome__programme=programme, **facts)
    if target is not None:
        TargetFactory(indicator=indicator, value=target, due_on=END_OF_2015)
    for year, value, day in figures:
        period = programme.periods.filter(label=str(year)).first() or ReportingPeriodFactory(
            programme=programme, year=year
        )
        ProgressEntryFactory(
            indicator=indicator,
            period=period,
            value=value,
            measured_on=day or date(year, 12, 31),
            state="verified",
        )
    return standing_of(Indicator.objects.in_programme(programme).get(pk=indicator.pk))


class TestZeroWithoutADay:
    def test_the_line_starts_on_the_first_day_of_the_programme(self, programme_of_2012):
        standing = stands(programme_of_2012, (2013, 300, None), target=1000, **ZERO)
        assert standing.promise.path == [Point(date(2012, 1, 1), Decimal(0)), Point(END_OF_2015, Decimal(1000))]
        assert (standing.verdict.reason, standing.status) == ("against_expected", Status.AT_RISK)
        assert explanation_of(standing).expected == (
            "On 31 December 2013, 500 was expected: it lies on the straight line from 0 on 1 January 2012 to 1,000 on "
            "31 December 2015. "
            "The baseline is zero by definition, so the line starts on the first day of the programme, 1 January 2012."
        )

    def test_a_day_of_its_own_comes_first(self, programme_of_2012):
        standing = stands(programme_of_2012, (2013, 300, None), target=1000, baseline_on=date(2012, 7, 1), **ZERO)
        assert standing.promise.path[0] == Point(date(2012, 7, 1), Decimal(0))
        assert "by definition" not in explanation_of(standing).expected

    def test_after_a_milestone_nothing_is_said_of_it(self, programme_of_2012):
        standing = stands(programme_of_2012, (2013, 300, None), target=1000, **ZERO)
        TargetFactory(indicator=standing.indicator, kind="milestone", value=400, due_on=date(2012, 12, 31))
        again = standing_of(Indicator.objects.in_programme(programme_of_2012).get())
        assert "from 400 on 31 December 2012" in explanation_of(again).expected
        assert "by definition" not in explanation_of(again).expected

    @pytest.mark.parametrize(
        "facts",
        [{}, {"baseline_kind": BaselineKind.VALUE, "baseline_value": Decimal(0)}],
        ids=["not available", "known, without a day"],
    )
    def test_no_other_baseline_does(self, facts, programme_of_2012):
        indicator = IndicatorFactory(outcome__programme=programme_of_2012, **facts)
        assert path_of(indicator, []) == []

    def test_the_open_page_says_so(self, client):
        assert "What is zero by definition starts on the first day of the programme" in (
            client.get("/methods/").content.decode()
        )


class TestTheDayOfAFigure:
    MIDDLE = date(2012, 6, 30)

    def test_it_is_held_against_what_was_expected_on_that_day(self, programme_of_2012):
        """From 0 to 100 in the year 2012: half of it is expected in the middle, all of it at the end."""
        on = {"baseline_on": date(2011, 12, 31)}
        standing = stands(programme_of_2012, (2012, 25, self.MIDDLE), **ZERO, **on)
        TargetFactory(indicator=standing.indicator, value=100, due_on=date(2012, 12, 31))
        again = standing_of(Indicator.objects.in_programme(programme_of_2012).get())
        assert (again.total.as_at, round(again.verdict.expected, 1)) == (self.MIDDLE, Decimal("49.7"))
        assert again.status == Status.AT_RISK
        explanation = explanation_of(again)
        assert explanation.arithmetic == "The latest one, up to 30 June 2012: 25"
        assert explanation.expected.startswith("On 30 June 2012, 49.73 was expected")
        assert [one.on for one in series_of(again)] == [self.MIDDLE]

    def test_which_figure_is_the_latest_is_told_by_the_period(self, programme_of_2012):
        early, late = (2013, 20, date(2013, 1, 1)), (2012, 10, date(2012, 12, 31))
        standing = stands(programme_of_2012, early, late)
        assert (standing.total.value, standing.total.as_at) == (20, date(2013, 1, 1))

    def test_it_is_recent_as_long_as_its_period_is(self, programme_of_2012):
        """The oldest acceptable day is the last of 2013: what was measured in June of that year is of that period."""
        ReportingPeriodFactory(programme=programme_of_2012, year=2014)
        recent = stands(programme_of_2012, (2013, 50, date(2013, 6, 30)), target=100)
        old = stands(programme_of_2012, (2012, 50, date(2012, 6, 30)), target=100)
        assert (recent.status, old.status) == (Status.AT_RISK, Status.NO_RECENT)

    def test_what_was_kept_was_kept_up_to_the_end_of_the_last_period(self, programme_of_2012):
        kept = {"direction": Direction.MAINTAIN, "band_low": 90, "band_high": 110, "measure": Measure.NUMBER}
        last = stands(programme_of_2012, (2015, 100, date(2015, 6, 30)), target=100, **kept)
        assert last.status == Status.ACHIEVED
