"""Planning reporting periods: many at once, one by one, and opening several together."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from indicators.choices import Frequency, PeriodState
from indicators.models import ReportingPeriod
from indicators.planning import periods_of_years
from indicators.services import PeriodRefused, open_periods, plan_periods, save_period
from outcomes.services import Refused
from tests import factories


@given(st.sampled_from(Frequency.values), st.integers(1990, 2050), st.integers(0, 12))
def test_planned_periods_follow_each_other_without_a_gap(frequency, first, more):
    periods = periods_of_years(frequency, first, first + more)
    assert (periods[0].starts_on, periods[-1].ends_on) == (date(first, 1, 1), date(first + more, 12, 31))
    assert all(after.starts_on - before.ends_on == timedelta(days=1) for before, after in pairwise(periods))
    assert len({period.label for period in periods}) == len(periods)


@pytest.mark.parametrize(
    ("frequency", "labels"),
    [
        ("yearly", ["2011", "2012"]),
        ("half_yearly", ["2011-H1", "2011-H2", "2012-H1", "2012-H2"]),
        ("quarterly", [f"{year}-Q{quarter}" for year in (2011, 2012) for quarter in (1, 2, 3, 4)]),
    ],
)
def test_periods_are_called_as_people_write_them(frequency, labels):
    assert [period.label for period in periods_of_years(frequency, 2011, 2012)] == labels


@pytest.mark.django_db
class TestPlanning:
    """A programme of 2011 to 2015."""

    @pytest.fixture
    def planned_for(self):
        return factories.ProgrammeFactory()

    @pytest.fixture
    def officer(self, make_person, planned_for):
        return make_person("Planner", role=Role.PROGRAMME_OFFICER, programme=planned_for)

    @pytest.fixture
    def client(self, sign_in, officer):
        return sign_in(officer)

    @staticmethod
    def plan(programme, by, frequency="half_yearly", first_year=2011, last_year=2012):
        return plan_periods(programme=programme, frequency=frequency, first_year=first_year, last_year=last_year, by=by)

    @staticmethod
    def address(name, programme, **arguments):
        return reverse(f"indicators:{name}", kwargs={"programme": programme.code, **arguments})

    def test_planning_makes_planned_periods_and_notes_each(self, planned_for, officer):
        planned = self.plan(planned_for, officer)
        assert [(one.label, one.state) for one in planned_for.periods.all()] == [
            (label, PeriodState.PLANNED) for label in ("2011-H1", "2011-H2", "2012-H1", "2012-H2")
        ]
        event = AuditEvent.objects.about(planned[0]).get()
        assert (event.verb, event.by, event.changes) == (
            AuditVerb.ADDED,
            officer,
            {
                "days": [None, "2011-01-01 – 2011-06-30"],
                "due_on": [None, "2011-07-15"],
                "closes_on": [None, "2011-07-30"],
            },
        )

    def test_what_is_there_already_stays(self, planned_for, officer):
        first = self.plan(planned_for, officer, last_year=2011)
        more = self.plan(planned_for, officer)
        assert [one.label for one in more] == ["2012-H1", "2012-H2"]
        assert list(planned_for.periods.all()) == [*first, *more]
        with pytest.raises(Refused) as refused:
            self.plan(planned_for, officer)
        assert refused.value.problems == {"": "These periods are all there already."}

    def test_no_day_belongs_to_two_periods(self, planned_for, officer):
        factories.ReportingPeriodFactory(programme=planned_for, year=2011)
        with pytest.raises(Refused) as refused:
            self.plan(planned_for, officer)
        assert str(refused.value) == (
            "2011-H1 shares days with 2011 (1 January 2011 to 31 December 2011): no day belongs to two periods. "
            "2011-H2 shares days with 2011 (1 January 2011 to 31 December 2011): no day belongs to two periods."
        )
        assert planned_for.periods.count() == 1

    @pytest.mark.parametrize(
        ("first_year", "last_year", "problems"),
        [
            (2010, 2012, {"first_year": "The programme runs from 2011 to 2015. Choose one of these years."}),
            (2011, 99999, {"last_year": "The programme runs from 2011 to 2015. Choose one of these years."}),
            (2013, 2012, {"last_year": "The last year lies before the first."}),
        ],
    )
    def test_years_are_those_of_the_programme(self, first_year, last_year, problems, planned_for, officer):
        with pytest.raises(Refused) as refused:
            self.plan(planned_for, officer, first_year=first_year, last_year=last_year)
        assert refused.value.problems == problems

    def test_only_who_manages_periods_plans_them(self, planned_for, make_person):
        verifier = make_person("Checker", role=Role.VERIFIER, programme=planned_for)
        with pytest.raises(PermissionDenied):
            self.plan(planned_for, verifier)
        period = ReportingPeriod(
            programme=planned_for, label="2011", starts_on=date(2011, 1, 1), ends_on=date(2011, 12, 31)
        )
        with pytest.raises(PermissionDenied):
            save_period(record=period, by=verifier, programme=planned_for)

    def test_the_page_plans_and_says_what_is_wrong(self, client, planned_for):
        page = self.address("plan-periods", planned_for)
        assert client.get(page).context["form"].initial["last_year"] == 2015
        typed = {"frequency": "quarterly", "first_year": "2011", "last_year": "2011", "due_after": "15"}
        answer = client.post(page, typed)
        assert (answer.status_code, answer.url) == (302, self.address("periods", planned_for))
        assert planned_for.periods.count() == 4
        again = client.post(page, typed)
        assert (again.status_code, again.context["form"].non_field_errors()) == (
            422,
            ["These periods are all there already."],
        )

    def test_one_period_is_added_changed_and_removed(self, client, planned_for):
        typed = {"label": "2011-first", "starts_on": "2011-02-01", "ends_on": "2011-06-30"}
        client.post(self.address("add-reporting-period", planned_for), typed)
        period = planned_for.periods.get()
        where = {"record": period.pk}
        page = self.address("change-reporting-period", planned_for, **where)
        seen = client.get(page).context["form"].initial["seen"]
        assert client.post(page, typed | {"seen": seen, "starts_on": "2011-01-01"}).status_code == 302
        assert planned_for.periods.get().starts_on == date(2011, 1, 1)
        client.post(self.address("remove-reporting-period", planned_for, **where))
        assert not planned_for.periods.exists()

    def test_one_that_overlaps_another_is_refused(self, client, planned_for):
        factories.ReportingPeriodFactory(programme=planned_for, year=2011)
        typed = {"label": "2011-b", "starts_on": "2011-12-31", "ends_on": "2012-06-30"}
        answer = client.post(self.address("add-reporting-period", planned_for), typed)
        assert answer.context["form"].errors == {
            "starts_on": [
                "2011-b shares days with 2011 (1 January 2011 to 31 December 2011): no day belongs to two periods."
            ]
        }

    def test_another_label_that_is_taken_is_refused(self, client, planned_for):
        factories.ReportingPeriodFactory(programme=planned_for, year=2011)
        typed = {"label": "2011", "starts_on": "2012-01-01", "ends_on": "2012-06-30"}
        answer = client.post(self.address("add-reporting-period", planned_for), typed)
        assert answer.status_code == 422

    def test_a_period_keeps_the_days_of_its_figures(self, planned_for, officer):
        entry = factories.ProgressEntryFactory(
            indicator__outcome__programme=planned_for,
            period__year=2012,
            measured_on=date(2012, 6, 30),
        )
        period = entry.period
        period.starts_on, period.ends_on = date(2012, 7, 1), date(2012, 12, 31)
        with pytest.raises(Refused) as refused:
            save_period(record=period, by=officer, programme=planned_for)
        sentence = "Figures of this period are dated 30 June 2012 to 30 June 2012: these days have to stay inside."
        assert refused.value.problems == {"starts_on": sentence}

    def test_a_period_with_figures_is_not_removed(self, client, planned_for):
        entry = factories.ProgressEntryFactory(indicator__outcome__programme=planned_for)
        page = self.address("remove-reporting-period", planned_for, record=entry.period_id)
        assert client.post(page).status_code == 422
        assert planned_for.periods.get() == entry.period

    def test_several_are_opened_at_once(self, client, planned_for, officer):
        first, second, third = self.plan(planned_for, officer, frequency="yearly", last_year=2013)
        answer = client.post(self.address("open-periods", planned_for), {"periods": [first.pk, third.pk]})
        assert answer.status_code == 302
        assert [one.state for one in planned_for.periods.all()] == ["open", "planned", "open"]
        assert {event.verb for event in AuditEvent.objects.about(third)} == {"added", "period_opened"}
        assert not AuditEvent.objects.about(second).filter(verb=AuditVerb.PERIOD_OPENED).exists()

    def test_all_of_them_are_opened_or_none(self, client, planned_for, officer):
        planned = self.plan(planned_for, officer, frequency="yearly", last_year=2011)[0]
        closed = factories.ReportingPeriodFactory(programme=planned_for, year=2012, state=PeriodState.CLOSED)
        with pytest.raises(PeriodRefused, match="2012: Say why the period has to be opened again"):
            open_periods(periods=[planned, closed], reason="", by=officer)
        answer = client.post(self.address("open-periods", planned_for), {"periods": [planned.pk, closed.pk]})
        assert answer.status_code == 422
        assert answer.content.decode().count(" checked") == 2
        assert [one.state for one in planned_for.periods.all()] == ["planned", "closed"]

    def test_none_chosen_is_said(self, client, planned_for, officer):
        self.plan(planned_for, officer)
        answer = client.post(self.address("open-periods", planned_for), {})
        assert answer.context["open_form"].errors == {"periods": ["Choose the periods to open."]}

    def test_a_label_that_cannot_stand_in_an_address(self, client, planned_for):
        sent = {"label": "2011 H1", "starts_on": "2011-01-01", "ends_on": "2011-06-30"}
        answer = client.post(self.address("add-reporting-period", planned_for), sent)
        assert answer.context["form"].errors == {"label": ["Letters, digits and hyphens, such as 2011-H1."]}

    def test_a_reason_is_asked_for_in_the_open_where_it_is_needed(self, client, planned_for):
        closed = factories.ReportingPeriodFactory(programme=planned_for, year=2011, state=PeriodState.CLOSED)
        other = factories.ReportingPeriodFactory(programme=planned_for, year=2012, state=PeriodState.CLOSED)
        shown = client.get(self.address("periods", planned_for)).content.decode()
        assert shown.count("<details open><summary>Say why") == 2
        change = reverse("indicators:change-period", kwargs={"programme": planned_for.code, "period": closed.label})
        shown = client.post(change, {"to": "reopened", "reason": ""}).content.decode()
        assert "Say why the period has to be opened again." in shown
        assert client.post(change, {"to": "reopened", "reason": "Late figures."}).status_code == 302
        assert ReportingPeriod.objects.get(pk=other.pk).state == PeriodState.CLOSED

    def test_other_programmes_periods_cannot_be_chosen(self, client, planned_for):
        stranger = factories.ReportingPeriodFactory(state=PeriodState.PLANNED)
        answer = client.post(self.address("open-periods", planned_for), {"periods": [stranger.pk]})
        assert answer.status_code == 422
        assert ReportingPeriod.objects.get(pk=stranger.pk).state == PeriodState.PLANNED

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_takes_as_many_queries_for_many(self, rows, client, planned_for, django_assert_max_num_queries):
        for year in range(rows):
            factories.ReportingPeriodFactory(programme=planned_for, year=2011 + year, state=PeriodState.PLANNED)
        with django_assert_max_num_queries(10):
            assert client.get(self.address("periods", planned_for)).status_code == 200
