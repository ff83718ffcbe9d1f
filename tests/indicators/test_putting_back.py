"""What is put back keeps every rule, as if it were added now."""

from datetime import date

import pytest

from accounts.choices import Role
from indicators.models import Indicator, ReportingPeriod
from indicators.services import plan_periods
from outcomes.services import Refused, put_back, remove_record
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return factories.ProgrammeFactory()


@pytest.fixture
def officer(make_person, programme):
    return make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=programme)


def refusal(removal, by):
    with pytest.raises(Refused) as refused:
        put_back(removal=removal, by=by)
    removal.refresh_from_db()
    assert removal.put_back_at is None
    return str(refused.value)


def test_an_indicator_whose_code_another_outcome_has_now(programme, officer):
    one, other = (factories.DwcpOutcomeFactory(programme=programme) for _place in range(2))
    removed = factories.IndicatorFactory(outcome=one, code="1.26", statement="Jobs")
    removal = remove_record(record=removed, by=officer, programme=programme)
    factories.IndicatorFactory(outcome=other, code="1.26")
    assert refusal(removal, officer) == (
        "“indicator: 1.26 Jobs” cannot be put back. The programme already has an indicator with this code."
    )
    assert [one.outcome for one in Indicator.objects.in_programme(programme)] == [other]
    Indicator.objects.all().filter(outcome=other).delete()
    put_back(removal=removal, by=officer)
    assert [one.outcome for one in Indicator.objects.in_programme(programme)] == [one]


def test_a_period_whose_days_belong_to_others_now(programme, officer):
    period = factories.ReportingPeriodFactory(programme=programme, year=2012)
    removal = remove_record(record=period, by=officer, programme=programme)
    planned = plan_periods(programme=programme, frequency="half_yearly", first_year=2012, last_year=2012, by=officer)
    assert refusal(removal, officer) == (
        "“reporting period: 2012” cannot be put back. 2012 shares days with 2012-H1 (1 January 2012 to 30 June 2012): "
        "no day belongs to two periods. 2012 shares days with 2012-H2 (1 July 2012 to 31 December 2012): "
        "no day belongs to two periods."
    )
    assert list(programme.periods.all()) == planned
    for one in planned:
        one.delete()
    put_back(removal=removal, by=officer)
    assert list(ReportingPeriod.objects.in_programme(programme).values_list("starts_on")) == [(date(2012, 1, 1),)]
