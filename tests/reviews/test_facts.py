"""The facts a review judges: as they stood, kept as text, and compared with today's in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from outcomes.models import Programme
from reviews.choices import ReviewState
from reviews.facts import BudgetFact, Facts, IndicatorFact, RecommendationFact, changed_facts, facts_from_json
from reviews.models import Recommendation, Review
from reviews.selectors import facts_of, fixed_facts_of
from reviews.selectors.changed_facts import Change, changes_since
from reviews.services import move_review
from tests import factories

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14)
days = st.dates()
indicators = st.builds(
    IndicatorFact,
    code=texts,
    statement=texts,
    outcome=st.integers(1, 99),
    unit=texts,
    baseline=st.none() | numbers,
    target=st.none() | numbers,
    target_text=texts,
    value=st.none() | numbers,
    shown=texts,
    words=texts,
    measured_on=st.none() | days,
    status=texts,
    share=st.none() | numbers,
    waiting=st.integers(0, 99),
)
budgets = st.builds(
    BudgetFact,
    outcome=st.none() | st.integers(1, 99),
    funding_source=texts,
    currency=texts,
    allocated=numbers,
    spent=st.none() | numbers,
    note=texts,
)
recommendations = st.builds(RecommendationFact, review=texts, number=st.integers(1, 99), text=texts)
facts = st.builds(
    Facts,
    as_at=days,
    indicators=st.lists(indicators, max_size=3).map(tuple),
    budget=st.lists(budgets, max_size=3).map(tuple),
    recommendations=st.lists(recommendations, max_size=3).map(tuple),
)


@given(facts)
def test_facts_are_read_back_as_they_were(kept):
    text = kept.to_json()
    assert facts_from_json(text) == kept
    assert facts_from_json(text).to_json() == text
    assert changed_facts(kept, facts_from_json(text)) == ()


def test_a_later_format_is_not_guessed_at():
    text = Facts(as_at=date(2010, 12, 31)).to_json().replace('"format": 1', '"format": 2')
    with pytest.raises(ValueError, match="unknown format 2"):
        facts_from_json(text)


def indicator(code="1.1", **stated):
    usual = {
        "statement": "Women trained",
        "outcome": 1,
        "unit": "women",
        "baseline": None,
        "target": Decimal(10),
        "target_text": "10 women",
        "value": Decimal(5),
        "shown": "5 women",
        "words": "",
        "measured_on": date(2010, 12, 31),
        "status": "on_track",
        "share": Decimal("0.5"),
        "waiting": 0,
    }
    return IndicatorFact(code=code, **usual | stated)


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ([indicator()], [indicator()], []),
        # Figures that stand in another field already are not told twice.
        (
            [indicator()],
            [indicator(value=Decimal(6), shown="6 women", share=Decimal("0.6"))],
            [("1.1", "shown", "5 women", "6 women")],
        ),
        ([indicator()], [indicator(baseline=Decimal(1))], [("1.1", "baseline", None, "1")]),
        ([], [indicator()], [("1.1", "shown", None, "5 women")]),
        ([indicator("1.1"), indicator("1.2")], [indicator("1.2")], [("1.1", "shown", "5 women", None)]),
    ],
)
def test_what_is_different(then, now, found):
    before, after = (Facts(as_at=date(2010, 12, 31), indicators=tuple(one)) for one in (then, now))
    changes = changed_facts(before, after)
    assert [(one.name, one.what, one.before, one.after) for one in changes] == found


@pytest.mark.django_db
class TestOfAReview:
    def test_they_stay_as_they_stood(self, review):
        before = fixed_facts_of(review)
        line = review.programme.budget_lines.first()
        line.allocated += 1
        line.save()
        assert fixed_facts_of(review) == before
        assert facts_of(review).budget != before.budget

    def test_a_target_without_a_figure_keeps_its_words(self, review):
        targets = {fact.code: (fact.target, fact.target_text) for fact in facts_of(review).indicators}
        assert targets["1.6"] == (3000, "3,000 garment workers")
        assert targets["1.19"] == (1, "Done")
        assert targets["1.20"] == (None, "1-2 sectors")

    def test_nothing_has_changed_at_first(self, review):
        assert changes_since(review) == ()

    def test_changes_are_told_in_words_with_their_pages(self, review):
        code = review.programme.code
        line = review.programme.budget_lines.exclude(outcome=None).order_by("pk").first()
        before = line.allocated
        line.allocated = Decimal("1234567.5")
        line.save()
        shown = facts_of(review).indicators[0]
        indicator = review.programme.outcomes.get(number=1).indicators.get(code=shown.code)
        indicator.statement = "Something else"
        indicator.save()
        earlier = review.programme.reviews.exclude(pk=review.pk).order_by("slug").first()
        Recommendation.objects.create(review=earlier, number=99, text="Compile data")
        assert changes_since(review) == (
            Change(
                name=f"Indicator {shown.code}",
                address=reverse("indicators:indicator", kwargs={"programme": code, "indicator": shown.code}),
                what="wording",
                before=shown.statement,
                after="Something else",
            ),
            Change(
                name=", ".join(
                    filter(None, [f"Budget line: {line.outcome.number}", line.funding_source, line.currency, line.note])
                ),
                address=reverse("outcomes:budget", kwargs={"programme": code}),
                what="allocated",
                before=f"{before:,.0f}",
                after="1,234,567.5",
            ),
            Change(
                name=f"Recommendation {earlier.slug}, 99",
                address=reverse("reviews:recommendations", kwargs={"programme": code, "review": earlier.slug}),
                what="new",
                before="",
                after="Compile data",
            ),
        )

    def test_what_is_gone_has_no_page(self, review):
        removed = factories.IndicatorFactory(outcome=review.programme.outcomes.get(number=1), code="1.99")
        review.facts = facts_of(review).to_json()
        removed.delete()
        (change,) = changes_since(review)
        assert (change.name, change.address) == ("Indicator 1.99", "")

    def test_a_review_that_is_not_opened_has_none(self):
        assert changes_since(factories.ReviewFactory()) == ()


@pytest.mark.django_db
class TestPage:
    def test_everybody_reads_what_changed_and_who_plans_takes_them_anew(self, review, sign_in, officer, observer):
        page = f"/{review.programme.code}/reviews/2010/facts/"
        Programme.objects.filter(pk=review.programme_id).update(on_track_from=Decimal("0.99"))
        line = review.programme.budget_lines.first()
        line.allocated += 1
        line.save()
        read = sign_in(observer).get(page)
        assert [change.what for change in read.context["changes"] if change.name.startswith("Budget")] == ["allocated"]
        assert not read.context["may_take"]
        assert sign_in(observer).post(page, {"reason": "Mine", "revision": 1}).status_code == 403
        client = sign_in(officer)
        refused = client.post(page, {"reason": "", "revision": review.revision})
        assert refused.status_code == 422
        stale = client.post(page, {"reason": "A line was wrong.", "revision": 0})
        assert (stale.status_code, stale.context["form"]["reason"].value()) == (409, "A line was wrong.")
        assert client.post(page, {"reason": "A line was wrong.", "revision": review.revision}).status_code == 302
        assert client.get(page).context["changes"] == ()

    def test_a_review_that_began_without_facts_gets_them(self, review, sign_in, officer):
        """Those loaded by earlier versions of the application have none."""
        Review.objects.filter(pk=review.pk).update(facts="", facts_fixed_at=None, state=ReviewState.CONSOLIDATION)
        page = f"/{review.programme.code}/reviews/2010/facts/"
        client = sign_in(officer)
        read = client.get(page)
        assert "No facts were kept" in read.content.decode()
        assert read.context["may_take"]
        assert client.post(page, {"reason": "As of today.", "revision": review.revision}).status_code == 302
        assert client.get(page).context["changes"] == ()

    def test_it_has_them_at_the_latest_when_its_report_is_written(self, review, officer):
        Review.objects.filter(pk=review.pk).update(facts="", facts_fixed_at=None, state=ReviewState.CONSOLIDATION)
        moved = move_review(review=review, to=ReviewState.DRAFT_REPORT, revision=review.revision, by=officer)
        assert fixed_facts_of(Review.objects.get(pk=review.pk)) == facts_of(review)
        assert (moved.state, moved.facts != "") == (ReviewState.DRAFT_REPORT, True)

    def test_it_takes_the_same_queries_however_much_changed(
        self, review, sign_in, officer, django_assert_max_num_queries
    ):
        client, taken = sign_in(officer), []
        page = f"/{review.programme.code}/reviews/2010/facts/"
        for line in [None, *review.programme.budget_lines.all()[:3]]:
            if line is not None:
                line.allocated += 1
                line.save()
            with django_assert_max_num_queries(15) as queries:
                assert client.get(page).status_code == 200
            taken.append(len(queries))
        assert len(set(taken)) == 1
