"""Explain this number: the rule, every entry and its fate, the sums with the figures put in, what was expected."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.choices import Accumulation, BaselineKind, Direction, EntryState, Measure, TargetKind
from indicators.models import Indicator
from indicators.selectors import explanation_of, standing_of
from tests.factories import (
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    ScaleStepFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def explain():
    """Makes an indicator with entries for 2012, 2013, … and a target due at the end of 2015, and explains it."""

    def explain(*stated, target=None, milestone=None, **facts):
        programme = ProgrammeFactory()
        if facts.get("baseline_value") is not None:
            facts = {"baseline_kind": BaselineKind.VALUE, "baseline_on": date(2011, 12, 31)} | facts
        indicator = IndicatorFactory(outcome__programme=programme, **facts)
        if target is not None:
            TargetFactory(indicator=indicator, kind=TargetKind.FINAL, value=target, due_on=date(2015, 12, 31))
        if milestone is not None:
            TargetFactory(indicator=indicator, kind=TargetKind.MILESTONE, value=milestone, due_on=date(2013, 12, 31))
        for year, one in enumerate(stated, start=2012):
            period = ReportingPeriodFactory(programme=programme, year=year)
            given = one if isinstance(one, dict) else {"value": one}
            ProgressEntryFactory(indicator=indicator, period=period, **{"state": EntryState.VERIFIED} | given)
        return explanation_of(standing_of(Indicator.objects.in_programme(programme).get()))

    return explain


def fates(explanation):
    return [(fate.entry.period.label, fate.stated, fate.why) for fate in explanation.entries]


def test_increments_are_added_up_on_top_of_the_baseline(explain):
    explanation = explain(1200, 300, 450, accumulation=Accumulation.INCREMENT, baseline_value=Decimal(100), target=2100)
    assert explanation.arithmetic == "100 (baseline) + 1,200 + 300 + 450 = 2,050"
    assert explanation.rule == (
        "Each entry adds to what was there before. The entries are added up, on top of a known baseline."
    )
    assert explanation.achievement == "(2,050 − 100) / (2,100 − 100) = 97.5%"
    assert explanation.basis == "Both are counted from the baseline."
    assert fates(explanation) == [
        ("2014", "450", "counted"),
        ("2013", "300", "counted"),
        ("2012", "1,200", "counted"),
    ]


def test_without_a_baseline_the_sum_starts_at_the_first_entry(explain):
    explanation = explain(1200, 300, 450, accumulation=Accumulation.INCREMENT, target=2600)
    assert explanation.arithmetic == "1,200 + 300 + 450 = 1,950"
    assert explanation.achievement == "1,950 / 2,600 = 75%"
    assert explanation.basis == "There is no baseline, so both are counted from zero."


def test_what_was_expected_and_from_which_points(explain):
    explanation = explain(100, 340, baseline_value=Decimal(0), target=800)
    assert explanation.expected == (
        "On 31 December 2013, 400.27 was expected: it lies on the straight line from 0 on 31 December 2011 to 800 on "
        "31 December 2015."
    )
    assert explanation.progress == "(340 − 0) / (400.27 − 0) = 84.9% of what was expected"
    assert explanation.thresholds == ("On track from 85% of what was expected, at risk from 50%, off track below.")
    assert explanation.arithmetic == "The latest one, up to 31 December 2013: 340"


def test_milestones_bend_the_line(explain):
    explanation = explain(100, 340, baseline_value=Decimal(0), target=800, milestone=300)
    assert (
        explanation.expected
        == "On 31 December 2013, 300 was expected: it lies on the straight line from 300 on "
        + ("31 December 2013 to 800 on 31 December 2015.")
    )


def test_percentages_are_pooled_and_written_out(explain):
    explanation = explain(
        {"value": 100, "numerator": 10, "denominator": 10},
        {"value": 0, "numerator": 920, "denominator": 1940},
        measure=Measure.PERCENTAGE,
        accumulation=Accumulation.INCREMENT,
        target=60,
    )
    assert explanation.arithmetic == "(10 + 920 = 930) of (10 + 1,940 = 1,950) = 47.7%"
    assert explanation.rule == (
        "Each entry adds to what was there before. Part and whole of every entry are added up, then divided. "
        "Percentages are never averaged."
    )


def test_one_percentage_is_its_own_fraction(explain):
    explanation = explain(
        {"value": 40, "numerator": 4, "denominator": 10},
        {"value": 47, "numerator": 930, "denominator": 1950},
        measure=Measure.PERCENTAGE,
        accumulation=Accumulation.LEVEL,
    )
    assert explanation.arithmetic == "930 of 1,950 = 47.7%"
    assert [why for *_rest, why in fates(explanation)] == ["counted", "left out: a later entry replaces it"]


def test_a_percentage_without_its_parts_is_not_pooled(explain):
    explanation = explain(
        {"value": 40, "numerator": 4, "denominator": 10},
        47,
        measure=Measure.PERCENTAGE,
        accumulation=Accumulation.INCREMENT,
    )
    assert explanation.arithmetic == "The latest one, up to 31 December 2013: 47%"
    assert [why for *_rest, why in fates(explanation)] == [
        "counted",
        "left out: not every entry has part and whole, so only the latest percentage counts",
    ]


def test_every_entry_left_out_says_why(explain):
    explanation = explain(
        10,
        {"value": None, "absence": "not_available", "absence_reason": "The office was closed."},
        {"value": None, "narrative": "It went well."},
        {"value": 30, "state": EntryState.SUBMITTED},
        20,
        {"value": None, "state": EntryState.RETURNED},
    )
    assert fates(explanation) == [
        ("2017", "–", "left out: not verified"),
        ("2016", "20", "counted"),
        ("2015", "30", "left out: not verified"),
        ("2014", "–", "left out: told in words"),
        ("2013", "Not available", "left out: states no figure"),
        ("2012", "10", "left out: a later entry replaces it"),
    ]
    assert [fate.counts for fate in explanation.entries] == [False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("comparable_from", "old", "arithmetic"),
    [
        (1, "left out: restated in series 2", "5 + 8 = 13"),
        (2, "left out: reported under an earlier definition, before series 2", "8"),
    ],
    ids=["totals carry on", "a new definition"],
)
def test_a_restated_figure_takes_the_place_of_the_first_one(comparable_from, old, arithmetic):
    indicator = IndicatorFactory(accumulation=Accumulation.INCREMENT, series=2, comparable_from=comparable_from)
    first, second = (ReportingPeriodFactory(programme=indicator.programme, year=year) for year in (2012, 2013))
    for period, value, series in ((first, 5, 1), (second, 7, 1), (second, 8, 2)):
        ProgressEntryFactory(indicator=indicator, period=period, value=value, series=series, state=EntryState.VERIFIED)
    explanation = explanation_of(standing_of(Indicator.objects.get(pk=indicator.pk)))
    shown = {(fate.entry.period.label, fate.stated): fate.why for fate in explanation.entries}
    assert shown["2013", "8"] == "counted"
    assert shown["2013", "7"] == old
    assert explanation.arithmetic == arithmetic


def test_money_has_its_currency(explain):
    explanation = explain(
        1000,
        1250,
        measure=Measure.MONEY,
        baseline_value=Decimal(500),
        direction=Direction.INCREASE,
        target=2000,
    )
    assert explanation.arithmetic == f"The latest one, up to 31 December 2013: US${NBSP}1,250"
    assert explanation.achievement == (f"(US${NBSP}1,250 − US${NBSP}500) / (US${NBSP}2,000 − US${NBSP}500) = 50%")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"band_low": 90, "band_high": 110}, "112 does not lie between 90 and 110."),
        ({"band_low": 90, "band_high": 120}, "112 lies between 90 and 120."),
        ({"baseline_value": Decimal(100)}, "112 is not below 100."),
        ({"target": 120}, "112 is below 120."),
    ],
    ids=["outside", "inside", "above the baseline", "below the target"],
)
def test_a_band_is_compared(explain, facts, sentence):
    assert explain(95, 112, direction=Direction.MAINTAIN, **facts).achievement == sentence


def test_a_decrease_puts_its_figures_in(explain):
    explanation = explain(520, 400, direction=Direction.DECREASE, baseline_value=Decimal(600), target=200)
    assert explanation.achievement == "(400 − 600) / (200 − 600) = 50%"


def test_steps_are_counted_and_named():
    indicator = IndicatorFactory(
        measure=Measure.SCALE,
        baseline_kind=BaselineKind.ZERO,
        baseline_value=Decimal(0),
        baseline_on=date(2011, 12, 31),
    )
    steps = [
        ScaleStepFactory(indicator=indicator, number=number, name=name)
        for number, name in enumerate(["none", "drafted", "consulted", "adopted", "applied"])
    ]
    TargetFactory(indicator=indicator, value=4, due_on=date(2015, 12, 31))
    TargetFactory(indicator=indicator, kind=TargetKind.MILESTONE, value=2, due_on=date(2012, 6, 30))
    period = ReportingPeriodFactory(programme=indicator.programme, year=2012)
    ProgressEntryFactory(indicator=indicator, period=period, value=None, step=steps[1], state=EntryState.VERIFIED)
    explanation = explanation_of(standing_of(Indicator.objects.get(pk=indicator.pk)))
    assert explanation.arithmetic == "The latest one, up to 31 December 2012: 1 drafted"
    assert explanation.achievement == "(1 − 0) of (4 − 0) steps = 25%"
    assert explanation.expected == "On 31 December 2012, 2 consulted was expected: it has been due since 30 June 2012."
    assert explanation.progress == "(1 − 0) / (2 − 0) = 50% of what was expected"
    assert fates(explanation) == [("2012", "1 drafted", "counted")]


def test_nothing_reported_is_explained_too(explain):
    explanation = explain(target=100)
    assert (explanation.entries, explanation.arithmetic, explanation.achievement) == ((), "", "")
    assert explanation.reason == "There is no verified figure."


def test_a_figure_too_old_says_from_when(explain):
    explanation = explain(100, {"value": None}, {"value": None}, target=100)
    assert explanation.reason == (
        "The latest verified figure is too old to judge by. Figures of periods that ended before 31 December "
        "2013 are: they are older than the reporting period before the current one, and only periods that have been "
        "opened count."
    )


def test_a_missing_baseline_says_by_when_it_is_due(explain):
    due = {"baseline_due_on": date(2013, 6, 30)}
    falling = explain(100, target=50, direction=Direction.DECREASE, **due)
    assert falling.reason == (
        "The baseline that the target starts from is missing, so it cannot be judged. It is due by 30 June 2013."
    )
    rising = explain(30, target=50, **due)
    assert rising.basis == "There is no baseline, so both are counted from zero. It is due by 30 June 2013."


def test_words_are_judged_by_a_person(explain):
    explanation = explain(
        {"value": None, "narrative": "Disputes are settled earlier."},
        measure=Measure.NARRATIVE,
        accumulation=Accumulation.LEVEL,
    )
    assert explanation.rule == "What it showed is told in words, so there is nothing to add up."
    assert fates(explanation) == [("2012", "in words", "left out: told in words")]
    assert explanation.reason == "It is told in words, which only a person can judge."


def test_explain_is_within_reach_of_every_figure(sign_in, officer, programme):
    """Of the real indicator 2.4: 86 and a rise of 10 make 96, and 107 were counted."""
    client = sign_in(officer)
    home = "/KHM-DWCP-2008-2010/indicators/2.4/"
    indicator_page = client.get(home).content.decode()
    assert '<details class="explain" id="explain" open>' in indicator_page
    for page in (home, f"{home}entries/2010/"):
        shown = client.get(page).content.decode()
        assert "The latest one, up to 31 December 2010: 107" in shown
        assert "(107 − 86) / (96 − 86) = 210%" in shown
        assert 'href="/methods/"' in shown
    for page in (
        reverse("indicators:results", kwargs={"programme": programme.code}),
        "/KHM-DWCP-2008-2010/outcomes/2/",
    ):
        assert f'href="{home}#explain"' in client.get(page).content.decode()


def test_explaining_reads_nothing_more(programme, django_assert_num_queries):
    indicator = Indicator.objects.in_programme(programme).get(code="2.4")
    standing = standing_of(indicator)
    with django_assert_num_queries(0):
        explanation_of(standing)
