"""Percentages split by categories: each has a part and a whole of its own, and none is averaged (design rule 9)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from indicators.achievement import Achievement
from indicators.category_targets import CategoryStanding, category_percentage_standing
from indicators.choices import Accumulation, EntryState, Measure
from indicators.disaggregation import CategoriesExceedTotal, pooled_percentage
from indicators.models import ProgressEntry
from indicators.selectors import category_standings_of, completeness_of, splits_of, standing_of, standings_of
from indicators.services import EntryRefused, change_splits, submit_entry, verify_entry
from indicators.services.definitions import definition_of
from indicators.services.unfit import problems_of
from indicators.split_percentages import Fraction, SplitPercentage, added_up, split_percentage
from outcomes.services import Refused
from tests.factories import (
    CategoryFactory,
    CategoryTargetFactory,
    DimensionFactory,
    DisaggregatedValueFactory,
    DisaggregationFactory,
    IndicatorFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
)
from tests.indicators.splitting import current, record, reported, shared

amounts = st.decimals(min_value=0, max_value=10**9, places=4)
wholes = st.decimals(min_value="0.0001", max_value=10**9, places=4)
fractions = st.builds(Fraction, amounts, wholes)
WOMEN_AND_MEN = {"women": 930, "women/whole": 1950, "men": 1000, "men/whole": 2000}


def fraction(numerator, denominator):
    return Fraction(Decimal(numerator), Decimal(denominator))


class TestDividing:
    @pytest.mark.parametrize(
        ("total", "categories", "expected"),
        [
            pytest.param(
                fraction(2000, 4000),
                {"women": fraction(930, 1950), "men": None},
                SplitPercentage(fraction(2000, 4000), {"women": fraction(930, 1950)}, fraction(1070, 2050)),
                id="the rest is not stated",
            ),
            pytest.param(
                None,
                {"women": fraction(10, 10), "men": fraction(0, 90)},
                SplitPercentage(fraction(10, 100), {"women": fraction(10, 10), "men": fraction(0, 90)}, fraction(0, 0)),
                id="without a total the sums, not the average of 100 and 0",
            ),
            pytest.param(
                fraction(1, 2), {"women": None}, SplitPercentage(fraction(1, 2), {}, fraction(1, 2)), id="not split"
            ),
            pytest.param(None, {"women": None}, SplitPercentage(None, {}, None), id="blank is not zero"),
        ],
    )
    def test_a_percentage_among_its_categories(self, total, categories, expected):
        assert split_percentage(total, categories) == expected

    @pytest.mark.parametrize("total", [fraction(929, 1950), fraction(930, 1949)], ids=["numerators", "denominators"])
    def test_more_than_the_total_is_refused(self, total):
        assert split_percentage(fraction(930, 1950), {"women": fraction(930, 1950)}).not_stated == fraction(0, 0)
        with pytest.raises(CategoriesExceedTotal):
            split_percentage(total, {"women": fraction(930, 1950)})

    @given(st.one_of(st.none(), fractions), st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), fractions)))
    def test_categories_and_what_is_not_stated_pool_to_the_percentage(self, total, categories):
        try:
            divided = split_percentage(total, categories)
        except CategoriesExceedTotal as refusal:
            assert refusal.sum > refusal.total
            return
        if divided.total is None:
            assert not divided.categories
            return
        pairs = [(one.numerator, one.denominator) for one in (*divided.categories.values(), divided.not_stated)]
        assert pooled_percentage(pairs) == divided.total.percentage
        assert added_up([*divided.categories.values(), divided.not_stated]) == divided.total


class TestStandingOfACategory:
    @pytest.mark.parametrize(
        ("stated", "facts", "expected"),
        [
            pytest.param(
                [(fraction(10, 10), fraction(20, 40)), (fraction(0, 90), fraction(80, 160))],
                {"target": Decimal(10)},
                CategoryStanding(Decimal(10), Decimal(10), Achievement(Decimal(1), "from_zero"), True, 0),
                id="its own percentage, pooled over entries",
            ),
            pytest.param(
                [(fraction(30, 50), fraction(60, 200)), (None, fraction(10, 20)), (None, None)],
                {"target_share": Decimal(40)},
                CategoryStanding(Decimal(60), Decimal(50), Achievement(Decimal("1.25"), "from_zero"), True, 2),
                id="its share of the numerators; what does not state it is left out",
            ),
            pytest.param(
                [(None, None)],
                {"target": Decimal(40)},
                CategoryStanding(None, None, Achievement(None, "no_actual"), None, 1),
                id="never split",
            ),
            pytest.param(
                [(fraction(0, 10), fraction(0, 20))],
                {"target": Decimal(40)},
                CategoryStanding(Decimal(0), None, Achievement(Decimal(0), "from_zero"), False, 0),
                id="zero is stated; none of none is no share",
            ),
        ],
    )
    def test_against_its_target(self, stated, facts, expected):
        assert category_percentage_standing(stated, **facts) == expected

    @given(st.lists(fractions, min_size=1), st.randoms())
    def test_is_pooled_in_any_order(self, stated, random):
        shuffled = random.sample(stated, len(stated))
        one, other = (category_percentage_standing([(part, part) for part in row]) for row in (stated, shuffled))
        assert one == other
        assert one.figure == pooled_percentage((part.numerator, part.denominator) for part in stated)


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def insured(programme, officer):
    """The share of workers who are insured, split by sex."""
    indicator = IndicatorFactory(
        outcome=programme.outcomes.get(number=1),
        code="1.98",
        measure=Measure.PERCENTAGE,
        accumulation=Accumulation.INCREMENT,
        unit="% of workers",
    )
    change_splits(indicator=indicator, splits=[(shared("sex"), None)], reason="", by=officer)
    return indicator


def state(indicator, period, by, numerator=None, denominator=None, parts=None, **more):
    """Record a percentage by its part and whole."""
    numbers = {"numerator": numerator, "denominator": denominator}
    numbers = {name: None if value is None else Decimal(value) for name, value in numbers.items()}
    return record(indicator, period, by, parts=WOMEN_AND_MEN if parts is None else parts, **numbers, **more)


def kept(entry):
    """Part and whole of each category, as the database has them."""
    return {part.category.code: (part.value, part.denominator) for part in entry.parts.select_related("category")}


def refusal(write, *arguments, **more):
    """The sentences by field; nothing may be written."""
    before = (reported(), AuditEvent.objects.count())
    with pytest.raises(EntryRefused) as refused:
        write(*arguments, **more)
    assert (reported(), AuditEvent.objects.count()) == before
    return refused.value.problems


@pytest.mark.django_db
class TestRecording:
    def test_each_category_keeps_its_part_and_its_whole(self, insured, period, officer):
        entry = state(insured, period, officer, 2000, 4000, submits=True)
        assert (entry.value, entry.numerator, entry.denominator) == (50, 2000, 4000)
        assert kept(entry) == {"women": (930, 1950), "men": (1000, 2000)}
        event = AuditEvent.objects.about(entry).get(verb="entry_recorded")
        assert {name: change for name, change in event.changes.items() if name.startswith("women")} == {
            "women": [None, "930"],
            "women/whole": [None, "1950"],
        }

    @pytest.mark.parametrize(
        ("numerator", "denominator", "total"),
        [(None, None, (1930, 3950)), (2000, None, (2000, 3950)), (None, 5000, (1930, 5000))],
        ids=["both", "the whole", "the part"],
    )
    def test_a_total_that_was_left_empty_is_the_sum(self, numerator, denominator, total, insured, period, officer):
        entry = state(insured, period, officer, numerator, denominator)
        assert (entry.numerator, entry.denominator) == total
        assert entry.value == round(Decimal(100) * total[0] / total[1], 4)

    def test_of_two_splits_the_sums_hold_both(self, insured, period, officer):
        splits = [(shared("sex"), None), (shared("location"), None)]
        change_splits(indicator=insured, splits=splits, reason="", by=officer)
        entry = state(
            insured, period, officer, parts=WOMEN_AND_MEN | {"location.urban": 5, "location.urban/whole": 9000}
        )
        assert (entry.numerator, entry.denominator) == (1930, 9000)

    @pytest.mark.parametrize(
        ("total", "parts", "problems"),
        [
            pytest.param(
                (1000, 3000),
                WOMEN_AND_MEN,
                {
                    "numerator": "Sex: the parts together are 1930, more than the part of 1000 in all. "
                    "Correct one of them.",
                    "denominator": "Sex: the wholes together are 3950, more than the whole of 3000 in all. "
                    "Correct one of them.",
                },
                id="more than the total",
            ),
            pytest.param(
                (50, 100),
                {"women": 12, "women/whole": 10},
                {"women": "The part is more than the whole. Correct one of the two."},
                id="more than its whole",
            ),
            pytest.param(
                (50, 100),
                {"women": 0, "women/whole": 0},
                {"women/whole": "The whole must be above 0."},
                id="of none",
            ),
            pytest.param(
                (50, 100), {"women": -1, "women/whole": 10}, {"women": "The part cannot be below 0."}, id="negative"
            ),
            pytest.param(
                (None, None),
                {"women": 5, "men/whole": 10},
                dict.fromkeys(("women/whole", "men/whole"), "Give both numbers, the part and the whole, or neither."),
                id="half of a pair",
            ),
            pytest.param(
                (50, 100),
                {"age.15-24": 5, "age.15-24/whole": 10},
                {
                    name: f"“{name}” is no part that a figure is split into."
                    for name in ("age.15-24", "age.15-24/whole")
                },
                id="not split so",
            ),
        ],
    )
    def test_parts_that_cannot_stand(self, total, parts, problems, insured, period, officer):
        assert refusal(state, insured, period, officer, *total, parts=parts) == problems

    def test_a_ratio_may_exceed_its_whole(self, insured, period, officer):
        insured.may_exceed_hundred = True
        insured.save()
        assert kept(state(insured, period, officer, parts={"women": 12, "women/whole": 10})) == {"women": (12, 10)}

    def test_a_percentage_alone_is_not_split(self, insured, period, officer):
        assert refusal(record, insured, period, officer, value=47, parts=WOMEN_AND_MEN) == {
            "value": "A percentage alone cannot be split. Enter its part and its whole, or leave the categories empty."
        }
        assert record(insured, period, officer, value=47).value == 47

    def test_a_percentage_that_its_sums_do_not_give_is_refused(self, insured, period, officer):
        assert refusal(state, insured, period, officer, 1930, 3950, value=40) == {
            "value": "Part and whole give another percentage. Leave this empty, or leave those two."
        }
        assert state(insured, period, officer, 1930, 3950, value="48.9").numerator == 1930

    def test_blank_is_not_zero(self, insured, period, officer):
        parts = {"women": 0, "women/whole": 1950, "men": None, "men/whole": None}
        assert kept(state(insured, period, officer, 10, 4000, parts=parts)) == {"women": (0, 1950)}

    def test_sums_beyond_all_digits_are_refused(self, insured, period, officer):
        insured.may_exceed_hundred = True
        insured.save()
        most = Decimal(10) ** 14 - 1
        parts = dict.fromkeys(WOMEN_AND_MEN, most)
        assert refusal(state, insured, period, officer, parts=parts) == {
            "value": "The figure is too large to be kept. Check what you typed."
        }

    def test_handing_in_only_a_total_needs_a_reason(self, insured, period, officer):
        draft = record(insured, period, officer, value=47)
        assert refusal(submit_entry, entry=draft, revision=1, by=officer) == {
            "total_only_reason": "This figure is to be split (Sex). Enter the parts, or say why there is only a total."
        }
        entry = record(insured, period, officer, value=47, revision=1, submits=True, total_only_reason="No lists.")
        assert entry.state == EntryState.SUBMITTED

    def test_the_database_refuses_a_whole_of_0(self, insured, period, officer):
        entry = ProgressEntryFactory(indicator=insured, period=period)
        with pytest.raises(IntegrityError, match="the_whole_of_a_part_is_above_0"), transaction.atomic():
            DisaggregatedValueFactory(entry=entry, denominator=0)
        assert DisaggregatedValueFactory(entry=entry, denominator=1).denominator == 1


@pytest.mark.django_db
class TestSplits:
    def test_side_by_side_but_not_crossed(self, insured, officer):
        pair = (shared("sex"), shared("age"))
        with pytest.raises(Refused) as refused:
            change_splits(indicator=insured, splits=[pair], reason="", by=officer)
        assert refused.value.problems == {
            "": "Percentages are split side by side only. Choose the two dimensions without crossing them."
        }
        change_splits(indicator=insured, splits=[(one, None) for one in pair], reason="", by=officer)
        assert current(insured) == [("Sex", 1), ("Age", 1)]

    def test_what_was_crossed_before_is_not_asked_and_may_end(self, insured, officer, sign_in):
        DisaggregationFactory(indicator=insured, dimension=shared("sex"), crossed_with=shared("age"))
        assert [one.name for one in splits_of(insured)] == ["sex"]
        form = sign_in(officer).get(address("change-splits", insured)).context["form"]
        assert [label for _key, label in form.fields["crossed"].choices] in (["Sex × Age"], ["Age × Sex"])
        change_splits(indicator=insured, splits=[(shared("sex"), None)], reason="", by=officer)
        assert current(insured) == [("Sex", 1)]

    def test_the_page_says_so_and_offers_no_crossing(self, insured, officer, sign_in):
        page = sign_in(officer).get(address("change-splits", insured))
        assert "split side by side only, not crossed" in page.content.decode()
        assert list(page.context["form"].fields) == ["seen", "side_by_side"]

    def test_they_count_for_completeness(self, insured, period, officer, programme):
        def counts():
            found = completeness_of(standings_of(programme, outcome=insured.outcome)).counts
            missing = [(entry.indicator.code, names) for entry, names in found.missing.items()]
            return found.complete, found.asked, missing

        state(insured, period, officer, 2000, 4000, parts={"women": 930, "women/whole": 1950}, submits=True)
        assert counts() == (0, 1, [("1.98", ("men",))])
        ProgressEntry.objects.filter(indicator=insured).update(state=EntryState.RETURNED)
        state(insured, period, officer, 2000, 4000, revision=2, submits=True)
        assert counts() == (1, 1, [])


def address(name, indicator, period=None):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code}
    return reverse(f"indicators:{name}", kwargs=kwargs | ({"period": period.label} if period else {}))


@pytest.mark.django_db
class TestPages:
    def test_the_form_asks_for_part_and_whole_of_each_category(self, insured, period, officer, sign_in):
        page = sign_in(officer).get(address("record-progress", insured, period))
        (group,) = page.context["form"].groups
        rows = [(str(category), [field.html_name for field in fields]) for category, fields in group.rows]
        assert rows == [("Women", ["women", "women/whole"]), ("Men", ["men", "men/whole"])]
        attrs = [field.field.widget.attrs for _category, fields in group.rows for field in fields]
        assert [one["data-sum-into"] for one in attrs] == ["id_numerator", "id_denominator"] * 2
        assert [one["aria-label"] for one in attrs] == ["Women: Part", "Women: Whole", "Men: Part", "Men: Whole"]
        shown = page.content.decode()
        assert '<th scope="col">Part</th><th scope="col">Whole</th>' in shown
        assert all(shown.count(f'id="id_{name}"') == 1 for name in ("numerator", "denominator", "value", "women/whole"))

    def test_what_is_sent_is_kept_and_shown(self, insured, period, officer, sign_in):
        client, page = sign_in(officer), address("record-progress", insured, period)
        sent = {"revision": "0", "measured_on": "2010-12-31", "numerator": "2000", "denominator": "4000"}
        sent |= {name: str(value) for name, value in WOMEN_AND_MEN.items()}
        assert client.post(page, sent | {"action": "draft"}).status_code == 302
        entry = insured.entries.get()
        assert kept(entry) == {"women": (930, 1950), "men": (1000, 2000)}
        form = client.get(page).context["form"]
        assert {name: form[name].value() for name in WOMEN_AND_MEN} == {
            name: str(value) for name, value in WOMEN_AND_MEN.items()
        }
        for shown in (client.get(entry.get_absolute_url()), client.get(insured.get_absolute_url())):
            text = " ".join(shown.content.decode().split())
            for percentage, numbers in (("47.7%", "930 of 1,950"), ("50%", "1,000 of 2,000"), ("–", "70 of 50")):
                assert (
                    f'{percentage}<span class="small">{numbers}' in text
                    or f'{percentage} <span class="quiet">({numbers})' in text
                )

    def test_refusals_stand_beside_their_fields(self, insured, period, officer, sign_in):
        sent = {"revision": "0", "measured_on": "2010-12-31", "women": "12", "men/whole": "10", "action": "draft"}
        answer = sign_in(officer).post(address("record-progress", insured, period), sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["women/whole", "men/whole"])
        assert 'id="id_women/whole_error"' in answer.content.decode()

    def test_a_percentage_alone_is_not_stated_by_sex(self, insured, period, officer, sign_in):
        entry = record(insured, period, officer, value=47)
        (sex,) = sign_in(officer).get(entry.get_absolute_url()).context["parts"]
        assert [part.value for _category, part in sex.parts] == [None, None]
        assert (sex.not_stated.value, sex.not_stated.fraction) == (47, None)

    def test_targets_of_categories_are_held_against_pooled_percentages(
        self, insured, programme, period, officer, verifier, sign_in
    ):
        later = ReportingPeriodFactory(programme=programme, year=2011)
        CategoryTargetFactory(
            indicator=insured, category=shared("sex").categories.get(code="women"), share=None, value=10
        )
        CategoryTargetFactory(indicator=insured, category=shared("sex").categories.get(code="men"), share=50)
        rows = [
            (period, {"women": 10, "women/whole": 10, "men": 10, "men/whole": 20}),
            (later, {"women": 0, "women/whole": 90, "men": 10, "men/whole": 20}),
        ]
        for when, parts in rows:
            entry = state(insured, when, officer, parts=parts, submits=True)
            verify_entry(entry=entry, revision=entry.revision, grade="desk_checked", checked_against="", by=verifier)
        found = {one.target.category.code: one.standing for one in category_standings_of(standing_of(insured))}
        shown = {code: (one.figure, round(one.share, 2), one.is_reached) for code, one in found.items()}
        assert shown == {"women": (10, Decimal("33.33"), True), "men": (50, Decimal("66.67"), True)}
        assert standing_of(insured).total.value == pooled_percentage([(20, 30), (10, 110)])
        page = sign_in(officer).get(insured.get_absolute_url()).content.decode()
        assert "the sum of its parts divided by the sum of its wholes" in page

    @pytest.mark.parametrize(
        ("value", "sentences"), [(100, []), (101, ["A percentage of a category goes from 0 to 100."])]
    )
    def test_a_target_of_a_category_is_a_percentage(self, value, sentences, insured):
        target = CategoryTargetFactory.build(
            indicator=insured, category=shared("sex").categories.get(code="women"), share=None, value=value
        )
        definition = replace(definition_of(insured), category_targets=(target,))
        found = problems_of(definition)
        assert [sentence for name, sentence in found.items() if name == "category_target_0_value"] == sentences

    @pytest.mark.parametrize("rows", [1, 3])
    def test_pages_cost_the_same_however_many_splits(
        self, rows, insured, period, officer, sign_in, django_assert_max_num_queries
    ):
        splits = [(shared(code), None) for code in ("sex", "age", "location")[:rows]]
        change_splits(indicator=insured, splits=splits, reason="", by=officer)
        state(insured, period, officer, total_only_reason="Only by sex.", submits=True)
        client = sign_in(officer)
        for name, when in (("record-progress", period), ("entry", period), ("indicator", None)):
            with django_assert_max_num_queries(14):
                assert client.get(address(name, insured, when)).status_code == 200


@pytest.mark.django_db
class TestApi:
    def send(self, officer, insured, period, **changes):
        client = APIClient()
        client.force_login(officer)
        url = f"/api/v1/programmes/{insured.programme.code}/entries/"
        sent = {"indicator": insured.code, "period": period.label, "revision": 0, "measured_on": "2010-06-30"}
        return client.post(url, sent | changes, format="json")

    def test_numerator_and_denominator_go_in_and_the_percentage_comes_out(self, insured, period, officer):
        women = {"numerator": "930", "denominator": "1950"}
        answer = self.send(officer, insured, period, parts={"women": women, "sex": {"men": women}})
        assert answer.status_code == 201, answer.data
        shown = {"value": "47.6923"} | women
        assert answer.data["parts"] == {"women": shown, "men": shown}
        assert [answer.data[name] for name in ("value", "numerator", "denominator")] == ["47.6923", "1860", "3900"]

    def test_other_dimensions_go_by_their_codes(self, insured, period, officer):
        change_splits(indicator=insured, splits=[(shared("location"), None)], reason="", by=officer)
        urban = {"numerator": "1", "denominator": "4"}
        answer = self.send(officer, insured, period, parts={"location": {"urban": urban}})
        assert answer.data["parts"] == {"location": {"urban": {"value": "25"} | urban}}

    @pytest.mark.parametrize(
        ("parts", "problems"),
        [
            ({"women": "930"}, {"women/whole": "Give both numbers, the part and the whole, or neither."}),
            (
                {"women": {"numerator": "many", "denominator": "1"}},
                {"women": "A valid number is required."},
            ),
            (
                {"women": {"numerator": "2", "denominator": "1"}},
                dict.fromkeys(("numerator", "women"), "The part is more than the whole. Correct one of the two."),
            ),
        ],
        ids=["without its whole", "letters", "more than its whole"],
    )
    def test_what_cannot_stand(self, parts, problems, insured, period, officer):
        answer = self.send(officer, insured, period, parts=parts)
        assert (answer.status_code, answer.json()) == (400, problems)

    def test_a_number_has_no_wholes(self, programme, period, officer):
        number = IndicatorFactory(outcome=programme.outcomes.get(number=1))
        answer = self.send(officer, number, period, parts={"women": {"numerator": "1", "denominator": "2"}})
        assert answer.json() == {"women/whole": "“women/whole” is no part that a figure is split into."}


@pytest.mark.django_db
def test_a_number_that_became_a_percentage_shows_its_old_parts(programme, period, officer, sign_in):
    """Parts without a whole of their own stay as they were reported."""
    one = IndicatorFactory(outcome=programme.outcomes.get(number=1), measure=Measure.PERCENTAGE)
    entry = ProgressEntryFactory(indicator=one, period=period, value=40)
    women = CategoryFactory(dimension=DimensionFactory(), code="women")
    DisaggregatedValueFactory(entry=entry, category=women, value=10)
    (sex,) = sign_in(officer).get(entry.get_absolute_url()).context["parts"]
    assert [(part.value, part.fraction) for _category, part in sex.parts] == [(10, None)]
    assert (sex.not_stated.value, sex.not_stated.fraction) == (30, None)
