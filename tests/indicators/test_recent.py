"""What recent means: not older than the reporting period before the current one, of those that were opened."""

from datetime import date

import pytest
from django.urls import reverse

from indicators.choices import PeriodState
from indicators.selectors import current_period
from indicators.selectors.standings import oldest_acceptable
from tests.factories import ProgrammeFactory, ReportingPeriodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme_with():
    """A programme with a period for 2012, 2013, …, in the states given."""

    def make(*states):
        programme = ProgrammeFactory()
        for year, state in enumerate(states, start=2012):
            ReportingPeriodFactory(programme=programme, year=year, state=state)
        return programme

    return make


@pytest.mark.parametrize(
    ("states", "current", "oldest"),
    [
        ((), None, None),
        (("planned",), None, None),
        (("closed", "planned"), "2012", None),
        (("closed", "open"), "2013", date(2012, 12, 31)),
        (("closed", "open", "planned", "planned"), "2013", date(2012, 12, 31)),
        (("closed", "planned", "reopened"), "2014", date(2012, 12, 31)),
        (("closed", "closed", "grace"), "2014", date(2013, 12, 31)),
    ],
)
def test_a_period_that_was_only_planned_does_not_count(states, current, oldest, programme_with):
    programme = programme_with(*map(PeriodState, states))
    period = current_period(programme)
    assert (period and period.label, oldest_acceptable(programme)) == (current, oldest)


def test_an_open_period_that_has_not_begun_is_not_the_current_one(programme_with):
    programme = programme_with(PeriodState.OPEN)
    ReportingPeriodFactory(programme=programme, year=date.today().year + 1)
    assert current_period(programme).label == "2012"


def test_the_page_about_figures_says_what_recent_means(officer, sign_in):
    shown = sign_in(officer).get(reverse("methods")).content.decode()
    assert "older than the reporting period before the current one; only periods that have been opened count" in shown
