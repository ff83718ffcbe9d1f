"""By what an indicator is split, and what entries are asked for then."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from indicators.choices import MEASURES_WITH_PARTS, Accumulation, Measure
from indicators.models import Disaggregation, ProgressEntry
from indicators.selectors import splits_of
from indicators.services import EntryRefused, change_splits, submit_entry
from outcomes.services import Refused, Stale
from tests.factories import (
    CategoryFactory,
    DimensionFactory,
    DisaggregationFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
)
from tests.indicators.splitting import current, parts, record, reported, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(programme):
    return IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def by_sex_and_age(indicator, officer):
    splits = [(shared("sex"), None), (shared("age"), None), (shared("sex"), shared("age"))]
    change_splits(indicator=indicator, splits=splits, reason="", by=officer)


def split_by(indicator, by, *codes, reason=""):
    return change_splits(indicator=indicator, splits=[(shared(code), None) for code in codes], reason=reason, by=by)


def refusal(write, *arguments, **more):
    """The sentences by field; nothing may be written."""
    before = (reported(), Disaggregation.objects.count(), AuditEvent.objects.count())
    with pytest.raises((Refused, EntryRefused)) as refused:
        write(*arguments, **more)
    assert (reported(), Disaggregation.objects.count(), AuditEvent.objects.count()) == before
    return refused.value.problems


class TestChangingSplits:
    def test_without_entries_the_splits_are_replaced(self, indicator, officer):
        assert split_by(indicator, officer, "sex", "age") is None
        assert split_by(indicator, officer, "location") is None
        assert [(str(row), row.last_series) for row in indicator.disaggregations.all()] == [("Location", None)]
        assert indicator.series == 1
        event = AuditEvent.objects.about(indicator).first()
        assert (event.verb, event.by, event.changes) == ("changed", officer, {"splits": ["Sex, Age", "Location"]})

    def test_with_entries_a_new_series_begins_and_what_goes_on_goes_on(self, indicator, period, officer):
        split_by(indicator, officer, "sex", "age")
        record(indicator, period, officer, value=12, parts={"women": 5, "men": 7, "age.15-24": 12})
        before = reported()
        change = split_by(indicator, officer, "sex", "location", reason="The office counts by place.")
        indicator.refresh_from_db()
        assert reported() == before
        assert (indicator.series, indicator.comparable_from) == (2, 1)
        rows = indicator.disaggregations.order_by("pk")
        assert [(str(row), row.first_series, row.last_series) for row in rows] == [
            ("Sex", 1, None),
            ("Age", 1, 1),
            ("Location", 2, None),
        ]
        assert (change.number, change.totals_carry_on, change.before, change.reason, change.begun_by) == (
            2,
            True,
            {"Split by": "Sex, Age"},
            "The office counts by place.",
            officer,
        )

    def test_a_series_without_entries_takes_the_change(self, indicator, period, officer):
        split_by(indicator, officer, "sex", "age")
        record(indicator, period, officer, value=12, parts={"women": 5, "men": 7, "age.15-24": 12})
        change = split_by(indicator, officer, "sex", "location", reason="The office counts by place.")
        before = reported()
        assert refusal(split_by, indicator, officer, "disability") == {
            "reason": "There are figures already: say why this is changed, so that they can be read."
        }
        assert split_by(indicator, officer, "disability", reason="The office cannot after all.") is None
        indicator.refresh_from_db()
        change.refresh_from_db()
        assert (indicator.series, indicator.series_changes.count(), reported()) == (2, 1, before)
        assert (change.before, change.reason) == (
            {"Split by": "Sex, Age"},
            "The office counts by place.\nThe office cannot after all.",
        )
        rows = indicator.disaggregations.order_by("pk")
        assert [(str(row), row.first_series, row.last_series) for row in rows] == [
            ("Sex", 1, 1),
            ("Age", 1, 1),
            ("Disability", 2, None),
        ]
        record(indicator, period, officer, value=12)
        assert split_by(indicator, officer, "age", reason="Age after all.").number == 3

    def test_the_page_says_that_no_series_begins(self, indicator, period, officer, sign_in):
        record(indicator, period, officer, value=12)
        split_by(indicator, officer, "age", reason="By age.")
        kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code}
        address, client = reverse("indicators:change-splits", kwargs=kwargs), sign_in(officer)
        shown = client.get(address).content.decode()
        assert "Nothing has been reported in series 2 yet." in shown
        assert "a new series begins" not in shown

    def test_with_entries_it_needs_a_reason(self, indicator, period, officer):
        record(indicator, period, officer, value=12)
        problems = refusal(split_by, indicator, officer, "age")
        assert problems == {"reason": "There are figures already: say why this is changed, so that they can be read."}
        assert split_by(indicator, officer, "age", reason="Asked for by the ministry.").number == 2

    def test_the_same_splits_change_nothing(self, indicator, period, officer):
        pair = (shared("sex"), shared("age"))
        change_splits(indicator=indicator, splits=[pair], reason="", by=officer)
        record(indicator, period, officer, value=12)
        events = AuditEvent.objects.count()
        assert change_splits(indicator=indicator, splits=[pair[::-1], pair], reason="", by=officer) is None
        assert (current(indicator), AuditEvent.objects.count()) == ([("Sex × Age", 1)], events)

    def test_splits_can_end_altogether(self, indicator, period, officer):
        split_by(indicator, officer, "age")
        record(indicator, period, officer, value=12)
        split_by(indicator, officer, reason="Nobody could count them.")
        indicator.refresh_from_db()
        assert (current(indicator), splits_of(indicator)) == ([], ())

    def test_over_what_somebody_else_chose(self, indicator, officer):
        split_by(indicator, officer, "age")
        with pytest.raises(Stale):
            change_splits(indicator=indicator, splits=[], reason="", seen="", by=officer)
        assert current(indicator) == [("Age", 1)]

    @pytest.mark.parametrize("who", ["outcome_manager", "verifier", "observer", "outsider"])
    def test_by_whom_it_is_not_for(self, who, indicator, request):
        with pytest.raises(PermissionDenied):
            split_by(indicator, request.getfixturevalue(who), "age")
        assert current(indicator) == []

    @pytest.mark.parametrize(
        ("measure", "accumulation"),
        [(measure, Accumulation.LEVEL) for measure in Measure if measure not in MEASURES_WITH_PARTS],
    )
    def test_what_is_done_steps_and_words_are_not_split(self, measure, accumulation, programme, officer):
        one = IndicatorFactory(outcome=programme.outcomes.get(number=1), measure=measure, accumulation=accumulation)
        problems = refusal(split_by, one, officer, "age")
        assert problems == {
            "": "Only numbers, money and percentages are split; "
            f"this indicator is measured as “{one.get_measure_display()}”."
        }

    def test_a_split_of_what_cannot_be_split_may_end(self, programme, officer):
        scale = IndicatorFactory(outcome=programme.outcomes.get(number=1), measure=Measure.SCALE)
        DisaggregationFactory(indicator=scale)
        split_by(scale, officer)
        assert current(scale) == []

    def test_women_only_are_not_split_by_sex(self, programme, officer):
        one = IndicatorFactory(outcome=programme.outcomes.get(number=1), population="women only")
        assert refusal(split_by, one, officer, "sex") == {
            "": "This indicator counts women only, so it is not split by sex."
        }
        split_by(one, officer, "age")
        assert current(one) == [("Age", 1)]

    def test_what_else_is_no_split(self, indicator, programme, officer):
        foreign = CategoryFactory(
            dimension=DimensionFactory(programme=ProgrammeFactory(), code="province", name="Province"), code="north"
        ).dimension
        empty = DimensionFactory(programme=programme, code="size", name="Size")
        sex, own = shared("sex"), programme.dimensions.create(code="sex", name="Our sex")
        own.categories.create(code="women", name="Women")
        splits = [(foreign, None), (empty, None), (sex, None), (own, None), (sex, sex)]
        problems = refusal(change_splits, indicator=indicator, splits=splits, reason="", by=officer)
        assert problems == {
            "": "“Province” is a dimension of another programme. “Size” has no categories yet. Add them first. "
            "A dimension cannot be crossed with itself. Choose two. "
            "Choose a shared dimension or the programme's own copy of it, not both."
        }


class TestRecording:
    def test_parts_of_several_dimensions_and_crossed_ones(self, by_sex_and_age, indicator, period, officer):
        stated = {"women": 5, "men": None, "age.15-24": 3, "sex.women×age.15-24": 2, "sex.men×age.65-over": 0}
        entry = record(indicator, period, officer, value=12, parts=stated, submits=True)
        assert (entry.value, parts(entry)) == (
            12,
            {("women", None): 5, ("15-24", None): 3, ("women", "15-24"): 2, ("men", "65-over"): 0},
        )
        event = AuditEvent.objects.about(entry).get(verb="entry_recorded")
        assert {name: change for name, change in event.changes.items() if "." in name or name == "women"} == {
            "women": [None, "5"],
            "age.15-24": [None, "3"],
            "sex.women×age.15-24": [None, "2"],
            "sex.men×age.65-over": [None, "0"],
        }

    def test_without_a_total_it_is_the_least_that_holds_all_parts(self, by_sex_and_age, indicator, period, officer):
        entry = record(indicator, period, officer, parts={"women": 5, "men": 7, "age.15-24": 3})
        assert entry.value == 12
        entry = record(indicator, period, officer, parts={"women": 5, "sex.men×age.15-24": 9}, revision=1)
        assert entry.value == 14

    @pytest.mark.parametrize(
        ("value", "stated", "problems"),
        [
            (
                12,
                {"age.15-24": 9, "age.25-64": 4},
                {"value": "Age: the categories together are 13, more than the total of 12. Correct one of them."},
            ),
            (
                12,
                {"women": 9, "men": 4, "age.15-24": 13},
                {
                    "value": "Women and men together are 13, more than the total of 12. Correct one of the three. "
                    "Age: the categories together are 13, more than the total of 12. Correct one of them."
                },
            ),
            (
                12,
                {"women": 5, "age.15-24": 1, "sex.women×age.15-24": 4, "sex.women×age.25-64": 3},
                {
                    "women": "Sex × Age: “Women” adds up to 7, which is 2 more than its own figure of 5. "
                    "Correct one of them.",
                    "age.15-24": "Sex × Age: “15–24” adds up to 4, which is 3 more than its own figure of 1. "
                    "Correct one of them.",
                },
            ),
            (
                6,
                {"sex.women×age.15-24": 4, "sex.men×age.25-64": 3},
                {"value": "Sex × Age: all together are 7, which is 1 more than the total of 6. Correct one of them."},
            ),
            (6, {"age.15-24": -1}, {"age.15-24": "A number of people cannot be below 0."}),
            (
                6,
                {"age.15-24": "0.5"},
                {"value": "People are counted in whole numbers. Correct the figures by age."},
            ),
            (6, {"location.urban": 1}, {"location.urban": "“location.urban” is no part that a figure is split into."}),
        ],
        ids=[
            "above the total",
            "two dimensions",
            "crossed",
            "crossed above the total",
            "negative",
            "halves",
            "unknown",
        ],
    )
    def test_parts_that_cannot_stand(self, by_sex_and_age, indicator, period, officer, value, stated, problems):
        assert refusal(record, indicator, period, officer, value=value, parts=stated) == problems

    def test_money_is_split_and_may_have_decimals(self, programme, period, officer):
        loans = IndicatorFactory(outcome=programme.outcomes.get(number=1), measure=Measure.MONEY)
        assert refusal(record, loans, period, officer, value=12, parts={"women": 5}) == {
            "women": "“women” is no part that a figure is split into."
        }
        split_by(loans, officer, "sex")
        assert parts(record(loans, period, officer, value=12, parts={"women": "5.25"})) == {
            ("women", None): Decimal("5.25")
        }

    def test_handing_in_only_a_total_needs_a_reason(self, indicator, period, officer):
        split_by(indicator, officer, "age")
        draft = record(indicator, period, officer, value=12)
        assert refusal(submit_entry, entry=draft, revision=1, by=officer) == {
            "total_only_reason": "This figure is to be split (Age). Enter the parts, or say why there is only a total."
        }
        entry = record(
            indicator, period, officer, value=12, revision=1, submits=True, total_only_reason="No list was kept."
        )
        assert (entry.state, entry.total_only_reason) == ("submitted", "No list was kept.")

    @pytest.mark.parametrize("stated", [{"value": 0}, {"value": 12, "parts": {"age.15-24": 0}}], ids=["0", "a part"])
    def test_of_0_there_is_nothing_to_split_and_one_part_is_enough(self, stated, indicator, period, officer):
        split_by(indicator, officer, "age")
        assert record(indicator, period, officer, submits=True, **stated).state == "submitted"

    def test_a_reason_beside_parts_is_dropped(self, indicator, period, officer):
        split_by(indicator, officer, "age")
        entry = record(indicator, period, officer, value=12, parts={"age.15-24": 1}, total_only_reason="left over")
        assert entry.total_only_reason == ""

    def test_until_somebody_chooses_women_and_men_may_be_stated(self, indicator, period, officer):
        assert [(one.name, one.is_expected) for one in splits_of(indicator)] == [("sex", False)]
        assert record(indicator, period, officer, value=12, submits=True).state == "submitted"


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(["sex", "age", "location"]),
    given_parts=st.dictionaries(
        st.sampled_from(["women", "men", "age.15-24", "age.25-64", "location.urban"]), st.integers(0, 50)
    ),
)
def test_the_least_total_holds_every_dimension_in_any_order(order, given_parts):
    """No database: categories as they are seeded, held in memory."""
    from indicators.models import Category, Dimension
    from indicators.selectors import AskedSplit
    from indicators.services.parts import least_total

    codes = {"sex": ["women", "men"], "age": ["15-24", "25-64"], "location": ["urban", "rural"]}
    asked = []
    for code in order:
        dimension = Dimension(code=code, name=code)
        asked.append(AskedSplit(dimension, None, tuple(Category(dimension=dimension, code=one) for one in codes[code])))
    sums = [sum(given_parts.get(name, 0) for name in one.parts) for one in asked]
    total = least_total(asked, {name: Decimal(value) for name, value in given_parts.items()})
    assert total == (max(sums) if given_parts else None)


def address(name, indicator, period=None):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code}
    return reverse(name, kwargs=kwargs | ({"period": period.label} if period else {}))


def typed(**changes):
    return {"revision": "0", "value": "12", "measured_on": "2010-12-31", "narrative": "", "source": ""} | changes


class TestPages:
    def test_the_form_asks_for_what_the_indicator_is_split_by(
        self, by_sex_and_age, indicator, period, officer, sign_in
    ):
        page = sign_in(officer).get(address("indicators:record-progress", indicator, period))
        form = page.context["form"]
        assert [(group.asked.label, len(group.fields), len(group.rows)) for group in form.groups] == [
            ("Sex", 2, 0),
            ("Age", 4, 0),
            ("Sex × Age", 8, 2),
        ]
        assert form["women"].id_for_label == "id_women"
        shown = page.content.decode()
        assert 'aria-label="Women × 15–24"' in shown
        assert 'data-sum-group="sex×age"' in shown

    def test_what_is_sent_is_kept_and_shown_again(self, by_sex_and_age, indicator, period, officer, sign_in):
        client = sign_in(officer)
        sent = typed(**{"women": "5", "men": "7", "age.15-24": "3", "sex.women×age.15-24": "2", "action": "draft"})
        assert client.post(address("indicators:record-progress", indicator, period), sent).status_code == 302
        entry = indicator.entries.get()
        assert parts(entry) == {
            ("women", None): 5,
            ("men", None): 7,
            ("15-24", None): 3,
            ("women", "15-24"): 2,
        }
        again = client.get(address("indicators:record-progress", indicator, period)).context["form"]
        assert {name: again[name].value() for name in ("women", "age.15-24", "sex.women×age.15-24")} == {
            "women": "5",
            "age.15-24": "3",
            "sex.women×age.15-24": "2",
        }

    def test_only_a_total_comes_back_with_the_question_why(self, by_sex_and_age, indicator, period, officer, sign_in):
        client = sign_in(officer)
        answer = client.post(address("indicators:record-progress", indicator, period), typed())
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["total_only_reason"]
        client.post(address("indicators:record-progress", indicator, period), typed(total_only_reason="No lists."))
        entry = ProgressEntry.objects.get(indicator=indicator)
        assert (entry.state, entry.total_only_reason) == ("submitted", "No lists.")
        assert "No lists." in client.get(entry.get_absolute_url()).content.decode()

    def test_splits_are_chosen_on_their_page(self, indicator, officer, sign_in):
        client, page = sign_in(officer), address("indicators:change-splits", indicator)
        assert "reason" not in client.get(page).context["form"].fields
        sex, age = shared("sex").pk, shared("age").pk
        answer = client.post(
            page, {"seen": "", "side_by_side": [sex, age], "crossed": [f"{min(sex, age)}x{max(sex, age)}"]}
        )
        assert answer.url == indicator.get_absolute_url()
        assert sorted(current(indicator)) == [("Age", 1), ("Sex", 1), ("Sex × Age", 1)]

    def test_the_reason_is_asked_once_figures_exist(self, indicator, period, officer, sign_in):
        ProgressEntryFactory(indicator=indicator, period=period)
        client, page = sign_in(officer), address("indicators:change-splits", indicator)
        assert "a new series begins" in client.get(page).content.decode()
        sent = {"seen": "", "side_by_side": [shared("age").pk]}
        answer = client.post(page, sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
        client.post(page, sent | {"reason": "Young people are a priority."})
        assert current(indicator) == [("Age", 2)]

    def test_over_what_somebody_else_chose_nothing_typed_is_lost(self, indicator, officer, sign_in):
        split_by(indicator, officer, "age")
        client, page = sign_in(officer), address("indicators:change-splits", indicator)
        answer = client.post(page, {"seen": "", "side_by_side": [shared("sex").pk]})
        assert (answer.status_code, current(indicator)) == (409, [("Age", 1)])
        assert answer.context["form"]["side_by_side"].value() == [str(shared("sex").pk)]
        client.post(page, {"seen": answer.context["form"]["seen"].value(), "side_by_side": [shared("sex").pk]})
        assert current(indicator) == [("Sex", 1)]

    def test_a_scale_says_why_it_is_not_split(self, programme, officer, sign_in):
        scale = IndicatorFactory(outcome=programme.outcomes.get(number=1), measure=Measure.SCALE)
        DisaggregationFactory(indicator=scale)
        page = sign_in(officer).get(address("indicators:change-splits", scale))
        assert "Only numbers, money and percentages are split" in page.content.decode()
        assert [label for _key, label in page.context["form"].fields["side_by_side"].choices] == ["Sex (Women, Men)"]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_pages_cost_the_same_however_many_splits(
        self, rows, indicator, period, officer, sign_in, django_assert_max_num_queries
    ):
        split_by(indicator, officer, *["sex", "age", "location"][:rows])
        parts = {"women": 5, "men": 7}
        record(indicator, period, officer, value=12, parts=parts, total_only_reason="Only by sex.", submits=True)
        client = sign_in(officer)
        for name in ("record-progress", "entry"):
            with django_assert_max_num_queries(14):
                assert client.get(address(f"indicators:{name}", indicator, period)).status_code == 200
        # Up to two of them count what waits for the officer, for the navigation.
        for name in ("indicator", "change-splits"):
            with django_assert_max_num_queries(14):
                assert client.get(address(f"indicators:{name}", indicator)).status_code == 200
