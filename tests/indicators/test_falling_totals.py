"""A total so far that falls: nobody is refused, but somebody is told."""

import pytest
from django.urls import reverse

from indicators.choices import Accumulation, EntryState, PeriodState
from indicators.models import ProgressEntry
from tests.factories import IndicatorFactory, ProgressEntryFactory

pytestmark = pytest.mark.django_db

FALLS = "The total so far is lower than that of 2009 (1,200). Check it: a total cannot fall."


@pytest.fixture
def periods(programme):
    programme.periods.update(state=PeriodState.OPEN)
    return {period.label: period for period in programme.periods.all()}


@pytest.fixture
def make(programme, periods):
    """An indicator with a figure for one year that was handed in."""

    def make(label="2009", value=1200, state=EntryState.SUBMITTED, **stated):
        stated = {"accumulation": Accumulation.CUMULATIVE, "measure": "number", "direction": "increase"} | stated
        indicator = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99", **stated)
        ProgressEntryFactory(indicator=indicator, period=periods[label], value=value, state=state)
        return indicator

    return make


def send(client, indicator, period, value):
    """Hand in a figure, all the same if something is said about it; what was said."""
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code, "period": period.label}
    sent = {"revision": "0", "value": value, "measured_on": period.ends_on.isoformat()}
    record = reverse("indicators:record-progress", kwargs=kwargs)
    answer = client.post(record, sent)
    doubts = answer.context["doubts"] if answer.status_code == 422 else ()
    if doubts:
        answer = client.post(record, sent | {"seen": answer.context["form"]["seen"].value()})
    assert answer.status_code == 302
    return list(doubts)


def test_who_records_it_is_warned_and_the_verifier_reads_it(make, periods, officer, verifier, sign_in):
    indicator = make()
    assert send(sign_in(officer), indicator, periods["2010"], "1150") == [FALLS]
    entry = ProgressEntry.objects.get(indicator=indicator, period=periods["2010"])
    assert (entry.value, entry.state) == (1150, EntryState.SUBMITTED)
    assert FALLS in sign_in(verifier).get(entry.get_absolute_url()).content.decode()


def test_above_a_later_one(make, periods, officer, sign_in):
    indicator = make("2010", 1100)
    assert send(sign_in(officer), indicator, periods["2009"], "1150") == [
        "The total so far is higher than that of 2010 (1,100). Check both: a total cannot fall."
    ]


@pytest.mark.parametrize(
    "made",
    [
        {"value": 1150},
        {"state": EntryState.DRAFT},
        {"accumulation": Accumulation.LEVEL},
        {"accumulation": Accumulation.INCREMENT},
        {"direction": "decrease"},
    ],
)
def test_nothing_is_said_where_nothing_is_wrong(made, make, periods, officer, sign_in):
    indicator = make(**made)
    assert send(sign_in(officer), indicator, periods["2010"], "1150") == []
