"""What is expected follows from the schedule: each state, each frequency, and of whom."""

from collections import Counter
from datetime import date, timedelta

import pytest

from accounts.choices import Permission, Role
from dwcp.toolkit.snapshots import fingerprint
from indicators.choices import EntryState, Expected, PeriodState
from indicators.models import Indicator, ReportingPeriod
from indicators.planning import periods_of_years
from indicators.selectors import (
    count_expected,
    expected_reports,
    periods_of_writer,
    reporters_of,
    reports_in,
    reports_to_write,
    waiting_for,
    who_reports,
    work_counts,
)
from outcomes.services import archive_programme
from tests import factories

pytestmark = pytest.mark.django_db

ENDS, DUE = date(2012, 12, 31), date(2013, 1, 15)
IN_TIME, TOO_LATE = date(2013, 1, 10), date(2013, 1, 16)
YEAR_2012 = {"year": 2012, "due_on": DUE, "closes_on": date(2013, 1, 30)}


@pytest.fixture
def world():
    """A programme of 2011 to 2015 with one outcome."""
    return factories.DwcpOutcomeFactory(number=1).programme


@pytest.fixture
def outcome(world):
    return world.outcomes.get()


@pytest.fixture
def indicator(outcome):
    return factories.IndicatorFactory(outcome=outcome, code="1.1")


def plan(programme, frequency, year=2012, **fields):
    """Open periods of one year."""
    return [
        factories.ReportingPeriodFactory(
            programme=programme, label=one.label, starts_on=one.starts_on, ends_on=one.ends_on, **fields
        )
        for one in periods_of_years(frequency, year, year)
    ]


def stand(periods, today=IN_TIME):
    """Where what is expected of these periods stands: {(indicator, period): state}."""
    labels = {period.pk: period.label for period in periods}
    rows = list(expected_reports(periods, today=today))
    found = {(row.code, labels[row.period_key]): Expected(row.expected) for row in rows}
    assert len(found) == len(rows), "no report is expected twice"
    return found


class TestWhereItStands:
    """One indicator, the year 2012."""

    @pytest.mark.parametrize(
        ("period_state", "today", "expected"),
        [
            (PeriodState.PLANNED, TOO_LATE, Expected.NOT_YET_DUE),
            (PeriodState.OPEN, date(2012, 6, 1), Expected.NOT_YET_DUE),
            (PeriodState.OPEN, ENDS, Expected.NOT_YET_DUE),
            (PeriodState.OPEN, ENDS + timedelta(days=1), Expected.DUE),
            (PeriodState.OPEN, DUE, Expected.DUE),
            (PeriodState.OPEN, TOO_LATE, Expected.OVERDUE),
            (PeriodState.GRACE, TOO_LATE, Expected.OVERDUE),
            (PeriodState.REOPENED, TOO_LATE, Expected.OVERDUE),
            (PeriodState.CLOSED, TOO_LATE, Expected.MISSED),
            (PeriodState.CLOSED, date(2012, 6, 1), Expected.MISSED),
        ],
    )
    def test_where_nobody_has_written(self, period_state, today, expected, indicator):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, state=period_state, **YEAR_2012)
        assert stand([period], today) == {("1.1", "2012"): expected}
        # What is begun is not handed in.
        factories.ProgressEntryFactory(indicator=indicator, period=period)
        assert stand([period], today) == {("1.1", "2012"): expected}

    @pytest.mark.parametrize(
        ("period_state", "today", "expected"),
        [
            (PeriodState.OPEN, ENDS, Expected.NOT_YET_DUE),
            (PeriodState.OPEN, date(2020, 1, 1), Expected.DUE),
            # People said that it takes late entries only.
            (PeriodState.GRACE, date(2013, 1, 1), Expected.OVERDUE),
            (PeriodState.CLOSED, date(2013, 1, 1), Expected.MISSED),
        ],
    )
    def test_without_a_due_day_nothing_is_overdue_by_itself(self, period_state, today, expected, indicator):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, year=2012, state=period_state)
        assert stand([period], today) == {("1.1", "2012"): expected}
        if expected != Expected.MISSED and today > ENDS:
            # The entry that is handed in now is marked by the same rule.
            assert period.is_past_due(today) == (expected == Expected.OVERDUE)

    @pytest.mark.parametrize("period_state", PeriodState)
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (EntryState.SUBMITTED, Expected.SUBMITTED),
            (EntryState.VERIFIED, Expected.VERIFIED),
            (EntryState.RETURNED, Expected.RETURNED),
            (EntryState.REOPENED, Expected.RETURNED),
        ],
    )
    def test_what_was_handed_in_stands_where_it_is_in_every_period(self, period_state, state, expected, indicator):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, state=period_state, **YEAR_2012)
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=state, is_late=True)
        assert stand([period], TOO_LATE) == {("1.1", "2012"): expected}
        (report,) = reports_in(expected_reports([period]), [period])
        assert (report.indicator, report.period, report.state) == (indicator, period, expected)
        assert (report.is_late, report.is_draft, report.has_entry, report.due_on) == (True, False, True, DUE)

    def test_a_draft_is_told_from_nothing(self, indicator):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, **YEAR_2012)
        (nothing,) = reports_in(expected_reports([period]), [period])
        factories.ProgressEntryFactory(indicator=indicator, period=period)
        (draft,) = reports_in(expected_reports([period]), [period])
        assert [(one.is_draft, one.has_entry, one.is_late) for one in (nothing, draft)] == [
            (False, False, False),
            (True, True, False),
        ]

    @pytest.mark.parametrize(
        ("state", "period_state", "is_open"),
        [
            (None, PeriodState.OPEN, True),
            (EntryState.DRAFT, PeriodState.GRACE, True),
            (EntryState.RETURNED, PeriodState.REOPENED, True),
            (EntryState.SUBMITTED, PeriodState.OPEN, False),
            (EntryState.VERIFIED, PeriodState.OPEN, False),
            (EntryState.RETURNED, PeriodState.CLOSED, False),
            (None, PeriodState.PLANNED, False),
        ],
    )
    def test_whether_it_may_be_written_now(self, state, period_state, is_open, indicator):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, state=period_state)
        if state:
            factories.ProgressEntryFactory(indicator=indicator, period=period, state=state)
        (report,) = reports_in(expected_reports([period]), [period])
        assert report.is_open == is_open

    def test_another_period_or_indicator_says_nothing(self, indicator, outcome):
        period = factories.ReportingPeriodFactory(programme=indicator.programme, **YEAR_2012)
        before = factories.ReportingPeriodFactory(programme=indicator.programme, year=2011, state="closed")
        other = factories.IndicatorFactory(outcome=outcome, code="1.2")
        factories.ProgressEntryFactory(indicator=indicator, period=before, state=EntryState.VERIFIED)
        factories.ProgressEntryFactory(indicator=other, period=period, state=EntryState.SUBMITTED)
        assert stand([before, period]) == {
            ("1.1", "2011"): Expected.VERIFIED,
            ("1.2", "2011"): Expected.MISSED,
            ("1.1", "2012"): Expected.DUE,
            ("1.2", "2012"): Expected.SUBMITTED,
        }


class TestSeries:
    """An indicator of which a second series has begun."""

    @pytest.fixture
    def period(self, indicator):
        Indicator.objects.filter(pk=indicator.pk).update(series=2)
        return factories.ReportingPeriodFactory(programme=indicator.programme, **YEAR_2012)

    @pytest.mark.parametrize(
        ("state", "comparable_from", "expected"),
        [
            (EntryState.VERIFIED, 1, Expected.VERIFIED),
            (EntryState.SUBMITTED, 1, Expected.SUBMITTED),
            (EntryState.VERIFIED, 2, Expected.DUE),
            # It can no longer be changed: the period is recorded anew.
            (EntryState.RETURNED, 1, Expected.DUE),
            (EntryState.DRAFT, 1, Expected.DUE),
        ],
    )
    def test_what_was_reported_in_an_earlier_one(self, state, comparable_from, expected, indicator, period):
        Indicator.objects.filter(pk=indicator.pk).update(comparable_from=comparable_from)
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=state, series=1)
        assert stand([period]) == {("1.1", "2012"): expected}

    def test_the_current_one_comes_first(self, indicator, period):
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=EntryState.VERIFIED, series=1)
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=EntryState.RETURNED, series=2)
        assert stand([period]) == {("1.1", "2012"): Expected.RETURNED}


class TestHowOften:
    @pytest.mark.parametrize(
        ("every", "labels"),
        [
            ("", ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]),
            ("quarterly", ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]),
            ("half_yearly", ["2012-Q2", "2012-Q4"]),
            ("yearly", ["2012-Q4"]),
        ],
    )
    def test_in_quarters(self, every, labels, world, outcome):
        factories.IndicatorFactory(outcome=outcome, code="1.1", reported_every=every)
        periods = plan(world, "quarterly")
        assert list(stand(periods)) == [("1.1", label) for label in labels]
        # One period alone is judged by all that there are.
        assert stand(periods[:1]).keys() == {("1.1", label) for label in labels[:1] if label == "2012-Q1"}

    @pytest.mark.parametrize("every", ["", "quarterly", "half_yearly", "yearly"])
    def test_no_more_often_than_there_are_periods(self, every, world, outcome):
        factories.IndicatorFactory(outcome=outcome, code="1.1", reported_every=every)
        assert list(stand(plan(world, "yearly"))) == [("1.1", "2012")]

    def test_each_programme_by_its_own_periods(self, world, outcome):
        factories.IndicatorFactory(outcome=outcome, code="1.1", reported_every="yearly")
        other = factories.IndicatorFactory(code="2.1", reported_every="yearly")
        quarters, halves = plan(world, "quarterly"), plan(other.programme, "half_yearly")
        assert stand([*quarters, *halves]).keys() == {("1.1", "2012-Q4"), ("2.1", "2012-H2")}
        known = expected_reports(quarters, among=[*quarters, *halves])
        assert [row.code for row in known] == ["1.1"]


class TestOfWhom:
    """Two outcomes: a manager has the first in their care, the second is in nobody's."""

    @pytest.fixture
    def other_outcome(self, world, outcome):
        return factories.DwcpOutcomeFactory(programme=world, priority=outcome.priority, number=2)

    @pytest.fixture
    def period(self, world):
        return factories.ReportingPeriodFactory(programme=world, **YEAR_2012)

    @pytest.fixture(autouse=True)
    def indicators(self, outcome, other_outcome, period):
        return [
            factories.IndicatorFactory(outcome=one, code=f"{one.number}.1", position=1)
            for one in (outcome, other_outcome)
        ]

    @pytest.fixture
    def make(self, make_person, world):
        return lambda name, role, *outcomes, programme=world: make_person(
            name, role=role, programme=programme, outcomes=outcomes
        )

    @pytest.fixture
    def manager(self, make, outcome):
        return make("Manager", Role.OUTCOME_MANAGER, outcome)

    @staticmethod
    def codes(person, **how):
        return [row.code for row in reports_to_write(person, periods_of_writer(person), today=IN_TIME, **how)]

    @staticmethod
    def people(world, period):
        reporters = reporters_of(world)
        return {row.code: [person.name for person in who_reports(row, reporters)] for row in expected_reports([period])}

    @staticmethod
    def name(indicator, person):
        indicator.reporter = person
        indicator.save(update_fields=["reporter"])

    def test_outcomes_in_nobodys_care_are_those_of_officers_and_administrators(self, make, manager, world, period):
        officer, administrator = make("Officer", Role.PROGRAMME_OFFICER), make("Chief", Role.ADMINISTRATOR)
        assert [self.codes(one) for one in (manager, officer, administrator)] == [["1.1"], ["2.1"], ["2.1"]]
        assert self.people(world, period) == {"1.1": ["Manager"], "2.1": ["Officer"]}

    def test_without_an_officer_the_administrator_is_asked(self, make, manager, world, period):
        make("Chief", Role.ADMINISTRATOR)
        assert self.people(world, period) == {"1.1": ["Manager"], "2.1": ["Chief"]}

    def test_with_everything_come_all_that_one_may_write(self, make, manager):
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        assert [self.codes(one, everything=True) for one in (manager, officer)] == [["1.1"], ["1.1", "2.1"]]

    def test_who_is_named_reports_and_nobody_else(self, make, manager, other_outcome, indicators, world, period):
        second = make("Second", Role.OUTCOME_MANAGER, other_outcome)
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        self.name(indicators[1], manager)
        assert [self.codes(one) for one in (manager, second, officer)] == [["1.1", "2.1"], [], []]
        assert self.people(world, period) == {"1.1": ["Manager"], "2.1": ["Manager"]}
        assert self.codes(second, everything=True) == ["2.1"]

    def test_two_managers_of_one_outcome_are_both_asked_and_it_is_expected_once(
        self, make, manager, outcome, world, period
    ):
        second = make("Another", Role.OUTCOME_MANAGER, outcome)
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        assert [self.codes(one) for one in (manager, second, officer)] == [["1.1"], ["1.1"], ["2.1"]]
        assert self.people(world, period) == {"1.1": ["Another", "Manager"], "2.1": ["Officer"]}

    @pytest.mark.parametrize("how", ["left", "closed account", "reads only", "never took part"])
    def test_who_cannot_report_any_more_counts_as_nobody(self, how, make, manager, indicators, world, period):
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        gone = make("Gone", Role.PROGRAMME_OFFICER)
        for one in indicators:
            self.name(one, gone)
        assert [self.codes(one) for one in (gone, manager, officer)] == [["1.1", "2.1"], [], []]
        membership = gone.memberships.get()
        if how == "left":
            membership.delete()
        elif how == "closed account":
            gone.is_active = False
            gone.save()
        elif how == "reads only":
            membership.role = Role.VERIFIER
            membership.save()
        else:
            membership.programme = factories.ProgrammeFactory()
            membership.save()
        people = [type(one).objects.get(pk=one.pk) for one in (gone, manager, officer)]
        assert [self.codes(one) for one in people] == [[], ["1.1"], ["2.1"]]
        assert self.people(world, period) == {"1.1": ["Manager"], "2.1": ["Officer"]}

    def test_a_manager_whose_account_is_closed_cares_for_nothing(self, make, manager, world, period):
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        manager.is_active = False
        manager.save()
        assert self.codes(officer) == ["1.1", "2.1"]
        assert self.people(world, period) == {"1.1": ["Officer"], "2.1": ["Officer"]}

    @pytest.mark.parametrize("role", [Role.VERIFIER, Role.REVIEWER, Role.CONSTITUENT, Role.OBSERVER])
    def test_who_only_reads_owes_nothing_even_where_they_are_named(self, role, make, indicators, world, period):
        officer, reader = make("Officer", Role.PROGRAMME_OFFICER), make("Reader", role)
        self.name(indicators[0], reader)
        assert periods_of_writer(reader) == []
        assert [self.codes(one) for one in (reader, officer)] == [[], ["1.1", "2.1"]]
        assert self.people(world, period) == {"1.1": ["Officer"], "2.1": ["Officer"]}
        assert work_counts(reader).to_write == 0

    def test_to_be_named_lets_a_manager_record_what_is_not_in_their_care(self, manager, indicators, period):
        assert [manager.has_perm(Permission.ENTRY_RECORD, one) for one in indicators] == [True, False]
        self.name(indicators[1], manager)
        assert [manager.has_perm(Permission.ENTRY_RECORD, one) for one in indicators] == [True, True]
        entry = factories.ProgressEntryFactory(indicator=indicators[1], period=period)
        assert manager.has_perm(Permission.ENTRY_RECORD, entry)

    @pytest.mark.parametrize("role", [Role.VERIFIER, Role.REVIEWER, Role.CONSTITUENT, Role.OBSERVER])
    def test_to_be_named_does_not_let_those_record_who_only_read(self, role, make, indicators):
        reader = make("Reader", role)
        self.name(indicators[0], reader)
        assert not reader.has_perm(Permission.ENTRY_RECORD, indicators[0])

    def test_to_be_named_does_not_let_anybody_record_elsewhere(self, make_person, indicators):
        stranger = make_person("Stranger", role=Role.OUTCOME_MANAGER, programme=factories.ProgrammeFactory())
        self.name(indicators[0], stranger)
        assert not stranger.has_perm(Permission.ENTRY_RECORD, indicators[0])
        assert self.codes(stranger) == []

    def test_only_what_is_open_is_to_be_written(self, make, world, period):
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        for year, state in ((2011, PeriodState.CLOSED), (2013, PeriodState.PLANNED), (2014, PeriodState.REOPENED)):
            factories.ReportingPeriodFactory(programme=world, year=year, state=state)
        rows = reports_to_write(officer, periods_of_writer(officer), today=date(2015, 1, 1))
        labels = dict(ReportingPeriod.objects.values_list("pk", "label"))
        assert [(row.code, labels[row.period_key]) for row in rows] == [
            ("1.1", "2012"),
            ("2.1", "2012"),
            ("1.1", "2014"),
            ("2.1", "2014"),
        ]

    def test_nothing_is_written_in_the_archive(self, make, world, period):
        officer = make("Officer", Role.PROGRAMME_OFFICER)
        assert self.codes(officer) == ["1.1", "2.1"]
        archive_programme(programme=world, seen=fingerprint(world), by=officer)
        officer = type(officer).objects.get(pk=officer.pk)
        assert periods_of_writer(officer) == []
        assert len(work_counts(officer)) == 0
        # It can be read what stood where.
        assert set(stand([period]).values()) == {Expected.DUE}

    def test_of_several_programmes_at_once(self, make, manager, indicators):
        there = factories.IndicatorFactory(code="9.1")
        factories.ReportingPeriodFactory(programme=there.programme, **YEAR_2012)
        factories.ProgrammeMembershipFactory(user=manager, programme=there.programme, role=Role.PROGRAMME_OFFICER)
        stranger = factories.IndicatorFactory(code="8.1")
        factories.ReportingPeriodFactory(programme=stranger.programme, **YEAR_2012)
        manager = type(manager).objects.get(pk=manager.pk)
        assert sorted(self.codes(manager)) == ["1.1", "9.1"]
        # As officer there one writes all of it, as manager here only what is in one's care.
        assert sorted(self.codes(manager, everything=True)) == ["1.1", "9.1"]
        only = reports_to_write(manager, periods_of_writer(manager, programme=there.programme), today=IN_TIME)
        assert [row.code for row in only] == ["9.1"]


class TestCounting:
    def test_every_state_is_there_zeros_included(self, outcome, world):
        period = factories.ReportingPeriodFactory(programme=world, **YEAR_2012)
        for place, state in enumerate((None, *EntryState)):
            one = factories.IndicatorFactory(outcome=outcome, code=f"1.{place}")
            if state:
                factories.ProgressEntryFactory(indicator=one, period=period, state=state)
        assert count_expected(expected_reports([period], today=TOO_LATE)) == {
            Expected.NOT_YET_DUE: 0,
            Expected.DUE: 0,
            Expected.OVERDUE: 2,
            Expected.SUBMITTED: 1,
            Expected.RETURNED: 2,
            Expected.VERIFIED: 1,
            Expected.MISSED: 0,
        }

    def test_of_no_period_nothing_is_expected(self, indicator):
        assert set(count_expected(expected_reports([])).values()) == {0}

    @pytest.mark.parametrize("size", [1, 3])
    def test_it_takes_as_many_queries_for_many(self, size, make_person, django_assert_num_queries):
        outcome = factories.DwcpOutcomeFactory(number=1)
        person = make_person("Manager", role=Role.OUTCOME_MANAGER, programme=outcome.programme, outcomes=[outcome])
        programmes = [outcome.programme]
        for _number in range(size - 1):
            programmes.append(factories.DwcpOutcomeFactory().programme)
            factories.ProgrammeMembershipFactory(user=person, programme=programmes[-1], role=Role.PROGRAMME_OFFICER)
        for programme in programmes:
            for year in range(2011, 2011 + size):
                factories.ReportingPeriodFactory(programme=programme, year=year, due_on=date(year + 1, 1, 15))
            for place in range(size):
                factories.IndicatorFactory(
                    outcome=programme.outcomes.get(), code=f"1.{place}", reporter=person, reported_every="yearly"
                )
        with django_assert_num_queries(3):  # memberships, periods, reports
            periods = periods_of_writer(person)
            found = reports_in(reports_to_write(person, periods), periods)
        with django_assert_num_queries(0):
            names = {
                (one.indicator.programme.country.name, str(one.indicator.reporter), one.period.label) for one in found
            }
        assert len(found) == size**3
        assert len(names) == size
        with django_assert_num_queries(2):
            assert sum(count_expected(reports_to_write(person, periods_of_writer(person))).values()) == size**3


class TestTheRealProgramme:
    """Cambodia 2008-2010: 56 indicators, the last year open, without a due day."""

    def test_each_indicator_owes_each_year_once(self, programme):
        periods = list(programme.periods.all())
        found = stand(periods)
        assert len(found) == 56 * 3
        entries = Counter(programme.periods.filter(entries__state="verified").values_list("label", flat=True))
        verified = Counter(label for (_code, label), state in found.items() if state == Expected.VERIFIED)
        assert verified == entries
        assert {state for (_code, label), state in found.items() if label != "2010"} <= {
            Expected.VERIFIED,
            Expected.MISSED,
        }
        assert {state for (_code, label), state in found.items() if label == "2010"} <= {
            Expected.VERIFIED,
            Expected.DUE,
        }

    def test_an_outcome_manager_owes_what_is_in_their_care(self, programme, outcome_manager, officer):
        own, rest = (
            {row.outcome.number for row in reports_to_write(one, periods_of_writer(one))}
            for one in (outcome_manager, officer)
        )
        assert (own, rest) == ({1}, {2, 3, 4})

    def test_what_waits_for_verification_is_no_ones_own(self, programme, verifier, officer):
        entry = programme.periods.get(label="2010").entries.first()
        entry.state, entry.recorded_by, entry.submitted_by = EntryState.SUBMITTED, officer, verifier
        entry.save()
        assert list(waiting_for(verifier)) == []
        entry.submitted_by = officer
        entry.save()
        assert list(waiting_for(verifier)) == [entry]
        assert list(waiting_for(officer)) == []
