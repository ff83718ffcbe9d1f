"""How completely the figures of an outcome are split, and what is missing."""

import pytest

from indicators.models import Indicator, ProgressEntry
from indicators.selectors import completeness_of, standings_of
from indicators.services import change_splits, verify_entry
from tests.factories import DwcpOutcomeFactory, IndicatorFactory
from tests.indicators.splitting import record, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(programme):
    return DwcpOutcomeFactory(programme=programme, priority=programme.priorities.first(), number=9)


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def make(outcome, officer):
    """Makes an indicator that is split by these dimensions."""

    def make(*codes, **fields):
        indicator = IndicatorFactory(outcome=outcome, **fields)
        splits = [(shared(code), None) for code in codes]
        change_splits(indicator=indicator, splits=splits, reason="", by=officer)
        return indicator

    return make


def completeness(programme, outcome):
    found = completeness_of(standings_of(programme, outcome=outcome))
    return (
        found.counts.complete,
        found.counts.asked,
        [(entry.indicator.code, labels) for entry, labels in found.missing],
        found.only_totals,
        found.of_earlier_series,
    )


def test_of_an_outcome(programme, outcome, period, officer, make):
    whole, half, none, two = (make("sex", code=f"9.{n}") for n in (1, 2, 3, 4))
    change_splits(indicator=two, splits=[(shared("sex"), None), (shared("age"), None)], reason="", by=officer)
    record(whole, period, officer, value=12, parts={"women": 12, "men": 0}, submits=True)
    record(half, period, officer, value=12, parts={"women": 5}, submits=True)
    record(none, period, officer, value=12, total_only_reason="No lists.", submits=True)
    record(two, period, officer, value=12, parts={"women": 5, "age.15-24": 1}, submits=True)
    assert completeness(programme, outcome) == (
        1,
        3,
        [("9.2", ("Men",)), ("9.4", ("Men", "Under 15", "25–64", "65 and over"))],
        1,
        0,
    )


def test_a_split_that_is_missing_altogether_goes_by_its_name(programme, outcome, period, officer, make):
    """The reason covers what is missing altogether; a split that was begun is to be complete all the same."""
    one = make("sex", "age", code="9.1")
    entry = record(
        one, period, officer, value=12, parts={"women": 5, "men": 7}, total_only_reason="No ages.", submits=True
    )
    assert entry.total_only_reason == "No ages."
    other = make("sex", "age", code="9.2")
    record(other, period, officer, value=12, parts={"women": 5}, total_only_reason="No ages.", submits=True)
    assert completeness(programme, outcome) == (1, 2, [("9.2", ("Men",))], 0, 0)


def test_what_is_left_out(programme, outcome, period, officer, make):
    """Drafts, figures of 0, absences, women and men that nobody asked for, measures without parts."""
    draft, zero, absent = (make("sex") for _n in range(3))
    record(draft, period, officer, value=12)
    record(zero, period, officer, value=0, submits=True)
    record(absent, period, officer, absence="not_available", absence_reason="Late.", submits=True)
    record(IndicatorFactory(outcome=outcome), period, officer, value=12, submits=True)
    done = IndicatorFactory(outcome=outcome, measure="yes_no")
    done.disaggregations.create(dimension=shared("sex"))
    record(done, period, officer, value=1, submits=True)
    women = IndicatorFactory(outcome=outcome, population="women only")
    women.disaggregations.create(dimension=shared("sex"))
    record(women, period, officer, value=12, submits=True)
    assert completeness(programme, outcome) == (0, 0, [], 0, 0)


def test_figures_of_an_earlier_series_are_counted_apart_until_they_are_restated(
    programme, outcome, period, officer, verifier, make
):
    one = make("sex", code="9.1")
    entry = record(one, period, officer, value=12, parts={"women": 5}, submits=True)
    verify_entry(entry=entry, revision=2, grade="desk_checked", checked_against="", by=verifier)
    change_splits(indicator=one, splits=[(shared("age"), None)], reason="By age.", by=officer)
    assert completeness(programme, outcome) == (0, 0, [], 0, 1)
    record(one, period, officer, value=12, parts={"age.15-24": 5}, submits=True)
    assert completeness(programme, outcome) == (0, 1, [("9.1", ("Under 15", "25–64", "65 and over"))], 0, 0)


def test_a_retired_category_is_not_missing(programme, outcome, period, officer, make):
    one = make("sex")
    shared("sex").categories.filter(code="men").update(is_retired=True)
    record(one, period, officer, value=12, parts={"women": 5}, submits=True)
    assert completeness(programme, outcome)[:2] == (1, 1)


def test_the_outcome_page_says_so(programme, outcome, period, officer, make, sign_in):
    client = sign_in(officer)
    assert "Split as asked" not in client.get(outcome.get_absolute_url()).content.decode()
    one = make("sex", code="9.1")
    record(one, period, officer, value=12, parts={"women": 5}, submits=True)
    shown = client.get(outcome.get_absolute_url()).content.decode()
    assert "0 of 1 figure is split as asked." in shown
    assert ">9.1, 2010</a>: Men" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outcome_page_costs_the_same_however_many_figures(
    rows, programme, outcome, period, officer, make, sign_in, django_assert_max_num_queries
):
    for _row in range(rows):
        parts = {"women": 5, "age.15-24": 1}
        record(make("sex", "age"), period, officer, value=12, parts=parts, submits=True)
    client = sign_in(officer)
    # One of them counts what waits for the officer, for the navigation.
    with django_assert_max_num_queries(13):
        assert client.get(outcome.get_absolute_url()).status_code == 200


def test_the_real_programme(programme):
    """Its two indicators to be split by sex, one of them a percentage, were reported without a split."""
    asked = Indicator.objects.in_programme(programme).filter(disaggregations__isnull=False)
    assert sorted(asked.values_list("code", "measure")) == [("4.1", "percentage"), ("4.5", "number")]
    found = completeness_of(standings_of(programme))
    figures = ProgressEntry.objects.filter(indicator__code__in=("4.1", "4.5"), value__isnull=False).count()
    assert (found.counts.complete, found.counts.asked) == (0, figures)
