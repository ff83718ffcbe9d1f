"""Adding an indicator and changing how it is defined: all of it or nothing, and earlier figures stay as reported."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from indicators.choices import (
    Accumulation,
    BaselineKind,
    Direction,
    EntryState,
    Measure,
    TargetKind,
    TargetReading,
)
from indicators.models import Category, CategoryTarget, Dimension, Indicator, Target
from indicators.services import save_indicator
from indicators.services.definitions import definition_of, fingerprint_of
from indicators.services.remarks import remarks_on
from outcomes.services import Refused, Stale
from tests import factories

pytestmark = pytest.mark.django_db

KEPT = {"steps", "targets", "category_targets"}


@pytest.fixture
def outcome():
    return factories.DwcpOutcomeFactory(number=1)


@pytest.fixture
def officer(make_person, outcome):
    return make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=outcome.programme)


def a_new(outcome, **fields):
    """An indicator that nothing is wrong with."""
    measure = fields.get("measure", Measure.NUMBER)
    known = {
        "code": "1.1",
        "statement": "Number of workers covered",
        "baseline_kind": BaselineKind.ZERO,
        "baseline_value": 0,
        "accumulation": Accumulation.CUMULATIVE
        if measure in (Measure.NUMBER, Measure.MONEY, Measure.PERCENTAGE)
        else Accumulation.LEVEL,
        "currency": "USD" if measure == Measure.MONEY else "",
    }
    return Indicator(**{"outcome": outcome} | known | fields)


def save(indicator, by, **given):
    """Save what is given; what is not stays as it is."""
    known = {"steps": [], "targets": [], "category_targets": [], "reason": "", "begins_series": False}
    if indicator.pk:
        now = definition_of(Indicator.objects.get(pk=indicator.pk))
        known |= {name: getattr(now, name) for name in KEPT}
        known["seen"] = fingerprint_of(Indicator.objects.get(pk=indicator.pk))
    else:
        known["seen"] = ""
    return save_indicator(indicator=indicator, by=by, programme=indicator.programme, **known | given)


def problems(indicator, by, **given):
    """What it is refused for; nothing is written."""
    before = list(Indicator.objects.values()), list(Target.objects.values()), AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        save(indicator, by, **given)
    assert (list(Indicator.objects.values()), list(Target.objects.values()), AuditEvent.objects.count()) == before
    return refused.value.problems


def final(value=None, **fields):
    return Target(kind=TargetKind.FINAL, value=value, **fields)


def milestone(due_on, value=10, **fields):
    return Target(kind=TargetKind.MILESTONE, value=value, due_on=due_on, **fields)


def with_entry(outcome, **fields):
    """An indicator with a verified figure of 40."""
    indicator = a_new(outcome, **fields)
    indicator.save()
    step = fields.get("measure") == Measure.SCALE and factories.ScaleStepFactory(indicator=indicator, number=1)
    factories.ProgressEntryFactory(
        indicator=indicator, state=EntryState.VERIFIED, value=None if step else Decimal(40), step=step or None
    )
    return indicator


def test_a_new_indicator_is_kept_with_everything_that_defines_it(outcome, officer):
    sex, women = Dimension.objects.get(code="sex"), Category.objects.get(code="women")
    indicator = save(
        a_new(outcome),
        officer,
        targets=[milestone(date(2012, 12, 31), 50), final(100, due_on=date(2015, 12, 31), text="A hundred")],
        category_targets=[CategoryTarget(category=women, share=40)],
        splits=[(sex, None)],
    )
    kept = definition_of(Indicator.objects.get(pk=indicator.pk))
    assert [(one.kind, one.value, one.due_on, one.text) for one in kept.targets] == [
        ("milestone", 50, date(2012, 12, 31), ""),
        ("final", 100, date(2015, 12, 31), "A hundred"),
    ]
    assert [(one.category, one.share) for one in kept.category_targets] == [(women, 40)]
    assert kept.dimensions == (sex,)
    assert (indicator.series, indicator.comparable_from, indicator.position) == (1, 1, 1)
    event = AuditEvent.objects.about(indicator).get(verb=AuditVerb.ADDED)
    stated = {name: event.changes[name] for name in ("final_target", "milestones", "category_targets", "measure")}
    assert (event.by, stated) == (
        officer,
        {
            "final_target": [None, "2015-12-31, 100, A hundred"],
            "milestones": [None, "2012-12-31, 50"],
            "category_targets": [None, "Women: 40 %"],
            "measure": [None, "number"],
        },
    )


def test_the_next_one_stands_behind_the_others(outcome, officer):
    places = [save(a_new(outcome, code=code), officer).position for code in ("1.1", "1.2", "1.3")]
    assert places == [1, 2, 3]


def test_a_change_names_before_and_after_of_what_was_changed_and_nothing_else(outcome, officer):
    indicator = save(a_new(outcome), officer, targets=[final(100)])
    indicator.responsible = "Ministry of Labour"
    (target,) = indicator.targets.all()
    target.value = Decimal(120)
    save(indicator, officer, targets=[target, milestone(date(2012, 6, 30), 60)])
    event = AuditEvent.objects.about(indicator).filter(verb=AuditVerb.CHANGED).get()
    assert event.changes == {
        "responsible": [None, "Ministry of Labour"],
        "final_target": ["100", "120"],
        "milestones": [None, "2012-06-30, 60"],
    }
    assert indicator.targets.get(kind=TargetKind.FINAL).pk == target.pk


def test_saving_what_is_there_leaves_no_trace(outcome, officer):
    indicator = save(a_new(outcome, band_low=None), officer, targets=[final(Decimal("99.5"))])
    written = AuditEvent.objects.count()
    save(Indicator.objects.get(pk=indicator.pk), officer)
    assert AuditEvent.objects.count() == written


def test_what_is_not_stated_any_more_is_removed(outcome, officer):
    indicator = save(a_new(outcome), officer, targets=[milestone(date(2012, 1, 1)), final(100)])
    save(indicator, officer, targets=[])
    assert list(indicator.targets.all()) == []


def test_only_who_builds_the_programme_may(outcome, make_person):
    observer = make_person("Reader", role=Role.OBSERVER, programme=outcome.programme)
    with pytest.raises(PermissionDenied):
        save(a_new(outcome), observer)


def test_an_outcome_of_another_programme_is_refused(outcome, officer):
    other = factories.DwcpOutcomeFactory()
    with pytest.raises(Refused) as refused:
        save_indicator(
            indicator=a_new(other),
            steps=[],
            targets=[],
            category_targets=[],
            seen="",
            reason="",
            begins_series=False,
            by=officer,
            programme=outcome.programme,
        )
    assert refused.value.problems == {"outcome": "This outcome belongs to another programme."}


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda indicator: Indicator.objects.filter(pk=indicator.pk).update(unit="families"),
        lambda indicator: indicator.targets.update(value=7),
        lambda indicator: factories.CategoryTargetFactory(indicator=indicator),
        lambda indicator: factories.ScaleStepFactory(indicator=indicator),
    ],
    ids=["field", "target", "category target", "step"],
)
def test_saving_over_somebody_elses_change_is_refused(meanwhile, outcome, officer):
    indicator = Indicator.objects.get(pk=save(a_new(outcome), officer, targets=[final(100)]).pk)
    seen = fingerprint_of(indicator)
    indicator.statement = "Mine"
    save(indicator, officer, seen=seen)
    seen = fingerprint_of(Indicator.objects.get(pk=indicator.pk))
    meanwhile(indicator)
    with pytest.raises(Stale) as stale:
        save(indicator, officer, seen=seen)
    assert stale.value.current == indicator


def test_saving_what_somebody_removed_is_refused(outcome, officer):
    indicator = save(a_new(outcome), officer)
    seen = fingerprint_of(indicator)
    Indicator.objects.filter(pk=indicator.pk).delete()
    with pytest.raises(Stale) as stale:
        save_indicator(
            indicator=indicator,
            steps=[],
            targets=[],
            category_targets=[],
            seen=seen,
            reason="",
            begins_series=False,
            by=officer,
            programme=outcome.programme,
        )
    assert stale.value.current is None


IN_2010 = {
    "baseline_kind": BaselineKind.VALUE,
    "baseline_value": 50,
    "baseline_on": date(2010, 12, 31),
    "baseline_source": "Survey",
}
MAINTAIN = {"direction": Direction.MAINTAIN}
SHARE = {"measure": Measure.PERCENTAGE}
OF_STEPS = {"measure": Measure.SCALE, "baseline_value": 0}
TWO_STEPS = [(0, "none"), (1, "adopted")]


@pytest.mark.parametrize(
    ("fields", "given", "expected"),
    [
        (
            {"code": "1/2"},
            {},
            {"code": "A code stands in addresses: letters, digits, points and hyphens, such as 1.26."},
        ),
        (
            {"measure": Measure.MONEY, "currency": ""},
            {},
            {"currency": "Say in which currency the money is counted, such as USD or KHR."},
        ),
        (
            {"currency": "USD"},
            {},
            {"currency": "Only money has a currency. Leave this empty, or choose “Money” as the measure."},
        ),
        (
            OF_STEPS,
            {"steps": [(0, "none")]},
            {"steps": "A scale needs at least two steps, one on each line, such as “0 none” and “1 adopted”."},
        ),
        (
            OF_STEPS,
            {"steps": [(0, "none"), (1, "draft"), (1, "adopted")]},
            {"steps": "Two steps have the number 1. Give each a number of its own."},
        ),
        (
            {},
            {"steps": TWO_STEPS},
            {"steps": "Only a scale has steps. Leave this empty, or choose “Step on a scale” as the measure."},
        ),
        (
            OF_STEPS
            | {"baseline_kind": BaselineKind.VALUE, "baseline_value": 7, "baseline_year": 2010}
            | {"baseline_source": "Gazette"},
            {"steps": TWO_STEPS, "targets": [final(5)]},
            {
                "baseline_value": "The scale has no step 7. Type the number of one of its steps.",
                "target_value": "The scale has no step 5. Type the number of one of its steps.",
            },
        ),
        (
            {"measure": Measure.YES_NO, "baseline_kind": BaselineKind.NOT_AVAILABLE, "baseline_value": None},
            {"targets": [final(1)]},
            {
                "target_value": "A thing is done or not done: leave the figure empty and say in words what is to be "
                "done."
            },
        ),
        (
            {"measure": Measure.NARRATIVE},
            {"targets": [final(1)]},
            {
                "baseline_kind": "What is told in words has no figure to start from: choose “Not available” and "
                "describe it.",
                "target_value": "This indicator is told in words: leave the figure empty and use words.",
            },
        ),
        (
            {"accumulation": Accumulation.INCREMENT, "direction": Direction.DECREASE},
            {},
            {
                "accumulation": "What is added up can only grow: it can neither decrease nor be kept. State the level "
                "at each date, or count what was taken away as an increase."
            },
        ),
        (
            {"measure": Measure.YES_NO, "direction": Direction.DECREASE, "accumulation": Accumulation.LEVEL},
            {},
            {"direction": "What is done or not done cannot decrease: say what is to be done."},
        ),
        (
            MAINTAIN,
            {},
            {
                "band_low": "What is to be maintained needs both ends of the band in which it is to be kept.",
                "band_high": "What is to be maintained needs both ends of the band in which it is to be kept.",
            },
        ),
        (
            MAINTAIN | {"band_low": 90},
            {"targets": [final(95)]},
            {"band_high": "What is to be maintained needs both ends of the band in which it is to be kept."},
        ),
        (
            MAINTAIN | {"band_low": 110, "band_high": 90},
            {},
            {"band_high": "The band ends below where it begins. Change the two round."},
        ),
        (
            {"band_low": 1, "band_high": 2},
            {},
            {"band_low": "A band is for what is to be maintained. Leave both ends empty."},
        ),
        (
            {"baseline_kind": BaselineKind.VALUE, "baseline_value": None},
            {},
            {
                "baseline_value": "Type the value of the baseline, or choose “Not available”.",
                "baseline_on": "Say when the baseline was measured: a date, or the year.",
                "baseline_source": "Say where the baseline is found, so that it can be checked.",
            },
        ),
        (
            {"baseline_value": 5},
            {},
            {"baseline_value": "Zero by definition is 0. Type 0, or choose “Known”."},
        ),
        (
            {"baseline_kind": BaselineKind.NOT_AVAILABLE, "baseline_value": 5},
            {},
            {"baseline_value": "You give a value and say that there is none. Choose “Known”, or leave this empty."},
        ),
        (
            {"baseline_due_on": date(2012, 1, 1)},
            {},
            {"baseline_due_on": "Only a baseline that is not available is due. Leave this empty."},
        ),
        ({"baseline_year": 20100}, {}, {"baseline_year": "Type the year with four digits, such as 2010."}),
        (
            IN_2010 | {"baseline_year": 2009},
            {},
            {"baseline_year": "The date of the baseline lies in another year. Keep one of the two."},
        ),
        (
            IN_2010,
            {"targets": [milestone(date(2010, 1, 1)), final(100, due_on=date(2009, 12, 31))]},
            {
                "target_due_on": "This is before the date of the baseline, 31 December 2010. Correct one of the two.",
                "milestone_0_due_on": "This is before the date of the baseline, 31 December 2010. Correct one of the "
                "two. A milestone lies before the final target, which is due on 31 December 2009.",
            },
        ),
        (
            {},
            {"targets": [milestone(date(2013, 1, 1)), milestone(date(2012, 1, 1))]},
            {"milestone_1_due_on": "Milestones stand in order of time: put 1 January 2012 before 1 January 2013."},
        ),
        (
            {},
            {"targets": [milestone(date(2013, 1, 1)), milestone(date(2013, 1, 1))]},
            {"milestone_1_due_on": "There are two milestones on 1 January 2013. Keep one of them."},
        ),
        (
            {},
            {"targets": [milestone(None)]},
            {"milestone_0_due_on": "Say by which day the milestone is to be reached."},
        ),
        ({}, {"targets": [final()]}, {"target_value": "State the target as a figure or in words."}),
        (
            SHARE,
            {"targets": [final(120)]},
            {
                "target_value": "120 % cannot be: a part of a whole lies between 0 and 100 %. If it may, say so at "
                "the measure."
            },
        ),
        (
            SHARE | IN_2010,
            {"targets": [final(60, reading=TargetReading.RISE)]},
            {
                "target_value": "110 % cannot be: a part of a whole lies between 0 and 100 %. If it may, say so at "
                "the measure."
            },
        ),
        (
            OF_STEPS,
            {"steps": TWO_STEPS, "targets": [final(1, reading=TargetReading.RISE)]},
            {"target_reading": "Only a figure can rise over the baseline: choose “figure to reach”."},
        ),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(fields, given, expected, outcome, officer):
    assert problems(a_new(outcome, **fields), officer, **given) == expected


def test_a_ratio_may_exceed_a_hundred(outcome, officer):
    save(a_new(outcome, **SHARE, may_exceed_hundred=True), officer, targets=[final(120)])


def test_what_is_maintained_may_have_a_target_instead_of_a_band(outcome, officer):
    save(a_new(outcome, **MAINTAIN), officer, targets=[final(90)])


def test_a_code_taken_in_the_programme_is_refused(outcome, officer):
    save(a_new(outcome), officer)
    other = factories.DwcpOutcomeFactory(programme=outcome.programme)
    assert problems(a_new(other), officer) == {"code": "The programme already has an indicator with this code."}


def test_targets_of_categories_fit_the_split(outcome, officer):
    sex = Dimension.objects.get(code="sex")
    women, men = sex.categories.order_by("position")
    rural = Category.objects.get(code="rural")
    found = problems(
        a_new(outcome),
        officer,
        splits=[(sex, None)],
        category_targets=[
            CategoryTarget(category=women, share=140),
            CategoryTarget(category=men),
            CategoryTarget(category=rural, value=-1),
            CategoryTarget(category=men, value=1, share=1),
        ],
    )
    twice, one_of_both = (
        "Men has two targets. Keep one of them.",
        ("State the target of a category as a share or as a figure: one of the two."),
    )
    assert found == {
        "category_target_0_share": "A share goes from 0 to 100 per cent.",
        "category_target_1_category": twice,
        "category_target_1_share": one_of_both,
        "category_target_2_category": "The indicator is not split by Location, so Rural cannot have a target of "
        "their own.",
        "category_target_2_value": "A part of a figure cannot be below 0.",
        "category_target_3_category": twice,
        "category_target_3_share": one_of_both,
    }


@pytest.mark.parametrize(
    ("fields", "women_and_men", "expected"),
    [
        (
            {},
            [{"share": 80}, {"share": 80}],
            {"share": "The shares of Women, Men are 160 % together. They are parts of one whole: 100 % at most."},
        ),
        (
            {"measure": Measure.PERCENTAGE},
            [{"share": 80}, {"share": 80}],
            {"share": "The shares of Women, Men are 160 % together. They are parts of one whole: 100 % at most."},
        ),
        (
            {},
            [{"value": 900}, {"value": 900}],
            {
                "value": "What Women, Men are to reach, 1,800, is more than the final target for all, 100. Lower it.",
            },
        ),
        ({}, [{"share": 40}, {"share": 60}], {}),
        ({}, [{"value": 40}, {"value": 60}], {}),
        # Of a percentage, each category has a percentage of its own.
        ({"measure": Measure.PERCENTAGE}, [{"value": 80}, {"value": 90}], {}),
        # On the way down more are left than in the end.
        (
            {"direction": Direction.DECREASE, "accumulation": Accumulation.LEVEL},
            [{"value": 900, "due_on": date(2012, 12, 31)}, {"value": 50}],
            {},
        ),
    ],
)
def test_targets_of_categories_are_judged_together(fields, women_and_men, expected, outcome, officer):
    sex = Dimension.objects.get(code="sex")
    categories = sex.categories.order_by("position")
    indicator = a_new(outcome, **fields)
    stated = {
        "splits": [(sex, None)],
        "targets": [final(100, due_on=date(2015, 12, 31))],
        "category_targets": [
            CategoryTarget(category=category, **target)
            for category, target in zip(categories, women_and_men, strict=True)
        ],
    }
    if expected:
        assert problems(indicator, officer, **stated) == {
            f"category_target_1_{name}": sentence for name, sentence in expected.items()
        }
    else:
        assert save(indicator, officer, **stated).category_targets.count() == 2


def test_where_the_final_target_is_not_known_there_is_nothing_to_hold_figures_of_categories_against(outcome, officer):
    sex = Dimension.objects.get(code="sex")
    stated = [CategoryTarget(category=category, value=900) for category in sex.categories.all()]
    save(a_new(outcome), officer, splits=[(sex, None)], category_targets=stated)


def test_a_year_that_is_none_hides_nothing_else(outcome, officer):
    indicator = a_new(outcome, code="1/1", baseline_year=20100, band_low=5, direction=Direction.MAINTAIN)
    assert problems(indicator, officer, targets=[milestone(None)]) == {
        "baseline_year": "Type the year with four digits, such as 2010.",
        "code": "A code stands in addresses: letters, digits, points and hyphens, such as 1.26.",
        "band_high": "What is to be maintained needs both ends of the band in which it is to be kept.",
        "milestone_0_due_on": "Say by which day the milestone is to be reached.",
    }


def splits_and_series(indicator):
    """By what it is split, from which series to which."""
    return [(str(row), row.first_series, row.last_series) for row in indicator.disaggregations.order_by("pk")]


def test_without_figures_splits_that_the_new_measure_has_no_parts_for_go(outcome, officer):
    sex = Dimension.objects.get(code="sex")
    indicator = save(a_new(outcome), officer, splits=[(sex, None)])
    assert splits_and_series(indicator) == [("Sex", 1, None)]
    indicator.measure, indicator.accumulation = Measure.YES_NO, Accumulation.LEVEL
    save(indicator, officer)
    assert splits_and_series(indicator) == []
    event = AuditEvent.objects.about(indicator).filter(verb=AuditVerb.CHANGED).latest("pk")
    assert event.changes["splits"] == ["Sex", "not split"]


def test_targets_of_categories_do_not_outlive_the_split(outcome, officer):
    sex, women = Dimension.objects.get(code="sex"), Category.objects.get(code="women")
    share = CategoryTarget(category=women, share=40)
    indicator = save(a_new(outcome), officer, splits=[(sex, None)], category_targets=[share])
    indicator.measure, indicator.accumulation = Measure.YES_NO, Accumulation.LEVEL
    assert problems(indicator, officer) == {
        "category_target_0_category": "The indicator is not split by Sex, so Women cannot have a target of their own."
    }
    save(indicator, officer, category_targets=[])
    assert splits_and_series(indicator) == []


def test_what_cannot_be_split_is_not_kept(outcome, officer):
    sex = Dimension.objects.get(code="sex")
    found = problems(a_new(outcome, measure=Measure.YES_NO), officer, splits=[(sex, None)])
    assert found.keys() == {"splits"}


def test_gaps_that_were_taken_over_do_not_keep_anybody_from_changing_something_else(outcome, officer):
    indicator = a_new(outcome, baseline_kind=BaselineKind.VALUE, baseline_value=50)
    indicator.save()
    indicator.responsible = "Ministry"
    save(indicator, officer)
    assert Indicator.objects.get(pk=indicator.pk).responsible == "Ministry"
    indicator.baseline_value = None
    assert problems(indicator, officer) == {
        "baseline_value": "Type the value of the baseline, or choose “Not available”."
    }


@pytest.mark.parametrize(
    ("fields", "targets", "expected"),
    [
        (IN_2010, [final(40)], ["Declared as increase, but the target 40 is below the baseline."]),
        (
            IN_2010 | {"direction": Direction.DECREASE},
            [final(60)],
            ["Declared as decrease, but the target 60 is above the baseline."],
        ),
        (
            MAINTAIN | {"band_low": 10, "band_high": 20},
            [final(30)],
            ["The target 30 lies outside the band in which it is to be kept."],
        ),
        (IN_2010, [], ["There is no final target yet: nothing can be judged against it."]),
        (
            {"baseline_kind": BaselineKind.NOT_AVAILABLE, "baseline_value": None},
            [final(5, reading=TargetReading.RISE)],
            [
                "The target is a rise over the baseline, which is not known: nothing can be judged until it is.",
                "The baseline is not available, and nobody has said by when it will be.",
            ],
        ),
        (IN_2010, [final(50)], ["Target and baseline are the same: there is no way to measure."]),
        (
            IN_2010,
            [milestone(date(2012, 12, 31), 70), final(60)],
            ["The milestone 70 asks for more than the final target, 60."],
        ),
        (
            IN_2010 | {"baseline_on": date(2090, 1, 1), "baseline_year": None},
            [final(60, due_on=date(2099, 12, 31))],
            [
                "The date of the baseline, 1 January 2090, lies in the future.",
                "The target is due on 31 December 2099, long after the programme ends.",
            ],
        ),
        (IN_2010, [milestone(date(2012, 12, 31), 55), final(60)], []),
        (IN_2010, [final(60)], []),
    ],
)
def test_what_should_be_looked_at_is_remarked_and_kept(fields, targets, expected, outcome, officer):
    indicator = save(a_new(outcome, **fields), officer, targets=targets)
    assert remarks_on(definition_of(indicator)) == expected


class TestOnceThereAreFigures:
    """Figures that were reported stay as they are."""

    REASON = "The ministry counts anew."

    def test_a_change_needs_its_reason(self, outcome, officer):
        indicator = with_entry(outcome)
        indicator.statement = "Number of workers and of their families"
        sentence = "There are figures already: say why this is changed, so that they can be read."
        assert problems(indicator, officer) == {"reason": sentence}
        save(indicator, officer, reason=self.REASON)
        event = AuditEvent.objects.about(indicator).get()
        assert (event.verb, event.reason, indicator.series) == (AuditVerb.CHANGED, self.REASON, 1)

    def test_no_change_needs_none(self, outcome, officer):
        save(with_entry(outcome), officer)

    @pytest.mark.parametrize(
        "change",
        [{"measure": Measure.PERCENTAGE}, {"measure": Measure.MONEY, "currency": "USD"}],
        ids=["percentage", "money"],
    )
    def test_another_measure_always_begins_a_series(self, change, outcome, officer):
        indicator = with_entry(outcome)
        for name, value in change.items():
            setattr(indicator, name, value)
        save(indicator, officer, reason=self.REASON)
        kept = Indicator.objects.get(pk=indicator.pk)
        assert (kept.series, kept.comparable_from) == (2, 2)
        (begun,) = kept.series_changes.all()
        assert (begun.totals_carry_on, begun.reason, begun.before["Measure"]) == (False, self.REASON, "Number")
        assert [(entry.series, entry.value) for entry in kept.entries.all()] == [(1, 40)]

    def test_another_currency_always_begins_a_series(self, outcome, officer):
        indicator = with_entry(outcome, measure=Measure.MONEY)
        indicator.currency = "KHR"
        save(indicator, officer, reason=self.REASON)
        assert Indicator.objects.get(pk=indicator.pk).series == 2

    @pytest.mark.parametrize(("ticked", "series"), [(False, 1), (True, 2)])
    def test_another_unit_begins_one_where_somebody_says_so(self, ticked, series, outcome, officer):
        indicator = with_entry(outcome)
        indicator.unit = "families"
        save(indicator, officer, reason=self.REASON, begins_series=ticked)
        assert Indicator.objects.get(pk=indicator.pk).series == series

    def test_a_series_does_not_begin_for_nothing(self, outcome, officer):
        indicator = with_entry(outcome)
        indicator.responsible = "Ministry"
        assert problems(indicator, officer, reason=self.REASON, begins_series=True) == {
            "begins_series": "What is counted has not changed, so there is no new series to begin. Take the tick "
            "away, or change the unit or the definition."
        }

    def test_adding_up_otherwise_recalculates_and_is_logged(self, outcome, officer):
        indicator = with_entry(outcome)
        period = factories.ReportingPeriodFactory(programme=outcome.programme, year=2013)
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=EntryState.VERIFIED, value=50)
        indicator.accumulation = Accumulation.INCREMENT
        assert problems(indicator, officer, reason=self.REASON) == {
            "recalculates": "The verified figure is 50 and will be 90. Tick this to go on, or keep the old rule."
        }
        save(indicator, officer, reason=self.REASON, recalculates=True)
        event = AuditEvent.objects.about(indicator).get()
        assert event.changes == {"accumulation": ["cumulative", "increment"], "total": ["50", "90"]}
        assert indicator.series == 1

    def test_figures_that_do_not_count_any_more_are_not_recalculated(self, outcome, officer):
        indicator = with_entry(outcome)
        indicator.accumulation, indicator.unit = Accumulation.INCREMENT, "families"
        save(indicator, officer, reason=self.REASON, begins_series=True)
        assert Indicator.objects.get(pk=indicator.pk).series == 2

    def test_splits_that_the_new_measure_has_no_parts_for_end_with_the_series(self, outcome, officer):
        indicator = with_entry(outcome)
        sex, age = (Dimension.objects.get(code=code) for code in ("sex", "age"))
        factories.DisaggregationFactory(indicator=indicator, dimension=sex)
        factories.DisaggregationFactory(indicator=indicator, dimension=sex, crossed_with=age)
        indicator.measure = Measure.PERCENTAGE
        save(indicator, officer, reason=self.REASON)
        assert splits_and_series(indicator) == [("Sex", 1, None), ("Sex × Age", 1, 1)]
        assert indicator.series_changes.get().before["Split by"] == "Sex, Sex × Age"
        event = AuditEvent.objects.about(indicator).get(verb=AuditVerb.CHANGED)
        assert event.changes["splits"] == ["Sex, Sex × Age", "Sex"]
        indicator.measure, indicator.accumulation = Measure.NARRATIVE, Accumulation.LEVEL
        indicator.baseline_kind, indicator.baseline_value = BaselineKind.NOT_AVAILABLE, None
        save(indicator, officer, reason=self.REASON)
        assert splits_and_series(indicator) == [("Sex", 1, 2), ("Sex × Age", 1, 1)]

    def test_a_step_that_entries_state_stays(self, outcome, officer):
        indicator = with_entry(outcome, measure=Measure.SCALE)
        found = problems(indicator, officer, steps=[(0, "none"), (2, "done")], reason=self.REASON)
        assert found == {
            "steps": "Entries state “1 Step 1”, so it cannot be removed. Keep it, under another name if need be."
        }
        save(indicator, officer, steps=[(0, "none"), (1, "drafted")], reason=self.REASON)
        assert [str(step) for step in indicator.steps.all()] == ["0 none", "1 drafted"]

    def test_steps_in_entries_outlive_the_scale(self, outcome, officer):
        indicator = with_entry(outcome, measure=Measure.SCALE)
        indicator.measure, indicator.accumulation = Measure.NUMBER, Accumulation.LEVEL
        save(indicator, officer, steps=[], reason=self.REASON)
        assert [entry.step.number for entry in indicator.entries.all()] == [1]
        indicator.responsible = "Ministry"
        save(indicator, officer, reason=self.REASON)
