"""What is said to be unusual about reported figures: which of them are held against each other, and in which words."""

from decimal import Decimal

import pytest

from accounts.choices import Role
from indicators.choices import Absence, Accumulation, Direction, EntryState, Measure, PeriodState
from indicators.models import Category, Dimension
from indicators.selectors import doubts_in, doubts_of
from tests.factories import (
    CategoryFactory,
    DisaggregatedValueFactory,
    DwcpOutcomeFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db

JUMP = "The figure is more than 3 times that of 2012 (100)."
DROP = "The figure of 2012 (100) was more than 3 times this one."
FALLS = "The total so far is lower than that of 2012 (100). Check it: a total cannot fall."
THRICE = "The same figure was reported for 2011 and 2012."
NO_WOMEN = "No women are counted: of those whose sex is stated, the share of women is 0%."
NO_MEN = "No men are counted: of those whose sex is stated, the share of women is 100%."


@pytest.fixture
def outcome():
    return DwcpOutcomeFactory(programme=ProgrammeFactory())


@pytest.fixture
def periods(outcome):
    return {year: ReportingPeriodFactory(programme=outcome.programme, year=year) for year in range(2010, 2015)}


@pytest.fixture
def make(outcome):
    """An indicator that counts people, of which each figure is a level, unless a test says otherwise."""

    def make(**stated):
        return IndicatorFactory(outcome=outcome, **{"accumulation": Accumulation.LEVEL} | stated)

    return make


@pytest.fixture
def report(periods):
    """An entry that waits for verification."""

    def report(indicator, year, value, women=None, men=None, state=EntryState.SUBMITTED, **fields):
        entry = ProgressEntryFactory(
            indicator=indicator,
            period=periods[year],
            value=None if value is None else Decimal(value),
            state=state,
            **fields,
        )
        for code, figure in (("women", women), ("men", men)):
            if figure is not None:
                part, whole = figure if isinstance(figure, tuple) else (figure, None)
                category = CategoryFactory(code=code)
                DisaggregatedValueFactory(entry=entry, category=category, value=part, denominator=whole)
        return entry

    return report


def doubts(entry):
    """As many entries at once are asked about, and as one is among those of its indicator: the same."""
    together = doubts_of([entry])[entry.pk]
    entries = list(entry.indicator.entries.select_related("period"))
    assert together == doubts_in(entry, entries)
    return together


class TestEarlierFigures:
    @pytest.mark.parametrize(("value", "said"), [(301, (JUMP,)), (300, ()), (33, (DROP,)), (34, ())])
    def test_a_jump(self, value, said, make, report):
        indicator = make()
        report(indicator, 2012, 100)
        assert doubts(report(indicator, 2013, value)) == said

    def test_the_factor_is_the_programme_s(self, make, report, outcome):
        outcome.programme.jump_factor = Decimal("1.5")
        outcome.programme.save()
        indicator = make()
        report(indicator, 2012, 100)
        assert doubts(report(indicator, 2013, 151)) == ("The figure is more than 1.5 times that of 2012 (100).",)

    @pytest.mark.parametrize(("before", "now"), [(0, 1000), (-100, 1000), (100, -1000), (-1, -1000)])
    def test_nothing_jumps_from_zero_or_below(self, before, now, make, report):
        indicator = make()
        report(indicator, 2012, before)
        assert doubts(report(indicator, 2013, now)) == ()

    def test_a_negative_level_may_stand_still_and_is_asked_about(self, make, report):
        indicator = make()
        for year in (2011, 2012):
            report(indicator, year, -5)
        assert doubts(report(indicator, 2013, -5)) == (THRICE,)

    @pytest.mark.parametrize("state", EntryState)
    def test_only_what_was_handed_in_is_held_against(self, state, make, report):
        indicator = make()
        report(indicator, 2012, 100, state=state)
        is_handed_in = state in (EntryState.SUBMITTED, EntryState.VERIFIED)
        assert doubts(report(indicator, 2013, 1000)) == ((JUMP,) if is_handed_in else ())

    def test_closed_periods_count(self, make, report, periods):
        indicator = make()
        report(indicator, 2012, 100)
        periods[2012].state = PeriodState.CLOSED
        periods[2012].save()
        assert doubts(report(indicator, 2013, 1000)) == (JUMP,)

    def test_a_period_without_a_figure_is_passed_over(self, make, report):
        indicator = make()
        report(indicator, 2011, 7)
        report(indicator, 2012, None, absence=Absence.NOT_AVAILABLE, absence_reason="Flood")
        assert doubts(report(indicator, 2013, 70)) == ("The figure is more than 3 times that of 2011 (7).",)

    def test_the_same_three_times_names_the_other_two(self, make, report):
        indicator = make()
        report(indicator, 2010, 7)
        report(indicator, 2012, 7)
        assert doubts(report(indicator, 2014, 7)) == ("The same figure was reported for 2010 and 2012.",)

    def test_what_is_there_stays_there(self, make, report):
        indicator = make(is_milestone=True)
        for year in (2011, 2012):
            report(indicator, year, 1)
        assert doubts(report(indicator, 2013, 1)) == ()

    def test_increments_are_held_against_each_other(self, make, report):
        indicator = make(accumulation=Accumulation.INCREMENT)
        report(indicator, 2011, 100)
        report(indicator, 2012, 100)
        assert doubts(report(indicator, 2013, 100)) == (THRICE,)
        assert doubts(report(indicator, 2014, 10)) == ("The figure of 2013 (100) was more than 3 times this one.",)

    def test_a_total_that_falls_deeply_is_said_once(self, make, report):
        indicator = make(accumulation=Accumulation.CUMULATIVE)
        report(indicator, 2012, 100)
        assert doubts(report(indicator, 2013, 10)) == (FALLS,)

    def test_a_total_that_is_to_decrease_may_jump_down(self, make, report):
        indicator = make(accumulation=Accumulation.CUMULATIVE, direction=Direction.DECREASE)
        report(indicator, 2012, 100)
        assert doubts(report(indicator, 2013, 10)) == (DROP,)

    @pytest.mark.parametrize("measure", [Measure.YES_NO, Measure.SCALE, Measure.NARRATIVE])
    def test_what_is_no_figure_is_never_unusual(self, measure, make, report):
        indicator = make(measure=measure)
        for year in (2011, 2012):
            report(indicator, year, 1 if measure == Measure.YES_NO else None)
        assert doubts(report(indicator, 2013, 1 if measure == Measure.YES_NO else None)) == ()

    def test_money_is_shown_as_money(self, make, report):
        indicator = make(measure=Measure.MONEY)
        report(indicator, 2012, 100)
        (said,) = doubts(report(indicator, 2013, 1000))
        assert said == "The figure is more than 3 times that of 2012 (US$\N{NO-BREAK SPACE}100)."


class TestSeries:
    def test_a_restated_figure_takes_the_place_of_the_first(self, make, report):
        indicator = make(series=2)
        report(indicator, 2012, 100, series=1)
        report(indicator, 2012, 900, series=2)
        assert doubts(report(indicator, 2013, 1000, series=2)) == ()

    def test_it_is_not_held_against_what_it_restates(self, make, report):
        indicator = make(series=2)
        report(indicator, 2012, 100, series=1)
        assert doubts(report(indicator, 2012, 1000, series=2)) == ()

    @pytest.mark.parametrize(("state", "said"), [(EntryState.SUBMITTED, (JUMP,)), (EntryState.VERIFIED, ())])
    def test_that_there_is_no_figure_after_all_counts_once_it_is_verified(self, state, said, make, report):
        indicator = make(series=2)
        report(indicator, 2012, 100, series=1)
        report(indicator, 2012, None, series=2, state=state, absence=Absence.NOT_APPLICABLE, absence_reason="Moved")
        assert doubts(report(indicator, 2013, 1000, series=2)) == said

    def test_what_is_not_measured_any_more_is_held_against_nothing(self, make, report):
        indicator = make(series=2, comparable_from=2)
        report(indicator, 2012, 100, series=1)
        past = report(indicator, 2013, 1000, series=1, women=0, men=1000)
        assert doubts(past) == ()
        assert doubts(report(indicator, 2014, 1000, series=2)) == ()


class TestWomenAndMen:
    @pytest.mark.parametrize(
        ("value", "women", "men", "said"),
        [
            (30, 0, 30, (NO_WOMEN,)),
            (30, 30, 0, (NO_MEN,)),
            (30, 30, None, (NO_MEN,)),
            (30, None, 30, (NO_WOMEN,)),
            (100, 0, 30, (NO_WOMEN,)),
            (100, 30, None, ()),
            (30, 10, 20, ()),
            (0, 0, 0, ()),
        ],
    )
    def test_of_a_number(self, value, women, men, said, make, report):
        assert doubts(report(make(), 2012, value, women, men)) == said

    @pytest.mark.parametrize(
        ("women", "men", "said"),
        [
            ((0, 40), (30, 60), (NO_WOMEN,)),
            ((30, 40), (0, 60), (NO_MEN,)),
            ((10, 40), (20, 60), ()),
            # All of the part are women, so none of it are men.
            ((30, 40), None, (NO_MEN,)),
            ((10, 40), None, ()),
        ],
    )
    def test_of_a_percentage_the_part_is_looked_at(self, women, men, said, make, report):
        """30 of 100: what is stated of women and men is how many of the 30, each with a whole of its own."""
        indicator = make(measure=Measure.PERCENTAGE)
        assert doubts(report(indicator, 2012, 30, women, men, numerator=30, denominator=100)) == said

    def test_a_percentage_is_not_mistaken_for_a_count(self, make, report):
        """30 women of 60 are 50 %, of a part of 50: 20 are not stated."""
        indicator = make(measure=Measure.PERCENTAGE)
        assert doubts(report(indicator, 2012, 50, (30, 60), None, numerator=50, denominator=100)) == ()
        only_per_cent = report(indicator, 2013, 50, (50, 60), None)
        assert doubts(only_per_cent) == ()

    @pytest.mark.parametrize("population", ["women only", "Women only", "men only"])
    def test_who_counts_one_sex_only_is_not_asked(self, population, make, report):
        assert doubts(report(make(population=population), 2012, 30, 30, 0)) == ()

    def test_crossed_with_age_they_are_added_up(self, make, report):
        entry = report(make(), 2012, 30)
        age = Dimension.objects.get(programme=None, code="age")
        young, older = Category.objects.filter(dimension=age)[:2]
        for code, figures in (("women", (0, 0)), ("men", (10, 20))):
            for category, figure in zip((young, older), figures, strict=True):
                DisaggregatedValueFactory(
                    entry=entry, category=CategoryFactory(code=code), crossed_category=category, value=figure
                )
        assert doubts(entry) == (NO_WOMEN,)

    def test_other_dimensions_say_nothing_of_women(self, make, report):
        entry = report(make(), 2012, 30)
        age = Dimension.objects.get(programme=None, code="age")
        DisaggregatedValueFactory(entry=entry, category=Category.objects.filter(dimension=age)[0], value=30)
        assert doubts(entry) == ()


def test_an_absence_is_not_unusual(make, report):
    indicator = make()
    report(indicator, 2012, 100)
    absent = report(indicator, 2013, None, absence=Absence.NOT_AVAILABLE, absence_reason="Flood")
    assert doubts(absent) == ()


@pytest.mark.parametrize("number", [1, 3, 20])
def test_many_take_no_more_queries_than_one(number, make, report, django_assert_num_queries):
    made = []
    for place in range(number):
        indicator = make(measure=(Measure.NUMBER, Measure.MONEY, Measure.YES_NO)[place % 3])
        report(indicator, 2012, 1)
        made.append(report(indicator, 2013, 1, 1, 0))
    entries = type(made[0]).objects.filter(pk__in=[one.pk for one in made])
    entries = list(entries.select_related("indicator__outcome__programme", "period"))
    with django_assert_num_queries(2):
        said = doubts_of(entries)
    assert said[made[0].pk] == (NO_MEN,)


@pytest.mark.parametrize(
    ("explanation", "shown"), [("Only the men came.", "Only the men came."), ("", "No explanation")]
)
def test_the_verifier_reads_it_with_what_explains_it(explanation, shown, make, report, make_person, sign_in, outcome):
    """A sentence with a per cent sign in it reaches the page as it is."""
    verifier = make_person("Somebody who verifies", role=Role.VERIFIER, programme=outcome.programme)
    entry = report(make(), 2012, 12, 0, 12, explanation=explanation)
    page = sign_in(verifier).get(entry.get_absolute_url()).content.decode()
    assert (NO_WOMEN in page, shown in page) == (True, True)
