"""The form that records progress speaks the words of its indicator, and has room for its tables."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.choices import PeriodState, TargetKind
from indicators.services import change_splits
from tests.factories import IndicatorFactory, TargetFactory
from tests.indicators.splitting import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def make(programme):
    def make(**stated):
        return IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99", **stated)

    return make


@pytest.fixture
def client(officer, sign_in):
    return sign_in(officer)


def page(indicator, period):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code, "period": period.label}
    return reverse("indicators:record-progress", kwargs=kwargs)


def test_part_and_whole_are_called_as_the_indicator_calls_them(make, client, period):
    indicator = make(measure="percentage", accumulation="level", numerator="Workers <insured>", denominator="")
    answer = client.get(page(indicator, period))
    fields = answer.context["form"].fields
    assert (fields["numerator"].help_text, str(fields["denominator"].help_text)) == (
        "Workers &lt;insured&gt;",
        "Out of how many",
    )
    assert "<insured>" not in answer.content.decode()


@pytest.mark.parametrize(("split", "label"), [(False, "Value in US$"), (True, "Total in US$")])
def test_money_says_in_which_currency(split, label, make, client, officer, period):
    indicator = make(measure="money", currency="USD", accumulation="level")
    if split:
        change_splits(indicator=indicator, splits=[(shared("location"), None)], reason="", by=officer)
    assert client.get(page(indicator, period)).context["form"]["value"].label == label


def test_for_comparison_stand_the_next_milestone_and_the_definition(make, client, period):
    indicator = make(definition="Counted once a year.")
    for year, value in ((2009, 10), (2010, 20), (2011, 30)):
        TargetFactory(indicator=indicator, kind=TargetKind.MILESTONE, value=value, due_on=date(year, 12, 31))
    answer = client.get(page(indicator, period))
    milestone = answer.context["milestone"]
    assert (milestone["due_on"], milestone["level"]) == (date(2010, 12, 31), Decimal(20))
    shown = answer.content.decode()
    assert "Next milestone" in shown
    assert "31 December 2010" in shown
    assert "Counted once a year." in shown


def test_none_of_none_points_to_what_to_do(make, client, period):
    indicator = make(measure="percentage", accumulation="level")
    sent = {"revision": "0", "numerator": "0", "denominator": "0", "measured_on": "2010-12-31"}
    answer = client.post(page(indicator, period), sent)
    assert answer.context["form"].errors == {
        "denominator": [
            "None of none is no percentage. Leave both empty, choose “not applicable” and say why.",
        ]
    }


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PeriodState.PLANNED, "The period 2010 is not open yet. Ask the programme officer to open it."),
        (PeriodState.CLOSED, "is closed and takes no entries. Ask the programme officer to open it again."),
    ],
)
def test_a_period_that_is_not_open_says_why(state, sentence, make, client, period):
    type(period).objects.filter(pk=period.pk).update(state=state)
    assert sentence in client.get(page(make(), period)).content.decode()


@pytest.mark.parametrize(
    ("measure", "splits", "is_wide"),
    [
        ("number", [("sex", "age")], True),
        ("percentage", [("sex", None)], True),
        ("number", [("sex", None)], False),
        ("number", [], False),
    ],
)
def test_tables_to_fill_in_take_the_width_of_the_page(measure, splits, is_wide, make, client, officer, period):
    indicator = make(measure=measure, accumulation="level")
    pairs = [(shared(one), other and shared(other)) for one, other in splits]
    change_splits(indicator=indicator, splits=pairs, reason="", by=officer)
    shown = client.get(page(indicator, period)).content.decode()
    assert ("form-with-tables" in shown, '<div class="columns">' in shown) == (is_wide, not is_wide)
