"""How the indicators of the real programme stand, and how much it costs to know."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.choices import EntryState, Status
from indicators.models import Indicator
from indicators.selectors import outcome_standings, standing_of, standings_of
from tests.factories import IndicatorFactory, ProgrammeFactory, ProgressEntryFactory, TargetFactory


@pytest.fixture
def stands(programme):
    """How the indicator with this code stands."""

    def stands(code):
        return standing_of(Indicator.objects.in_programme(programme).get(code=code))

    return stands


def test_workdays_exceed_their_target(stands):
    standing = stands("1.26")
    assert (standing.total.value, standing.target_level, standing.status) == (
        Decimal(108711),
        Decimal(100000),
        Status.EXCEEDED,
    )
    assert standing.verdict.achievement.share == Decimal("1.08711")


def test_a_rise_over_the_baseline_is_a_level(stands):
    standing = stands("2.4")
    assert (standing.indicator.baseline_value, standing.target.value, standing.target_level) == (86, 10, 96)
    assert (standing.total.value, standing.total.as_at, standing.status) == (
        Decimal(107),
        date(2010, 12, 31),
        Status.EXCEEDED,
    )
    assert standing.verdict.achievement.share == Decimal("2.1")


def test_words_are_neither_figure_nor_missing(stands):
    standing = stands("1.15")
    assert (standing.latest, standing.status) == (None, Status.NO_DATA)
    told = [
        standing.indicator.code
        for standing in standings_of(standing.indicator.programme)
        if standing.status == Status.IN_WORDS
    ]
    assert told == ["2.3", "2.7", "4.9"]


def test_only_verified_entries_count(programme):
    indicator = IndicatorFactory(outcome=programme.outcomes.get(number=1))
    TargetFactory(indicator=indicator, value=100)
    period = programme.periods.get(label="2010")
    entry = ProgressEntryFactory(indicator=indicator, period=period, value=120, state=EntryState.SUBMITTED)
    before = standing_of(indicator)
    assert (before.total.value, before.latest, before.submitted, before.status) == (
        None,
        None,
        (entry,),
        Status.NO_DATA,
    )
    entry.state = EntryState.VERIFIED
    entry.save()
    after = standing_of(indicator)
    assert (after.total.value, after.latest, after.submitted, after.status) == (120, entry, (), Status.EXCEEDED)


def test_the_programme_and_one_indicator_agree(programme):
    for standing in standings_of(programme):
        assert standing_of(standing.indicator) == standing


def test_every_indicator_stands_somewhere(programme):
    standings = standings_of(programme)
    assert len(standings) == 56
    outcomes = outcome_standings(standings, programme.outcomes.all())
    assert [(one.outcome.number, len(one.standings)) for one in outcomes] == [(1, 28), (2, 12), (3, 7), (4, 9)]
    assert [sum(one.counts.values()) for one in outcomes] == [28, 12, 7, 9]


@pytest.mark.parametrize("indicators", [1, 3])
def test_cost_does_not_grow_with_the_indicators(indicators, db, django_assert_num_queries):
    programme = ProgrammeFactory()
    for _place in range(indicators):
        indicator = IndicatorFactory(outcome__programme=programme)
        TargetFactory(indicator=indicator)
        ProgressEntryFactory(indicator=indicator, period__label=indicator.code.replace(".", "-"))
    with django_assert_num_queries(5):
        assert len(standings_of(programme)) == indicators
