"""Building indicators in the browser: one page, with and without a script, and nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import AuditEvent
from indicators.choices import EntryState, Measure
from indicators.models import Category, Dimension, Indicator
from indicators.services.definitions import definition_of
from tests import factories

pytestmark = pytest.mark.django_db

ROWS = {"milestones": 2, "category_targets": 1}
SPLITS_NEEDED = "Target of a category 1: The indicator is not split by Sex, so Women cannot have a target of their own."


@pytest.fixture
def outcome():
    return factories.DwcpOutcomeFactory(number=1)


@pytest.fixture
def builder(make_person, outcome, sign_in):
    return sign_in(make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=outcome.programme))


def address(name, outcome, **arguments):
    return reverse(f"indicators:{name}", kwargs={"programme": outcome.programme.code, **arguments})


def typed(outcome, **fields):
    """A filled form; empty rows come with it, as the page sends them."""
    rows = {}
    for prefix, number in ROWS.items():
        rows |= {f"{prefix}-TOTAL_FORMS": number, f"{prefix}-INITIAL_FORMS": 0}
    known = {
        "outcome": outcome.pk,
        "statement": "Number of workers covered",
        "level": "outcome",
        "measure": "number",
        "direction": "increase",
        "accumulation": "cumulative",
        "baseline_kind": "zero",
        "target_reading": "figure",
    }
    return {name: value for name, value in (rows | known | fields).items() if value is not None}


def change(builder, indicator, **fields):
    """Open the page of an indicator, and send it with these changes."""
    page = address("change-indicator", indicator.outcome, record=indicator.pk)
    form = builder.get(page).context["form"]
    sent = {}
    for one in (form, *form.milestones.forms, *form.category_targets.forms):
        sent |= {bound.html_name: one.fields[bound.name].prepare_value(bound.value()) for bound in one}
    for rows in (form.milestones, form.category_targets):
        sent |= {
            f"{rows.prefix}-TOTAL_FORMS": len(rows.forms),
            f"{rows.prefix}-INITIAL_FORMS": rows.initial_form_count(),
        }
    sent = {name: value for name, value in (sent | fields).items() if value is not None and value is not False}
    return builder.post(page, sent)


def errors(answer):
    form = answer.context["form"]
    return {name: [str(one) for one in messages] for name, messages in form.errors.items()}


def test_an_indicator_of_every_measure_is_built_on_one_page(builder, outcome):
    sex, women = Dimension.objects.get(code="sex"), Category.objects.get(code="women")
    every = {
        "number": {
            "unit": "workers",
            "target_value": "1000",
            "target_due_on": "2015-12-31",
            "milestones-0-due_on": "2013-12-31",
            "milestones-0-value": "600",
            "milestones-1-due_on": "2012-12-31",
            "milestones-1-value": "300",
            "splits": [sex.pk],
            "category_targets-0-category": women.pk,
            "category_targets-0-share": "40",
        },
        "percentage": {"numerator": "that comply", "denominator": "inspected", "target_value": "80"},
        "money": {"currency": "USD", "target_value": "50000"},
        "yes_no": {"baseline_kind": "not_available", "target_text": "Adopted", "accumulation": None},
        "scale": {"steps": "0 none\n1. draft\n2 - adopted", "target_value": "2", "accumulation": None},
        "narrative": {"baseline_kind": "not_available", "baseline_text": "Not spoken of", "accumulation": None},
    }
    for measure, fields in every.items():
        answer = builder.post(address("add-indicator", outcome), typed(outcome, measure=measure, **fields))
        assert answer.status_code == 302, errors(answer)
    built = [definition_of(one) for one in Indicator.objects.in_programme(outcome.programme)]
    assert [(one.indicator.code, one.indicator.measure) for one in built] == [
        (f"1.{place}", measure) for place, measure in enumerate(every, start=1)
    ]
    number, *_others, scale, _narrative = built
    assert [(one.due_on, one.value) for one in number.targets] == [
        (date(2012, 12, 31), 300),
        (date(2013, 12, 31), 600),
        (date(2015, 12, 31), 1000),
    ]
    assert [(one.category, one.share) for one in number.category_targets] == [(women, 40)]
    assert number.dimensions == (sex,)
    assert scale.steps == ((0, "none"), (1, "draft"), (2, "adopted"))
    assert (scale.indicator.accumulation, scale.indicator.baseline_value) == ("level", 0)


def test_the_page_suggests_the_next_code(builder, outcome):
    factories.IndicatorFactory(outcome=outcome, code="1.1")
    page = builder.get(address("add-indicator", outcome), {"outcome": outcome.pk})
    assert page.context["form"].initial["code"] == "1.2"


@pytest.mark.parametrize("asked", ["", "x", "999999", "²"])
def test_an_outcome_that_is_not_there_suggests_nothing(asked, builder, outcome):
    page = builder.get(address("add-indicator", outcome), {"outcome": asked})
    assert (page.status_code, page.context["form"].initial.get("code")) == (200, "")


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(builder, outcome):
    women = Category.objects.get(code="women")
    answer = builder.post(
        address("add-indicator", outcome),
        typed(
            outcome,
            code="1/2",
            measure="money",
            **{
                "milestones-1-value": "7",
                "category_targets-0-category": women.pk,
                "category_targets-0-share": "40",
                "note": "typed at length",
            },
        ),
    )
    assert (answer.status_code, Indicator.objects.filter(outcome=outcome).count()) == (422, 0)
    assert errors(answer) == {
        "code": ["A code stands in addresses: letters, digits, points and hyphens, such as 1.26."],
        "currency": ["Say in which currency the money is counted, such as USD or KHR."],
        "__all__": ["Milestone 2: Say by which day the milestone is to be reached.", SPLITS_NEEDED],
    }
    form = answer.context["form"]
    assert form.milestones.forms[1].errors == {"due_on": ["Say by which day the milestone is to be reached."]}
    assert "typed at length" in answer.content.decode()


def test_what_cannot_be_read_in_rows_is_said(builder, outcome):
    rows = {
        "milestones-0-due_on": "31/12/2012",
        "milestones-1-value": "1,234",
        "category_targets-0-share": "40",
        "steps": "draft",
    }
    answer = builder.post(address("add-indicator", outcome), typed(outcome, **rows))
    assert errors(answer) == {
        "steps": ["“draft” is no step. Begin the line with the number and go on with the name: “1 draft”."],
        "__all__": [
            "Milestone 1: This is not a date. Type year-month-day, for example 2010-12-31.",
            "Milestone 2: “1,234” can mean two things. Type 1234 or 1.2340.",
            "Target of a category 1: Choose the category that the target is for.",
        ],
    }


def test_another_row_is_a_submit_button_that_keeps_what_was_typed(builder, outcome):
    sent = typed(outcome, statement="", note="kept", more="milestones", **{"milestones-0-value": "abc"})
    answer = builder.post(address("add-indicator", outcome), sent)
    form = answer.context["form"]
    assert (answer.status_code, len(form.milestones.forms), len(form.category_targets.forms)) == (200, 3, 1)
    assert (form["note"].value(), form.milestones.forms[0]["value"].value()) == ("kept", "abc")
    assert "Not saved yet" not in answer.content.decode()
    assert Indicator.objects.filter(outcome=outcome).count() == 0


@pytest.mark.parametrize("number", ["", "x", "999999999", "-5", "²"])
def test_a_made_up_number_of_rows_does_no_harm(number, builder, outcome):
    for more in ({}, {"more": "milestones"}):
        sent = typed(outcome, **{"milestones-TOTAL_FORMS": number}, **more)
        answer = builder.post(address("add-indicator", outcome), sent)
        assert answer.status_code in (200, 302, 422)


def test_opening_and_saving_changes_nothing(builder, outcome):
    indicator = factories.IndicatorFactory(outcome=outcome, baseline_kind="zero", baseline_value=Decimal("0.0000"))
    factories.TargetFactory(indicator=indicator, value=Decimal("99.5000"), due_on=date(2015, 12, 31))
    factories.TargetFactory(indicator=indicator, kind="milestone", due_on=date(2012, 12, 31))
    before = list(indicator.targets.values())
    assert change(builder, indicator).status_code == 302
    assert list(indicator.targets.values()) == before
    assert not AuditEvent.objects.about(indicator).exists()


def test_a_row_is_removed_by_emptying_it(builder, outcome):
    indicator = factories.IndicatorFactory(outcome=outcome)
    factories.TargetFactory(indicator=indicator, kind="milestone", due_on=date(2012, 12, 31))
    change(builder, indicator, **{"milestones-0-due_on": None, "milestones-0-value": None})
    assert not indicator.targets.exists()


def test_a_reason_is_asked_for_once_there_are_figures(builder, outcome):
    indicator = factories.ProgressEntryFactory(indicator__outcome=outcome).indicator
    answer = change(builder, indicator, unit="families")
    assert (answer.status_code, errors(answer)) == (
        422,
        {"reason": ["There are figures already: say why this is changed, so that they can be read."]},
    )
    change(builder, indicator, unit="families", reason="They are counted together now.", begins_series="on")
    assert Indicator.objects.get(pk=indicator.pk).series == 2


def test_recalculating_is_warned_of_before_it_is_done(builder, outcome):
    indicator = factories.IndicatorFactory(outcome=outcome)
    for year, value in ((2012, 40), (2013, 50)):
        period = factories.ReportingPeriodFactory(programme=outcome.programme, year=year)
        factories.ProgressEntryFactory(indicator=indicator, period=period, value=value, state=EntryState.VERIFIED)
    changed = {"accumulation": "increment", "reason": "Each office reports what it added."}
    answer = change(builder, indicator, **changed)
    assert (answer.status_code, errors(answer)) == (
        422,
        {"recalculates": ["The verified figure is 50 and will be 90. Tick this to go on, or keep the old rule."]},
    )
    assert change(builder, indicator, **changed, recalculates="on").status_code == 302
    assert Indicator.objects.get(pk=indicator.pk).accumulation == "increment"


def test_absurd_numbers_in_what_is_sent_are_not_counted_on(builder, outcome):
    absurd = "9" * 5000
    page = address("add-indicator", outcome)
    assert builder.get(page, {"outcome": absurd}).status_code == 200
    answer = builder.post(page, typed(outcome, **{"milestones-TOTAL_FORMS": absurd, "more": "milestones"}))
    assert (answer.status_code, len(answer.context["form"].milestones.forms)) == (200, 1)


def test_a_target_on_the_wrong_side_is_remarked_and_kept(builder, outcome):
    known = {"baseline_kind": "value", "baseline_value": "50", "baseline_year": "2010", "baseline_source": "Survey"}
    answer = builder.post(address("add-indicator", outcome), typed(outcome, target_value="40", **known), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "1.1: Declared as increase, but the target 40 is below the baseline.",
        "Saved: 1.1 Number of workers covered",
    ]
    page = builder.get(address("change-indicator", outcome, record=Indicator.objects.get(outcome=outcome).pk))
    assert page.context["remarks"] == ["Declared as increase, but the target 40 is below the baseline."]


def test_somebody_elses_change_is_not_written_over_unseen(builder, outcome):
    indicator = factories.IndicatorFactory(outcome=outcome)
    page = address("change-indicator", outcome, record=indicator.pk)
    seen = builder.get(page).context["form"].initial["seen"]
    factories.TargetFactory(indicator=indicator)
    sent = typed(outcome, code=indicator.code, statement="Mine", baseline_kind="not_available", seen=seen)
    answer = builder.post(page, sent)
    assert (answer.status_code, answer.context["form"]["statement"].value()) == (409, "Mine")
    again = builder.post(page, sent | {"seen": answer.context["form"]["seen"].value(), "target_value": "7"})
    assert again.status_code == 302
    assert Indicator.objects.get(pk=indicator.pk).statement == "Mine"


def test_the_real_indicators_can_all_be_opened_and_saved(sign_in, officer, programme):
    client = sign_in(officer)
    refused = {}
    for indicator in Indicator.objects.in_programme(programme):
        answer = change(client, indicator, note="Looked through.", reason="Looked through.")
        if answer.status_code != 302:
            refused[indicator.code] = errors(answer)
    assert refused == {}


def test_other_programmes_indicators_do_not_exist(builder):
    stranger = factories.IndicatorFactory()
    for name in ("change-indicator", "remove-indicator", "move-indicator"):
        assert builder.post(address(name, stranger.outcome, record=stranger.pk)).status_code == 404
    own = Indicator.objects.get(pk=stranger.pk)
    assert own == stranger


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_many(rows, builder, outcome):
    for _row in range(rows):
        indicator = factories.IndicatorFactory(
            outcome=factories.DwcpOutcomeFactory(programme=outcome.programme), measure=Measure.SCALE
        )
        factories.TargetFactory(indicator=indicator, value=1)
        factories.ScaleStepFactory(indicator=indicator)
        factories.DisaggregationFactory(indicator=indicator)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = builder.get(address("framework", outcome))
    assert (page.status_code, len(queries)) == (200, 11)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_editor_takes_as_many_queries_for_many(rows, builder, outcome):
    indicator = factories.IndicatorFactory(outcome=outcome)
    for year in range(rows):
        factories.TargetFactory(indicator=indicator, kind="milestone", due_on=date(2012 + year, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        page = builder.get(address("change-indicator", outcome, record=indicator.pk))
    assert page.status_code == 200
    assert len(queries) <= 24


def test_an_indicator_with_figures_is_not_removed_and_one_without_can_be_put_back(builder, outcome):
    kept = factories.ProgressEntryFactory(indicator__outcome=outcome).indicator
    gone = factories.TargetFactory(indicator__outcome=outcome).indicator
    assert builder.post(address("remove-indicator", outcome, record=kept.pk)).status_code == 422
    assert builder.post(address("remove-indicator", outcome, record=gone.pk)).status_code == 302
    assert list(Indicator.objects.filter(outcome=outcome)) == [kept]
    removal = outcome.programme.removals.get()
    where = {"programme": outcome.programme.code, "removal": removal.pk}
    builder.post(reverse("outcomes:put-back", kwargs=where))
    assert [one.value for one in Indicator.objects.get(pk=gone.pk).targets.all()] == [100]


def test_indicators_are_moved_within_their_outcome(builder, outcome):
    first, second = (factories.IndicatorFactory(outcome=outcome) for _place in range(2))
    builder.post(address("move-indicator", outcome, record=second.pk), {"to": "up"})
    assert list(Indicator.objects.filter(outcome=outcome)) == [second, first]
