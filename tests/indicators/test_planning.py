"""Which periods are reported on, by when, and what the calendar makes of them."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.choices import PERIOD_MOVES, Frequency, PeriodState
from indicators.planning import (
    PARTS,
    State,
    Stretch,
    closing,
    days_between,
    days_of_handing_in,
    periods_of_years,
    steps_of_the_calendar,
)

FREQUENCIES = st.sampled_from(Frequency.values)
STATES = st.sampled_from(PeriodState.values)
DAYS = st.dates(date(2010, 1, 1), date(2013, 12, 31))
QUARTERS = periods_of_years("quarterly", 2011, 2012)


def labels(periods):
    return [period.label for period in periods]


class TestClosing:
    """What is reported less often than there are periods is reported in the last of each."""

    @pytest.mark.parametrize(
        ("every", "of", "expected"),
        [
            ("yearly", "quarterly", ["2011-Q4", "2012-Q4"]),
            ("half_yearly", "quarterly", ["2011-Q2", "2011-Q4", "2012-Q2", "2012-Q4"]),
            ("quarterly", "quarterly", labels(QUARTERS)),
            ("yearly", "half_yearly", ["2011-H2", "2012-H2"]),
            # Nobody can report more often than there are periods.
            ("quarterly", "half_yearly", ["2011-H1", "2011-H2", "2012-H1", "2012-H2"]),
            ("quarterly", "yearly", ["2011", "2012"]),
            ("half_yearly", "yearly", ["2011", "2012"]),
        ],
    )
    def test_of_periods_of_another_length(self, every, of, expected):
        assert labels(closing(every, periods_of_years(of, 2011, 2012))) == expected

    def test_a_period_that_crosses_a_year_belongs_to_the_one_it_ends_in(self):
        crossing = Stretch("winter", date(2011, 11, 1), date(2012, 2, 29))
        summer = Stretch("summer", date(2012, 3, 1), date(2012, 10, 31))
        assert labels(closing("yearly", [summer, crossing])) == ["summer"]
        assert labels(closing("half_yearly", [summer, crossing])) == ["winter", "summer"]

    def test_of_a_year_that_has_begun_the_last_period_there_is(self):
        assert labels(closing("yearly", QUARTERS[:6])) == ["2011-Q4", "2012-Q2"]

    def test_no_periods(self):
        assert closing("yearly", []) == ()

    @given(FREQUENCIES, FREQUENCIES, st.integers(1990, 2050), st.integers(0, 6), st.randoms())
    def test_in_any_order_each_part_of_a_year_has_one(self, every, of, first, more, random):
        periods = list(periods_of_years(of, first, first + more))
        shuffled = random.sample(periods, len(periods))
        found = closing(every, shuffled)
        assert sorted(found, key=lambda one: one.ends_on) == list(found)
        assert set(found) <= set(periods)
        assert len(found) == min(PARTS[every][0], PARTS[of][0]) * (more + 1)
        # The last of all is always reported on, and asking again of what was found changes nothing.
        assert found[-1] == periods[-1]
        assert closing(every, found) == found

    @given(st.lists(DAYS, unique=True))
    def test_more_often_takes_in_less_often(self, ends):
        periods = [Stretch(str(end), end - timedelta(days=1), end) for end in ends]
        yearly, half_yearly, quarterly = (
            set(closing(every, periods)) for every in ("yearly", "half_yearly", "quarterly")
        )
        assert yearly <= half_yearly <= quarterly <= set(periods)
        assert {one.ends_on.year for one in yearly} == {end.year for end in ends}


class TestDaysOfHandingIn:
    @pytest.mark.parametrize(
        ("due_after", "late_for", "due_on", "closes_on"),
        [
            (15, 15, date(2012, 1, 15), date(2012, 1, 30)),
            (0, 0, date(2011, 12, 31), date(2011, 12, 31)),
            (60, 1, date(2012, 2, 29), date(2012, 3, 1)),
            (15, None, date(2012, 1, 15), None),
        ],
    )
    def test_after_the_last_day(self, due_after, late_for, due_on, closes_on):
        assert days_of_handing_in(date(2011, 12, 31), due_after, late_for) == (due_on, closes_on)

    @given(DAYS, st.integers(0, 366), st.none() | st.integers(0, 366))
    def test_the_numbers_come_back(self, ends_on, due_after, late_for):
        assert days_between(ends_on, *days_of_handing_in(ends_on, due_after, late_for)) == (due_after, late_for)


FIRST, DUE, CLOSES = date(2012, 1, 1), date(2012, 4, 15), date(2012, 4, 30)


class TestTheCalendar:
    """A first quarter whose reports are due on 15 April, late ones taken until the 30th."""

    @pytest.mark.parametrize(
        ("state", "on", "steps"),
        [
            ("planned", date(2011, 12, 31), ()),
            ("planned", FIRST, ("open",)),
            ("planned", DUE, ("open",)),
            ("planned", date(2012, 4, 16), ("open", "grace")),
            ("planned", CLOSES, ("open", "grace")),
            # Opened and closed at once, nobody could ever have reported: people decide.
            ("planned", date(2012, 5, 1), ()),
            ("open", DUE, ()),
            ("open", date(2012, 4, 16), ("grace",)),
            ("open", CLOSES, ("grace",)),
            ("open", date(2012, 5, 1), ("closed",)),
            ("grace", date(2012, 2, 1), ()),
            ("grace", CLOSES, ()),
            ("grace", date(2012, 5, 1), ("closed",)),
            ("closed", date(2012, 2, 1), ()),
            ("reopened", date(2013, 5, 1), ()),
        ],
    )
    def test_day_by_day(self, state, on, steps):
        assert steps_of_the_calendar(state, starts_on=FIRST, due_on=DUE, closes_on=CLOSES, on=on) == steps

    @pytest.mark.parametrize("state", get_args(State))
    def test_knows_only_periods_with_a_due_day(self, state):
        assert steps_of_the_calendar(state, starts_on=FIRST, due_on=None, closes_on=None, on=date(2020, 1, 1)) == ()

    def test_closes_nothing_where_no_last_day_is_set(self):
        days = {"starts_on": FIRST, "due_on": DUE, "closes_on": None, "on": date(2020, 1, 1)}
        assert steps_of_the_calendar("planned", **days) == ("open", "grace")
        assert steps_of_the_calendar("grace", **days) == ()

    def test_takes_no_late_ones_where_both_days_are_the_same(self):
        days = {"starts_on": FIRST, "due_on": DUE, "closes_on": DUE}
        assert steps_of_the_calendar("open", **days, on=DUE) == ()
        assert steps_of_the_calendar("open", **days, on=date(2012, 4, 16)) == ("closed",)

    def test_its_states_are_those_of_periods(self):
        assert get_args(State) == tuple(PeriodState.values)

    @given(STATES, DAYS, st.integers(0, 400), st.none() | st.integers(0, 60), st.none() | st.integers(0, 60), DAYS)
    def test_makes_allowed_moves_only_and_twice_is_once(self, state, starts_on, length, due_after, late_for, on):
        due_on, closes_on = None, None
        if due_after is not None:
            due_on, closes_on = days_of_handing_in(starts_on + timedelta(days=length), due_after, late_for)
        days = {"starts_on": starts_on, "due_on": due_on, "closes_on": closes_on, "on": on}
        steps = steps_of_the_calendar(state, **days)
        for before, after in zip((state, *steps), steps, strict=False):
            assert after in PERIOD_MOVES[PeriodState(before)]
        if steps:
            assert steps_of_the_calendar(steps[-1], **days) == ()

    @given(st.integers(0, 90), st.none() | st.integers(0, 60), st.integers(0, 240), st.lists(st.integers(0, 240)))
    def test_run_daily_or_now_and_then_it_comes_to_the_same(self, due_after, late_for, last, missed):
        """As long as it runs once while the period takes entries; so nothing breaks when nobody runs it for a while."""
        due_on, closes_on = days_of_handing_in(date(2012, 3, 31), due_after, late_for)

        def state_after(days):
            state = "planned"
            for number in days:
                steps = steps_of_the_calendar(
                    state, starts_on=FIRST, due_on=due_on, closes_on=closes_on, on=FIRST + timedelta(days=number)
                )
                state = steps[-1] if steps else state
            return state

        run = [number for number in range(last + 1) if number == 0 or number == last or number not in missed]
        assert state_after(run) == state_after(range(last + 1))
